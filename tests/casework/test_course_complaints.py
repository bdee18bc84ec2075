"""The clock of a complaint at its edges: each day worked by hand."""

from __future__ import annotations

from datetime import date

from casework.course import ComplaintCourse, Event, Kept, complaint_course
from casework.course.complaints import COMPLAINT

RECEIVED = date(2014, 1, 15)  # six months beginning with that day end on 14 July


def course(*events: Event, channel: str = "letter") -> ComplaintCourse:
    return complaint_course(RECEIVED, COMPLAINT, channel, events)


def responded(on: date) -> Event:
    return Event("responded", on, code="upheld")


def plan(until_on: date) -> Event:
    return Event("plan_agreed", date(2014, 2, 3), until_on)


def test_the_last_day_of_the_six_months_is_in_time_and_the_next_is_not() -> None:
    last, late = date(2014, 7, 14), date(2014, 7, 15)
    assert (course(responded(last)).kept, course(responded(late)).kept) == (Kept.IN_TIME, Kept.LATE)
    longer = plan(date(2014, 9, 1))
    assert course(longer, responded(last)).kept is Kept.IN_TIME
    assert course(longer, responded(late)).kept is Kept.EXTENDED
    assert course(longer, responded(date(2014, 9, 2))).kept is Kept.LATE


def test_the_day_that_was_agreed_is_kept_to_its_end() -> None:
    agreed = plan(date(2014, 3, 3))
    assert course(agreed, responded(date(2014, 3, 3))).kept_plan is True
    assert course(agreed, responded(date(2014, 3, 4))).kept_plan is False
    assert course(responded(date(2014, 3, 4))).kept_plan is None


def test_a_response_acknowledges_what_nobody_acknowledged_and_nothing_else_does() -> None:
    assert course(responded(date(2014, 1, 17))).acknowledged_on == date(2014, 1, 17)
    assert course(Event("withdrawn", date(2014, 1, 17))).acknowledged_on is None
    first = Event("acknowledged", date(2014, 1, 16))
    assert course(first, responded(date(2014, 1, 17))).acknowledged_on == date(2014, 1, 16)


def test_a_spoken_complaint_is_written_once_it_was_written_down() -> None:
    assert not course(channel="phone").is_written
    assert course(Event("written_down", date(2014, 1, 20)), channel="phone").is_written
    assert course().is_written
