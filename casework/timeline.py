"""The story of one case for its page: each event in words, with the due date after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bodies.web.text import date_prose
from casework.actions.events import outcomes_of
from casework.books import Book
from casework.course import Entry
from casework.exemptions import in_words
from duties.explanation import Explanation


@dataclass(frozen=True)
class Moment:
    """One line: when, what, what it says besides, and what its clock says after it. `event` is the row, or None."""

    on: date
    title: str
    said: tuple[str, ...]
    words: str  # as somebody typed them
    due_on: date | None
    due_words: str
    event: Any


def timeline(book: Book, case: Any, entries: tuple[Entry, ...]) -> list[Moment]:
    """Every line of a case, in the order in which it happened; no statement where its events were read with it."""
    rows = {row.pk: row for row in case.events.all()}
    return [_moment(book, case, entry, rows) for entry in entries]


def _moment(book: Book, case: Any, entry: Entry, rows: dict[int, Any]) -> Moment:
    due_on, due_words = _due(entry.due)
    if entry.event is None:
        return Moment(entry.on, "Received", (case.get_channel_display(),), "", due_on, due_words, None)
    row = rows[entry.event.pk]
    return Moment(
        entry.on, book.events_of(case)[row.kind].title, tuple(_said(case, row)), row.words, due_on, due_words, row
    )  # fmt: skip


def _said(case: Any, row: Any) -> list[str]:
    """The day that was told, the outcome and the exemptions."""
    outcome = dict(outcomes_of(case, row.kind)).get(row.code, "")
    until = f"Until {date_prose(row.until_on)}" if row.until_on else ""
    return [words for words in (outcome, until, *map(in_words, row.codes)) if words]


def _due(due: Explanation) -> tuple[date | None, str]:
    return due.answer, due.reason
