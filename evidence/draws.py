"""How a sample is drawn, so that anybody can draw it again. Pure.

Each obligation gets a number: the SHA-256, in hexadecimal, of the seed, a colon and the obligation's id. The lowest are
drawn. Nobody can choose a seed that is known only when the draw is held, nor a number that follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256

AT_MOST_MONTHS = 2  # so that a new installation, or one that stood still, does not draw years


def number_of(seed: str, key: int) -> str:
    """The number by which one obligation takes part in a draw."""
    return sha256(f"{seed}:{key}".encode()).hexdigest()


def how_many(count: int, share_percent: int) -> int:
    """How many of so many are drawn: the share, rounded up, so that there is one where there is any."""
    return -(-count * share_percent // 100)


def in_order(keys: Iterable[int], seed: str) -> list[tuple[str, int]]:
    """Every number with its obligation's id, the lowest first."""
    return sorted((number_of(seed, key), key) for key in keys)


def drawn(keys: Iterable[int], seed: str, share_percent: int) -> list[int]:
    """The ids that are drawn, in the order of their numbers."""
    ordered = in_order(keys, seed)
    return [key for _, key in ordered[: how_many(len(ordered), share_percent)]]


def finished_months(today: date) -> list[date]:
    """The first days of the last months that are over, the earlier first."""
    months = [_month_before(today)]
    while len(months) < AT_MOST_MONTHS:
        months.insert(0, _month_before(months[0]))
    return months


def last_day(month: date) -> date:
    """The last day of the month that begins on a day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
