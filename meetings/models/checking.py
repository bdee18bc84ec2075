"""What lay members check, and what they ask."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from meetings.models.records import Meeting
from meetings.querysets import QuestionQuerySet


class LayCheck(models.Model):
    """That a lay member checked the record of a meeting that was held. It stays as it is; a second check is new."""

    class How(models.TextChoices):
        ATTENDED = "attended", "I attended"
        PAPERS = "papers", "From the papers"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="checks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=How)
    note = models.TextField(blank=True, help_text="It may be asked for under the Freedom of Information Act.")
    checked_on = models.DateField()
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.meeting_id} by {self.by_id}"


class LayPoint(models.Model):
    """One point of a check: true, or a question. Its words are frozen with it."""

    check_of = models.ForeignKey(LayCheck, on_delete=models.CASCADE, related_name="points")
    key = models.CharField(max_length=20)
    words = models.CharField(max_length=300, help_text="What was to be checked, as it was shown.")
    is_true = models.BooleanField(help_text="No: the lay member asks a question.")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["check_of", "key"], name="lay_point_once")]

    def __str__(self) -> str:
        return self.key


class Question(models.Model):
    """What a lay member asks about a point. It goes to the lead, then the chair.

    NHS England sees it only from `sent_on_on` (the lay member sent it on) or `waited_on` (it waited 20 working days).
    The public sees point and answer once both sides agreed.
    """

    point = models.OneToOneField(LayPoint, on_delete=models.PROTECT, related_name="question")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="questions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    asked_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    passed_on = models.DateField(null=True, blank=True, help_text="When it was passed to the chair, unanswered.")
    sent_on_on = models.DateField(null=True, blank=True, help_text="When the lay member sent it on to NHS England.")
    waited_on = models.DateField(null=True, blank=True, help_text="When it had waited 20 working days.")
    reached_at = models.DateTimeField(null=True, blank=True, help_text="When NHS England could first read it.")
    lay_agrees_on = models.DateField(null=True, blank=True, help_text="The lay member agrees that it is public.")
    body_agrees_on = models.DateField(null=True, blank=True)
    body_agrees_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None, answered_by=None, answer="")
                | Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="question_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(body_agrees_on=None, body_agrees_by=None)
                | Q(body_agrees_on__isnull=False, body_agrees_by__isnull=False, answered_on__isnull=False),
                name="question_body_agrees_once_answered",
            ),
            models.CheckConstraint(
                condition=Q(lay_agrees_on=None) | Q(answered_on__isnull=False), name="question_lay_agrees_once_answered"
            ),
            models.CheckConstraint(
                condition=Q(reached_at=None, sent_on_on=None, waited_on=None)
                | Q(reached_at__isnull=False) & (Q(sent_on_on__isnull=False) | Q(waited_on__isnull=False)),
                name="question_reached_nhs_england_once_open_to_it",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("asked_on")), name="question_answered_after_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"Question about {self.meeting.label}"

    @property
    def reached_on(self) -> date | None:
        """The day on which NHS England could first read it."""
        return min((day for day in (self.sent_on_on, self.waited_on) if day is not None), default=None)

    @property
    def is_open_to_nhs_england(self) -> bool:
        """Whether its region and the national office may read it: the lay member sent it on, or it waited too long."""
        return self.sent_on_on is not None or self.waited_on is not None

    @property
    def is_public(self) -> bool:
        """Whether both sides agree, for as long as they do."""
        return self.lay_agrees_on is not None and self.body_agrees_on is not None
