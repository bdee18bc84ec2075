"""Cases drawn at random: steps of which those are taken that can have happened, and a count of days by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from hypothesis import strategies as st

from casework.course import ComplaintCourse, Event, Impossible, RequestCourse, complaint_course, request_course
from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.course.events import MISTAKE
from duties.working_days import ANY_UK_NATION, is_working_day

ONE_DAY = timedelta(days=1)
Step = tuple[str, int, int]  # the kind, days since the last, days until what is told or agreed
TOLD = (r.EXTENDED, c.PLAN_AGREED)
CODES = {
    r.ANSWERED: "granted", r.REVIEW_ANSWERED: "upheld", r.REGULATOR_DECIDED: "body", c.RESPONDED: "partly",
    c.DECIDED: "upheld",
}  # fmt: skip

received_days = st.dates(date(2013, 4, 1), date(2016, 3, 31))
laws = st.sampled_from([r.FOI, r.EIR])
gaps = st.integers(0, 12) | st.integers(0, 120)
# What makes a case long comes more often than what ends it.
REQUEST_KINDS = [*r.CLOCK_KINDS[:5] * 3, *r.KINDS]
request_steps = st.lists(st.tuples(st.sampled_from(REQUEST_KINDS), gaps, st.integers(1, 60)), min_size=1, max_size=16)
COMPLAINT_KINDS = [*c.CLOCK_KINDS[:4] * 2, *c.KINDS]
complaint_steps = st.lists(st.tuples(st.sampled_from(COMPLAINT_KINDS), gaps, st.integers(0, 300)), max_size=10)


def happened(
    steps: Iterable[Step], first: date, course_of: Callable[[list[Event]], object], codes: tuple[str, ...] = ()
) -> list[Event]:
    """Those of the steps that can have happened, one after the other."""
    found: list[Event] = []
    on = first
    for kind, gap, told in steps:
        event = Event(
            kind, on + timedelta(gap), on + timedelta(gap + told) if kind in TOLD else None, CODES.get(kind, ""),
            codes if kind == r.EXTENDED else (),
        )  # fmt: skip
        try:
            course_of([*found, event])
        except Impossible:
            continue
        if event not in found:
            found.append(event)
            on = event.on
    return found


@st.composite
def requests(draw: st.DrawFn) -> tuple[date, str, list[Event]]:
    """The day it was received, its law, and what happened, in order."""
    received, law = draw(received_days), draw(laws)
    codes = ("s43",) if law == r.FOI else ()

    def course_of(events: list[Event]) -> RequestCourse:
        return request_course(received, law, events)

    return received, law, happened(draw(request_steps), received, course_of, codes)


@st.composite
def complaints(draw: st.DrawFn) -> tuple[date, str, list[Event]]:
    """The day it was received, how it came, and what happened, in order."""
    received, channel = draw(received_days), draw(st.sampled_from(["phone", "letter"]))

    def course_of(events: list[Event]) -> ComplaintCourse:
        return complaint_course(received, c.COMPLAINT, channel, events)

    return received, channel, happened(draw(complaint_steps), received, course_of)


class ByHand:
    """Each working day after the receipt, in one heap: before a restart, while it waits, or counted."""

    def __init__(self, received: date, events: list[Event]) -> None:
        self.day_0 = max([received, *(one.on for one in events if one.kind == r.CLARIFIED)])
        self.paused: list[tuple[date, date]] = []
        notice = asked = None
        for one in events:
            if one.kind == r.NOTICE:
                notice = one.on
            elif one.kind == r.PAID and notice is not None:
                self.paused.append((notice, one.on))
                notice = None
            elif one.kind in (r.ASKED, r.CLARIFIED):
                asked = one.on if one.kind == r.ASKED else None
        if notice is not None:
            self.paused.append((notice, date.max))
        if asked is not None:
            self.paused.append((asked + ONE_DAY, date.max))

    def heap(self, day: date) -> str:
        if not is_working_day(day, ANY_UK_NATION):
            return "no working day"
        if day <= self.day_0:
            return "before"
        return "waits" if any(first <= day <= last for first, last in self.paused) else "counted"

    def counted(self, after: date, until: date) -> int:
        """Working days counted after a day up to another; fewer than none where that one is earlier."""
        if until < after:
            return -self.counted(until, after)
        days = (after + ONE_DAY * number for number in range(1, (until - after).days + 1))
        return sum(self.heap(day) == "counted" for day in days)


def until_of(course: RequestCourse | ComplaintCourse, today: date) -> date:
    return min(today, course.ended.on) if course.ended is not None else today


def is_by_mistake(events: list[Event]) -> bool:
    return any(one.kind == MISTAKE for one in events)
