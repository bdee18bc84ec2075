"""Small numbers kept from the public, so that nobody can be recognised by them. Pure.

In a group of counts that add up to a total a count from 1 to 4 is shown as "fewer than 5". What subtraction would give
back is hidden with it: the next smallest of the group, as "not shown", until no number can be told. Whoever reads may
know the rule: what is shown as fewer than 5 is 1 to 4, what is not shown is 5 or more and no more than the smallest
that is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5
"""Counts below this are not shown, but for none at all. Our own policy; a common one for figures of health."""

FEWER = f"fewer than {FEWEST}"
NOT_SHOWN = "not shown"
NOTE = (
    f"Numbers from 1 to {FEWEST - 1} are shown as “{FEWER}”. Where they could be worked out from the others, others "
    "are not shown either (our own policy, so that nobody can be recognised)."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as the public sees it: words for each count and for the total, in the order that was given."""

    cells: tuple[tuple[str, str], ...]
    total: str

    @property
    def hides(self) -> bool:
        return any(words in (FEWER, NOT_SHOWN) for words in (self.total, *dict(self.cells).values()))


def shown(counts: Mapping[str, int]) -> Shown:
    """A group of counts, which add up to its total, for the public. Raises ValueError for a count below none."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is none or more")
    total = sum(counts.values())
    if 0 < total < FEWEST:
        return Shown(tuple((name, NOT_SHOWN) for name in counts), FEWER)
    hidden = _hidden(counts)
    if hidden is None:
        return Shown(tuple((name, NOT_SHOWN) for name in counts), f"{total:,}")
    cells = ((name, _words(count, is_hidden=name in hidden)) for name, count in counts.items())
    return Shown(tuple(cells), f"{total:,}")


def shown_alone(count: int) -> str:
    """One number that belongs to no group."""
    return _words(count, is_hidden=0 < count < FEWEST)


def _words(count: int, *, is_hidden: bool) -> str:
    if not is_hidden:
        return f"{count:,}"
    return FEWER if 0 < count < FEWEST else NOT_SHOWN


def _hidden(counts: Mapping[str, int]) -> set[str] | None:
    """The names of what is hidden: the small ones, and as many of the next smallest as it takes; None: all, and none
    is said to be small.
    """
    small = {name for name, count in counts.items() if 0 < count < FEWEST}
    others = sorted((name for name, count in counts.items() if count >= FEWEST), key=lambda name: counts[name])
    for position in range(len(others) + 1):
        hidden = small | set(others[:position])
        if _is_safe([counts[name] for name in hidden], [counts[name] for name in others[position:]]):
            return hidden
    return None


def _is_safe(hidden: Sequence[int], in_sight: Sequence[int]) -> bool:
    """Whether each hidden number may be one of two at least, for somebody who knows their sum and the rule."""
    total = sum(hidden)
    most = min(in_sight, default=total)
    ranges = [(1, FEWEST - 1) if count < FEWEST else (FEWEST, most) for count in hidden]
    least, highest = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return all(max(low, total - (highest - high)) < min(high, total - (least - low)) for low, high in ranges)
