"""Working days in the two calendars that the law uses. Pure: no Django, no clock; the holidays are an offline package.

ANY_UK_NATION is the Freedom of Information calendar: a bank holiday anywhere in the United Kingdom is no working day
(Freedom of Information Act 2000 s10(6)). ENGLAND_AND_WALES serves everything else, complaints among it.

Bank holidays are data, not a formula: some are fixed by the Banking and Financial Dealings Act 1971 Sch 1, the rest are
proclaimed year by year. Each nation is asked for by itself and the answers are put together, because the package's list
for the whole kingdom holds only the days that its nations share (it lacks even Easter Monday).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version

import holidays

ENGLAND = "England"
WALES = "Wales"
SCOTLAND = "Scotland"
NORTHERN_IRELAND = "Northern Ireland"

_PACKAGE_CODES = {ENGLAND: "ENG", WALES: "WLS", SCOTLAND: "SCT", NORTHERN_IRELAND: "NIR"}
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The nations whose bank holidays count."""

    name: str
    nations: tuple[str, ...]


ENGLAND_AND_WALES = Calendar("England and Wales", (ENGLAND, WALES))
ANY_UK_NATION = Calendar("any nation of the United Kingdom", (ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND))


@dataclass(frozen=True)
class Holiday:
    """A bank holiday, and the nations of the calendar that keep it under this name."""

    name: str
    nations: tuple[str, ...]


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether the day is neither a Saturday, a Sunday nor a holiday of the calendar.

    The Freedom of Information Act 2000 s10(6) names Christmas Day and Good Friday; every nation's table holds them.
    """
    return day.weekday() < _SATURDAY and day not in holidays_of(calendar, day.year)


def reason_not_working(day: date, calendar: Calendar) -> str:
    """Why the day is skipped, in words: "Saturday", or "Summer Bank Holiday (Scotland)". Empty for a working day."""
    if day.weekday() >= _SATURDAY:
        return "Saturday" if day.weekday() == _SATURDAY else "Sunday"
    found = holidays_of(calendar, day.year).get(day, ())
    return "; ".join(f"{holiday.name} ({', '.join(holiday.nations)})" for holiday in found)


def add_working_days(start: date, number: int, calendar: Calendar) -> date:
    """The `number`-th working day after `start`, which is day 0 whether or not it is a working day itself.

    Raises ValueError where `number` is less than 1.
    """
    if number < 1:
        raise ValueError(f"the number of working days must be 1 or more, not {number}")
    day = start
    while number:
        day += _ONE_DAY
        if is_working_day(day, calendar):
            number -= 1
    return day


def nth_working_day_of_month(year: int, month: int, number: int, calendar: Calendar) -> date:
    """The `number`-th working day of the month. Raises ValueError where the month has none such."""
    day = add_working_days(date(year, month, 1) - _ONE_DAY, number, calendar)
    if (day.year, day.month) != (year, month):
        raise ValueError(f"{year}-{month:02} has fewer than {number} working days")
    return day


@cache
def holidays_of(calendar: Calendar, year: int) -> Mapping[date, tuple[Holiday, ...]]:
    """The calendar's holidays of one calendar year, those on a weekend too, and each nation's name for them."""
    found: dict[date, dict[str, list[str]]] = {}
    for nation in calendar.nations:
        for day, name in holidays.country_holidays("GB", subdiv=_PACKAGE_CODES[nation], years=year).items():
            found.setdefault(day, {}).setdefault(name, []).append(nation)
    return {
        day: tuple(Holiday(name, tuple(nations)) for name, nations in names.items())
        for day, names in sorted(found.items())
    }


def holiday_table_version() -> str:
    """Which table these answers rest on, to be kept beside a date that was worked out with it."""
    return f"holidays {version('holidays')}"
