"""One month of meetings as a table of weeks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bodies.web.text import MONTHS
from register.meetings.lines import Line

_WRITTEN = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
FIRST, LAST = date(2013, 4, 1), date(2099, 12, 1)  # the first month of groups, and one that no calendar ends before
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """One month, as its first day."""

    first: date

    @classmethod
    def read(cls, text: str) -> Month | None:
        """The month that an address names, like 2016-10; None for what is none, or not of the register's time."""
        match = _WRITTEN.fullmatch(text)
        if match is None or not 1 <= int(match[2]) <= 12 or not int(match[1]):
            return None
        first = date(int(match[1]), int(match[2]), 1)
        return cls(first) if FIRST <= first <= LAST else None

    @property
    def last(self) -> date:
        return (self.first + 31 * DAY).replace(day=1) - DAY

    @property
    def words(self) -> str:
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"

    @property
    def written(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> Month | None:
        return Month((self.first - DAY).replace(day=1)) if self.first > FIRST else None

    @property
    def after(self) -> Month | None:
        return Month(self.last + DAY) if self.first < LAST else None


@dataclass(frozen=True)
class Day:
    """A day of the table with its meetings; `on` is none outside the month."""

    on: date | None
    meetings: tuple[Line, ...]


def weeks_of(month: Month, lines: list[Line]) -> list[list[Day]]:
    """The weeks of a month from Monday to Sunday, each day with its meetings."""
    by_day: dict[date, list[Line]] = {}
    for line in lines:
        by_day.setdefault(line.on, []).append(line)
    monday = month.first - timedelta(days=month.first.weekday())
    weeks = []
    while monday <= month.last:
        days = [monday + timedelta(days=number) for number in range(7)]
        weeks.append([
            Day(on, tuple(by_day.get(on, ()))) if month.first <= on <= month.last else Day(None, ()) for on in days
        ])  # fmt: skip
        monday += timedelta(days=7)
    return weeks
