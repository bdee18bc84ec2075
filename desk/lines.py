"""A body's obligations as lines of a list, and the ways to choose among them. Pure: no Django, no clock.

The home's numbers and the lists that they lead to ask the same functions here, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Protocol

from duties.status import EvidenceState, Status, Timing
from duties.words import Words

SIX_WEEKS = timedelta(days=42)
MANY = 3  # so many reviews due on one day are one line
CERTIFIED = "certified"
NO_FIGURE = (Timing.CLOSED, Timing.NOT_TRACKED, Timing.VOLUNTARY)


class Item(Protocol):
    """What a line needs of an obligation."""

    pk: int
    due_on: date | None
    proof: str
    date_basis: str
    year: int

    def has_owner(self, today: date) -> bool: ...
    def status(self, today: date) -> Status: ...
    def words(self, today: date) -> Words: ...
    def evidence_words(self, today: date) -> Words: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One obligation on one day."""

    obligation: Any
    status: Status
    words: Words
    evidence: Words
    days_left: int | None
    has_owner: bool

    @property
    def due_on(self) -> date | None:
        return self.obligation.due_on

    @property
    def is_open(self) -> bool:
        """Whether the body has still something to do, and it counts."""
        return self.status.is_open and self.counts

    @property
    def counts(self) -> bool:
        """Whether it is in any figure: not closed, not voluntary, and due since the body uses the tracker."""
        return self.status.timing not in NO_FIGURE

    @property
    def to_certify(self) -> bool:
        """Whether somebody of the body sent it in for its lead to certify."""
        return self.status.evidence is EvidenceState.WAITING and self.obligation.proof == CERTIFIED


def line_of(obligation: Item, today: date) -> Line:
    days_left = (obligation.due_on - today).days if obligation.due_on else None
    return Line(
        obligation,
        obligation.status(today),
        obligation.words(today),
        obligation.evidence_words(today),
        days_left,
        obligation.has_owner(today),
    )


def lines_of(obligations: Iterable[Item], today: date) -> list[Line]:
    """Every obligation as a line, by due date; those without one last."""
    lines = [line_of(obligation, today) for obligation in obligations]
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.obligation.pk))


def is_late(line: Line) -> bool:
    return line.status.is_late


def is_sent_back(line: Line) -> bool:
    return line.is_open and line.status.evidence is EvidenceState.SENT_BACK


def is_due_soon(line: Line) -> bool:
    """Open and due within six weeks from today."""
    return line.is_open and line.days_left is not None and 0 <= line.days_left <= SIX_WEEKS.days


def has_no_owner(line: Line) -> bool:
    return line.is_open and not line.has_owner


def has_no_date(line: Line) -> bool:
    return line.is_open and line.due_on is None


def is_waiting(line: Line) -> bool:
    return line.status.evidence is EvidenceState.WAITING


def is_done(line: Line) -> bool:
    return line.status.is_met


def is_open(line: Line) -> bool:
    return line.is_open


# What an address may ask for with ?show=, and the words of the choice.
SHOW: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "late": ("Late", is_late),
    "sent_back": ("Sent back", is_sent_back),
    "soon": ("Due in six weeks", is_due_soon),
    "no_owner": ("Without an owner", has_no_owner),
    "open": ("Still to do", is_open),
    "waiting": ("Waiting for review", is_waiting),
    "no_date": ("No date set", has_no_date),
    "done": ("Done", is_done),
}


@dataclass(frozen=True, slots=True)
class Many:
    """Standing reviews due on one day, as one line."""

    due_on: date
    total: int
    certified: int


@dataclass(frozen=True, slots=True)
class Later:
    """What comes after the next six weeks: single lines, and days with many reviews, by date."""

    entries: tuple[Line | Many, ...]
    without_date: int


def later_this_year(lines: Sequence[Line], today: date, year: int, *, together: bool = True) -> Later:
    """What falls due in the year, but after six weeks; `together`: thirty reviews due on one day are one line."""
    coming = [
        line
        for line in lines
        if line.counts and line.obligation.year == year and line.due_on and line.due_on > today + SIX_WEEKS
    ]
    entries: list[Line | Many] = []
    for due_on, group in groupby(coming, key=lambda line: line.due_on):
        same_day = list(group)
        reviews = [line for line in same_day if is_review(line)]
        if together and due_on and len(reviews) >= MANY:
            entries.append(Many(due_on, len(reviews), sum(1 for line in reviews if is_done(line))))
        else:
            reviews = []
        entries += [line for line in same_day if line not in reviews and not is_done(line)]
    without_date = sum(1 for line in lines if has_no_date(line) and line.obligation.year == year)
    return Later(tuple(entries), without_date)


def is_review(line: Line) -> bool:
    """Whether it is a standing review that the body certifies: the kind that is confirmed many at a time."""
    return line.obligation.proof == CERTIFIED and line.obligation.date_basis == "reminder"


def by_month(lines: Sequence[Line]) -> list[tuple[date | None, list[Line]]]:
    """Lines by the month in which they are due (its first day); those without a date under None, last."""
    return [(month, list(group)) for month, group in groupby(lines, key=lambda line: _month(line.due_on))]


def _month(day: date | None) -> date | None:
    return day.replace(day=1) if day else None
