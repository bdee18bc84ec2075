"""What falls due in an assurer's bodies, by week: two statements, whatever the number of bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from bodies.models import Body, Office
from bodies.web.workbook import Sheet
from duties.catalogue import THEMES
from duties.models import Obligation
from duties.querysets import ObligationQuerySet

WEEK = timedelta(days=7)
HOW_MANY = 12
OTHER = ""  # the theme of duties that have none of the six
COUNTED = ("Due", "Done", "Past the date")
NOBODY = "Nobody named yet to answer for it"


@dataclass(frozen=True, slots=True)
class Count:
    """How many fall due, how many of them are done, and how many are past their date with nothing done."""

    due: int = 0
    done: int = 0
    late: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.due + other.due, self.done + other.done, self.late + other.late)


@dataclass(frozen=True, slots=True)
class Week:
    """One week from its Monday: a count for each theme, in the order of THEMES and then the others."""

    monday: date
    counts: tuple[Count, ...]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def total(self) -> Count:
        return sum(self.counts, Count())


@dataclass(frozen=True, slots=True)
class Behind:
    """One body behind a number."""

    code: str
    name: str
    count: Count


COLUMNS = (*THEMES, OTHER)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def due_between(offices: Sequence[Office], first_on: date, last_on: date, today: date) -> ObligationQuerySet:
    """What bodies of these offices owe and answer for, due from day to day; the national office reaches all."""
    owed = Obligation.objects.outside().owed_by_body().filter(due_on__gte=first_on, due_on__lte=last_on)
    if any(office.kind == Office.Kind.NATIONAL for office in offices):
        return owed
    within = [Q(held_by__in=Body.objects.in_office(office, today).order_by().values("pk")) for office in offices]
    return owed.filter(reduce(or_, within, Q(pk__in=[])))


def by_week(offices: Sequence[Office], first: date, today: date, how_many: int = HOW_MANY) -> list[Week]:
    """The weeks from a Monday on; one statement."""
    found: dict[tuple[date, str], Count] = {}
    last_on = first + how_many * WEEK - timedelta(days=1)
    for row in due_between(offices, first, last_on, today).figures(today, "due_on", "duty__theme"):
        key = (monday_of(row["due_on"]), row["duty__theme"])
        found[key] = found.get(key, Count()) + _count(row)
    mondays = (first + number * WEEK for number in range(how_many))
    return [Week(monday, tuple(found.get((monday, theme), Count()) for theme in COLUMNS)) for monday in mondays]


def behind(offices: Sequence[Office], monday: date, theme: str | None, today: date) -> list[Behind]:
    """The bodies behind one number, by name; every theme where it is None. One statement."""
    due = due_between(offices, monday, monday + timedelta(days=6), today)
    if theme is not None:
        due = due.filter(duty__theme=theme)
    rows = due.figures(today, "held_by__code", "held_by__name").order_by("held_by__name")
    return [Behind(row["held_by__code"] or "", row["held_by__name"] or "", _count(row)) for row in rows]


def totals(weeks: Iterable[Week]) -> tuple[Count, ...]:
    """What each column adds up to."""
    return tuple(sum(column, Count()) for column in zip(*(week.counts for week in weeks), strict=True))


def weeks_sheet(listed: Iterable[Week], titles: Sequence[str]) -> Sheet:
    """The weeks to take away, a row for each theme of each; `titles` are in the order of COLUMNS."""
    rows = [
        [week.monday, week.sunday, title, count.due, count.done, count.late]
        for week in listed for title, count in zip(titles, week.counts, strict=True)
    ]  # fmt: skip
    return Sheet("Weeks", ("Week from", "Week to", "Theme", *COUNTED), rows)


def behind_sheet(bodies: Iterable[Behind], monday: date) -> Sheet:
    """The bodies behind a number to take away."""
    rows = [[monday, one.code, one.name or NOBODY, one.count.due, one.count.done, one.count.late] for one in bodies]
    return Sheet("Bodies", ("Week from", "Code", "Body", *COUNTED), rows)


def _count(row: dict[str, Any]) -> Count:
    return Count(row["total"], row["done"], row["passed_red"] + row["passed_amber"])
