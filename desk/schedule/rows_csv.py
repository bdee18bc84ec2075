"""The schedule as CSV: the rows of the page, under names that stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bodies.web.text import INVENTED
from desk.schedule import texts
from desk.schedule.reading import Row, Schedule
from duties.models import DutyRule

HEADER = (
    "body_code", "body", "year", "as_at", "row", "part", "duty", "about", "legal_basis", "how_sure", "lead",
    "evidence_pieces", "evidence", "status", "evidence_state", "decision", "due_on", "date_from", "done_on", "achieved",
    "remarks", "counted_as", "in_the_figures", "marked",
)  # fmt: skip
BETWEEN = " | "


def rows_of(schedule: Schedule, *, invented: bool) -> Iterator[list[object]]:
    """Every row of the schedule, then the general duties as lines of theirs. Dates are written 2016-12-31."""
    about = [schedule.body.code, schedule.name, schedule.year, schedule.today.isoformat()]
    mark = INVENTED if invented else ""
    for row in schedule.rows:
        yield [*about, row.number, *_cells(row), mark]
    for place, rule in enumerate(schedule.general_duties, 1):
        yield [*about, f"{schedule.general.number}.{place}" if schedule.general else "", *_line(rule), mark]


def _cells(row: Row) -> list[object]:
    obligation = row.obligation
    pieces = [f"{piece.title}: {piece.facts(whole_digest=True)}" for piece in (*row.pieces, *row.gone)]
    return [
        row.part, obligation.title, obligation.about, row.legal_basis, row.how_sure.word, row.lead, len(row.pieces),
        BETWEEN.join(pieces), row.line.words.word, row.line.evidence.word, row.decision, _iso(obligation.due_on),
        row.date_from or obligation.no_date_reason, _iso(obligation.done_on), row.achieved, BETWEEN.join(row.remarks),
        row.place.label, "yes" if row.place.counted else "no",
    ]  # fmt: skip


def _line(rule: DutyRule) -> list[object]:
    return [
        rule.duty.category, rule.duty.title, "", rule.legal_basis, texts.how_sure(rule), "", "", "",
        "", "", "", "", "", "", "", "", "Line of the yearly schedule of general duties", "no",
    ]  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
