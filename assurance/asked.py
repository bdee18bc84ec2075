"""What an address of this room asks for: a year, and the day as at which it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duties.years import FIRST_YEAR, FinancialYear


def year_of(asked: Mapping[str, str], usual: FinancialYear | date) -> FinancialYear:
    """The year of the address; the usual one, or that of a day, where there is none or it makes no sense."""
    try:
        return FinancialYear.parse(asked.get("year", ""))
    except ValueError:
        return FinancialYear.containing(usual) if isinstance(usual, date) else usual


def day_asked(asked: Mapping[str, str], today: date) -> date:
    """The past day that the address names as 2016-10-01; today where it names none, a coming day, or one before all."""
    try:
        day = date.fromisoformat(asked.get("on", ""))
    except ValueError:
        return today
    return day if FIRST_YEAR.first_day <= day <= today else today
