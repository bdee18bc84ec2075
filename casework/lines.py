"""What a list of cases shows: chosen by the address, cut by key, late first; each line with its clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from bodies.web.asked import key_of, words_of
from casework import words
from casework.books import Book
from casework.clocks import Clock
from casework.course import ComplaintCourse, RequestCourse
from casework.keeping import REQUEST, course_of
from duties.proclaimed import known_calendars
from duties.words import Words
from duties.working_days import Calendars
from duties.years import FinancialYear

PAGE = 50
SHOW = {
    "": "Open, late first", "late": "Late", "waiting": "Waiting for the requester", "closed": "Closed, latest first",
    "all": "All, latest received first",
}  # fmt: skip
WHAT = {value for value, _ in (*words.LAWS, *words.KINDS)}  # of requests their law, of complaints what they are
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d|none)\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Chosen:
    """What the address asks for."""

    show: str = ""
    year: FinancialYear | None = None
    term: int | None = None
    what: str = ""  # the law of a request, the kind of a complaint
    words: str = ""
    after: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Chosen:
        """Take what makes sense of an address; the rest is as if it were not there."""
        try:
            year = FinancialYear.parse(asked.get("year", ""))
        except ValueError:
            year = None
        show, what = asked.get("show", ""), asked.get("what", "")
        return cls(
            show if show in SHOW else "", year, key_of(asked.get("term", "")), what if what in WHAT else "",
            words_of(asked.get("q", "")), asked.get("after", ""),
        )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One case as a list shows it. `clock` is that of its due date; None where none runs."""

    case: Any
    course: RequestCourse | ComplaintCourse
    state: Words
    clock: Clock | None


@dataclass(frozen=True)
class LogPage:
    """One page of a log, and the cursor of the next one; empty where there is none."""

    lines: list[Line]
    after: str


def line_of(book: Book, case: Any, today: date, calendars: Calendars) -> Line:
    """A case with its clock; no statement where its events were read with it."""
    course = course_of(case, calendars)
    return Line(case, course, book.state(course, today), book.clock(course, today, calendars))


def log_page(book: Book, bodies: set[int], chosen: Chosen, today: date) -> LogPage:
    """The page of a log that the address asks for; a constant number of statements."""
    rows = fitting(book, book.model.objects.of_bodies(bodies), chosen, today)
    rows, field = _in_order(rows, chosen)
    found = list(rows.for_lines()[: PAGE + 1])  # type: ignore[attr-defined]
    calendars = known_calendars()
    shown = found[:PAGE]
    after = ""
    if len(found) > PAGE:
        after = f"{getattr(shown[-1], field) or 'none'}.{shown[-1].pk}"
    return LogPage([line_of(book, case, today, calendars) for case in shown], after)


def fitting(book: Book, rows: Any, chosen: Chosen, today: date) -> Any:
    """Of a log what the address asks for, in no order."""
    is_request = book.kind == REQUEST
    if chosen.show == "late":
        rows = rows.late(today)
    elif chosen.show in ("", "waiting", "closed"):
        rows = rows.filter(is_open=chosen.show != "closed")
    if chosen.show == "waiting":
        rows = rows.exclude(waits_since=None) if is_request else rows.filter(due_on=None)
    if chosen.year is not None:
        rows = rows.received_in(chosen.year.first_day, chosen.year.last_day)
    if chosen.what:
        rows = rows.filter(**{"law" if is_request else "kind": chosen.what})
    if chosen.term is not None:
        rows = rows.filter(**{book.relation: chosen.term})
    for word in chosen.words.split():
        rows = rows.filter(Q(reference__icontains=word) | Q(subject__icontains=word) | Q(waiting_on__icontains=word))
    return rows


def _in_order(rows: Any, chosen: Chosen) -> tuple[QuerySet[Any], str]:
    """Rows in the order of what is shown, from the cursor on, and the field of that order."""
    if chosen.show in ("", "late", "waiting"):
        return _after(rows, "due_on", chosen.after, later=True).order_by(
            F("due_on").asc(nulls_last=True), "pk"
        ), "due_on"
    field = "ended_on" if chosen.show == "closed" else "received_on"
    return _after(rows, field, chosen.after, later=False).order_by(F(field).desc(nulls_last=True), "-pk"), field


def _after(rows: Any, field: str, cursor: str, *, later: bool) -> Any:
    """What comes after a cursor, a day (or none, which comes last) and a number."""
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        return rows
    way, pk = ("gt" if later else "lt"), int(match[2])
    if match[1] == "none":
        return rows.filter(**{field: None, f"pk__{way}": pk})
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return rows
    beyond = Q(**{f"{field}__{way}": day}) | Q(**{field: day, f"pk__{way}": pk})
    return rows.filter(beyond | Q(**{field: None}))
