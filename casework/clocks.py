"""The clock that a case is due by: how many of its days are used, of how many. Pure.

A bar is of the clock of the date beside it: of the review where that is due, of the acknowledgement until it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.course import ComplaintCourse, RequestCourse
from casework.course.events import MISTAKE, days_used
from casework.course.requests import Review
from duties.working_days import Calendars

WORKING_DAYS, DAYS = "working days", "days"


@dataclass(frozen=True, slots=True)
class Clock:
    """`used` of `allowed` days. `name` says which clock it is, where it is not the first that a case is answered by."""

    used: int
    allowed: int
    unit: str = WORKING_DAYS
    name: str = ""

    @property
    def words(self) -> str:
        """Such as "12 of 20 working days" and "Review: 11 of 20 working days"."""
        return f"{f'{self.name}: ' if self.name else ''}{self.used} of {self.allowed} {self.unit}"


def request_clock(course: RequestCourse, today: date, calendars: Calendars) -> Clock | None:
    """Of the review where its date is the one that is due; else that of the answer. None of what was a mistake."""
    if course.ended is not None and course.ended.kind == MISTAKE:
        return None
    review = course.review
    if course.is_in_review and review is not None and course.due_on != course.answer_due_on:
        return _of_review(review, today, calendars)
    return Clock(*course.used(today, calendars))


def _of_review(review: Review, today: date, calendars: Calendars) -> Clock | None:
    due = review.due.answer
    if due is None:
        return None
    calendar = calendars.any_uk_nation
    return Clock(
        days_used(review.asked.on, today, calendar), days_used(review.asked.on, due, calendar), name="Review"
    )  # fmt: skip


def complaint_clock(course: ComplaintCourse, today: date, calendars: Calendars) -> Clock | None:
    """Of the acknowledgement until it is made; then that of the response. None where the regulations have none."""
    if not course.has_clock:
        return None
    due = course.acknowledge.answer
    if course.ended is None and course.acknowledged is None and due is not None:
        received_on, calendar = course.received_on, calendars.england_and_wales
        used, allowed = days_used(received_on, today, calendar), days_used(received_on, due, calendar)
        return Clock(used, allowed, name="To acknowledge")
    used, allowed = course.used(today)
    return Clock(used, allowed, DAYS) if allowed else None
