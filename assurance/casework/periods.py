"""Which stretch of time the tables of requests and complaints show: a quarter, or a whole year. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duties.periods import Kind, Period, periods_of
from duties.years import FIRST_YEAR, FinancialYear

BEFORE = 3  # quarters of the trend, before the one that is shown
WHOLE_YEAR = "year"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A quarter or a year of the figures, as at a day. `quarters` are those of its year that have begun."""

    period: Period
    quarters: tuple[Period, ...]
    today: date

    @property
    def year(self) -> FinancialYear:
        return self.period.year

    @property
    def is_quarter(self) -> bool:
        return self.period.kind is Kind.QUARTERLY

    @property
    def key(self) -> str:
        """What the address says of it: Q2, or year."""
        return self.period.label or WHOLE_YEAR

    @property
    def name(self) -> str:
        """Such as "Q2 of 2016/17"."""
        return f"{self.period.label} of {self.year}" if self.is_quarter else str(self.year)

    @property
    def day(self) -> date:
        """The last day that is counted: the period's, or today while it runs."""
        return min(self.period.last_on, self.today)

    @property
    def is_running(self) -> bool:
        return self.today <= self.period.last_on

    @property
    def trend(self) -> tuple[Period, ...]:
        """The quarters of the trend, the earliest first: those before a quarter, or those of a year."""
        if not self.is_quarter:
            return self.quarters
        earlier = [*periods_of(Kind.QUARTERLY, self.year.previous()), *self.quarters]
        at = earlier.index(self.period)
        return tuple(earlier[max(0, at - BEFORE) : at])

    @property
    def options(self) -> list[tuple[str, str]]:
        return [*((one.label, one.label) for one in self.quarters), (WHOLE_YEAR, "Whole year")]


def chosen_of(asked: Mapping[str, str], today: date) -> Chosen:
    """What the address asks for; else the last quarter of the year that is over, or the first while none is.

    What makes no sense, or has not begun, is this year.
    """
    current = FinancialYear.containing(today)
    try:
        year = FinancialYear.parse(asked.get("year", ""))
    except ValueError:
        year = current
    year = year if FIRST_YEAR <= year <= current else current
    quarters = tuple(one for one in periods_of(Kind.QUARTERLY, year) if one.first_on <= today)
    if asked.get("quarter") == WHOLE_YEAR:
        return Chosen(periods_of(Kind.YEARLY, year)[0], quarters, today)
    over = [one for one in quarters if one.last_on < today]
    usual = over[-1] if over else quarters[0]
    return Chosen(next((one for one in quarters if one.label == asked.get("quarter")), usual), quarters, today)


def label_of(period: Period) -> str:
    """The head of a trend's column: Q1 2016/17."""
    return f"{period.label} {period.year}"
