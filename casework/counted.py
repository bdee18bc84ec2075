"""The rows that the figures count, read from the logs in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.course import Event, RequestCourse, request_course
from casework.course import complaints as c
from casework.course.events import days_used
from casework.course.request_kinds import (
    ANSWERED,
    ASKED,
    CLARIFIED,
    EXTENDED,
    FOI,
    NOTICE,
    PAID,
    REVIEW_ASKED,
)
from casework.figures.complaints import ComplaintRow
from casework.figures.requests import RequestRow, ReviewRow
from casework.models import Complaint, ComplaintEvent, InformationRequest, RequestEvent
from duties.proclaimed import known_calendars
from duties.working_days import Calendars

_OF_REQUEST = (
    "law", "received_on", "ended_on", "ended_how", "outcome", "kept", "limit_on", "extended_on", "regulator_asked_on",
    "regulator_decided_on", "regulator_outcome", "late_reason",
)  # fmt: skip
_OF_REVIEW = ("review_asked_on", "review_due_on", "review_ended_on", "review_outcome")
_OF_COMPLAINT = (
    "kind", "received_on", "is_counted", "acknowledge_by", "acknowledged_on", "limit_on", "ended_on", "ended_how",
    "outcome", "kept", "referred_on", "ombudsman_on", "ombudsman_outcome", "late_reason",
)  # fmt: skip
_STOPS = (ASKED, CLARIFIED, NOTICE, PAID)


@dataclass(frozen=True, slots=True)
class _ByEvents:
    """What of a request only its events tell."""

    told_until: date | None
    waits: tuple[tuple[date, date | None], ...]
    exemptions: tuple[str, ...]
    days_taken: int | None
    reviews: tuple[ReviewRow, ...] | None = None  # None: the columns tell it


def request_rows(bodies: Iterable[int], first: date, last: date) -> list[RequestRow]:
    """The requests that the figures of some bodies may count from one day to another; three statements."""
    cases = InformationRequest.objects.of_bodies(bodies).touching(first, last).order_by("pk")
    events = _events_of(cases)
    calendars = known_calendars()
    rows = []
    for pk, *values in cases.values_list("pk", *_OF_REVIEW, *_OF_REQUEST):
        review, facts = values[:4], dict(zip(_OF_REQUEST, values[4:], strict=True))
        told = _by_events(facts, events[pk], calendars)
        reviews = told.reviews if told.reviews is not None else (ReviewRow(*review),) if review[0] else ()
        rows.append(
            RequestRow(
                **facts, told_until=told.told_until, waits=told.waits, exemptions=told.exemptions, reviews=reviews,
                days_taken=told.days_taken,
            )
        )  # fmt: skip
    return rows


def complaint_rows(bodies: Iterable[int], first: date, last: date) -> list[ComplaintRow]:
    """The complaints that the figures of some bodies may count from one day to another; three statements."""
    cases = Complaint.objects.of_bodies(bodies).touching(first, last).order_by("pk")
    keys = cases.order_by().values("pk")
    written = dict(ComplaintEvent.objects.filter(case__in=keys, kind=c.WRITTEN_DOWN).values_list("case", "on"))
    terms = defaultdict(list)
    through = Complaint.terms.through.objects.filter(complaint__in=keys)
    for pk, name, entry in through.order_by("pk").values_list("complaint", "term__list", "term__name"):
        terms[pk].append((name, entry))
    rows = []
    for pk, channel, *values in cases.values_list("pk", "channel", *_OF_COMPLAINT):
        facts = dict(zip(_OF_COMPLAINT, values, strict=True))
        since = written.get(pk) if channel in c.SPOKEN else facts["received_on"]
        rows.append(ComplaintRow(**facts, written_on=since, terms=tuple(terms[pk])))
    return rows


def _events_of(cases: Any) -> dict[int, list[Event]]:
    """The events of requests by the number of their case; one statement."""
    found: dict[int, list[Event]] = defaultdict(list)
    rows = RequestEvent.objects.filter(case__in=cases.order_by().values("pk")).order_by("on", "pk")
    for pk, kind, on, until_on, code, codes in rows.values_list("case", "kind", "on", "until_on", "code", "codes"):
        found[pk].append(Event(kind, on, until_on, code, tuple(codes)))
    return found


def _by_events(facts: dict[str, Any], events: list[Event], calendars: Calendars) -> _ByEvents:
    """Only a clock that stood still, or a second review, has to be followed event by event: it is the rarer case."""
    kinds = [one.kind for one in events]
    answer = next((one for one in events if one.kind == ANSWERED), None)
    exemptions = answer.codes if answer else ()
    told_until = _told_until(facts, events)
    if not set(kinds) & set(_STOPS) and kinds.count(REVIEW_ASKED) < 2:
        days = days_used(facts["received_on"], answer.on, calendars.any_uk_nation) if answer else None
        return _ByEvents(told_until, (), exemptions, days)
    course = request_course(facts["received_on"], facts["law"], events, calendars=calendars)
    days = course.used(answer.on, calendars)[0] if answer else None
    return _ByEvents(told_until, _waits(course), exemptions, days, _reviews(course))


def _told_until(facts: dict[str, Any], events: list[Event]) -> date | None:
    """The day told to the requester; under the regulations the limit itself is moved."""
    if facts["law"] != FOI:
        return None
    return next((one.until_on for one in events if one.kind == EXTENDED and one.on == facts["extended_on"]), None)


def _waits(course: RequestCourse) -> tuple[tuple[date, date | None], ...]:
    """From when to when the clock stood still."""
    found: list[tuple[date, date | None]] = []
    for entry in course.entries:
        kind = entry.event.kind if entry.event else ""
        if kind in (ASKED, NOTICE):
            found.append((entry.on, None))
        elif kind in (CLARIFIED, PAID):
            found[-1] = (found[-1][0], entry.on)
    return tuple(found)


def _reviews(course: RequestCourse) -> tuple[ReviewRow, ...]:
    found = []
    for one in course.reviews:
        ended_on, outcome = (one.answered.on, one.answered.code) if one.answered else (None, "")
        found.append(ReviewRow(one.asked.on, one.due.answer, ended_on, outcome))
    return tuple(found)
