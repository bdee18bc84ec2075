"""Importing one row: a case is logged with all that happened, or what is said anew is recorded of the one there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bodies.imports.kinds import Context
from bodies.models import Body
from casework.actions import (
    Happening,
    NewComplaint,
    NewRequest,
    Origin,
    add_events,
    add_term,
    change_complaint,
    change_request,
    explain_lateness,
    log_complaint,
    log_request,
)
from casework.books import REQUESTS
from casework.importing.checking import what_fills
from casework.importing.layout import Layout
from casework.importing.said import Told, unsaid
from casework.importing.there import There, recorded_of
from casework.models import Term

LONGEST_SOURCE = 200
DAYS = ("received_on", "happened_on", "known_on")

Plan = Mapping[str, Any]


def import_row(plan: Plan, layout: Layout, context: Context) -> None:
    """Do what a checked row asks, as things stand now; what stands so is not written again. Raises NotNow."""
    body = Body.objects.select_for_update().get(pk=context.body.pk)  # the same list twice at once: one after the other
    case = There.of(layout, body, [plan["reference"]]).find(plan["reference"])
    if case is None:
        case = _log(plan, layout, body, context)
    elif case.thinned_on is not None:
        return
    else:
        _fill(case, plan, layout, context)
    told = [Told.from_json(one) for one in plan["told"]]
    new = sorted(unsaid(recorded_of(case), told, layout).new, key=lambda one: one.event.on)
    if new:
        add_events(case=case, happened=[_happened(one) for one in new], **_who(plan, context))
    if plan["late"] and not case.late_reason:
        explain_lateness(case=case, **plan["late"], **_who(plan, context))


def _who(plan: Plan, context: Context) -> dict[str, Any]:
    return {"by": context.by, "today": context.today, "not_personal": plan["not_personal"]}


def _happened(one: Told) -> tuple[str, Happening]:
    event = one.event
    return event.kind, Happening(event.on, event.until_on, event.code, event.codes, one.words)


def _log(plan: Plan, layout: Layout, body: Body, context: Context) -> Any:
    origin = Origin(source=context.file_name[:LONGEST_SOURCE], is_invented=context.invented)
    facts = _facts(plan["given"]) | _facts(plan["facts"]) | {"reference": plan["reference"]}
    terms = _terms(plan["entries"], body, context, plan)
    said: dict[str, Any] = {"body": body, "origin": origin, **_who(plan, context)}
    if layout.book is REQUESTS:
        return log_request(new=NewRequest(**{"subject": "", **facts}, topics=terms), **said)
    return log_complaint(new=NewComplaint(**{"subject": "", **facts}, terms=terms), **said)


def _fill(case: Any, plan: Plan, layout: Layout, context: Context) -> None:
    """Fill in what the log has left empty, and the row tells."""
    columns = what_fills(case, dict(plan), layout)
    told = _facts(plan["facts"])
    facts = {name: told[name] for name, key in layout.facts.items() if key in columns}
    entries = {name: plan["entries"][name] for name, key in layout.lists.items() if key in columns}
    if not facts and not entries:
        return
    change: Any = change_request if layout.book is REQUESTS else change_complaint
    if entries:
        there = list(getattr(case, layout.book.relation).all())
        facts[layout.book.relation] = [*there, *_terms(entries, case.body, context, plan)]
    change(case=case, **facts, **_who(plan, context))


def _facts(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in DAYS else value for name, value in told.items()}


def _terms(entries: Mapping[str, Sequence[str]], body: Body, context: Context, plan: Plan) -> list[Term]:
    """The entries of the body's lists; what is not on a list yet is put there. One that was retired is kept so."""
    found = []
    for name, asked in entries.items():
        there = {one.name.lower(): one for one in Term.objects.filter(body=body, list=name)}
        for entry in asked:
            term = there.get(entry.lower())
            found.append(term or add_term(body=body, list_name=name, name=entry, **_who(plan, context)))
    return found
