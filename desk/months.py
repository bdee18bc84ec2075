"""A body's financial year by month, with reviews that fall due together as one group. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from desk.lines import MANY, Line, is_done, is_review
from duties.review_day import month_end
from duties.words import AHEAD, ON_TIME, Words
from duties.years import FinancialYear

ACT_UPON = 4  # the rank of "due soon": words at least as bad are shown beside a group's count


@dataclass(frozen=True, slots=True)
class Group:
    """Reviews that fall due on one day."""

    due_on: date
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def done(self) -> int:
        return sum(map(is_done, self.lines))

    @property
    def words(self) -> Words:
        """How many are done, as one state."""
        look = ON_TIME if self.done == self.total else AHEAD
        return replace(look, word=f"{self.done} of {self.total} done")

    @property
    def worst(self) -> Words | None:
        """The worst state within, where somebody must act on it."""
        return _worst(self.lines)


@dataclass(frozen=True, slots=True)
class Month:
    """One month: single lines and groups by date. Figures leave out closed, voluntary and from before joining."""

    first_on: date
    entries: tuple[Line | Group, ...]
    due: int
    done: int
    late: int
    worst: Words | None

    @property
    def anchor(self) -> str:
        return f"m-{self.first_on:%Y-%m}"


def by_months(lines: Sequence[Line], year: FinancialYear) -> tuple[list[Month], list[Line]]:
    """The twelve months of the year, empty ones too, and the lines for which no date is set."""
    dated = [line for line in lines if line.due_on is not None]
    months = [_month(month_end(year, (n + 2) % 12 + 1).replace(day=1), dated) for n in range(1, 13)]
    return months, [line for line in lines if line.due_on is None]


def _month(first_on: date, dated: Iterable[Line]) -> Month:
    mine = [line for line in dated if line.due_on and line.due_on.replace(day=1) == first_on]
    counted = [line for line in mine if line.counts]
    return Month(
        first_on=first_on, entries=tuple(together(mine)), due=len(counted), done=sum(map(is_done, counted)),
        late=sum(line.status.is_late for line in counted), worst=_worst(counted),
    )  # fmt: skip


def together(lines: Iterable[Line]) -> list[Line | Group]:
    """Lines by date; several reviews that fall due on one day are one group, before that day's other lines."""
    entries: list[Line | Group] = []
    for due_on, same_day in groupby(lines, key=lambda line: line.due_on):
        here = list(same_day)
        reviews = [line for line in here if is_review(line) and line.counts]
        if due_on is not None and len(reviews) >= MANY:
            entries.append(Group(due_on, tuple(reviews)))
            here = [line for line in here if line not in reviews]
        entries += here
    return entries


def _worst(lines: Iterable[Line]) -> Words | None:
    found = min((line.words for line in lines if line.is_open), key=lambda words: words.rank, default=None)
    return found if found is not None and found.rank <= ACT_UPON else None
