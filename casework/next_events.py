"""What can be recorded next of a case: the one thing that it waits for, what else may have happened, and what was
forgotten before it ended. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.course.complaints import SPOKEN, ComplaintCourse
from casework.course.events import MISTAKE
from casework.course.requests import RequestCourse


@dataclass(frozen=True, slots=True)
class Next:
    """Kinds of events: the next one, empty where nothing is waited for, others, and such as happened before the end."""

    kind: str
    others: tuple[str, ...]
    earlier: tuple[str, ...] = ()


def next_of_request(course: RequestCourse) -> Next:
    """What may follow in a request."""
    if course.ended is None:
        main, others = _of_the_clock(course)
        others += _of_the_review(course) if course.is_in_review else [r.REVIEW_ASKED]
    elif course.is_in_review:
        main, *others = _of_the_review(course)
    else:
        main, others = "", [r.REVIEW_ASKED] if course.ended.kind != MISTAKE else []
    if course.regulator_asked is None:
        others.append(r.REGULATOR_ASKED)
    elif course.regulator_decided is None:
        others.append(r.REGULATOR_DECIDED)
    if course.ended is None or course.ended.kind != MISTAKE:
        others.append(MISTAKE)
    return Next(main, tuple(others), _forgotten_of_request(course))


def _forgotten_of_request(course: RequestCourse) -> tuple[str, ...]:
    """What may have happened before the request ended."""
    if course.ended is None or course.ended.kind == MISTAKE:
        return ()
    return (r.ASKED, r.NOTICE, *([r.EXTENDED] if course.extension is None else []))


def _of_the_clock(course: RequestCourse) -> tuple[str, list[str]]:
    if course.waiting is not None and course.waiting.kind == r.ASKED:
        return r.CLARIFIED, [r.ANSWERED, r.NOT_CLARIFIED, r.WITHDRAWN, r.TRANSFERRED]
    if course.waiting is not None:
        return r.PAID, [r.ANSWERED, r.WITHDRAWN, r.TRANSFERRED]
    longer = [r.EXTENDED] if course.extension is None else []
    return r.ANSWERED, [r.ASKED, r.NOTICE, *longer, r.TRANSFERRED, r.WITHDRAWN]


def _of_the_review(course: RequestCourse) -> list[str]:
    """What may follow in the internal review that is open."""
    may_extend = course.law == r.FOI and course.review is not None and course.review.extended is None
    return [r.REVIEW_ANSWERED, *([r.REVIEW_EXTENDED] if may_extend else [])]


def next_of_complaint(course: ComplaintCourse) -> Next:
    """What may follow in a complaint; in a contact or letter an answer closes it."""
    ombudsman: list[str] = []
    if course.kind == c.COMPLAINT and course.referred is None:
        ombudsman.append(c.REFERRED)
    elif course.referred is not None and course.decided is None:
        ombudsman.append(c.DECIDED)
    if course.ended is not None:
        not_mistaken = course.ended.kind != MISTAKE
        return Next("", (*ombudsman, MISTAKE), _forgotten_of_complaint(course)) if not_mistaken else Next("", ())
    ending = [c.PASSED_ON, c.WITHDRAWN, MISTAKE]
    if not course.has_clock:
        return Next(c.RESPONDED, tuple(ending))
    others = [c.PLAN_AGREED, c.DELAY_TOLD]
    if course.channel in SPOKEN:
        others = [c.SETTLED, *([c.WRITTEN_DOWN] if course.written_down is None else []), *others]
    if course.in_time is False:
        others.append(c.NOT_TAKEN)
    if course.acknowledged is None:
        return Next(c.ACKNOWLEDGED, (c.RESPONDED, *others, *ending, *ombudsman))
    return Next(c.RESPONDED, (*others, *ending, *ombudsman))


def _forgotten_of_complaint(course: ComplaintCourse) -> tuple[str, ...]:
    """What may have happened before the complaint ended."""
    if not course.has_clock:
        return ()
    acknowledged = [c.ACKNOWLEDGED] if course.acknowledged is None else []
    written = [c.WRITTEN_DOWN] if course.channel in SPOKEN and course.written_down is None else []
    return (*acknowledged, *written, c.PLAN_AGREED, c.DELAY_TOLD)
