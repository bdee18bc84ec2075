"""The audit committee's paper as a Word document: one page of A4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from desk.schedule import texts
from desk.schedule.paper import Item, Listed, Paper
from desk.schedule.word import Cell, Text, add_heading, add_paragraph, add_table, new_document

_FIGURES = (["State", "Count", "Besides", "Count"], [7.2, 1.6, 7.6, 1.6])
_LATE = (["Row", "Duty", "Where it stands", "The body's own reason", "Expected"], [1, 4.8, 4.2, 6, 2])
_SENT_BACK = (["Row", "Duty", "What was missing"], [1, 7.4, 9.6])
BLANKS = "Meeting of: ____________________   Agenda item: __________   Presented by: ______________________________"


def document_of(paper: Paper, *, mark: str, made_at: datetime) -> Any:
    """The whole document. `mark` says that a demonstration's evidence is invented."""
    schedule = paper.schedule
    title = f"Paper for the audit committee: duties {schedule.year}"
    running = schedule.name
    document = new_document(
        f"{title}, {schedule.name}", running=running, made_at=made_at, landscape=False, mark=mark, base=9, small=7.5
    )
    add_heading(document, title, 1)
    add_paragraph(document, BLANKS)
    _section(document, "Purpose", paper.purpose)
    _section(document, "Position", paper.position)
    add_table(document, *_FIGURES, _figures(paper))
    add_heading(document, f"Late: {paper.late.total}")
    _listed(document, paper.late, _LATE, _late, invented=bool(mark))
    add_heading(document, f"Sent back: {paper.sent_back.total}")
    _listed(document, paper.sent_back, _SENT_BACK, _sent_back, invented=bool(mark))
    _section(document, "Who looked", paper.looked_at)
    _section(document, "What changed", paper.changes)
    _section(document, "Decision", paper.asked)
    return document


def _figures(paper: Paper) -> list[Sequence[Cell]]:
    """What the body owed, line by line, and beside it what to know of that."""
    total = [Text(texts.owed(paper.schedule), bold=True), Text(str(paper.schedule.figures.owed), bold=True)]
    owed: list[list[Cell]] = [[*total], *([label, str(count)] for label, count in paper.figures)]
    besides: list[list[Cell]] = [[label, str(count)] for label, count in paper.besides]
    return [[*left, *right] for left, right in zip_longest(owed, besides, fillvalue=["", ""])]


def _section(document: Any, heading: str, text: str) -> None:
    add_heading(document, heading)
    add_paragraph(document, text)


def _listed(document: Any, listed: Listed, table: Any, cells: Any, *, invented: bool) -> None:
    if not listed.items:
        add_paragraph(document, "None.")
        return
    add_table(document, *table, [cells(item, _said(item, invented=invented)) for item in listed.items])
    if listed.more:
        add_paragraph(document, f"And {listed.more} more, in the schedule.")


def _said(item: Item, *, invented: bool) -> str:
    return f"{item.said} (invented)" if invented and item.is_said else item.said


def _late(item: Item, said: str) -> list[Cell]:
    return [str(item.row), item.title, f"{item.state}; {item.lead}", said, item.expected]


def _sent_back(item: Item, said: str) -> list[Cell]:
    return [str(item.row), item.title, said]
