"""What all figures share: counting by code, and figures kept as they were when a return was made. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date
from typing import Any, Self

Counts = dict[str, int]


class Freezes:
    """Mix in to a dataclass of figures: numbers, counts by code, and days, whose names end with `_on`."""

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


def within(day: date | None, first: date, last: date) -> bool:
    """Whether a day is there and lies in a stretch, both ends included."""
    return day is not None and first <= day <= last


def by(day: date | None, today: date) -> bool:
    """Whether something has happened by a day: later facts do not exist."""
    return day is not None and day <= today
