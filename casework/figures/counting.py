"""What all figures share: counting by code, and figures kept as they were when a return was made. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import Any, Self

from casework.course.events import Kept
from casework.figures.bands import Share

Counts = dict[str, int]
ONE_DAY = timedelta(days=1)


class Answers:
    """Mix in to a dataclass that counts what was answered: in its time, in the longer time, late."""

    in_time: int
    extended: int
    late: int

    @property
    def answered(self) -> int:
        return self.in_time + self.extended + self.late

    @property
    def on_time(self) -> Share:
        """In time, in the longer time too, of all that were answered."""
        return Share(self.in_time + self.extended, self.answered)


class Freezes:
    """Mix in to a dataclass of figures of a period: numbers, counts by code, and days, whose names end with `_on`."""

    last_on: date
    as_at_on: date

    @property
    def is_running(self) -> bool:
        """Whether the period was not over yet when it was counted."""
        return self.as_at_on < self.last_on

    def as_json(self) -> dict[str, Any]:
        """The figures as plain data, to be kept."""
        given: dict[str, Any] = asdict(self)  # type: ignore[call-overload]
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The figures as they were kept. What a later version counts besides is none; what it dropped is left out."""
        names = {one.name for one in fields(cls)}  # type: ignore[arg-type]
        read = {
            name: date.fromisoformat(value) if name.endswith("_on") and isinstance(value, str) else value
            for name, value in kept.items()
            if name in names
        }
        return cls(**read)


def tally(codes: Iterable[str]) -> Counts:
    """How often each code is there, by code; a code that is empty stands for what nobody recorded."""
    return dict(sorted(Counter(codes).items()))


def kept_of(rows: Iterable[Any]) -> dict[str, Any]:
    """How many rows kept their limit in each way."""
    kept = tally(row.kept for row in rows)
    return {one.value: kept.get(one, 0) for one in Kept}


def ended_as(rows: Iterable[Any], first: date, day: date, kinds: Mapping[str, str]) -> dict[str, Any]:
    """How many rows ended in each way in a stretch: `kinds` has the way by the name of its figure."""
    how = tally(row.ended_how for row in rows if within(row.ended_on, first, day))
    return {name: how.get(kind, 0) for name, kind in kinds.items()}


def within(day: date | None, first: date, last: date) -> bool:
    """Whether a day is there and lies in a stretch, both ends included."""
    return day is not None and first <= day <= last


def by(day: date | None, today: date) -> bool:
    """Whether something has happened by a day: later facts do not exist."""
    return day is not None and day <= today
