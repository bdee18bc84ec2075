"""A row as a case: what is to be logged, and the course that its events make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bodies.imports.kinds import Row
from casework.actions import NewComplaint, NewRequest
from casework.actions.cases import refuse_days, refuse_spoken
from casework.books import REQUESTS
from casework.course import ComplaintCourse, Event, RequestCourse, complaint_course, request_course
from casework.importing.layout import Layout
from duties.working_days import Calendars


def new_case(row: Row, layout: Layout) -> NewRequest | NewComplaint:
    """The facts of a row, as they would be logged. Raises NotNow for what cannot be."""
    values = row.values
    given = {name: values[key] for name, key in layout.given.items()}
    facts = given | {name: values.get(key) or "" for name, key in layout.facts.items()}
    if layout.book is REQUESTS:
        refuse_spoken(facts["law"], facts["channel"])
        return NewRequest(**facts)
    facts |= {name: facts[name] or None for name in ("happened_on", "known_on")}
    refuse_days(facts["received_on"], facts["happened_on"], facts["known_on"])
    return NewComplaint(**facts)


def course_of_row(
    row: Row, events: Iterable[Event], layout: Layout, calendars: Calendars, case: Any = None
) -> RequestCourse | ComplaintCourse:
    """The course that events make, with the facts of the row; with those of the case where it is logged already.

    Raises Impossible.
    """
    of: Any = case if case is not None else new_case(row, layout)
    if layout.book is REQUESTS:
        return request_course(of.received_on, of.law, events, calendars=calendars)
    happened_on, known_on = of.happened_on, of.known_on
    if case is not None and happened_on is None:  # the row fills it in
        happened_on, known_on = row.values["happened_on"], row.values["known_on"]
    return complaint_course(
        of.received_on, of.kind, of.channel, events, happened_on=happened_on, known_on=known_on, calendars=calendars
    )  # fmt: skip
