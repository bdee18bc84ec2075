"""Actions agreed at a meeting of NHS England with a body, and how they went on."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.agreed.querysets import AgreedActionQuerySet
from assessments.agreed.states import Closed, Facts, State, days_past, state_of, words_of
from bodies.models import Body, Membership
from duties.words import Words


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class AgreedAction(models.Model):
    """What one side promised the other to do by a day. It is never deleted; a correction is in the audit trail.

    It carries dated facts; where it stands is derived (`assessments.agreed.states`).
    """

    class Side(models.TextChoices):
        BODY = "body", "The body"
        NHS_ENGLAND = "nhs_england", "NHS England"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="agreed_actions")
    meeting = models.CharField(max_length=120, help_text="Where it was agreed: Quarter 2 assurance meeting.")
    agreed_on = models.DateField()
    what = models.CharField(max_length=500)
    side = models.CharField(max_length=11, choices=Side, help_text="Who does it.")
    owner = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="agreed_actions",
        help_text="Who does it, where that is somebody of the body with a sign-in.",
    )  # fmt: skip
    owner_post = models.CharField(max_length=120, blank=True, help_text="Else their post, in words.")
    due_on = models.DateField(help_text="The last day that was agreed.")
    said_on = models.DateField(null=True, blank=True, help_text="When somebody said that it was done.")
    said_by = _person()
    done_on = models.DateField(null=True, blank=True, help_text="The day it was done, as they said.")
    closed_on = models.DateField(null=True, blank=True)
    closed_by = _person()
    closed_how = models.CharField(max_length=7, blank=True, choices=[(how.value, how.value) for how in Closed])
    closed_why = models.CharField(max_length=500, blank=True, help_text="Why it was closed without being done.")
    entered_on = models.DateField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=0, help_text="How often it was changed since it was entered.")
    is_invented = models.BooleanField(default=False)

    objects = AgreedActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None) & ~Q(owner_post="") | Q(owner__isnull=False, owner_post="", side="body"),
                name="agreed_action_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(said_on=None, said_by=None, done_on=None)
                | Q(said_on__isnull=False, said_by__isnull=False, done_on__isnull=False, done_on__lte=F("said_on")),
                name="agreed_action_said_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None, closed_how="", closed_why="")
                | Q(closed_on__isnull=False, closed_by__isnull=False)
                & (
                    Q(closed_how=Closed.DONE.value, closed_why="", said_on__isnull=False)
                    | Q(closed_how=Closed.DROPPED.value) & ~Q(closed_why="")
                ),
                name="agreed_action_closed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(agreed_on__lte=F("entered_on")), name="agreed_action_agreed_before"),
            models.CheckConstraint(condition=Q(due_on__gte=F("agreed_on")), name="agreed_action_due_after"),
        ]
        indexes = [
            models.Index(fields=["body", "due_on"], name="agreed_action_of_a_body"),
            models.Index(fields=["due_on"], condition=Q(closed_on=None), name="agreed_action_open"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def facts(self) -> Facts:
        return Facts(self.due_on, self.said_on, self.done_on, self.closed_on, self.closed_how)

    @property
    def owner_words(self) -> str:
        """Who does it: a post, and never a name."""
        return self.owner.post if self.owner is not None else self.owner_post

    @property
    def side_words(self) -> str:
        return self.Side(self.side).label

    def state(self, today: date) -> State:
        return state_of(self.facts, today)

    def words(self, today: date) -> Words:
        return words_of(self.facts, today)

    def days_past(self, today: date) -> int:
        return days_past(self.facts, today)


class ProgressNote(models.Model):
    """How an action goes on, dated. It stays as it is; what was wrong is said in a new one."""

    action = models.ForeignKey(AgreedAction, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=11, choices=AgreedAction.Side, help_text="For whom it was written.")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="agreed_note_says_something")]

    def __str__(self) -> str:
        return f"Note of {self.on} on {self.action_id}"
