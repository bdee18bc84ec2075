"""A whole list of meetings of any bodies, at the console: checked as on the page, then imported row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bodies.imports import reading
from bodies.imports.kinds import Row
from duties.actions import NotNow
from meetings.importing.applying import Source, import_row
from meetings.importing.checking import Asked, check_rows
from meetings.importing.kind import MEETINGS, sheet_of


@dataclass
class Done:
    """What became of the rows in which nothing was wrong: how many, and those that something stood against."""

    new: int = 0
    changed: int = 0
    here: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def check_file(path: Path, today: date) -> list[Row]:
    """The rows of a file with what is wrong with each; nothing is written. Raises OSError and sheets.Unreadable."""
    with path.open("rb") as stream:
        rows, _ = reading.rows_of(MEETINGS, sheet_of(stream, today))
    check_rows(rows, Asked(None, lambda body: True, today))
    return rows


def import_checked(rows: Sequence[Row], *, name: str, today: date, invented: bool = False) -> Done:
    """Import the rows in which nothing is wrong, each by itself; what is here already is left as it is."""
    done, source = Done(), Source(name, None, today, invented)
    for row in rows:
        if row.errors:
            continue
        if row.is_here:
            done.here += 1
            continue
        try:
            import_row(row.plan, source)
        except NotNow as refusal:
            done.refused.append((row.number, str(refusal)))
            continue
        if row.plan["meeting"] is None:
            done.new += 1
        else:
            done.changed += 1
    return done
