"""The course of a request for information, under the Act of 2000 or the environmental regulations. Pure.

Freedom of Information Act 2000 s1(3), s9, s10, s17; SI 2004/3391 reg 5, 7, 8, 9 and 11 (recalled).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bodies.web.text import date_long
from casework.course.events import (
    MISTAKE,
    Entry,
    Event,
    Impossible,
    Kept,
    asked_then_decided,
    days_used,
    from_receipt,
    in_turn,
)
from casework.course.request_clock import RequestClock
from casework.course.request_kinds import (
    ANSWERED,
    CLOCK_KINDS,
    EIR,
    FOI,
    NOTICE,
    REGULATOR_ASKED,
    REGULATOR_DECIDED,
    REVIEW_ANSWERED,
    REVIEW_ASKED,
    REVIEW_KINDS,
)
from duties.clocks.eir import eir_review_due
from duties.clocks.foi import foi_internal_review_due
from duties.clocks.foi_clock import ANSWER_IN
from duties.explanation import Explanation
from duties.inputs import BadInput
from duties.working_days import STANDARD, Calendars

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Review:
    """An internal review (reconsideration, under the regulations). `due` is the working of its date."""

    asked: Event
    due: Explanation
    extended: Event | None = None
    answered: Event | None = None

    @property
    def in_time(self) -> bool | None:
        """Whether it was answered in time; None while it was not."""
        if self.answered is None or self.due.answer is None:
            return None
        return self.answered.on <= self.due.answer


@dataclass(frozen=True, slots=True)
class RequestCourse:
    """Where a request stands once all of these events have happened.

    `limit` is the working of the day by which the law asks for an answer (under the regulations as it was extended);
    without an answer in it the clock stands still, or nothing is owed. `extension` is the notice that more time is
    needed, `waiting` what the clock waits for (or waited for when it ended), `first_limit` the limit without it,
    `alert_on` the day by which the regulator's practice has the decision made (of the Act only), `longest_on` the last
    day to which the regulations let it be extended, `allowed` how many working days its clock has. `passed` is an
    earlier limit that had passed before anybody asked to clarify: a new clock does not take that lateness away.
    """

    received_on: date
    law: str
    entries: tuple[Entry, ...]
    limit: Explanation
    first_limit: Explanation
    waiting: Event | None = None
    lapses_on: date | None = None
    extension: Event | None = None
    alert_on: date | None = None
    longest_on: date | None = None
    allowed: int = ANSWER_IN
    passed: Explanation | None = None
    ended: Event | None = None
    reviews: tuple[Review, ...] = ()
    regulator_asked: Event | None = None
    regulator_decided: Event | None = None

    @property
    def answered(self) -> Event | None:
        return self.ended if self.ended is not None and self.ended.kind == ANSWERED else None

    @property
    def review(self) -> Review | None:
        """The last internal review."""
        return self.reviews[-1] if self.reviews else None

    @property
    def judged_by(self) -> Explanation:
        """The limit by which it is judged whether it was late."""
        return self.passed or self.limit

    @property
    def told_until(self) -> date | None:
        """The day told to the requester, where more time was taken."""
        return self.extension.until_on if self.extension is not None else None

    @property
    def told_late(self) -> bool:
        """Whether more time under the Act was told after the twenty days: it takes no lateness away (s17(1), (2))."""
        limit = self.limit.answer
        if self.law != FOI or self.extension is None or limit is None:
            return False
        return self.extension.on > limit

    @property
    def decide_by(self) -> date | None:
        """By when it is decided where more time was rightly taken under the Act: by the day told, and never before the
        limit, which a fee that was asked for since may have moved beyond it. None where the clock stands still.
        """
        limit, told = self.limit.answer, self.told_until
        if self.law != FOI or told is None or limit is None or self.told_late:
            return None
        return max(told, limit)

    @property
    def answer_due_on(self) -> date | None:
        """By when it has to be answered; None once it ended, or while the clock stands still.

        A limit that had passed before anybody asked to clarify stays passed while the clarification is waited for.
        """
        if self.ended is not None:
            return None
        if self.passed is not None:
            return self.passed.answer
        return self.decide_by or self.limit.answer

    @property
    def review_due_on(self) -> date | None:
        """By when the internal review that is open has to be completed."""
        return self.review.due.answer if self.review is not None and self.is_in_review else None

    @property
    def due_on(self) -> date | None:
        """By when the next thing has to be done; None where nothing is due, or the clock stands still."""
        return min((day for day in (self.answer_due_on, self.review_due_on) if day is not None), default=None)

    @property
    def is_in_review(self) -> bool:
        """Whether an internal review is open; what was logged by mistake has none."""
        by_mistake = self.ended is not None and self.ended.kind == MISTAKE
        return self.review is not None and self.review.answered is None and not by_mistake

    @property
    def is_open(self) -> bool:
        return self.ended is None or self.is_in_review

    def lapsed(self, today: date) -> bool:
        """Whether the fee was not paid in time, so that nothing is owed any more."""
        return self.ended is None and self.lapses_on is not None and self.lapses_on < today

    @property
    def kept(self) -> Kept | None:
        """How the limit was kept; None where it was not answered.

        A longer time counts only where the requester was told within the first limit, and the answer came by the day
        that was told.
        """
        if self.answered is None:
            return None
        if self.passed is not None:
            return Kept.LATE
        limit, on = self.limit.answer, self.answered.on
        if self.extension is not None and self.law == FOI:
            if limit is not None and on <= limit:
                return Kept.IN_TIME
            decide_by = self.decide_by
            in_time = limit is None or (decide_by is not None and on <= decide_by)
            return Kept.EXTENDED if in_time else Kept.LATE
        first = self.first_limit.answer
        if self.extension is not None and first is not None and on > first:
            return Kept.EXTENDED if limit is None or on <= limit else Kept.LATE
        return Kept.IN_TIME if limit is None or on <= limit else Kept.LATE

    def used(self, today: date, calendars: Calendars = STANDARD) -> tuple[int, int]:
        """How many working days of its clock are used, of how many that are allowed."""
        until = min(today, self.ended.on) if self.ended is not None else today
        if self.waiting is not None:  # the day of a fees notice does not count already
            until = min(until, self.waiting.on - _ONE_DAY * (self.waiting.kind == NOTICE))
        day_0 = self.limit.restarted_on or self.received_on
        return days_used(day_0, until, calendars.any_uk_nation, self.limit.pauses), self.allowed


def request_course(
    received_on: date, law: str, events: Iterable[Event] = (), *, calendars: Calendars = STANDARD
) -> RequestCourse:
    """The course of a request that these events, in any order, make. Raises Impossible, in words."""
    given = from_receipt(events, received_on, "request")
    clock = RequestClock(received_on, law, calendars)
    in_turn([one for one in given if one.kind in CLOCK_KINDS], CLOCK_KINDS, clock.take)
    reviews = _reviews([one for one in given if one.kind in REVIEW_KINDS], law, calendars)
    first = "Record first when the regulator told of the complaint."
    asked, decided = asked_then_decided(given, REGULATOR_ASKED, REGULATOR_DECIDED, first)
    after = [Entry(one, one.on, clock.limit) for one in (asked, decided) if one is not None]
    for review in reviews:
        after += [Entry(one, one.on, review.due) for one in (review.asked, review.extended, review.answered) if one]
    entries = sorted([*clock.entries, *after], key=lambda entry: entry.on)
    return RequestCourse(
        received_on, law, tuple(entries), clock.limit, clock.first_limit, waiting=clock.waiting,
        lapses_on=clock.lapses_on, extension=clock.extension, alert_on=clock.alert_on,
        longest_on=clock.longest_on, allowed=clock.allowed, passed=clock.passed, ended=clock.ended,
        reviews=tuple(reviews), regulator_asked=asked, regulator_decided=decided,
    )  # fmt: skip


def _reviews(events: list[Event], law: str, calendars: Calendars) -> list[Review]:
    """The internal reviews, one after the other."""
    found: list[Review] = []

    def take(event: Event) -> None:
        current = found[-1] if found and found[-1].answered is None else None
        if event.kind == REVIEW_ASKED:
            if current is not None:
                raise Impossible(event, "A review is open already. Record first how that one ended.")
            found.append(Review(event, _review_due(event, None, law, calendars)))
        elif current is None:
            raise Impossible(event, "No review was asked for by then. Record first when it was asked for.")
        elif event.kind == REVIEW_ANSWERED:
            found[-1] = replace(current, answered=event)
        elif current.extended is not None:
            taken = date_long(current.extended.on)
            raise Impossible(event, f"More time was taken already on {taken}. Correct that day instead.")
        elif law == EIR:
            raise Impossible(event, "The regulations give forty working days to reconsider, and no longer.")
        else:
            found[-1] = replace(current, extended=event, due=_review_due(current.asked, event, law, calendars))

    in_turn(events, REVIEW_KINDS, take)
    return found


def _review_due(asked: Event, extended: Event | None, law: str, calendars: Calendars) -> Explanation:
    if law == EIR:
        found = eir_review_due(asked.on, calendars=calendars)
        return found.explained("REVIEW", "Reconsider within forty working days", "SI 2004/3391 reg 11(4) (recalled)")
    section = (
        "Guidance: code of practice of 4 July 2018 under s45 of the Freedom of Information Act 2000 (days recalled)"
    )
    try:
        found = foi_internal_review_due(asked.on, extension_notice=extended and extended.on, calendars=calendars)
    except BadInput as fault:
        assert extended is not None
        raise Impossible.of(extended, fault) from None
    return found.explained("REVIEW", "Complete the internal review", section)
