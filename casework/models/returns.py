"""The returns that follow from the logs: FOI figures, the yearly complaints report, KO41a. Frozen once made."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bodies.models import Body
from casework.querysets import ReturnQuerySet
from duties.models import Obligation
from duties.years import FinancialYear
from evidence.models import Evidence


class Return(models.Model):
    """One return of one body for one period: a draft until it is made, then its figures stay as they were.

    A second one for the same period has the next number and takes the place of the first, which stays on the record.
    """

    class Kind(models.TextChoices):
        FOI = "foi", "Freedom of information figures"
        COMPLAINTS = "complaints", "Yearly complaints report"
        KO41A = "ko41a", "KO41a complaints return"

    kind = models.CharField(max_length=10, choices=Kind)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="returns", help_text="Whose cases it counts.")
    year = models.PositiveSmallIntegerField(help_text="The financial year that it is about, as 2016 for 2016/17.")
    period = models.CharField(max_length=2, blank=True, help_text="Q1 to Q4; empty for the whole year.")
    number = models.PositiveSmallIntegerField(default=1)
    texts = models.JSONField(default=dict, blank=True, help_text="What people wrote for it, by part.")
    figures = models.JSONField(default=dict, blank=True, help_text="As counted when it was made.")
    is_nil = models.BooleanField(default=False, help_text="There was nothing to count.")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()
    changed_at = models.DateTimeField()
    made_on = models.DateField(null=True, blank=True, help_text="Empty while it is a draft.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(null=True, blank=True, help_text="Of KO41a: when it was sent to NHS Digital.")
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    obligation = models.ForeignKey(
        Obligation, null=True, blank=True, on_delete=models.PROTECT, related_name="returns", help_text="What it proves."
    )
    evidence = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="returns")
    is_invented = models.BooleanField(default=False)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-period", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "body", "year", "period", "number"], name="return_numbered_once"),
            models.UniqueConstraint(
                fields=["kind", "body", "year", "period"], condition=Q(made_on=None), name="return_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(made_on=None, made_by=None, published_on=None, sent_on=None, evidence=None)
                | Q(made_on__isnull=False, made_by__isnull=False),
                name="return_made_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None, published_by=None)
                | Q(published_on__isnull=False, published_by__isnull=False) & ~Q(kind="ko41a"),
                name="return_published_by_somebody",
            ),
            models.CheckConstraint(condition=Q(period__in=["", "Q1", "Q2", "Q3", "Q4"]), name="return_of_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.about}"

    @property
    def about(self) -> str:
        """The period in words: "2016/17 Q2"."""
        return f"{FinancialYear(self.year)} {self.period}".strip()
