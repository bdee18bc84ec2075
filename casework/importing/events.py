"""Whether the cells that tell of an event go together, and say what an event of its kind must say."""

from __future__ import annotations

from datetime import date
from typing import Any

from bodies.imports.cells import one_of
from bodies.imports.kinds import Row
from casework import words
from casework.actions import Happening
from casework.actions.events import check_happening, outcomes_of
from casework.books import REQUESTS
from casework.exemptions import of_law
from casework.importing.layout import EventColumns, Layout
from casework.importing.words import outcome_in_words
from casework.models import Case, Complaint, InformationRequest
from duties.actions import NotNow


def check_events(row: Row, layout: Layout, today: date) -> None:
    """Refuse events that are told by halves, of the future, or without what their kind asks for."""
    law = row.values.get("law")
    case: Case
    if layout.book is not REQUESTS:
        case = Complaint()
    elif law is not None:
        case = InformationRequest(law=law)
    else:
        return
    for columns in layout.events:
        if row.reads(columns.on, *columns.parts):
            _check_event(row, columns, layout, case, today)


def _check_event(row: Row, columns: EventColumns, layout: Layout, case: Any, today: date) -> None:
    values = row.values
    if not values[columns.on]:
        for key in columns.parts:
            if values[key]:
                row.refuse(columns.on, f"Fill this in too, or clear “{layout.title(key)}”: they go together")
                return
        return
    before = len(row.errors)
    _check_parts(row, columns, layout, case)
    if isinstance(case, InformationRequest) and columns.codes:
        _check_exemptions(row, columns, case.law)
    if len(row.errors) > before:
        return
    days = values[columns.on] if isinstance(values[columns.on], tuple) else (values[columns.on],)
    for on in days:
        said = Happening(
            on, values.get(columns.until), values.get(columns.code) or "", tuple(values.get(columns.codes) or ()),
            values.get(columns.words) or "",
        )  # fmt: skip
        try:
            # Whether it looks personal was asked of the cells.
            check_happening(case, columns.kind, said, today, not_personal=True)
        except NotNow as refusal:
            about_exemptions = columns.codes and "exemption" in str(refusal)
            row.refuse(columns.codes if about_exemptions else columns.on, str(refusal).removesuffix("."))
            return


def _check_parts(row: Row, columns: EventColumns, layout: Layout, case: Any) -> None:
    """Whether what goes with the day is filled in, where it must be."""
    events = words.REQUEST_EVENTS[case.law] if isinstance(case, InformationRequest) else words.COMPLAINT_EVENTS
    asked = events[columns.kind]
    allowed = outcomes_of(case, columns.kind)
    needed = {columns.until: bool(asked.until), columns.words: asked.words_needed, columns.code: bool(allowed)}
    for key, is_needed in needed.items():
        if key and is_needed and not row.values[key]:
            row.refuse(key, f"Fill this in too: it goes with “{layout.title(columns.on)}”")
    code = row.values.get(columns.code)
    if code and code not in dict(allowed):
        known = one_of([outcome_in_words(value) for value, _ in allowed])
        row.refuse(columns.code, f"Under the environmental regulations there is no such outcome. Write {known}")


def _check_exemptions(row: Row, columns: EventColumns, law: str) -> None:
    known = {one.section for one in of_law(law)}
    unknown = [one for one in row.values[columns.codes] or () if one not in known]
    if unknown:
        name = "exemption of the Act" if law == "foi" else "exception of the environmental regulations"
        example = "s43" if law == "foi" else "r12(5)(e)"
        row.refuse(columns.codes, f"{unknown[0]} is no {name} that we know. Write it like {example}")
