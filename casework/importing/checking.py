"""What would become of each row of a log, every fault in words. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bodies.imports import cells
from bodies.imports.kinds import Context, Row
from bodies.web.text import date_long, date_short, join_and
from casework.actions.common import refuse_body
from casework.actions.thinning import kept_since
from casework.course import Event, Impossible
from casework.importing.cases import course_of_row, new_case
from casework.importing.columns import NOT_PERSONAL, REFERENCE
from casework.importing.events import check_events
from casework.importing.layout import Layout
from casework.importing.private import check_private
from casework.importing.said import Told, told_by, unsaid
from casework.importing.there import There, entries_of, recorded_of
from duties.actions import NotNow
from duties.proclaimed import known_calendars
from duties.working_days import Calendars


@dataclass(frozen=True)
class Asked:
    """What all rows are checked by, read once."""

    layout: Layout
    context: Context
    there: There
    calendars: Calendars


def check_rows(rows: Sequence[Row], layout: Layout, context: Context) -> None:
    """Give each row its label, its plan and whether it is here; refuse in words what cannot be."""
    for row in rows:
        check_private(row)
    references = [row.values[REFERENCE] for row in rows if row.values.get(REFERENCE)]
    asked = Asked(layout, context, There.of(layout, context.body, references), known_calendars())
    seen: dict[str, int] = {}
    for row in rows:
        _check_twice(row, seen)
        case = asked.there.find(row.values[REFERENCE]) if row.values.get(REFERENCE) else None
        _check_facts(row, case, asked)
        check_events(row, layout, context.today)
        if not row.errors:
            _plan(row, case, asked)


def _check_twice(row: Row, seen: dict[str, int]) -> None:
    if not row.values.get(REFERENCE):
        return
    first = seen.setdefault(row.values[REFERENCE].lower(), row.number)
    if first != row.number:
        row.refuse(REFERENCE, f"Row {first} has this reference too. Give each its own, or put both into one row")


def _check_facts(row: Row, case: Any, asked: Asked) -> None:
    """Refuse what cannot be of the case itself: its body, how it came, the days of what it is about."""
    _fill_in(row, asked.layout)
    if row.values.get("received") is not None:
        try:
            refuse_body(asked.context.body, row.values["received"], asked.context.today)
        except NotNow as refusal:
            row.refuse("received", str(refusal).removesuffix("."))
    if case is None and row.reads("subject") and not row.values["subject"]:
        row.refuse("subject", "Fill this in, in neutral words without anybody’s name")
    if row.reads("late_words", "late_reason") and row.values["late_words"] and not row.values["late_reason"]:
        row.refuse("late_reason", f"Fill this in too: it goes with “{asked.layout.title('late_words')}”")
    if row.reads(*asked.layout.given.values()):
        try:
            new_case(row, asked.layout)
        except NotNow as refusal:
            key = "happened_on" if "happened_on" in asked.layout.facts else "channel"
            row.refuse(key, str(refusal).removesuffix("."))


def _fill_in(row: Row, layout: Layout) -> None:
    """Take an empty cell for what its column says that it means."""
    for key, value in layout.defaults.items():
        if key in row.values and row.values[key] is None:
            row.values[key] = value


def _plan(row: Row, case: Any, asked: Asked) -> None:
    """What importing the row does."""
    layout, values = asked.layout, row.values
    told = told_by(values, layout)
    row.plan = {
        "reference": values[REFERENCE], "case": case and case.pk, "not_personal": bool(values[NOT_PERSONAL]),
        "given": {name: _plain(values[key]) for name, key in layout.given.items()},
        "facts": {name: _plain(values[key]) for name, key in layout.facts.items() if values[key]},
        "entries": {name: list(values[key]) for name, key in layout.lists.items() if values[key]},
        "told": [one.as_json() for one in told],
        "late": {"reason": values["late_reason"], "late_words": values["late_words"] or ""}
        if values["late_reason"] else None,
    }  # fmt: skip
    if case is None:
        if _course(row, told, [], asked) is not None:
            row.notes += _about_new(row, told, asked)
    elif case.thinned_on is not None:
        row.is_here = True
        row.notes.append(f"Its words were taken out on {date_long(case.thinned_on)}: it is closed for good.")
    else:
        _compare(row, case, told, asked)


def _compare(row: Row, case: Any, told: list[Told], asked: Asked) -> None:
    """What the row says anew of a case that is in the log."""
    found = unsaid(recorded_of(case), told, asked.layout)
    if _course(row, found.new, [row.as_event for row in case.events.all()], asked, case) is None:
        return
    fills = what_fills(case, row.plan, asked.layout)
    row.is_here = not found.new and not fills
    anew = [f"{asked.layout.title(asked.layout.of_event(one.event.kind).on)} {date_short(one.event.on)}"
            for one in sorted(found.new, key=lambda one: one.event.on)]  # fmt: skip
    anew += [asked.layout.title(key) for key in fills]
    if anew:
        row.notes.append(f"In the log already. Recorded anew: {join_and(anew)}.")
    row.notes += found.notes + _otherwise(case, row, asked.layout)
    if not row.is_here:
        row.notes += _entries_to_put(row, asked, fills)


def _course(row: Row, new: list[Told], recorded: list[Event], asked: Asked, case: Any = None) -> Any:
    """The course with what is new; None where that cannot have happened, which the row says then."""
    events = [one.event for one in new]
    try:
        return course_of_row(row, [*recorded, *events], asked.layout, asked.calendars, case)
    except Impossible as impossible:
        mine = next((one for one in events if one is impossible.event), None)
        words = impossible.words if mine else f"With what is recorded here: {impossible.words}"
        row.refuse(asked.layout.of_event(mine.kind).on if mine else "", words.removesuffix("."))
        return None


def what_fills(case: Any, plan: dict[str, Any], layout: Layout) -> list[str]:
    """The columns that fill what the log has left empty, of a case that is there."""
    found = [key for name, key in layout.facts.items() if name in plan["facts"] and not getattr(case, name)]
    there = entries_of(case, layout)
    found += [key for name, key in layout.lists.items() if name in plan["entries"] and not there.get(name)]
    return found + (["late_reason"] if plan["late"] and not case.late_reason else [])


def _otherwise(case: Any, row: Row, layout: Layout) -> list[str]:
    """What the file says otherwise than the log of the case itself: the log's stays."""
    notes = []
    there = entries_of(case, layout)
    facts = [(name, key) for name, key in [*layout.given.items(), *layout.facts.items()] if row.values[key]]
    for name, key in facts:
        recorded = getattr(case, name)
        if recorded and not _same(recorded, row.values[key]):
            told = f": {date_long(recorded)}" if isinstance(recorded, date) else ""
            notes.append(f"{layout.title(key)}: what is recorded here stays{told}.")
    for name, key in layout.lists.items():
        said = {cells.same(one) for one in row.values[key] or ()}
        if said and there.get(name) and said != {cells.same(one) for one in there[name]}:
            notes.append(f"{layout.title(key)}: what is recorded here stays.")
    return notes


def _same(recorded: Any, told: Any) -> bool:
    return bool(recorded == told or (isinstance(recorded, str) and cells.same(recorded) == cells.same(told)))


def _about_new(row: Row, told: list[Told], asked: Asked) -> list[str]:
    """Where a new case stands, and what it puts on the body's lists."""
    course = course_of_row(row, [one.event for one in told], asked.layout, asked.calendars)
    state = asked.layout.book.state(course, asked.context.today)
    due = f", due {date_short(course.due_on)}" if course.due_on is not None else ""
    soon_thinned = course.ended is not None and course.ended.on < kept_since(
        asked.layout.book.model, asked.context.today
    )
    gone = ["It ended so long ago that its words are taken out again the next night."] if soon_thinned else []
    return [f"{state.word}{due}.", *gone, *_entries_to_put(row, asked, asked.layout.lists.values())]


def _entries_to_put(row: Row, asked: Asked, columns: Any) -> list[str]:
    """What is put on the body's lists, because a row names it."""
    notes = []
    for name, key in asked.layout.lists.items():
        new = [one for one in row.values[key] or () if (name, one.lower()) not in asked.there.terms]
        if new and key in columns:
            notes.append(f"Put on your list “{asked.layout.title(key)}”: {join_and(new)}.")
    return notes


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
