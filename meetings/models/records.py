"""The record of a meeting: when and where, what the public sees of it, who came, its minutes; its moves."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bodies.models import Body
from meetings.querysets import MeetingQuerySet

LONDON = ZoneInfo("Europe/London")


class Meeting(models.Model):
    """One meeting of a body, or of several jointly. It is never deleted: its address stays whatever becomes of it.

    What the public sees comes in steps, each a decision with its day: the meeting itself (`announced_on`), its agenda
    (`agenda_on`), and the record of what happened (`record_on`). A fact that nobody recorded is None or empty, and is
    shown as "Not recorded".
    """

    class Kind(models.TextChoices):
        GOVERNING_BODY = "governing_body", "Governing body"
        ANNUAL = "annual", "Annual public meeting"
        PRIMARY_CARE = "primary_care", "Primary care commissioning committee"
        OTHER = "other", "Other committee"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        POSTPONED = "postponed", "Postponed"  # without a new date yet
        CANCELLED = "cancelled", "Cancelled"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings", help_text="Who keeps the record.")
    partners = models.ManyToManyField(
        Body, through="Partner", related_name="joint_meetings", help_text="Bodies that meet jointly with it."
    )
    kind = models.CharField(max_length=16, choices=Kind)
    committee = models.CharField(max_length=120, blank=True, help_text="What another committee is called.")
    in_public = models.BooleanField(
        null=True, blank=True, help_text="Whether it is held in public; empty: not recorded."
    )

    # When and where, and how to take part.
    on = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True, help_text="Where it can be joined or watched.")
    attend = models.TextField(blank=True, help_text="How to attend.")
    access = models.TextField(blank=True, help_text="What the place offers to people with access needs.")
    ask = models.TextField(blank=True, help_text="How to ask a question.")
    ask_by = models.DateField(null=True, blank=True)
    convened_on = models.DateField(null=True, blank=True, help_text="Where it was called at shorter notice: the day.")

    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    state_on = models.DateField(help_text="The day since which it is so, or was recorded to be so.")
    state_why = models.TextField(blank=True, help_text="Why it was postponed or cancelled.")

    # What the public sees, step by step.
    announced_on = models.DateField(null=True, blank=True)
    agenda_on = models.DateField(null=True, blank=True)
    agenda_at = models.TimeField(null=True, blank=True)
    record_on = models.DateField(null=True, blank=True)

    # The meeting notice.
    notice_on = models.DateField(null=True, blank=True, help_text="The day on which notice was published.")
    notice_where = models.CharField(max_length=500, blank=True)

    # Who came.
    voting_present = models.PositiveSmallIntegerField(null=True, blank=True)
    voting_members = models.PositiveSmallIntegerField(null=True, blank=True)
    quorate = models.BooleanField(null=True, blank=True)
    posts_present = models.JSONField(default=list, blank=True, help_text="Posts, never names.")
    posts_absent = models.JSONField(default=list, blank=True)
    public_present = models.PositiveSmallIntegerField(null=True, blank=True)
    no_interests = models.BooleanField(null=True, blank=True, help_text="None was declared; empty: not recorded.")

    # Part 2, the private part: whether there was one, the resolution that excluded the public and why are public.
    had_part2 = models.BooleanField(null=True, blank=True)
    resolution = models.TextField(blank=True)
    resolution_why = models.TextField(blank=True)

    # Minutes.
    minutes_draft_on = models.DateField(null=True, blank=True, help_text="When the draft was published.")
    minutes_on = models.DateField(null=True, blank=True, help_text="When the ratified minutes were published.")
    ratified_on = models.DateField(null=True, blank=True, help_text="The meeting that approved them.")

    # Of an annual public meeting: what was presented.
    presents_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The financial year that it was to present, as 2015 for 2015/16."
    )
    report_presented = models.BooleanField(null=True, blank=True)
    report_published_on = models.DateField(null=True, blank=True)

    # Where the record comes from.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    source = models.CharField(max_length=300, blank=True, help_text="Where it was taken from, if it was imported.")
    source_note = models.TextField(blank=True, help_text="What the source says besides.")
    source_key = models.CharField(max_length=200, blank=True, help_text="By which the source names it.")
    source_on = models.DateField(null=True, blank=True, help_text="The day as at which it was taken from there, last.")
    source_said = models.JSONField(default=dict, blank=True, help_text="What the source said then, by name of fact.")
    version = models.PositiveIntegerField(default=0, help_text="How often what a calendar shows was changed.")
    changed_at = models.DateTimeField()
    is_invented = models.BooleanField(default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="other") & ~Q(committee="") | ~Q(kind="other") & Q(committee=""),
                name="meeting_of_another_committee_names_it",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts__isnull=False, ends__gt=F("starts")),
                name="meeting_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "held")) | ~Q(state_why=""), name="meeting_put_off_says_why"
            ),
            models.CheckConstraint(
                condition=Q(notice_on=None) | Q(notice_on__lte=F("on")), name="meeting_notice_before_it"
            ),
            models.CheckConstraint(
                condition=Q(voting_present=None) | Q(voting_members=None) | Q(voting_present__lte=F("voting_members")),
                name="meeting_no_more_present_than_members",
            ),
            models.CheckConstraint(
                condition=Q(agenda_on=None, record_on=None) | Q(announced_on__isnull=False),
                name="meeting_announced_before_its_agenda",
            ),
            models.UniqueConstraint(
                fields=["body", "source", "source_key"], condition=~Q(source_key=""), name="meeting_imported_once"
            ),
        ]
        indexes = [
            models.Index(fields=["on", "id"], condition=Q(announced_on__isnull=False), name="meeting_public_by_day"),
            models.Index(fields=["body", "on"], name="meeting_of_a_body"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def what(self) -> str:
        """What it is a meeting of: "Governing body", "Annual public meeting"; a board's governing body is its board."""
        if self.kind == self.Kind.OTHER:
            return self.committee
        if self.kind == self.Kind.GOVERNING_BODY and self.body.kind == Body.Kind.ICB:
            return "Board"
        return self.get_kind_display()

    @property
    def label(self) -> str:
        """What tells it from others of its body: "Governing body, 8 December 2015"."""
        return f"{self.what}, {self.on.day} {self.on:%B %Y}"

    @property
    def path(self) -> str:
        """Its permanent address, from the first slash."""
        return f"/meetings/{self.pk}/"

    @property
    def taken_from(self) -> str:
        """Where the record comes from, in a sentence; empty where people here made it."""
        if not self.source:
            return ""
        as_at = self.source_on or self.entered_on
        return f"Taken from {self.source}, as at {as_at.day} {as_at:%B %Y}."

    @property
    def starts_at(self) -> datetime | None:
        """When it begins, in England; None where no time is recorded."""
        return datetime.combine(self.on, self.starts, LONDON) if self.starts else None

    @property
    def ends_at(self) -> datetime | None:
        return datetime.combine(self.on, self.ends, LONDON) if self.ends else None

    @property
    def is_put_off(self) -> bool:
        return self.state in (self.State.POSTPONED, self.State.CANCELLED)

    def is_announced(self, today: date) -> bool:
        """Whether anybody may know of it."""
        return self.announced_on is not None and self.announced_on <= today

    def shows_agenda(self, today: date) -> bool:
        return self.is_announced(today) and self.agenda_on is not None and self.agenda_on <= today

    def shows_record(self, today: date) -> bool:
        return self.is_announced(today) and self.record_on is not None and self.record_on <= today


class Partner(models.Model):
    """That a body meets jointly with the one that keeps the record."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="joint")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "body"], name="partner_once")]

    def __str__(self) -> str:
        return f"{self.body_id} at {self.meeting_id}"


class Move(models.Model):
    """That a meeting was moved to another day or time, postponed or cancelled: what stood before, and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="moves")
    was_on = models.DateField()
    was_at = models.TimeField(null=True, blank=True)
    now_on = models.DateField(null=True, blank=True, help_text="Empty where it was put off without a new day.")
    why = models.TextField()
    notice_on = models.DateField(null=True, blank=True, help_text="When notice of the day before had been published.")
    moved_on = models.DateField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    was_public = models.BooleanField(default=False, help_text="Whether anybody knew of the day before.")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.was_on} to {self.now_on}"
