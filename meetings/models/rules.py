"""A body's own rules of its meetings, dated: how early notice and papers, how soon minutes, how many a year."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bodies.models import Body


class MeetingRules(models.Model):
    """What a body's standing orders ask, from a day on, until the next ones. What they do not say is empty."""

    class Count(models.TextChoices):
        CLEAR_DAYS = "clear_days", "clear days"
        CLEAR_WORKING_DAYS = "clear_working_days", "clear working days"

    class Minutes(models.TextChoices):
        WORKING_DAYS = "working_days", "Within a number of working days of the meeting"
        NEXT_PAPERS = "next_papers", "With the papers of the next meeting"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meeting_rules")
    from_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_count = models.CharField(max_length=18, choices=Count, default=Count.CLEAR_DAYS)
    papers_days = models.PositiveSmallIntegerField(null=True, blank=True)
    papers_count = models.CharField(max_length=18, choices=Count, default=Count.CLEAR_DAYS)
    draft_minutes = models.CharField(max_length=12, choices=Minutes, blank=True)
    draft_minutes_days = models.PositiveSmallIntegerField(null=True, blank=True)
    ratified_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Working days after the next meeting."
    )
    meetings_a_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="In public, at least.")
    source = models.CharField(max_length=300, help_text="Where it stands, as Standing orders 3.4.")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    is_invented = models.BooleanField(default=False)

    class Meta:
        ordering = ["body", "-from_on"]
        verbose_name_plural = "meeting rules"
        constraints = [
            models.UniqueConstraint(fields=["body", "from_on"], name="meeting_rules_one_from_a_day"),
            models.CheckConstraint(
                condition=(Q(notice_days=None) | Q(notice_days__gte=3)) & (Q(papers_days=None) | Q(papers_days__gte=3)),
                name="meeting_rules_never_below_three_days",
            ),
            models.CheckConstraint(
                condition=Q(draft_minutes="working_days", draft_minutes_days__isnull=False)
                | ~Q(draft_minutes="working_days") & Q(draft_minutes_days=None),
                name="meeting_rules_days_of_minutes",
            ),
            models.CheckConstraint(
                condition=(Q(draft_minutes_days=None) | Q(draft_minutes_days__gte=1))
                & (Q(ratified_days=None) | Q(ratified_days__gte=1)),
                name="meeting_rules_minutes_after_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} from {self.from_on}"
