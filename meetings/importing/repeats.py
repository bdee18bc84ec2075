"""When an event of a calendar repeats (RFC 5545 section 3.3.10), for the rules by which meetings do. Pure.

Days only: a meeting keeps its time of day. A rule that never comes to a day ends with `last`, like any other: it is
looked through period by period, never further.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count as counting
from typing import Any

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNDERSTOOD = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
)  # fmt: skip


class NotFollowed(ValueError):
    """The rule is not one by which we can find the days."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `days` are (which, weekday): (3, 1) is the third Tuesday, (0, 1) every Tuesday, (-1, 1) the last."""

    often: str
    interval: int = 1
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_starts: int = 0

    @classmethod
    def of(cls, parts: Mapping[str, Sequence[Any]]) -> Rule:
        """The rule of these parts, by their names in the standard. Raises NotFollowed."""
        if parts.keys() - UNDERSTOOD:
            raise NotFollowed
        often = str(_one(parts, "FREQ", "")).upper()
        days = tuple(_day(str(one)) for one in parts.get("BYDAY", ()))
        rule = cls(
            often, _number(_one(parts, "INTERVAL", 1)), days, _numbers(parts, "BYMONTHDAY"), _numbers(parts, "BYMONTH"),
            _numbers(parts, "BYSETPOS"), _day(str(_one(parts, "WKST", "MO")))[1],
        )  # fmt: skip
        counted = any(which for which, _ in days)
        if often not in _PERIODS or rule.interval < 1 or (counted and often in ("DAILY", "WEEKLY")):
            raise NotFollowed
        return rule


def days_of(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The days of a rule from the first to the last, in order."""
    for period in _PERIODS[rule.often](rule, first, last):
        wanted = sorted(day for day in period if _fits(rule, day, first))
        if rule.places:
            size = len(wanted)
            wanted = sorted({wanted[place - (place > 0)] for place in rule.places if place and -size <= place <= size})
        for day in wanted:
            if day > last:
                return
            if day >= first:
                yield day


def _fits(rule: Rule, day: date, first: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if day.day not in rule.month_days and day.day - length - 1 not in rule.month_days:
            return False
    if rule.days:
        return any(_is_day(rule, day, which, weekday) for which, weekday in rule.days)
    return bool(rule.month_days) or _as_the_first(rule, day, first)


def _as_the_first(rule: Rule, day: date, first: date) -> bool:
    """What a rule leaves open is as on the first day."""
    if rule.often == "WEEKLY":
        return day.weekday() == first.weekday()
    if rule.often == "MONTHLY":
        return day.day == first.day
    return rule.often == "DAILY" or (day.day == first.day and (bool(rule.months) or day.month == first.month))


def _is_day(rule: Rule, day: date, which: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if which == 0:
        return True
    if rule.often == "YEARLY" and not rule.months:
        place, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
    else:
        place, length = day.day, monthrange(day.year, day.month)[1]
    return which == (place - 1) // 7 + 1 if which > 0 else -which == (length - place) // 7 + 1


def _days(rule: Rule, first: date, last: date) -> Iterator[Iterable[date]]:
    for number in range(0, (last - first).days + 1, rule.interval):
        yield (first + timedelta(days=number),)


def _weeks(rule: Rule, first: date, last: date) -> Iterator[Iterable[date]]:
    start = first - timedelta(days=(first.weekday() - rule.week_starts) % 7)
    for number in range(0, (last - start).days + 1, 7 * rule.interval):
        yield [start + timedelta(days=number + day) for day in range(7)]


def _months(rule: Rule, first: date, last: date) -> Iterator[Iterable[date]]:
    for number in counting(first.year * 12 + first.month - 1, rule.interval):
        if number > last.year * 12 + last.month - 1:
            return
        yield _of_month(*divmod(number, 12))


def _years(rule: Rule, first: date, last: date) -> Iterator[Iterable[date]]:
    for year in range(first.year, last.year + 1, rule.interval):
        yield [day for month in range(12) for day in _of_month(year, month)]


_PERIODS = {"DAILY": _days, "WEEKLY": _weeks, "MONTHLY": _months, "YEARLY": _years}


def _of_month(year: int, month: int) -> list[date]:
    """The days of a month that counts from 0."""
    return [date(year, month + 1, day) for day in range(1, monthrange(year, month + 1)[1] + 1)]


def _one(parts: Mapping[str, Sequence[Any]], name: str, default: Any) -> Any:
    found = parts.get(name) or (default,)
    return found[0]


def _numbers(parts: Mapping[str, Sequence[Any]], name: str) -> tuple[int, ...]:
    return tuple(_number(one) for one in parts.get(name, ()))


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as fault:
        raise NotFollowed from fault


def _day(text: str) -> tuple[int, int]:
    which, name = text[:-2], text[-2:].upper()
    if name not in DAYS:
        raise NotFollowed
    return (_number(which) if which else 0), DAYS.index(name)
