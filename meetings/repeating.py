"""The dates of meetings that come round: every so many months on the same weekday, or every so many weeks. Pure.

The rule follows from the first date: a first date on the third Tuesday of its month makes each the third Tuesday of
its own. A fifth Tuesday, which many months have not, is read as the last.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from bodies.web.text import WEEKDAYS, plural

ORDINALS = ("first", "second", "third", "fourth", "last")
LAST = -1
MOST = 60


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every so many months on the weekday of the first date, or every so many weeks; one of the two is 0.

    `is_last`: on the last such weekday of the month.
    """

    months: int = 0
    weeks: int = 0
    is_last: bool = False

    def __post_init__(self) -> None:
        if (self.months < 1) == (self.weeks < 1):
            raise ValueError("a rule repeats by months or by weeks")


class TooMany(ValueError):
    """More dates than are planned at once."""


def dates_of(first: date, repeat: Repeat, until: date, without: Collection[date] = ()) -> list[date]:
    """The dates from the first to the last day, both of which count, but for those that are left out.

    Raises TooMany where there would be more than MOST, and ValueError where the first date does not follow the
    rule itself.
    """
    if repeat.is_last and not is_last_of_month(first):
        raise ValueError("the first date is not the last such weekday of its month")
    start, end = datetime.combine(first, time.min), datetime.combine(until, time.max)
    if repeat.weeks:
        rule = rrule(WEEKLY, dtstart=start, interval=repeat.weeks, until=end)
    else:
        on = weekday(first.weekday(), place_in_month(first, is_last=repeat.is_last))
        rule = rrule(MONTHLY, dtstart=start, interval=repeat.months, byweekday=on, until=end)
    found: list[date] = []
    for moment in rule:
        day = moment.date()
        if day in without:
            continue
        if len(found) == MOST:
            raise TooMany(f"more than {MOST} dates")
        found.append(day)
    return found


def place_in_month(day: date, *, is_last: bool = False) -> int:
    """Which of its weekday it is in its month: 1 to 4, or LAST; a fifth is the last."""
    number = (day.day - 1) // 7 + 1
    return LAST if is_last or number == 5 else number


def is_last_of_month(day: date) -> bool:
    """Whether no later day of its month is the same day of the week."""
    return (date.fromordinal(day.toordinal() + 7)).month != day.month


def words_of(first: date, repeat: Repeat) -> str:
    """The rule in words: "every month on the third Tuesday", "every 6 weeks on Tuesday"."""
    name = WEEKDAYS[first.weekday()]
    if repeat.weeks:
        return f"every {_number(repeat.weeks, 'week')} on {name}"
    place = place_in_month(first, is_last=repeat.is_last)
    ordinal = ORDINALS[place - 1] if place != LAST else ORDINALS[-1]
    return f"every {_number(repeat.months, 'month')} on the {ordinal} {name}"


def _number(number: int, unit: str) -> str:
    return unit if number == 1 else plural(number, unit)
