"""Bank holidays that were proclaimed after the holiday table in use was made."""

from __future__ import annotations

from datetime import date

from duties.models import ProclaimedHoliday
from duties.working_days import STANDARD, Calendars, Extra, Holiday


def known_holidays() -> dict[date, Holiday]:
    """The proclaimed holidays that hold, by day; one statement."""
    rows = ProclaimedHoliday.objects.filter(withdrawn_on=None).order_by("on")
    return {row.on: as_holiday(row) for row in rows}


def as_holiday(row: ProclaimedHoliday) -> Holiday:
    """The same as the pure rules read it; one that was invented says so in every working."""
    mark = ", invented for the demonstration" if row.is_demonstration else ""
    return Holiday(f"{row.title}{mark}", tuple(row.nations))


def known_calendars() -> Calendars:
    """The two calendars with every proclaimed holiday; one statement."""
    return calendars_with(known_holidays())


def calendars_with(extra: Extra) -> Calendars:
    """The two calendars with these holidays; where there is none the standard ones, which keep what they worked out."""
    return Calendars.with_extra(extra) if extra else STANDARD
