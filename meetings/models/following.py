"""What the public is told as it happens, and who wants to be told by e-mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bodies.models import Body
from meetings.models.records import Meeting
from meetings.querysets import SubscriptionQuerySet


class Change(models.Model):
    """One thing that became public about a meeting: a ledger for feeds and letters. Its words hold nothing private."""

    class Kind(models.TextChoices):
        ANNOUNCED = "announced", "Announced"
        MOVED = "moved", "Moved"
        POSTPONED = "postponed", "Postponed"
        CANCELLED = "cancelled", "Cancelled"
        NOTICE = "notice", "Meeting notice published"
        AGENDA = "agenda", "Agenda published"
        PAPERS = "papers", "Papers published"
        RECORD = "record", "Record published"
        MINUTES = "minutes", "Minutes published"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=9, choices=Kind)
    words = models.CharField(max_length=300)
    on = models.DateField(help_text="The domain's day.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["at"], name="change_by_moment")]

    def __str__(self) -> str:
        return self.words


class Subscription(models.Model):
    """Somebody without an account who wants letters about a body's meetings. Ended, the address is taken out."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="subscriptions")
    address = models.EmailField(blank=True, help_text="Empty once it has ended.")
    token = models.CharField(max_length=64, unique=True, help_text="By which it is confirmed and ended.")
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True, help_text="The day of its last letter: there is one a day.")
    told_to = models.BigIntegerField(default=0, help_text="The last change of which it was told.")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "address"], condition=Q(ended_at=None), name="subscription_once_an_address"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) & ~Q(address="") | Q(ended_at__isnull=False, address=""),
                name="subscription_ended_keeps_no_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}"
