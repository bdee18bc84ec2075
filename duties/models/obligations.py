"""Obligations and the ledger of what was found about them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from bodies.models import Body, Membership
from duties.models.catalogue import Duty, DutyRule, OwedBy
from duties.naming import about, period_words, title_of
from duties.querysets import (
    ASKED_NOT_APPLICABLE,
    ASSURER_NO_MORE,
    ASSURER_UNTOLD,
    LATE_UNFLAGGED,
    LATEST_MARK,
    MARKED_LATE,
    MARKED_SOON,
    OPEN,
    SOON_UNFLAGGED,
    UNESCALATED,
    ObligationQuerySet,
)
from duties.status import MET_HOW, Facts, Status, status
from duties.words import FlagKind, Words, evidence_words, status_words, timing_words
from duties.years import FinancialYear


class Obligation(models.Model):
    """What one body must do by one date: one body, one duty, one step, one subject, one due date.

    It carries dated facts, pushed by actions; where it stands is derived (`duties.status`), never stored.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="incurred", help_text="Who incurred it.")
    # `obligation_of_a_holder` begins with it. Were there an index of it alone, PostgreSQL would leave
    # `obligation_of_a_year` unread, and read every year of a region's bodies to count one.
    held_by = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, related_name="held", db_index=False,
        help_text="Who answers for it now.",
    )  # fmt: skip
    owed_by = models.CharField(max_length=12, choices=OwedBy)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="obligations")
    rule = models.ForeignKey(DutyRule, on_delete=models.PROTECT, related_name="obligations")
    step = models.CharField(max_length=30, blank=True)

    # What it is about, and the year in which it falls due.
    period_year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=8, blank=True, help_text="Q1 to Q4, 2016-04, or blank for a year or a day.")
    period_first_on = models.DateField()
    period_last_on = models.DateField()
    subject = models.CharField(max_length=120, blank=True, help_text="The record or event it is about.")
    record_kind = models.CharField(max_length=20, blank=True, help_text="What kind of record opened it, as meeting.")
    record_id = models.BigIntegerField(null=True, blank=True)
    record_path = models.CharField(max_length=200, blank=True, help_text="Where that record is, from the first slash.")
    record_working = models.JSONField(
        default=dict, blank=True, help_text="How its record worked the date out, as it stands now."
    )
    is_inside = models.BooleanField(default=False, help_text="Only the body knows of it: no assurer sees it.")
    event_on = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(help_text="The financial year in which it falls due.")

    # The date and who fixed it.
    due_on = models.DateField(null=True, blank=True, help_text="The last day allowed.")
    strictly_before = models.DateField(null=True, blank=True)
    soon_on = models.DateField(null=True, blank=True)
    no_date_reason = models.CharField(max_length=200, blank=True)
    date_basis = models.CharField(max_length=10)
    date_confirmed = models.BooleanField(default=False)
    date_set_by = models.CharField(max_length=120, blank=True)
    date_source = models.CharField(max_length=300, blank=True)
    date_is_demonstration = models.BooleanField(default=False)
    explanation = models.JSONField(
        default=dict, blank=True, help_text="How the date was worked out, frozen when it was met or closed."
    )
    tracked_from = models.DateField(null=True, blank=True, help_text="The day from which the body uses the tracker.")
    voluntary = models.BooleanField(default=False)
    proof = models.CharField(max_length=9)

    # Facts.
    opened_on = models.DateField()
    gathering_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_back_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    met_how = models.CharField(max_length=9, blank=True)
    achieved = models.BooleanField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=20, blank=True)
    closed_why = models.TextField(blank=True)

    # The body's side of it.
    owner = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="owned")
    reason = models.TextField(blank=True, help_text="The body's own reason for being late.")
    expected_on = models.DateField(null=True, blank=True)
    not_applicable_asked_on = models.DateField(null=True, blank=True)
    not_applicable_why = models.TextField(blank=True)
    disputed_on = models.DateField(null=True, blank=True)
    dispute = models.TextField(blank=True)
    first_due_on = models.DateField(null=True, blank=True, help_text="The date before a later one was agreed.")
    later_agreed_on = models.DateField(null=True, blank=True)
    later_agreed_by = models.CharField(max_length=120, blank=True)
    date_version = models.PositiveSmallIntegerField(default=0, help_text="How often its date was moved.")
    date_moved_on = models.DateField(null=True, blank=True, help_text="The day on which it was moved last.")

    # The sweep's markers, paired with the live flag of each kind (duties.markers).
    late_since = models.DateField(null=True, blank=True)
    soon_since = models.DateField(null=True, blank=True)
    escalated_since = models.DateField(null=True, blank=True)
    assurer_since = models.DateField(null=True, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "duty", "step", "period_year", "period", "subject"],
                condition=Q(record_id=None),
                name="obligation_once",
            ),
            models.UniqueConstraint(
                fields=["record_kind", "record_id", "body", "duty", "step"],
                condition=Q(record_id__isnull=False),
                name="obligation_once_of_a_record",
            ),
            models.CheckConstraint(
                condition=Q(record_id=None, record_kind="", record_path="")
                | Q(record_id__isnull=False) & ~Q(record_kind=""),
                name="obligation_names_its_record",
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(sent_back_on=None), name="obligation_not_sent_in_and_sent_back"
            ),
            models.CheckConstraint(
                condition=Q(met_on=None, met_how="")
                | Q(met_on__isnull=False, met_how__in=[how.value for how in MET_HOW]),
                name="obligation_met_says_how",
            ),
            models.CheckConstraint(
                condition=Q(met_on=None, sent_on=None) | Q(done_on__isnull=False),
                name="obligation_sent_in_says_when_done",
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=False) | Q(sent_on__isnull=False) | Q(done_on=None),
                name="obligation_not_done_until_sent_in",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_reason="") | Q(closed_on__isnull=False) & ~Q(closed_reason=""),
                name="obligation_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(sent_on=None, met_on=None), name="obligation_closed_is_not_done"
            ),
            models.CheckConstraint(
                condition=Q(late_since=None) | OPEN & Q(voluntary=False, late_since__gt=F("due_on")),
                name="obligation_marked_late_while_open",
            ),
            models.CheckConstraint(
                condition=Q(escalated_since=None, assurer_since=None) | Q(late_since__isnull=False, owed_by="body"),
                name="obligation_escalated_while_late",
            ),
            models.CheckConstraint(
                condition=Q(soon_since=None) | OPEN & Q(voluntary=False, due_on__isnull=False),
                name="obligation_marked_soon_while_open",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None, soon_on=None) | Q(due_on__isnull=False, soon_on__isnull=False),
                name="obligation_due_and_soon_together",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(no_date_reason=""), name="obligation_without_date_says_why"
            ),
            models.CheckConstraint(
                condition=Q(later_agreed_on=None, later_agreed_by="", first_due_on=None)
                | Q(later_agreed_on__isnull=False, first_due_on__isnull=False) & ~Q(later_agreed_by=""),
                name="obligation_later_date_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(not_applicable_asked_on=None) | ~Q(not_applicable_why=""),
                name="obligation_not_applicable_says_why",
            ),
            models.CheckConstraint(
                condition=Q(period_last_on__gte=F("period_first_on")), name="obligation_period_runs_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=LATE_UNFLAGGED, name="obligation_not_yet_late"),
            # With the due date, which is asked too: else PostgreSQL may read all that is not late yet, by its index.
            models.Index(fields=["soon_on", "due_on"], condition=SOON_UNFLAGGED, name="obligation_not_yet_soon"),
            models.Index(fields=["due_on"], condition=MARKED_SOON, name="obligation_marked_soon"),
            models.Index(LATEST_MARK, condition=MARKED_LATE, name="obligation_marked_late_until"),
            models.Index(fields=["soon_since"], condition=MARKED_SOON, name="obligation_marked_soon_since"),
            models.Index(fields=["due_on"], condition=UNESCALATED, name="obligation_not_yet_escalated"),
            models.Index(fields=["due_on"], condition=ASSURER_UNTOLD, name="obligation_assurer_untold"),
            models.Index(fields=["due_on"], condition=ASSURER_NO_MORE, name="obligation_assurer_no_more"),
            models.Index(
                fields=["not_applicable_asked_on"], condition=ASKED_NOT_APPLICABLE, name="obligation_asked_not_to_apply"
            ),
            models.Index(fields=["year", "held_by", "duty"], name="obligation_of_a_year"),
            models.Index(fields=["held_by", "due_on"], name="obligation_of_a_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.about}"

    @property
    def title(self) -> str:
        """The duty's title with the step, where there are several."""
        return title_of(self.duty.title, self.step)

    @property
    def about(self) -> str:
        """The period or the record it is about, such as "2016/17 Q2"."""
        return about(self.subject, self.period_year, self.period)

    @property
    def period_words(self) -> str:
        """The part of the year in words: "quarter 2", "May 2016"."""
        return period_words(self.period)

    @property
    def due_year(self) -> FinancialYear:
        return FinancialYear(self.year)

    def has_owner(self, today: date) -> bool:
        """Whether somebody in the body does it: an owner who has left, or was switched off, is none."""
        return self.owner is not None and self.owner.holds(today)

    @property
    def facts(self) -> Facts:
        return Facts(**{name: getattr(self, name) for name in Facts.__dataclass_fields__})

    def status(self, today: date) -> Status:
        return status(self.facts, today)

    def words(self, today: date) -> Words:
        """The one state to show where there is room for one."""
        return status_words(self.status(today), self.date_basis, confirmed=self.date_confirmed, achieved=self.achieved)

    def timing_words(self, today: date) -> Words | None:
        return timing_words(self.status(today), self.date_basis, confirmed=self.date_confirmed)

    def evidence_words(self, today: date) -> Words:
        return evidence_words(self.status(today))


class Flag(models.Model):
    """A ledger of what was found, once: obligation, kind, and since when it is so."""

    class Kind(models.TextChoices):
        SOON = FlagKind.SOON.value, "Due soon"
        LATE = FlagKind.LATE.value, "Late"
        ESCALATED = FlagKind.ESCALATED.value, "Escalated in the body"
        ASSURER = FlagKind.ASSURER.value, "Told to NHS England"
        GONE = FlagKind.GONE.value, "Published page gone"

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=10, choices=Kind)
    since_on = models.DateField(help_text="The day it became true, whatever day the job ran.")
    raised_at = models.DateTimeField(help_text="The last time: what was cleared and is so again is raised again.")
    cleared_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "kind", "since_on"], name="flag_once"),
            models.UniqueConstraint(
                fields=["obligation", "kind"], condition=Q(cleared_on=None), name="flag_one_live_of_a_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["since_on", "kind"], name="flag_by_day"),
            models.Index(fields=["kind", "raised_at"], name="flag_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} since {self.since_on}"
