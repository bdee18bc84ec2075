"""The twelve months of a body's year: what fell due in each and what became of it. Pure but for the one read."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from assurance.body.asking import Asked, owed
from bodies.web.charts import BarChart, Part, bar_chart
from bodies.web.text import MONTHS
from duties.status import EvidenceState, Facts, Status, Timing, status
from duties.years import FinancialYear

# What became of a date, in the order of the bars: its key, its words and its pattern.
PARTS = (
    ("on_time", "Met on time", "solid"), ("late_done", "Met late", "striped"), ("late", "Late now", "crossed"),
    ("waiting", "Waiting for review", "dotted"), ("ahead", "Not due yet", "empty"),
)  # fmt: skip
FACTS = tuple(field.name for field in fields(Facts))
NOT_COUNTED = (Timing.CLOSED, Timing.VOLUNTARY, Timing.NO_DATE, Timing.NOT_TRACKED)


@dataclass(frozen=True, slots=True)
class Month:
    """One month: how many fell due in it, what became of them, and how many were late when it ended.

    `late_at_end` counts whatever fell due in the year before the month ended; None for a month to come.
    """

    first_on: date
    became: dict[str, int]
    late_at_end: int | None

    @property
    def name(self) -> str:
        return f"{MONTHS[self.first_on.month - 1]} {self.first_on.year}"

    @property
    def key(self) -> str:
        """As the list of the year names its months: 2016-04."""
        return f"{self.first_on:%Y-%m}"

    @property
    def due(self) -> int:
        return sum(self.became.values())


@dataclass(frozen=True, slots=True)
class Timeline:
    """The months of a year. `elsewhere` counts dates that were moved out of it, and stand in no month."""

    months: tuple[Month, ...]
    elsewhere: int

    @property
    def due(self) -> int:
        return sum(month.due for month in self.months)

    def chart(self, name: str, year: FinancialYear) -> BarChart:
        """The same as bars."""
        title = f"What fell due in {year}, month by month, and what became of it"
        parts = [Part(words, pattern, tuple(m.became[key] for m in self.months)) for key, words, pattern in PARTS]
        said = f"{name}: {self.due:,} dates in twelve months."
        return bar_chart("months", title, said, [month.name for month in self.months], parts, total="Due")


@dataclass(frozen=True, slots=True)
class Dated:
    """The facts of one obligation, and since when it was open."""

    facts: Facts
    opened_on: date

    def on(self, day: date) -> Status | None:
        """Where it stood on a day; None before it was opened."""
        return status(self.facts, day) if self.opened_on <= day else None


def timeline(asked: Asked) -> Timeline:
    """The months of the body's year; one statement."""
    found = owed(asked, frozenset({asked.body.pk})).opened_by(asked.day).order_by()
    return months_of(
        asked.year, [Dated(row.facts, row.opened_on) for row in found.only("opened_on", *FACTS)], asked.day
    )


def months_of(year: FinancialYear, rows: Sequence[Dated], day: date) -> Timeline:
    """Count them by the month of their date, as at a day. Pure."""
    standing = [(row.facts.due_on, now) for row in rows if (now := row.on(day)) is not None]
    counted = [(due_on, now) for due_on, now in standing if due_on and now.timing not in NOT_COUNTED]
    became = Counter((due_on.replace(day=1), _became(now)) for due_on, now in counted)
    months = tuple(
        Month(first, {key: became[first, key] for key, _, _ in PARTS}, _late_at_end(rows, first, day))
        for first in firsts_of(year)
    )
    return Timeline(months, len(counted) - sum(month.due for month in months))


def firsts_of(year: FinancialYear) -> list[date]:
    """The first days of its twelve months."""
    return [date(year.start_year + (number > 12), (number - 1) % 12 + 1, 1) for number in range(4, 16)]


def _late_at_end(rows: Iterable[Dated], first: date, day: date) -> int | None:
    """How many were late on the month's last day, or on the day while it runs."""
    if first > day:
        return None
    end = min(first.replace(day=monthrange(first.year, first.month)[1]), day)
    return sum(now.is_late for row in rows if (now := row.on(end)) is not None)


def _became(now: Status) -> str:
    if now.timing is Timing.PASSED:
        return "late"
    if now.evidence is EvidenceState.WAITING:
        return "waiting"
    return {Timing.ON_TIME: "on_time", Timing.DONE_LATE: "late_done"}.get(now.timing, "ahead")
