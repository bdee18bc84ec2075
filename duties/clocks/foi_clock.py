"""One clock for freedom of information and environmental information. Pure.

It counts working days, starts again when a clarification arrives, and stands still between a fees notice and the
payment, however often and in whatever order that happens.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bodies.web.text import date_long, date_prose
from duties.counting import Working, months_from, working_days_after
from duties.explanation import Pause
from duties.inputs import BadInput, read_day
from duties.working_days import Calendar, is_working_day

ANSWER_IN = 20
FEE_LAPSES_AFTER_MONTHS = 3

# What comes on a day that is no working day: the regulator's reading, and the milder one.
DAY_1 = "next_working_day_is_day_1"
RECEIVED_THEN = "received_next_working_day"

ASKED = "clarification_asked"
CLARIFIED = "clarification_received"
NOTICE = "fees_notice"
PAID = "fee_paid"

_RECEIVED_WORDS = "the day the request was received"
_FEE_WORDS = "waiting for the fee"
_FUNERAL = date(2022, 9, 19)
_FUNERAL_PROCLAIMED = date(2022, 9, 10)


@dataclass(frozen=True, slots=True)
class Clarification:
    """The applicant was asked what is meant; `received` is None while the answer has not come."""

    asked: date | None
    received: date | None


@dataclass(frozen=True, slots=True)
class Fee:
    """A fees notice was given; `paid` is None while nothing has come."""

    notice: date
    paid: date | None


Event = Clarification | Fee


@dataclass(frozen=True, slots=True)
class FeeRule:
    """How long a fee may be paid, from the day of its notice, and the same in words."""

    last_day: Callable[[date], date]
    words: str


def _three_months(notice: date) -> date:
    return months_from(notice, FEE_LAPSES_AFTER_MONTHS).day


FOI_FEE = FeeRule(_three_months, "three months")  # Freedom of Information Act 2000 s9(2)


def clock(
    received: date,
    number: int,
    calendar: Calendar,
    *,
    events: Sequence[Any] | None = None,
    weekend_receipt: str = DAY_1,
    words: str = _RECEIVED_WORDS,
    fee: FeeRule = FOI_FEE,
    **dates: date | None,
) -> Working:
    """The clock with one clarification and one fee by their four `dates`, or any `events` in order. Raises BadInput."""
    if events is not None and any(dates.values()):
        raise BadInput("events", "give either the list of events or the four dates, not both")
    happened = read_events(events) if events is not None else by_dates(**dates)
    return run_clock(received, number, calendar, happened, weekend_receipt, words, fee)


def run_clock(
    received: date,
    number: int,
    calendar: Calendar,
    events: Sequence[Event] = (),
    weekend_receipt: str = DAY_1,
    words: str = _RECEIVED_WORDS,
    fee: FeeRule = FOI_FEE,
) -> Working:
    """Count `number` working days from receipt through all that happened. Raises BadInput for an impossible order.

    Freedom of Information Act 2000 s10(1), (2), (6) and s9(2); `fee` as another law has it.
    """
    day_0, notes = _start(received, calendar, weekend_receipt)
    pauses: list[Pause] = []
    latest, restarted_on = received, None
    for position, event in enumerate(events):
        due_on = working_days_after(day_0, ANSWER_IN, calendar, pauses=pauses).day
        stopped = _check(event, latest, due_on, fee, last=position == len(events) - 1)
        if stopped is not None:
            return replace(
                stopped, day_0=received, day_0_words=words, restarted_on=restarted_on, pauses=tuple(pauses),
                notes=tuple(notes),
            )  # fmt: skip
        if isinstance(event, Fee):
            latest = event.paid or event.notice
            pauses.append(Pause(event.notice, latest, _FEE_WORDS))
        elif event.received is not None:
            if event.asked is not None and event.asked > due_on:
                notes.append(f"It was only asked for after the first limit, {date_prose(due_on)}")
            latest = restarted_on = event.received
            day_0, more = _start(latest, calendar, weekend_receipt)
            notes += more
            pauses = []
    found = working_days_after(day_0, number, calendar, words, pauses)
    notes += _funeral(found, received)
    if not notes and restarted_on is None:
        return found
    shown_from = day_0 if restarted_on is None else received
    return replace(found, day_0=shown_from, restarted_on=restarted_on, notes=tuple(notes))


def read_events(events: object) -> tuple[Event, ...]:
    """The events of a list of plain data. Raises BadInput."""
    if not isinstance(events, list | tuple):
        raise BadInput("events", "write a list of what happened, in order")
    return tuple(_event(position, one) for position, one in enumerate(events, start=1))


def _event(position: int, one: object) -> Event:
    if isinstance(one, Clarification | Fee):
        return one
    names = set(one) if isinstance(one, dict) else set()
    if not isinstance(one, dict) or not (names <= {ASKED, CLARIFIED} or names <= {NOTICE, PAID}):
        message = f"event {position} must have {ASKED} and {CLARIFIED}, or {NOTICE} and {PAID}"
        raise BadInput("events", message)
    try:
        found = by_dates(**{name: _optional(name, one) for name in one})
    except BadInput as fault:
        raise BadInput("events", f"event {position}, {fault}") from None
    if len(found) != 1:
        raise BadInput("events", f"event {position} is empty")
    return found[0]


def _optional(name: str, given: dict[str, object]) -> date | None:
    return read_day(name, given[name]) if given.get(name) else None


def by_dates(
    clarification_asked: date | None = None,
    clarification_received: date | None = None,
    fees_notice: date | None = None,
    fee_paid: date | None = None,
) -> tuple[Event, ...]:
    """One clarification and one fee at most, in the order in which they began."""
    found: list[tuple[date, Event]] = []
    begun = clarification_asked or clarification_received
    if begun:
        found.append((begun, Clarification(clarification_asked, clarification_received)))
    if fees_notice:
        found.append((fees_notice, Fee(fees_notice, fee_paid)))
    elif fee_paid:
        raise BadInput(PAID, "a fee can only be paid after a fees notice; give its day too")
    return tuple(event for _, event in sorted(found, key=lambda pair: pair[0]))


def _start(received: date, calendar: Calendar, weekend_receipt: str) -> tuple[date, list[str]]:
    """Day 0, by the named policy for what comes on a day that is no working day."""
    if is_working_day(received, calendar):
        return received, []
    following = working_days_after(received, 1, calendar).day
    came, next_one = f"It came on {date_prose(received)}, no working day", date_prose(following)
    if weekend_receipt == RECEIVED_THEN:
        words = f"{came}, and counts as received on {next_one}"
        return following, [f"{words} (local policy; the regulator's reading is stricter)"]
    return received, [f"{came}, so {next_one} is day 1 (the regulator's reading)"]


def _check(event: Event, latest: date, due_on: date, fee: FeeRule, *, last: bool) -> Working | None:
    """Refuse an impossible order; say why the clock gives no date where it stands still or has ended for good."""
    if isinstance(event, Clarification):
        begun = event.asked or event.received or latest
        in_order(ASKED if event.asked else CLARIFIED, latest, begun, "the last thing before it happened")
        if event.received is not None:
            in_order(CLARIFIED, begun, event.received, "it was asked for")
            return None
        reason = "The applicant was asked to clarify the request; the clock starts again when the answer arrives"
    else:
        in_order(NOTICE, latest, event.notice, "the last thing before it happened")
        if event.notice > due_on:
            raise BadInput(NOTICE, f"it has to be given while the request can be answered in time, by {due_on}")
        lapses = fee.last_day(event.notice)
        if event.paid is not None:
            in_order(PAID, event.notice, event.paid, "the fees notice was given")
            if event.paid <= lapses:
                return None
        reason = f"The fee can be paid until {date_long(lapses)}; the clock stands still until it is"
        if event.paid is not None:
            return Working(
                reason=f"The fee was not paid within {fee.words}, by {date_long(lapses)}, so nothing is owed"
            )
    if not last:
        raise BadInput("", "something happened after an event that has not ended; give the day on which it ended")
    return Working(reason=reason)


def in_order(name: str, earlier: date, later: date, what: str) -> None:
    """Refuse a day before the one it must follow; `what` says what happened then. Raises BadInput."""
    if later < earlier:
        raise BadInput(name, f"it cannot be before {earlier}, when {what}")


def _funeral(found: Working, received: date) -> list[str]:
    """The doubt about a holiday that was proclaimed while the clock ran."""
    if received >= _FUNERAL_PROCLAIMED or found.day < _FUNERAL:
        return []
    if all(skipped.on != _FUNERAL for skipped in found.skipped):  # it fell into another clock, before a restart
        return []
    return ["19 September 2022 was made a bank holiday while the clock ran; whether that moves the date was disputed"]
