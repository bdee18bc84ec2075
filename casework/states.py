"""Where a case stands on a day, as one word with its sign and colour. Pure.

Red is kept for the Act's own limit, whose text was seen; what is recalled, or told by the body itself, is amber.
"""

from __future__ import annotations

from datetime import date

from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.course.complaints import ComplaintCourse
from casework.course.events import MISTAKE, Kept
from casework.course.request_kinds import FOI
from casework.course.requests import RequestCourse
from duties.words import Words

OPEN = Words("Open", "○", "blue", 5)
WAITS_FOR_REQUESTER = Words("Waiting for the requester", "◷", "grey", 6)
WAITS_FOR_FEE = Words("Waiting for the fee", "◷", "grey", 6)
MORE_TIME = Words("More time taken", "◐", "purple", 4)
DUE_SOON = Words("Due soon", "●", "yellow", 3)
LATE = Words("Late", "■", "red", 0)
LATE_UNSURE = Words("Past its date", "▲", "orange", 1)
ANSWERED = Words("Answered in time", "✓", "green", 8)
ANSWERED_LONGER = Words("Answered in the longer time", "✓", "green", 8)
ANSWERED_LATE = Words("Answered late", "▲", "orange", 7)
CLOSED = Words("Closed", "–", "grey", 9)
BY_MISTAKE = Words("Logged by mistake", "–", "grey", 9)
LAPSED = Words("Lapsed", "–", "grey", 9)
TRANSFERRED = Words("Transferred", "→", "grey", 9)
WITHDRAWN = Words("Withdrawn", "–", "grey", 9)
IN_REVIEW = Words("In review", "◐", "purple", 4)
REVIEW_LATE = Words("Review overdue", "▲", "orange", 2)
TO_ACKNOWLEDGE = Words("To acknowledge", "●", "yellow", 3)
SETTLED = Words("Settled at once", "✓", "grey", 9)
PASSED_ON = Words("Passed on", "→", "grey", 9)
NOT_TAKEN = Words("Not taken", "–", "grey", 9)
NO_CLOCK = Words("No clock", "–", "white", 9)
RESPONDED = Words("Responded in time", "✓", "green", 8)
RESPONDED_LONGER = Words("Responded in the time agreed", "✓", "green", 8)
RESPONDED_LATE = Words("Responded late", "▲", "orange", 7)
SOON_DAYS, COMPLAINT_SOON_DAYS = 5, 14


ENDED_REQUEST = {r.TRANSFERRED: TRANSFERRED, r.WITHDRAWN: WITHDRAWN, r.NOT_CLARIFIED: CLOSED, MISTAKE: BY_MISTAKE}
KEPT_REQUEST = {Kept.IN_TIME: ANSWERED, Kept.EXTENDED: ANSWERED_LONGER, Kept.LATE: ANSWERED_LATE}
ENDED_COMPLAINT = {
    c.SETTLED: SETTLED, c.PASSED_ON: PASSED_ON, c.WITHDRAWN: WITHDRAWN, c.NOT_TAKEN: NOT_TAKEN, c.RESPONDED: CLOSED,
    MISTAKE: BY_MISTAKE,
}  # fmt: skip
KEPT_COMPLAINT = {Kept.IN_TIME: RESPONDED, Kept.EXTENDED: RESPONDED_LONGER, Kept.LATE: RESPONDED_LATE}


def request_words(course: RequestCourse, today: date) -> Words:
    """The one state of a request on a day."""
    if course.ended is not None:
        return _ended_request(course, today)
    if course.lapsed(today):
        return _review_words(course, today) or LAPSED
    if is_late(course, today):
        return LATE if course.law == FOI and (course.extension is None or not course.decide_by) else LATE_UNSURE
    if _passed(course.review_due_on, today):
        return REVIEW_LATE
    if course.waiting is not None:
        return WAITS_FOR_REQUESTER if course.waiting.kind == r.ASKED else WAITS_FOR_FEE
    if _is_soon(course.due_on, today, SOON_DAYS):
        return DUE_SOON
    return MORE_TIME if course.extension is not None else OPEN


def is_late(course: RequestCourse, today: date) -> bool:
    """Whether an open request is past its day, or was before a clarification was asked for."""
    return _passed(course.answer_due_on, today)


def _ended_request(course: RequestCourse, today: date) -> Words:
    assert course.ended is not None
    otherwise = KEPT_REQUEST[course.kept] if course.kept is not None else ENDED_REQUEST[course.ended.kind]
    return _review_words(course, today) or otherwise


def _review_words(course: RequestCourse, today: date) -> Words | None:
    """Of an internal review that is open; None where none is."""
    if not course.is_in_review:
        return None
    return REVIEW_LATE if _passed(course.review_due_on, today) else IN_REVIEW


def complaint_words(course: ComplaintCourse, today: date) -> Words:
    """The one state of a complaint on a day."""
    if course.ended is not None:
        return KEPT_COMPLAINT[course.kept] if course.kept is not None else ENDED_COMPLAINT[course.ended.kind]
    if not course.has_clock:
        return NO_CLOCK
    if _passed(course.due_on, today):
        return LATE_UNSURE
    if course.acknowledged is None:
        return TO_ACKNOWLEDGE
    return DUE_SOON if _is_soon(course.due_on, today, COMPLAINT_SOON_DAYS) else OPEN


def _passed(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _is_soon(day: date | None, today: date, days: int) -> bool:
    return day is not None and 0 <= (day - today).days <= days
