"""The figures of every body's logs at once, as NHS England sees them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Greatest

from casework.course import complaints as c
from casework.course.events import MISTAKE, Kept
from casework.course.request_kinds import ANSWERED, EXTENDED, FOI
from casework.figures.bands import band_of
from casework.figures.counting import Answers, Counts
from casework.models import Complaint, InformationRequest, RequestEvent
from casework.words import WELL_FOUNDED
from duties.words import Words


@dataclass(frozen=True, slots=True)
class LogCounts(Answers):
    """What NHS England sees of one log of one body in one period. `answered` is the base of the rate in time.

    `open`, `open_late` and `oldest_open_on` are of the period's end, or of today while it runs. `late_reasons` are by
    code, empty where nobody recorded one: of what was answered late, and of what was late and open.
    """

    last_on: date
    received: int = 0
    in_time: int = 0
    extended: int = 0
    late: int = 0
    open: int = 0
    open_late: int = 0
    oldest_open_on: date | None = None
    late_reasons: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestCounts(LogCounts):
    """Of the log of requests."""

    @property
    def band(self) -> Words:
        return band_of(self.on_time.kept, self.on_time.base, self.last_on)


@dataclass(frozen=True, slots=True)
class ComplaintCounts(LogCounts):
    """Of the log of complaints: only those under the regulations. `answered` is responded to."""

    acknowledged_in_time: int = 0
    acknowledged_base: int = 0
    well_founded: int = 0
    referred: int = 0


def request_counts(first: date, last: date, today: date) -> dict[int, RequestCounts]:
    """Every body's counts of requests, by its id; two statements. A body without a request is not in it."""
    day = min(last, today)
    rows = InformationRequest.objects.exclude(ended_how=MISTAKE).filter(received_on__lte=day)
    return {
        body: RequestCounts(last, **facts) for body, facts in _counts(rows, ANSWERED, first, day, _due(day)).items()
    }


def complaint_counts(first: date, last: date, today: date) -> dict[int, ComplaintCounts]:
    """Every body's counts of complaints, by its id; two statements. A body without a complaint is not in it."""
    day = min(last, today)
    # What is settled at once later than today is a complaint still (`ComplaintRow.as_at`).
    settled_later = Q(kind=c.COMPLAINT, ended_how=c.SETTLED, ended_on__gt=today)
    rows = Complaint.objects.exclude(ended_how=MISTAKE).touching(first, day).filter(Q(is_counted=True) | settled_later)
    found = _counts(rows, c.RESPONDED, first, day, F("limit_on"), **_of_complaints(first, day, today))
    return {body: ComplaintCounts(last, **facts) for body, facts in found.items()}


def _counts(
    rows: QuerySet[Any], answer: str, first: date, day: date, due: Any, **more: Any
) -> dict[int, dict[str, Any]]:
    """By body: what both logs count, the reasons of lateness besides."""
    ended = Q(ended_how=answer, ended_on__gte=first, ended_on__lte=day)
    is_open = Q(ended_on=None) | Q(ended_on__gt=day)
    open_late = is_open & Q(counted_due__lt=day)
    rows = rows.alias(counted_due=due).order_by()
    counted = rows.values("body").annotate(
        received=Count("pk", filter=Q(received_on__gte=first)),
        **{one.value: Count("pk", filter=ended & Q(kept=one.value)) for one in Kept},
        open=Count("pk", filter=is_open),
        open_late=Count("pk", filter=open_late),
        oldest_open_on=Min("received_on", filter=is_open),
        **more,
    )
    found = {facts.pop("body"): facts for facts in counted}
    reasons: dict[int, Counts] = defaultdict(dict)
    late = rows.filter(ended & Q(kept=Kept.LATE.value) | open_late).values("body", "late_reason")
    for one in late.annotate(number=Count("pk")).order_by("late_reason"):
        reasons[one["body"]][one["late_reason"]] = one["number"]
    return {body: facts | {"late_reasons": reasons[body]} for body, facts in found.items()}


def _due(day: date) -> Case:
    """The day that counted at the end of a day, as `RequestRow.is_late` has it."""
    events = RequestEvent.objects.filter(case=OuterRef("pk"), kind=EXTENDED, on=OuterRef("extended_on"))
    rightly = Q(law=FOI, extended_on__lte=day) & Q(extended_on__lte=F("limit_on"))
    told = Subquery(events.order_by("pk").values("until_on")[:1])
    return Case(When(rightly, then=Greatest(told, F("limit_on"))), default=F("limit_on"))


def _of_complaints(first: date, day: date, today: date) -> dict[str, Any]:
    """What complaints count besides, as `ComplaintRow.acknowledged_in_time` has it."""
    received = Q(received_on__gte=first, acknowledge_by__isnull=False)
    made = Q(acknowledged_on__lte=today)
    overdue = Q(acknowledge_by__lt=today) & (Q(ended_on=None) | Q(ended_on__gt=F("acknowledge_by")))
    ended = Q(ended_how=c.RESPONDED, ended_on__gte=first, ended_on__lte=day)
    return {
        "acknowledged_in_time": Count("pk", filter=received & made & Q(acknowledged_on__lte=F("acknowledge_by"))),
        "acknowledged_base": Count("pk", filter=received & (made | overdue)),
        "well_founded": Count("pk", filter=ended & Q(outcome__in=WELL_FOUNDED)),
        "referred": Count("pk", filter=Q(referred_on__gte=first, referred_on__lte=day)),
    }
