"""When a body's standing reviews are due: at the end of the month that it chose. Pure."""

from calendar import monthrange
from dataclasses import replace
from datetime import date

from duties.answers import Answer, Due
from duties.periods import Period
from duties.years import FinancialYear

MARCH = 3  # the last month of the financial year, and nobody's choice
STANDING_REVIEW = "STANDING_REVIEW_FY"
OWN_MONTH = "local policy: the month that the body chose for its reviews"


def review_day(period: Period, month: int) -> date:
    """The last day of the month (1 to 12) within the period's financial year; its own last day where that is outside.

    So a body that began after its month, or ended before it, looks by the last day of its part of the year.
    """
    day = month_end(period.year, month)
    return day if period.first_on <= day <= period.last_on else period.last_on


def month_end(year: FinancialYear, month: int) -> date:
    """The last day of a month (1 to 12) of a financial year: month 3 of 2016/17 is March 2017."""
    calendar_year = year.start_year + (month < 4)
    return date(calendar_year, month, monthrange(calendar_year, month)[1])


def in_own_month(code: str, date_basis: str, answer: Answer, period: Period, month: int) -> Answer:
    """A rule's answer, moved to the body's own month where it is a standing review of ours; law is never moved."""
    if month == MARCH or code != STANDING_REVIEW or date_basis != "reminder" or not isinstance(answer, Due):
        return answer
    return replace(answer, on=review_day(period, month), source=OWN_MONTH)
