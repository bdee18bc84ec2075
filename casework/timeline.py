"""The story of one case for its page: each event in words, with the due date after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bodies.web.text import date_prose
from casework.actions.events import outcomes_of
from casework.books import Book
from casework.course import Entry
from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.exemptions import in_words

_SETS_NO_DATE = {*r.ENDING, r.REVIEW_ANSWERED, *r.REGULATOR_KINDS, *c.ENDING, *c.OMBUDSMAN_KINDS}


@dataclass(frozen=True)
class Moment:
    """One line: when, what, what it says besides, and what its clock says after it. `event` is the row, or None."""

    on: date
    title: str
    said: tuple[str, ...]
    words: str  # as somebody typed them
    due_on: date | None
    due_words: str  # why nothing is due; beside a date, of what it is
    event: Any


def timeline(book: Book, case: Any, entries: tuple[Entry, ...]) -> list[Moment]:
    """Every line of a case, in the order in which it happened; no statement where its events were read with it."""
    rows = {row.pk: row for row in case.events.all()}
    moments: list[Moment] = []
    said = ""  # why nothing is due, which is said once
    for entry in entries:
        due_on, due_words = _due(entry)
        moments.append(_moment(book, case, entry, rows, due_on, "" if due_words == said else due_words))
        said = due_words
    return moments


def _moment(
    book: Book, case: Any, entry: Entry, rows: dict[int, Any], due_on: date | None, due_words: str
) -> Moment:  # fmt: skip
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


def _due(entry: Entry) -> tuple[date | None, str]:
    """By when the next thing is due after it, or why nothing is; neither where it ended a clock, or set no date."""
    if entry.event is not None and entry.event.kind in _SETS_NO_DATE:
        return None, ""
    of_review = entry.event is not None and entry.event.kind in (r.REVIEW_ASKED, r.REVIEW_EXTENDED)
    return entry.due.answer, "of the review" if of_review and entry.due.answer else entry.due.reason
