"""The counts of several bodies as one. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import TypeVar

from casework.figures.bands import Share
from casework.tallies import LogCounts

Counted = TypeVar("Counted", bound=LogCounts)


def summed(kind: type[Counted], counts: Iterable[Counted], last_on: date) -> Counted:
    """The counts added up; the oldest of all is the oldest, and reasons are counted together."""
    rows = list(counts)
    numbers = [one.name for one in fields(kind) if one.name not in ("last_on", "oldest_open_on", "late_reasons")]
    reasons: Counter[str] = Counter()
    for row in rows:
        reasons.update(row.late_reasons)
    days = [row.oldest_open_on for row in rows if row.oldest_open_on is not None]
    return kind(
        last_on, oldest_open_on=min(days, default=None), late_reasons=dict(sorted(reasons.items())),
        **{name: sum(getattr(row, name) for row in rows) for name in numbers},
    )  # fmt: skip


def summed_rates(rates: Iterable[Sequence[Share]], periods: int) -> tuple[Share, ...]:
    """The shares of each period added up."""
    rows = list(rates)
    return tuple(
        Share(sum(row[number].kept for row in rows), sum(row[number].base for row in rows)) for number in range(periods)
    )
