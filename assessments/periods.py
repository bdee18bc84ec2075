"""The periods that assessments are about, and a body's part of each."""

from __future__ import annotations

from assessments.frameworks import PERIODS
from bodies.models import Body
from duties.periods import Kind, Period, periods_of, shorten
from duties.years import FinancialYear


def period_of(year: FinancialYear, period: str) -> Period | None:
    """The whole year where `period` is empty, or one of its quarters; None for anything else."""
    if period not in PERIODS:
        return None
    kind = Kind.QUARTERLY if period else Kind.YEARLY
    return next((one for one in periods_of(kind, year) if one.label == period), None)


def part_of(body: Body, year: FinancialYear, period: str) -> Period | None:
    """The part of it in which the body was there; None where it was not."""
    whole = period_of(year, period)
    return shorten(whole, body.opened_on, body.closed_on) if whole else None
