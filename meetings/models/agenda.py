"""What stands on a meeting's record beside the meeting itself: agenda, papers, interests, what the public asked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from evidence.models import Evidence
from meetings.models.records import Meeting
from meetings.querysets import PaperQuerySet


class AgendaItem(models.Model):
    """One item. Those of Part 2 are never shown to anybody outside the body: neither title nor decision nor papers."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    is_part2 = models.BooleanField(default=False)
    decision = models.TextField(blank=True, help_text="What was decided; public with the record.")

    class Meta:
        ordering = ["is_part2", "position", "id"]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A document of a meeting. The document itself is evidence; here stands what it is to the meeting.

    `on` and `at` are when it was published, here or on the body's own site. Of Part 2, or while `on` is empty, it is
    for the body alone.
    """

    class Role(models.TextChoices):
        PAPER = "paper", "Paper"
        AGENDA = "agenda", "Agenda"
        DRAFT_MINUTES = "draft_minutes", "Draft minutes"
        MINUTES = "minutes", "Ratified minutes"
        RECORDING = "recording", "Recording"
        SLIDES = "slides", "Slides"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="papers")
    role = models.CharField(max_length=13, choices=Role)
    is_part2 = models.BooleanField(default=False)
    on = models.DateField(null=True, blank=True, help_text="The day on which it was published.")
    at = models.TimeField(null=True, blank=True)
    late_why = models.TextField(blank=True, help_text="The body's own reason for a late paper.")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["item__is_part2", "item__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "evidence"], name="paper_once"),
            models.CheckConstraint(condition=Q(is_part2=False) | Q(on=None), name="paper_of_part2_is_never_published"),
            models.CheckConstraint(condition=Q(at=None) | Q(on__isnull=False), name="paper_time_has_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.evidence_id}"


class InterestDeclared(models.Model):
    """An interest that was declared at the meeting, by post, and how it was handled."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="interests")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="interests")
    post = models.CharField(max_length=120, help_text="The post, never a name.")
    interest = models.TextField()
    handled = models.TextField(blank=True, help_text="Such as: left the room, took no part in the vote.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.post}: {self.interest}"


class PublicQuestion(models.Model):
    """A question that a member of the public asked, without who asked it, and its answer. A draft until published."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="public_questions")
    question = models.TextField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.question[:60]
