"""The stretches of time that obligations are about: a financial year, a quarter, a month, or one single day. Pure."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bodies.web.text import MONTHS
from duties.years import FinancialYear


class Kind(StrEnum):
    """How often a rule opens an obligation by itself."""

    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    ONCE = "once"


_MONTHS_IN = {Kind.YEARLY: 12, Kind.QUARTERLY: 3, Kind.MONTHLY: 1}


@dataclass(frozen=True, slots=True)
class Period:
    """What an obligation is about. `number` counts from 1 in its financial year: quarter 1 and month 1 start in April.

    `first_on` and `last_on` are the days it covers for one body: `shorten` moves them and nothing else. `falls_due_in`
    is the year in which the rule that opens it says it falls due.
    """

    kind: Kind
    year: FinancialYear
    number: int
    first_on: date
    last_on: date
    falls_due_in: FinancialYear

    @property
    def label(self) -> str:
        """The name within its year, as directed dates use it: Q1, or the month 2016-04; else empty."""
        if self.kind is Kind.QUARTERLY:
            return f"Q{self.number}"
        return f"{self.first_on:%Y-%m}" if self.kind is Kind.MONTHLY else ""

    @property
    def words(self) -> str:
        """The name for people: 2016/17, quarter 1 of 2016/17, April 2016, 30 June 2022."""
        month = f"{MONTHS[self.first_on.month - 1]} {self.first_on.year}"
        match self.kind:
            case Kind.YEARLY:
                return str(self.year)
            case Kind.QUARTERLY:
                return f"quarter {self.number} of {self.year}"
            case Kind.MONTHLY:
                return month
        return f"{self.first_on.day} {month}"

    @property
    def ends_on(self) -> date:
        """The last day of the whole period, however short the body's part of it is."""
        if self.kind is Kind.ONCE:
            return self.last_on
        return _month_end(self.year, self.number * _MONTHS_IN[self.kind])


def periods_of(kind: Kind, year: FinancialYear) -> list[Period]:
    """The whole year, its four quarters or its twelve months. Nothing for ONCE, whose day comes from its rule."""
    if kind is Kind.ONCE:
        return []
    length = _MONTHS_IN[kind]
    return [
        Period(
            kind, year, number, _month_start(year, (number - 1) * length + 1), _month_end(year, number * length), year
        )
        for number in range(1, 12 // length + 1)
    ]


def single_day(day: date) -> Period:
    """The period of something that happens once."""
    year = FinancialYear.containing(day)
    return Period(Kind.ONCE, year, 1, day, day, year)


def shorten(period: Period, opened_on: date, closed_on: date | None) -> Period | None:
    """The part of the period in which the body existed; None where it did not exist at all in it.

    A group's first year runs from the day it was established to 31 March (NHS Act 2006 s14Z24); the groups' last ended
    on 30 June 2022, and the boards' first began the day after (s14Z52(8)). `closed_on` is the body's last day.
    """
    first_on = max(period.first_on, opened_on)
    last_on = period.last_on if closed_on is None else min(period.last_on, closed_on)
    return replace(period, first_on=first_on, last_on=last_on) if first_on <= last_on else None


def owed_part(
    period: Period, *, opened_on: date, closed_on: date | None, from_on: date, to_on: date | None
) -> Period | None:
    """The part of the period for which a body owes what a dated rule asks; None where it owes nothing.

    The rule must be in force and the body must exist on the last day of that part, or of the year in which it falls due
    if that comes first. So a body owes no plan and appoints no auditor for its own first year, a rule that begins or
    ends within a period is judged by the period's end, and the report on a body's last year is owed, by its successor.
    """
    part = shorten(period, opened_on, closed_on)
    if part is None:
        return None
    judged_on = min(part.last_on, part.falls_due_in.last_day)
    in_force = from_on <= judged_on and (to_on is None or judged_on <= to_on)
    return part if in_force and opened_on <= judged_on else None


def _month_start(year: FinancialYear, number: int) -> date:
    """Day 1 of the month, where month 1 of a financial year is April and month 12 is March."""
    return date(year.start_year + (number > 9), (number + 2) % 12 + 1, 1)


def _month_end(year: FinancialYear, number: int) -> date:
    start = _month_start(year, number)
    return start.replace(day=monthrange(start.year, start.month)[1])
