"""Requests for information and complaints: pseudonymous rows that nobody outside their body reads.

There is no field for a name, an address or a date of birth. What a row says follows from its dated events
(`casework.course`); the columns under "What follows" keep it for lists and figures, and casework.keeping writes them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bodies.models import Body, Membership
from casework import words
from casework.course import Event, Kept
from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.models.terms import Term
from casework.querysets import ComplaintQuerySet, RequestQuerySet

KEPT = [(Kept.IN_TIME.value, "In time"), (Kept.EXTENDED.value, "In the longer time"), (Kept.LATE.value, "Late")]


class Case(models.Model):
    """What a request and a complaint have in common."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="%(class)ss", help_text="Who received it.")
    reference = models.CharField(max_length=30, help_text="The body's own, or made here. Never a name.")
    number = models.PositiveIntegerField(null=True, blank=True, help_text="Of a reference that was made here.")
    received_on = models.DateField()
    subject = models.CharField(max_length=200, blank=True, help_text="What it is about, in neutral words.")
    waiting_on = models.CharField(max_length=120, blank=True, help_text="Who holds the information now: a department.")
    owner = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        help_text="Who handles it.",
    )
    late_reason = models.CharField(max_length=12, blank=True, choices=words.LATE_REASONS)
    late_words = models.TextField(blank=True)

    # What follows from the events.
    due_on = models.DateField(null=True, blank=True, help_text="By when the next thing is due; empty: nothing is.")
    limit_on = models.DateField(null=True, blank=True, help_text="The limit by which it is judged; empty: none runs.")
    ended_on = models.DateField(null=True, blank=True)
    ended_how = models.CharField(max_length=24, blank=True, help_text="The kind of the event that ended it.")
    outcome = models.CharField(max_length=12, blank=True)
    kept = models.CharField(max_length=8, blank=True, choices=KEPT, help_text="How its limit was kept.")
    is_open = models.BooleanField(default=True, help_text="Something is still to be done.")

    # Where the row comes from, and what became of it.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    source = models.CharField(max_length=200, blank=True, help_text="The file that it was imported from.")
    entry_key = models.CharField(max_length=36, blank=True, help_text="Of the form, so that it is logged once.")
    version = models.PositiveIntegerField(default=0, help_text="How often it was changed.")
    changed_at = models.DateTimeField()
    thinned_on = models.DateField(null=True, blank=True, help_text="When its words were taken out: figures are left.")
    is_invented = models.BooleanField(default=False)

    objects: ClassVar[Any]

    class Meta:
        abstract = True
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="%(class)s_reference_once"),
            models.UniqueConstraint(
                fields=["body", "entry_key"], condition=~Q(entry_key=""), name="%(class)s_entered_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_how="") | Q(ended_on__isnull=False) & ~Q(ended_how=""),
                name="%(class)s_ended_says_how",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("received_on")), name="%(class)s_ended_after_it_came"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CaseEvent(models.Model):
    """One dated thing that happened in a case."""

    on = models.DateField()
    until_on = models.DateField(null=True, blank=True, help_text="The day that was told or agreed.")
    code = models.CharField(max_length=20, blank=True, help_text="Its outcome.")
    codes = models.JSONField(default=list, blank=True, help_text="Exemptions by section.")
    words = models.TextField(blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()

    class Meta:
        abstract = True

    kind: Any

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"

    @property
    def as_event(self) -> Event:
        """The same for `casework.course`."""
        return Event(self.kind, self.on, self.until_on, self.code, tuple(self.codes), self.pk or 0)


class InformationRequest(Case):
    """A request under the Freedom of Information Act 2000 or the Environmental Information Regulations 2004."""

    class Disclosure(models.TextChoices):
        UNDECIDED = "", "Not decided"
        PUBLISHED = "published", "Published"
        NOT = "not", "Not published"

    law = models.CharField(max_length=3, choices=words.LAWS)
    channel = models.CharField(max_length=9, choices=words.REQUEST_CHANNELS)
    topics = models.ManyToManyField(Term, blank=True, related_name="requests")

    # What follows from the events.
    waits_since = models.DateField(null=True, blank=True, help_text="Since when the clock stands still.")
    extended_on = models.DateField(null=True, blank=True)
    review_asked_on = models.DateField(null=True, blank=True, help_text="Of the last internal review.")
    review_due_on = models.DateField(null=True, blank=True)
    review_ended_on = models.DateField(null=True, blank=True)
    review_outcome = models.CharField(max_length=10, blank=True)
    regulator_asked_on = models.DateField(null=True, blank=True)
    regulator_decided_on = models.DateField(null=True, blank=True)
    regulator_outcome = models.CharField(max_length=10, blank=True)

    # The disclosure log.
    disclosure = models.CharField(max_length=9, blank=True, choices=Disclosure)
    disclosure_why = models.CharField(max_length=8, blank=True, choices=words.NOT_PUBLISHED)
    disclosure_title = models.CharField(max_length=200, blank=True, help_text="Public words.")
    disclosure_text = models.TextField(blank=True, help_text="What was asked and answered, in public words.")
    disclosure_link = models.URLField(max_length=500, blank=True)
    disclosed_on = models.DateField(null=True, blank=True, help_text="Since when anybody can read it.")
    disclosed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RequestQuerySet.as_manager()

    class Meta(Case.Meta):
        abstract = False
        constraints = [
            *Case.Meta.constraints,
            models.CheckConstraint(
                condition=Q(disclosed_on=None, disclosed_by=None) & ~Q(disclosure="published")
                | Q(disclosed_on__isnull=False, disclosed_by__isnull=False, disclosure="published")
                & ~Q(disclosure_title=""),
                name="request_disclosed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(disclosure="not") | ~Q(disclosure_why=""), name="request_not_disclosed_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "due_on"], condition=Q(is_open=True), name="request_open_by_due"),
            models.Index(fields=["body", "-received_on", "-id"], name="request_of_a_body"),
            models.Index(fields=["body", "ended_on"], name="request_by_end"),
            models.Index(
                fields=["-disclosed_on", "-id"], condition=Q(disclosed_on__isnull=False), name="request_disclosed"
            ),
        ]

    @property
    def law_short(self) -> str:
        return words.LAW_SHORT[self.law]

    @property
    def label(self) -> str:
        """What tells it from others of its body: "FOI request 1617-012"."""
        return f"{self.law_short} request {self.reference}"

    @property
    def has_disclosed(self) -> bool:
        """Whether something was disclosed: by the answer, or by a review or a decision that changed it."""
        return (
            self.outcome in words.DISCLOSED
            or self.review_outcome in words.DISCLOSED_BY_REVIEW
            or self.regulator_outcome in words.DISCLOSED_BY_REGULATOR
        )

    @property
    def path(self) -> str:
        return f"/requests/{self.pk}/"


class RequestEvent(CaseEvent):
    """One event of a request: a clarification, a fees notice, the answer, a review."""

    case = models.ForeignKey(InformationRequest, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(
        max_length=24, choices=[(kind, words.REQUEST_EVENTS["foi"][kind].title) for kind in r.KINDS]
    )

    class Meta:
        ordering = ["on", "id"]


class Complaint(Case):
    """A complaint under the regulations; or a contact, or a letter of a member of Parliament, which is none."""

    kind = models.CharField(max_length=15, choices=words.KINDS, default=c.COMPLAINT)
    channel = models.CharField(max_length=9, choices=words.COMPLAINT_CHANNELS)
    happened_on = models.DateField(null=True, blank=True, help_text="When what is complained of happened.")
    known_on = models.DateField(null=True, blank=True, help_text="When the complainant came to know of it, if later.")
    exception_why = models.TextField(blank=True, help_text="Why it is looked at after the twelve months.")
    came_from = models.CharField(
        max_length=120, blank=True, help_text="The organisation that passed it on to this body."
    )
    terms = models.ManyToManyField(Term, blank=True, related_name="complaints", help_text="Of the body's own lists.")
    lessons = models.TextField(blank=True, help_text="What was learned from it.")
    action = models.TextField(blank=True, help_text="What is done to improve services.")

    # What follows from the events.
    acknowledge_by = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    plan_until = models.DateField(null=True, blank=True, help_text="By when a response was agreed.")
    is_counted = models.BooleanField(default=True, help_text="A complaint under the regulations.")
    is_written = models.BooleanField(default=True, help_text="It came in writing, or was written down.")
    referred_on = models.DateField(null=True, blank=True, help_text="To the Ombudsman.")
    ombudsman_on = models.DateField(null=True, blank=True)
    ombudsman_outcome = models.CharField(max_length=16, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta(Case.Meta):
        abstract = False
        constraints = [
            *Case.Meta.constraints,
            models.CheckConstraint(
                condition=Q(known_on=None) | Q(happened_on__isnull=False, known_on__gte=F("happened_on")),
                name="complaint_known_after_it_happened",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "due_on"], condition=Q(is_open=True), name="complaint_open_by_due"),
            models.Index(fields=["body", "-received_on", "-id"], name="complaint_of_a_body"),
            models.Index(fields=["body", "ended_on"], name="complaint_by_end"),
        ]

    @property
    def label(self) -> str:
        """What tells it from others of its body: "Complaint 1617-012"."""
        named = {
            c.COMPLAINT: "Complaint",
            c.CONTACT: "Contact",
            c.MP_LETTER: "MP’s letter",
            c.ABOUT_A_REQUEST: "Concern",
        }
        return f"{named[self.kind]} {self.reference}"

    @property
    def path(self) -> str:
        return f"/complaints/{self.pk}/"


class ComplaintEvent(CaseEvent):
    """One event of a complaint: its acknowledgement, the agreed plan, the response."""

    case = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=24, choices=[(kind, words.COMPLAINT_EVENTS[kind].title) for kind in c.KINDS])

    class Meta:
        ordering = ["on", "id"]
