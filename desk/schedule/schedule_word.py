"""The schedule as a Word document: what the accountable officer signs the governance statement on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bodies.web.text import date_long, date_short
from desk.schedule import texts
from desk.schedule.figures import Figure
from desk.schedule.reading import Row, Schedule
from desk.schedule.word import Cell, Text, add_heading, add_paragraph, add_table, new_document

_FIGURES = (["State", "How many", "Rows"], [9.5, 2.2, 15])
_DUTIES = (
    ["Row", "Duty", "Lead", "Evidence", "Status", "Due", "Done", "Achieved"],
    [1.0, 7.2, 2.5, 6.3, 3.6, 2.5, 1.9, 1.7],
)
_LINES = (["General duty", "Legal basis", "How sure"], [11, 12.7, 3])
_SIGNATURE = ([" ", "To be filled in by hand"], [6, 20.7])


def document_of(schedule: Schedule, *, mark: str, made_at: datetime) -> Any:
    """The whole document. `mark` says on every page that a demonstration's evidence is invented."""
    running = f"{schedule.name} · schedule of duties {schedule.year} · as at {date_long(schedule.today)}"
    title = f"Schedule of duties {schedule.year}, {schedule.name}"
    document = new_document(title, running=running, made_at=made_at, landscape=True, mark=mark)
    add_heading(document, title, 1)
    for sentence in texts.opening(schedule):
        add_paragraph(document, sentence)
    if mark:
        add_paragraph(document, mark)
    _figures(document, schedule)
    add_heading(document, "How to read this")
    for sentence in texts.how_to_read(schedule):
        add_paragraph(document, sentence, style="List Bullet")
    for part, rows in schedule.parts:
        add_heading(document, part)
        add_table(document, *_DUTIES, [_duty(row, invented=bool(mark)) for row in rows])
    _general_duties(document, schedule)
    _signature(document, schedule)
    return document


def _figures(document: Any, schedule: Schedule) -> None:
    figures = schedule.figures
    add_heading(document, "Figures")
    total = [Text(texts.owed(schedule), bold=True), Text(str(figures.owed), bold=True), ""]
    rows: list[list[Cell]] = [_figure(figure) for figure in figures.counted]
    add_table(document, *_FIGURES, [*rows, total])
    add_paragraph(document, "")
    add_table(document, ["Of these", *_FIGURES[0][1:]], _FIGURES[1], [_figure(one) for one in figures.within])
    add_paragraph(document, "")
    add_table(document, ["In no figure above", *_FIGURES[0][1:]], _FIGURES[1], [_figure(one) for one in figures.apart])


def _figure(figure: Figure) -> list[Cell]:
    return [figure.label, str(figure.count), ", ".join(words for _, words in figure.runs)]


def _duty(row: Row, *, invented: bool) -> list[Cell]:
    obligation = row.obligation
    duty: list[str | Text] = [Text(row.title, bold=True), f"{row.legal_basis} ({row.how_sure.word})", *row.remarks]
    status: list[str | Text] = [Text(row.line.words.word, bold=True)]
    status += [words for words in (row.evidence_state, row.decision) if words]
    if invented:
        status.append("Invented")
    due = [date_short(obligation.due_on, none="No date set"), row.date_from]
    return [
        str(row.number), duty, row.lead, _evidence(row), status, [words for words in due if words],
        date_short(obligation.done_on, none=""), row.achieved,
    ]  # fmt: skip


def _evidence(row: Row) -> list[str | Text]:
    found: list[str | Text] = []
    for piece in (*row.pieces, *row.gone):
        found += [f"{piece.title} (invented)" if piece.is_invented else piece.title, piece.facts()]
    return found or [texts.NO_EVIDENCE]


def _general_duties(document: Any, schedule: Schedule) -> None:
    if not schedule.general_duties:
        return
    add_heading(document, "The general duties, line by line")
    add_paragraph(document, texts.general_duties(schedule))
    add_table(document, *_LINES, [
        [rule.duty.title, rule.legal_basis, texts.how_sure(rule)] for rule in schedule.general_duties
    ])  # fmt: skip


def _signature(document: Any, schedule: Schedule) -> None:
    add_heading(document, "For the accountable officer")
    for sentence in (texts.seen(schedule), texts.statement_basis(schedule)):
        if sentence:
            add_paragraph(document, sentence, together=True)
    matters, *others = texts.SIGNATURE
    lines = [[matters, [""] * 6], *([label, ["", ""]] for label in others)]
    add_table(document, *_SIGNATURE, lines, together=True)
