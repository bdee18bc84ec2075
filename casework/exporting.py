"""A whole log as one table, in the columns and words of its import: it can be taken elsewhere, and brought in there.

What one row cannot say, and what is worked out here, stands in further columns, which the import does not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.conf import settings

from bodies.models import Body
from bodies.web.text import INVENTED, date_long
from bodies.web.workbook import Sheet
from casework import words
from casework.books import REQUESTS, Book
from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.importing import words as imported
from casework.importing.columns import DAYS, NOT_PERSONAL, REFERENCE
from casework.importing.layout import COMPLAINT_LAYOUT, REQUEST_LAYOUT, EventColumns, Layout
from casework.importing.said import Told
from casework.importing.there import entries_of, recorded_of
from casework.keeping import course_of
from casework.models import Case, InformationRequest
from casework.personal import personal_data
from duties.proclaimed import known_calendars

Cells = dict[str, Any]
_OF_BOTH = {
    "channel": dict(words.REQUEST_CHANNELS).__getitem__, "late_reason": imported.LATE_REASON.write,
}  # fmt: skip
# How the value of a column is written.
_WRITE: Mapping[str, Mapping[str, Callable[[str], str]]] = {
    REQUEST_LAYOUT.book.kind: _OF_BOTH | {
        "law": imported.LAW.write, "outcome": imported.outcome_in_words,
        "review_outcome": imported.REVIEW_OUTCOME.write, "regulator_outcome": imported.REGULATOR_OUTCOME.write,
    },
    COMPLAINT_LAYOUT.book.kind: _OF_BOTH | {
        "kind": imported.KIND.write, "outcome": imported.COMPLAINT_OUTCOME.write,
        "ombudsman_outcome": imported.OMBUDSMAN_OUTCOME.write,
    },
}  # fmt: skip
# A later event of the first kind begins anew: what followed the one before it is not told with it.
_FOLLOWS = {
    r.REVIEW_EXTENDED: r.REVIEW_ASKED, r.REVIEW_ANSWERED: r.REVIEW_ASKED, r.REGULATOR_DECIDED: r.REGULATOR_ASKED,
    c.DECIDED: c.REFERRED,
}  # fmt: skip


def sheet_of(book: Book, body: Body, today: date) -> Sheet:
    """Every case of one body, the first received first; a constant number of statements."""
    layout = REQUEST_LAYOUT if book is REQUESTS else COMPLAINT_LAYOUT
    header = [column.title for column in layout.columns]
    rows = (
        book.model.objects.of_bodies([body.pk])
        .for_lines()
        .prefetch_related(book.relation)
        .order_by("received_on", "pk")
    )
    calendars = known_calendars()
    worked_out = list(_worked_out(layout, None, None, today, ()))

    def lines() -> Iterator[list[Any]]:
        for case in rows:
            cells, others = _cells(case, layout)
            more = _worked_out(layout, case, course_of(case, calendars), today, others)
            yield [*(cells.get(column.key, "") for column in layout.columns), *more.values()]

    return Sheet(book.title, [*header, *worked_out], lines())


def _cells(case: Any, layout: Layout) -> tuple[Cells, list[str]]:
    """The cells of a case by column, and in words the events that its one row cannot tell."""
    write = _WRITE[layout.book.kind]
    cells: Cells = {REFERENCE: case.reference}
    for name, key in [*layout.given.items(), *layout.facts.items()]:
        cells[key] = getattr(case, name)
    for name, entries in entries_of(case, layout).items():
        cells[layout.lists[name]] = "; ".join(sorted(entries))
    cells |= {"late_reason": case.late_reason, "late_words": case.late_words}
    others = _tell(cells, recorded_of(case), layout)
    cells = {key: write[key](value) if value and key in write else value for key, value in cells.items()}
    if any(personal_data(str(value)) for key, value in cells.items() if value and key not in DAYS):
        cells[NOT_PERSONAL] = "yes"  # somebody said so when it was typed
    return cells, others


def _tell(cells: Cells, recorded: list[Told], layout: Layout) -> list[str]:
    """Fill in the events; returns those that had no room."""
    by_kind: dict[str, list[Told]] = {}
    for one in sorted(recorded, key=lambda one: (one.event.on, one.event.pk)):
        by_kind.setdefault(one.event.kind, []).append(one)
    others = []
    for columns in layout.events:
        found = by_kind.get(columns.kind, [])
        after = by_kind.get(_FOLLOWS.get(columns.kind, ""))
        told = found if columns.many else [one for one in found[-1:] if not after or one.event.on >= after[-1].event.on]
        others += [f"{layout.title(columns.on)}: {date_long(one.event.on)}" for one in found if one not in told]
        if told:
            cells |= _of_event(told, columns)
    return others


def _of_event(told: list[Told], columns: EventColumns) -> Cells:
    """The cells of one event, or of several that share a cell."""
    days = [one.event.on for one in told]
    event = told[-1].event
    parts = {
        columns.until: event.until_on, columns.code: event.code, columns.codes: "; ".join(event.codes),
        columns.words: told[-1].words,
    }  # fmt: skip
    on: Any = days[0] if len(days) == 1 else "; ".join(day.isoformat() for day in days)
    return {columns.on: on} | {key: value for key, value in parts.items() if key}


def _worked_out(layout: Layout, case: Case | None, course: Any, today: date, others: Any) -> Cells:
    """What the log works out, by title; of no case the titles alone. `importing.columns.NOT_READ` has them all."""
    of: Any = case
    found: Cells = {
        "Due": of and of.due_on, "Limit": of and of.limit_on, "State": of and layout.book.state(course, today).word,
        "How the limit was kept": of and of.get_kept_display(), "Ended on": of and of.ended_on,
    }  # fmt: skip
    if layout.book is REQUESTS:
        found["Disclosure log"] = of and _disclosure(of)
    else:
        found["Acknowledge by"] = of and of.acknowledge_by
    found |= {
        "Handled by": of and of.owner and of.owner.post, "Further events": "; ".join(others),
        "Logged on": of and of.entered_on, "Imported from": of and of.source,
        "Words taken out on": of and of.thinned_on,
    }  # fmt: skip
    if settings.DEMONSTRATION:
        found["Demonstration"] = INVENTED if of and of.is_invented else ""
    return found


def _disclosure(case: InformationRequest) -> str:
    """Whether what was disclosed is published for everybody."""
    if case.disclosed_on is not None:
        return f"Published on {date_long(case.disclosed_on)}: {case.disclosure_title}"
    why = f": {case.get_disclosure_why_display()}" if case.disclosure_why else ""
    return f"{case.get_disclosure_display()}{why}"
