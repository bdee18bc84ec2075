"""The tables of the national page to take away: the same rows, with what a cell counts as numbers. No query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assurance.heat import Figures
from assurance.national.asked import Asked
from assurance.national.beside import Due, Late, Month
from assurance.national.reading import Cell, National
from bodies.web.workbook import Sheet

COUNTS: dict[str, Callable[[Figures], int]] = {
    "late": lambda figures: figures.passed_red, "past date": lambda figures: figures.passed_amber,
    "sent back": lambda figures: figures.sent_back, "due soon": lambda figures: figures.soon,
    "to review": lambda figures: figures.waiting, "no date set": lambda figures: figures.no_date,
    "done": lambda figures: figures.done, "done on time": lambda figures: figures.on_time,
    "of": lambda figures: figures.total,
}  # fmt: skip
LOG = ("in time", "answered", "oldest open since")


def bodies(asked: Asked, table: National) -> Sheet:
    """One row a body, without the totals, which a spreadsheet makes itself."""
    logged = [any(row.cells[at].log is not None for group in table.groups for row in group.rows) for at in _at(asked)]
    heads = [column.title for column in asked.columns.columns]
    heads += [asked.columns.total_title] if asked.columns.total_title else []
    header = ["Year", "As at", "Region", "Code", "Body"]
    for head, has_log in zip(heads, logged, strict=True):
        header += [head, *(f"{head}: {what}" for what in (*COUNTS, *(LOG if has_log else ())))]
    rows = [
        [str(asked.year), asked.day, group.name, row.code, row.name, *_cells(row.cells, logged)]
        for group in table.groups
        for row in group.rows
    ]
    return Sheet("Bodies", header, rows)


def trend(asked: Asked, months: Iterable[Month]) -> Sheet:
    """What fell due in each month, and what became of it by the day."""
    header = [
        "Year",
        "Month",
        "Due before the day",
        *(f"{what[0].upper()}{what[1:]}" for what in COUNTS if what != "of"),
    ]
    rows = [
        [str(month.year), month.first_on, month.figures.total, *_counts(month.figures)[:-1]] for month in months
    ]  # fmt: skip
    return Sheet("By month", header, rows)


def late(asked: Asked, lines: Iterable[Late]) -> Sheet:
    """Everything that is late, the oldest first."""
    header = ["As at", "Body", "Code", "Duty", "About", "Due", "Days late", "State", "Reason", "Expected"]
    rows = []
    for line in lines:
        one, holder = line.obligation, line.obligation.held_by
        rows.append([
            asked.day, holder.name if holder else "Nobody named yet", holder.code if holder else "", one.title,
            one.about, one.due_on, line.days_late, line.words.word, one.reason, one.expected_on,
        ])  # fmt: skip
    return Sheet("Late", header, rows)


def due_next(asked: Asked, lines: Iterable[Due]) -> Sheet:
    """What falls due in thirty days."""
    header = ["As at", "Due", "Duty", "Bodies it is due of", "Done", "To review", "Still open"]
    rows = [
        [asked.day, one.on, one.title, one.figures.total, one.figures.done, one.figures.waiting, one.still_open]
        for one in lines
    ]
    return Sheet("Due in 30 days", header, rows)


def own_duties(asked: Asked, duties: Iterable[Mapping[str, Any]]) -> Sheet:
    """What NHS England itself owes about all bodies."""
    header = ["Year", "As at", "Duty", "State", *(f"{what[0].upper()}{what[1:]}" for what in COUNTS)]
    rows = [[str(asked.year), asked.day, one["title"], one["words"].word, *_counts(one["figures"])] for one in duties]
    return Sheet("Owed by NHS England", header, rows)


def _at(asked: Asked) -> range:
    return range(len(asked.columns.columns) + bool(asked.columns.total_title))


def _cells(cells: Sequence[Cell], logged: Sequence[bool]) -> Iterable[object]:
    for cell, has_log in zip(cells, logged, strict=True):
        yield cell.words.word
        yield from _counts(cell.figures)
        if has_log:
            yield from (
                (cell.log.on_time.kept, cell.log.on_time.base, cell.log.oldest_open_on) if cell.log else [None] * 3
            )


def _counts(figures: Figures) -> list[int]:
    return [count(figures) for count in COUNTS.values()]
