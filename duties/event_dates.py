"""The date that a rule gives from the day of an event: for what is opened by hand, and what opens after the last one.

Pure: no Django, no clock. Some rules work the date out, some leave it to the record (the request, the direction), and
some duties have no date at all.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from duties.clocks.publishing import hours_after
from duties.codes import day_of_year, parse
from duties.counting import (
    Working,
    clear_days_before,
    days_after,
    months_after,
    months_from,
    working_days_after,
    years_from,
)
from duties.explanation import Explanation
from duties.working_days import STANDARD, Calendars
from duties.years import FinancialYear

GIVEN = "The day that was given when it was opened"
NOBODY_GAVE = "Nobody gave a date when this was opened"


class Gives(StrEnum):
    """Who gives the date of a rule that an event opens."""

    RULE = "the rule, from the day of the event"
    RECORD = "the record"
    NOBODY = "nobody, unless the body sets itself a day"


# The record that gives the date, as a sentence names it.
RECORDS = {
    "BY_REQUEST_DATE": "the request",
    "BY_DIRECTION_DATE": "the direction",
    "BY_CONDITION_DATE": "the condition",
    "BY_OMBUDSMAN_DATE": "the Ombudsman's report",
    "BY_INVOICE_TERMS": "the terms of payment",
}

PUBLISHED = "the day of the last publication"
_DAY_0 = "the day of the event"
_Works = Callable[[str, date, Calendars], Working]


def _fixed_day(argument: str, event_on: date, _calendars: Calendars) -> Working:
    """The first such day after the event: 30 March follows the snapshot on 31 March by a year less a day."""
    year = FinancialYear.containing(event_on)
    on = next(day for day in (day_of_year(y, argument[:5]) for y in (year, year.next())) if day > event_on)
    return Working(on=on, day_0=event_on, day_0_words=_DAY_0, notes=("The first such day after the event",))


_WORKED_OUT: dict[str, _Works] = {
    "EVENT_PLUS_DAYS": lambda n, day, _: days_after(day, int(n), _DAY_0),
    "EVENT_PLUS_HOURS": lambda n, day, _: hours_after(day, int(n)),
    "EVENT_PLUS_MONTHS": lambda n, day, _: months_after(day, int(n), _DAY_0),
    "EVENT_MONTHS_INCL": lambda n, day, _: months_from(day, int(n), _DAY_0),
    "EVENT_PLUS_WD_UK": lambda n, day, known: working_days_after(day, int(n), known.any_uk_nation, _DAY_0),
    "EVENT_PLUS_WD_EW": lambda n, day, known: working_days_after(day, int(n), known.england_and_wales, _DAY_0),
    "CLEAR_DAYS_BEFORE": lambda n, day, _: clear_days_before(day, int(n), _DAY_0),
    "ROLLING_YEARS": lambda n, day, _: years_from(day, int(n), PUBLISHED),
    "FIXED_DATE": _fixed_day,
}


def gives(code: str) -> Gives:
    """Who gives the date. Raises UnknownCode."""
    name = parse(code).name
    if name in _WORKED_OUT:
        return Gives.RULE
    return Gives.RECORD if name in RECORDS else Gives.NOBODY


def explain_event(
    code: str, *, event_on: date, given: date | None = None, title: str = "", section: str = "",
    calendars: Calendars = STANDARD,
) -> Explanation:  # fmt: skip
    """The date that follows from an event, with its working; `given` is the day where the rule gives none.

    Raises UnknownCode.
    """
    parsed = parse(code)
    works = _WORKED_OUT.get(parsed.name)
    if works is not None:
        return works(parsed.argument, event_on, calendars).explained(code, title, section)
    if given is None:
        return Explanation(code, title, section, reason=NOBODY_GAVE)
    where = f", in {RECORDS[parsed.name]}" if parsed.name in RECORDS else ""
    return Explanation(code, title, section, answer=given, notes=(f"{GIVEN}{where}",))


def counts_working_days(code: str) -> bool:
    """Whether a bank holiday can move the dates of this code by itself. Raises UnknownCode."""
    parsed = parse(code)
    return parsed.plus_working_days > 0 or parsed.name in ("EVENT_PLUS_WD_UK", "EVENT_PLUS_WD_EW", "MONTHLY_WD_EW")
