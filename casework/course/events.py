"""Events of a case, put in an order that can have happened. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from bodies.web.text import date_long
from duties.explanation import Explanation, Pause
from duties.explanation_words import days_in_words
from duties.inputs import BadInput
from duties.working_days import Calendar, working_days_between

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `until_on` is the day that was told or agreed, `code` its outcome, `codes` the
    exemptions it names; `pk` the row's, for pages.
    """

    kind: str
    on: date
    until_on: date | None = None
    code: str = ""
    codes: tuple[str, ...] = ()
    pk: int = 0


MISTAKE = "mistake"  # it was logged by mistake, or twice: it stays on the record, and is in no figure


class Kept(StrEnum):
    """How the time limit of what was answered was kept; empty while it was not answered."""

    IN_TIME = "in_time"
    EXTENDED = "extended"  # later, within a longer time that was rightly taken
    LATE = "late"


class Impossible(ValueError):
    """A sequence that cannot have happened. `event` is the one that does not fit; the words say how to mend it."""

    def __init__(self, event: Event, words: str) -> None:
        self.event, self.words = event, words
        super().__init__(words)

    @classmethod
    def of(cls, event: Event, fault: BadInput) -> Impossible:
        """The same that a rule of law refused, as a sentence with its dates written out."""
        return cls(event, f"{days_in_words(fault.message[:1].upper() + fault.message[1:])}.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a case's timeline: what happened, and when the case is due after it.

    `event` is None for the receipt. `due` is the working of the date after it; without an answer its reason says why.
    """

    event: Event | None
    on: date
    due: Explanation


def from_receipt(events: Iterable[Event], received_on: date, what: str) -> list[Event]:
    """The events, none of which can be before the day of receipt; `what` was received. Raises Impossible."""
    given = list(events)
    for one in given:
        if one.on < received_on:
            raise Impossible(one, f"It cannot be before {date_long(received_on)}, when the {what} was received.")
    return given


def asked_then_decided(
    events: Iterable[Event], asked: str, decided: str, record_first: str
) -> tuple[Event | None, Event | None]:
    """When somebody above the body was asked, and when they decided: each once. Raises Impossible.

    `record_first` is said of a decision that nobody asked for.
    """
    found: dict[str, Event] = {}

    def take(event: Event) -> None:
        if event.kind in found:
            raise Impossible(event, "This is recorded already. Correct the day that is there.")
        if event.kind == decided and asked not in found:
            raise Impossible(event, record_first)
        found[event.kind] = event

    in_turn([one for one in events if one.kind in (asked, decided)], (decided, asked), take)
    return found.get(asked), found.get(decided)


def refuse_after(ended: Event | None, event: Event, words: Mapping[str, str]) -> None:
    """Refuse what cannot follow the end of a case: everything but that it was logged by mistake. Raises Impossible."""
    if ended is None or (event.kind == MISTAKE and ended.kind != MISTAKE):
        return
    told = f"{words[ended.kind]} on {date_long(ended.on)}"
    if event.kind == ended.kind and event.on == ended.on:
        raise Impossible(event, f"{told} already. Correct what is recorded instead.")
    if event.kind == ended.kind:
        other = date_long(event.on)
        raise Impossible(event, f"{told} or on {other}: only one can be. Correct what is recorded instead.")
    raise Impossible(event, f"{told}; nothing follows that.")


def in_turn(events: Iterable[Event], kinds: Sequence[str], take: Callable[[Event], None]) -> None:
    """Hand over events day by day. Of several on one day whichever can have happened first is taken first.

    `take` raises Impossible for what cannot happen now. `kinds` gives the order in which a day's events are tried, so
    that the answer does not depend on the order in which they were entered.
    """
    ranked = sorted(
        events, key=lambda one: (one.on, kinds.index(one.kind), one.until_on or one.on, one.code, one.codes)
    )
    for _, group in groupby(ranked, key=lambda one: one.on):
        waiting = list(group)
        while waiting:
            waiting.remove(_first_that_fits(waiting, take))


def _first_that_fits(waiting: list[Event], take: Callable[[Event], None]) -> Event:
    refusal = None
    for one in waiting:
        try:
            take(one)
        except Impossible as fault:
            refusal = refusal or fault
        else:
            return one
    assert refusal is not None
    raise refusal


def days_used(day_0: date, until: date, calendar: Calendar, pauses: Sequence[Pause] = ()) -> int:
    """How many working days were counted from day 0, which does not count, to a day, which does; pauses do not."""
    used = working_days_between(day_0, until, calendar)
    for pause in pauses:
        first, last = max(pause.first_on, day_0 + _ONE_DAY), min(pause.last_on, until)
        used -= working_days_between(first - _ONE_DAY, last, calendar)
    return used
