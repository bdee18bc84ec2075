"""What a piece of evidence is about: its date, and the periods where it has any. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bodies.web.text import date_long
from duties.periods import Kind, periods_of
from duties.years import FinancialYear

Days = tuple[date, date]  # the first and the last
CALENDAR = range(1900, 2200)  # years of which financial years, quarters and months are named


def words_of(first_on: date, last_on: date) -> str:
    """A period for people: "2015/16", "quarter 2 of 2016/17", "May 2016", else from day to day."""
    if first_on.year in CALENDAR:
        for kind in (Kind.YEARLY, Kind.QUARTERLY, Kind.MONTHLY):
            for period in periods_of(kind, FinancialYear.containing(first_on)):
                if (period.first_on, period.last_on) == (first_on, last_on):
                    return period.words
    if first_on == last_on:
        return date_long(first_on)
    return f"{date_long(first_on)} to {date_long(last_on)}"


def is_outside(about_on: date, periods: Sequence[Days], first_on: date, last_on: date) -> bool:
    """Whether nothing of what a piece is about falls within some days; its periods say so where it has any."""
    if periods:
        return not any(first <= last_on and first_on <= last for first, last in periods)
    return not first_on <= about_on <= last_on
