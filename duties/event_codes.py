"""The due-rule codes of the catalogue that follow from an event: what each has to be told, and the date then. Pure.

A code tells how to count and no law: the section is the duty's own, in the catalogue. Codes that name no way of
counting (a meeting each time, a direction's own day) take the day that was given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from duties.clocks.foi import foi_due_clarified, foi_due_fee
from duties.clocks.publishing import hours_after
from duties.clocks.registry import RULE_INPUTS, day
from duties.codes import FROM_EVENTS, UnknownCode, parse
from duties.counting import (
    Working,
    clear_days_before,
    days_after,
    months_after,
    months_from,
    working_days_after,
    years_from,
)
from duties.inputs import Input, InputKind, read_inputs
from duties.working_days import STANDARD, Calendars

CHASE_AFTER = 20
RATIFIED_AFTER = 5

_ONE_DAY = timedelta(days=1)
_DAY_0 = "the day of the event"
_Works = Callable[[str, Mapping[str, Any], Calendars], Working]


@dataclass(frozen=True, slots=True)
class _Known:
    inputs: tuple[Input, ...]
    works: _Works


def code_inputs(code: str) -> tuple[Input, ...]:
    """What has to be told for a date by this code. Raises UnknownCode, also for a code that no event opens."""
    return _known(code).inputs


def work_code(code: str, inputs: Mapping[str, object], *, calendars: Calendars = STANDARD) -> Working:
    """The date by this code for these inputs, with its working; "set by the record" where nothing is given at all.

    Raises UnknownCode and BadInput.
    """
    known = _known(code)
    if not any(value not in (None, "") for value in inputs.values()):
        return Working(reason=parse(code).reason_without_date)
    return known.works(parse(code).argument, read_inputs(known.inputs, inputs), calendars)


def _known(code: str) -> _Known:
    name = parse(code).name
    if name not in FROM_EVENTS:
        raise UnknownCode(f"the due-rule code {code!r} does not follow from an event")
    return EVENT_CODES[name]


def _working_days_uk(number: str, told: Mapping[str, Any], calendars: Calendars) -> Working:
    """Working days in every nation of the United Kingdom (Freedom of Information Act 2000 s10(6))."""
    return working_days_after(told["event"], int(number), calendars.any_uk_nation, _DAY_0)


def _working_days(number: str, told: Mapping[str, Any], calendars: Calendars) -> Working:
    """Working days in England and Wales, as the complaints regulations count (SI 2009/309)."""
    return working_days_after(told["event"], int(number), calendars.england_and_wales, _DAY_0)


def _days(number: str, told: Mapping[str, Any], _calendars: Calendars) -> Working:
    """Calendar days, as for interests (NHS Act 2006 s14O(3)); the day of the event is day 0."""
    return days_after(told["event"], int(number), _DAY_0)


def _hours(number: str, told: Mapping[str, Any], _calendars: Calendars) -> Working:
    """Hours, as for personal data (UK GDPR article 33(1), recalled)."""
    return replace(hours_after(told["event"], int(number)), day_0_words=_DAY_0)


def _months(number: str, told: Mapping[str, Any], _calendars: Calendars) -> Working:
    """The same date months later, as for complaints' twelve months (SI 2009/309 reg 12, recalled)."""
    return months_after(told["event"], int(number), _DAY_0)


def _months_including(number: str, told: Mapping[str, Any], _calendars: Calendars) -> Working:
    """A period that begins with the day of the event (SI 2009/309 reg 14, recalled)."""
    return months_from(told["event"], int(number), _DAY_0)


def _clear_days(number: str, told: Mapping[str, Any], _calendars: Calendars) -> Working:
    """Clear days before the event, by the literal reading (Public Bodies (Admission to Meetings) Act 1960 s1(4))."""
    return clear_days_before(told["event"], int(number), _DAY_0)


def _rolling(number: str, told: Mapping[str, Any], _calendars: Calendars) -> Working:
    """Years that begin with the last publication (SI 2017/353 reg 4 and 5)."""
    return years_from(told["event"], int(number), "the day of the last publication")


def _after_next_meeting(number: str, told: Mapping[str, Any], calendars: Calendars) -> Working:
    """Local policy: working days after the next meeting, five where the code gives no number."""
    days = int(number) if number else RATIFIED_AFTER
    return working_days_after(told["event"], days, calendars.england_and_wales, "the day of the next meeting")


def _reasonable(_argument: str, told: Mapping[str, Any], calendars: Calendars) -> Working:
    """Local policy: chase after 20 working days (NHS Standard Contract clause 12.5 sets no number of days)."""
    return working_days_after(told["event"], CHASE_AFTER, calendars.england_and_wales, "the day it was asked for")


def _before(_argument: str, told: Mapping[str, Any], _calendars: Calendars) -> Working:
    """Before the event: NHS England's approval precedes a change of constitution (NHS Act 2006 s14E).

    Involvement precedes the decision on a proposal (NHS Act 2006 s14Z2).
    """
    return Working(on=told["event"] - _ONE_DAY, strictly_before=told["event"])


def _given(_argument: str, told: Mapping[str, Any], _calendars: Calendars) -> Working:
    """The day that was given: by NHS England's letter or direction, the Ombudsman, or the body (local policy)."""
    return Working(on=told["given"])


def _restart(_argument: str, told: Mapping[str, Any], calendars: Calendars) -> Working:
    """A clarification starts the clock again (Freedom of Information Act 2000 s10(6))."""
    return foi_due_clarified(**told, calendars=calendars)


def _pause(_argument: str, told: Mapping[str, Any], calendars: Calendars) -> Working:
    """A fees notice pauses the clock (Freedom of Information Act 2000 s10(2))."""
    return foi_due_fee(**told, calendars=calendars)


_EVENT = (day("event", "When did it happen?"),)
_MOMENT = (Input("event", InputKind.MOMENT, "When did it happen?", "With the time of day if you know it"),)
_LATER = (day("event", "When is it to happen?"),)
_GIVEN = (day("given", "Which day was given?"),)

EVENT_CODES: dict[str, _Known] = {
    "EVENT_PLUS_WD_UK": _Known(_EVENT, _working_days_uk),
    "EVENT_PLUS_WD_EW": _Known(_EVENT, _working_days),
    "EVENT_PLUS_DAYS": _Known(_EVENT, _days),
    "EVENT_PLUS_HOURS": _Known(_MOMENT, _hours),
    "EVENT_PLUS_MONTHS": _Known(_EVENT, _months),
    "EVENT_MONTHS_INCL": _Known(_EVENT, _months_including),
    "CLEAR_DAYS_BEFORE": _Known(_LATER, _clear_days),
    "ROLLING_YEARS": _Known(_EVENT, _rolling),
    "AFTER_NEXT_MEETING": _Known(_EVENT, _after_next_meeting),
    "ON_REQUEST_REASONABLE": _Known(_EVENT, _reasonable),
    "BEFORE_EFFECT": _Known(_LATER, _before),
    "EACH_PROPOSAL": _Known(_LATER, _before),
    "RESTART_ON": _Known(RULE_INPUTS["foi_due_clarified"].inputs, _restart),
    "PAUSE_WD": _Known(RULE_INPUTS["foi_due_fee"].inputs, _pause),
    **dict.fromkeys(("EACH_MEETING", "AT_EVENT", "ON_EVENT", "ON_APPOINTMENT", "EACH_AWARD"), _Known(_GIVEN, _given)),
    **dict.fromkeys(("BY_REQUEST_DATE", "BY_DIRECTION_DATE", "BY_CONDITION_DATE"), _Known(_GIVEN, _given)),
    **dict.fromkeys(("BY_OMBUDSMAN_DATE", "BY_INVOICE_TERMS"), _Known(_GIVEN, _given)),
}
