"""Pre-election periods: dated data, read from the repository. Pure but for reading the file once.

Inside a period publishing warns; it never forbids. Which of several is told: the one that runs longest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from bodies.csvfile import Row, read_rows
from bodies.web.text import date_long

FILE = Path(__file__).parent / "data" / "pre_election_periods.csv"
COLUMNS = ("name", "area", "from_on", "to_on", "source", "confidence")
AREAS = ("United Kingdom", "England", "parts of England")
CONFIDENCES = ("CONFIRMED", "MIXED", "RECALLED")


@dataclass(frozen=True)
class Period:
    """One period, with both its days in it."""

    name: str
    area: str
    from_on: date
    to_on: date
    source: str
    confidence: str

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on

    @property
    def sentence(self) -> str:
        """What a warning says of it."""
        what = self.name[:1].lower() + self.name[1:]
        doubt = "" if self.confidence == "CONFIRMED" else " These days are to be verified."
        return (
            f"A pre-election period runs from {date_long(self.from_on)} to {date_long(self.to_on)}: {what}"
            f" in {'the ' if self.area.startswith('United') else ''}{self.area}.{doubt}"
        )


def period_on(day: date) -> Period | None:
    """The period that a day lies in, if there is one."""
    return max((one for one in periods() if one.covers(day)), key=lambda one: one.to_on, default=None)


@cache
def periods() -> tuple[Period, ...]:
    return read_periods(FILE)


def read_periods(file: Path) -> tuple[Period, ...]:
    """Every period of a file, in order. Raises bodies.csvfile.DataFileError at the first fault."""
    found: list[Period] = []
    lines: dict[tuple[str, date], int] = {}
    for row in read_rows(file, COLUMNS):
        period = _period(row)
        same = lines.setdefault((period.name, period.from_on), row.line)
        if same != row.line:
            raise row.error("name", f"this period stands already in line {same}")
        if found and period.from_on < found[-1].from_on:
            raise row.error(
                "from_on", f"this begins before the period above it, {found[-1].from_on}; keep them in order"
            )
        found.append(period)
    return tuple(found)


def _period(row: Row) -> Period:
    from_on, to_on = row.day("from_on"), row.day("to_on")
    if to_on < from_on:
        raise row.error("to_on", f"this is before the first day, {from_on}")
    if (to_on - from_on).days > 100:
        raise row.error("to_on", "no pre-election period lasts more than a hundred days")
    return Period(
        name=row.required("name"), area=row.one_of("area", AREAS), from_on=from_on, to_on=to_on,
        source=row.required("source"), confidence=row.one_of("confidence", CONFIDENCES),
    )  # fmt: skip
