"""What an obligation is called: its duty with the step, and the period or the record it is about. Pure."""

from __future__ import annotations

from datetime import date

from bodies.web.text import MONTHS
from duties.years import FinancialYear


def title_of(duty: str, step: str) -> str:
    """The duty's title with the step, where there are several."""
    return f"{duty}: {step}" if step else duty


def about(subject: str, period_year: int, period: str) -> str:
    """The period or the record it is about: "2016/17, quarter 2"."""
    if subject:
        return subject
    year = str(FinancialYear(period_year))
    return f"{year}, {period_words(period)}" if period else year


def period_words(period: str) -> str:
    """The part of the year in words: "quarter 2", "May 2016"."""
    if period.startswith("Q"):
        return f"quarter {period[1:]}"
    first = date.fromisoformat(f"{period}-01")
    return f"{MONTHS[first.month - 1]} {first.year}"
