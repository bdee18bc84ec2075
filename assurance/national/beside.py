"""What stands beside the national table: how it goes by month, the oldest late, and what falls due next.

All of the same bodies, columns and day as the table. Each is one statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from assurance.heat import NOTHING, Figures
from assurance.holders import Holders
from assurance.national.asked import Asked
from bodies.access import Reach
from bodies.models import Body
from bodies.web.charts import Course, Fraction, LineChart, line_chart
from bodies.web.text import MONTHS
from duties.models import Obligation
from duties.periods import Kind, periods_of
from duties.querysets import ObligationQuerySet
from duties.status import Timing
from duties.words import Words
from duties.years import FinancialYear

OLDEST = 10
NEXT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Month:
    """What fell due in one month of a year, by the day; `year` is the financial year."""

    year: FinancialYear
    first_on: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class Late:
    """One obligation that is late, with the body's own reason."""

    obligation: Obligation
    words: Words
    days_late: int


@dataclass(frozen=True, slots=True)
class Due:
    """One duty that falls due on one day, for how many bodies, and how far they are."""

    on: date
    title: str
    figures: Figures

    @property
    def still_open(self) -> int:
        return self.figures.total - self.figures.done - self.figures.waiting


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose duties stand beside the table: those of its columns, of the bodies that it shows."""

    asked: Asked
    bodies: frozenset[int | None]
    holders: Holders

    @property
    def every(self) -> ObligationQuerySet:
        """What any body owes in any year, of the columns."""
        return self.asked.columns.narrow(Obligation.objects.outside().owed_by_body())

    @property
    def owed(self) -> ObligationQuerySet:
        """What the bodies of the region owe."""
        if not self.asked.region:
            return self.every
        return self.every.filter(self.holders.answered_by(body for body in self.bodies if body is not None))


def trend(scope: Scope) -> list[Month]:
    """By month of the day it was due, of the year and of the one before, as far as the day has come."""
    asked = scope.asked
    years = (asked.year.previous(), asked.year)
    fell_due = scope.owed.filter(year__in=[year.start_year for year in years], due_on__lt=asked.day)
    by_month: dict[date, Figures] = {}
    for row in fell_due.figures(asked.day, "due_on"):
        month = row.pop("due_on").replace(day=1)
        by_month[month] = by_month.get(month, NOTHING) + Figures(**row)
    return [
        Month(year, one.first_on, by_month.get(one.first_on, NOTHING))
        for year in years
        for one in periods_of(Kind.MONTHLY, year)
        if one.first_on < asked.day
    ]


def trend_chart(asked: Asked, months: Iterable[Month]) -> LineChart:
    """The share of what fell due that was met on time, month by month: this year's line above the last one's."""
    by_year: dict[FinancialYear, list[Fraction]] = {asked.year: [], asked.year.previous(): []}
    for month in months:
        by_year[month.year].append((month.figures.on_time, month.figures.total))
    labels = [MONTHS[one.first_on.month - 1] for one in periods_of(Kind.MONTHLY, asked.year)]
    courses = [Course(str(year), (*shares, *[None] * (len(labels) - len(shares)))) for year, shares in by_year.items()]
    said = (
        f"The share of what fell due in each month that was met on time, {asked.year} beside {asked.year.previous()}."
    )
    return line_chart("trend", "Met on time, by the month in which it was due", said, labels, courses)


def oldest_late(scope: Scope, reach: Reach, most: int | None = OLDEST) -> list[Late]:
    """What has been late for longest, whatever year it fell due in up to this one; all of it where `most` is None.

    Only of bodies within reach: what another region's body says of itself is its own region's to read. What is late is
    little beside what is owed: so its keys are read by their own index, whoever owes it, and then the lines shown.
    """
    asked = scope.asked
    can_open = None if reach.is_national() else _within_reach(reach, asked.today)
    rows = [
        row
        for part in _late_on(scope.every.filter(due_on__lte=asked.year.last_day), asked)
        for row in part.values_list("due_on", "pk", "body", "held_by")
    ]
    keys = []
    for _, key, incurred_by, held_by in sorted(rows, key=lambda row: row[:2]):
        holder = scope.holders.holder_of(incurred_by, held_by)
        if (not asked.region or holder in scope.bodies) and (can_open is None or holder in can_open):
            keys.append(key)
    lines = Obligation.objects.filter(pk__in=keys[:most]).for_pages().order_by("due_on", "pk")
    return [Late(one, one.words(asked.day), one.status(asked.day).days_late) for one in lines]


def _within_reach(reach: Reach, today: date) -> set[int]:
    """The bodies that an assurer of some regions may open."""
    offices = [one.office for one in reach.offices() if one.office is not None]
    return {body for office in offices for body in Body.objects.in_office(office, today).values_list("pk", flat=True)}


def _late_on(owed: ObligationQuerySet, asked: Asked) -> tuple[ObligationQuerySet, ...]:
    """Late as at the day: the one question of what is late for today, its status on a day that has passed."""
    if not asked.is_past:
        return owed.late_in_parts(asked.day)
    return (owed.opened_by(asked.day).with_status(asked.day).filter(timing=Timing.PASSED),)  # type: ignore[misc]


def due_next(scope: Scope) -> list[Due]:
    """What falls due in the thirty days from the day on, by day and duty, the next first."""
    asked = scope.asked
    within = Q(due_on__gte=asked.day, due_on__lte=asked.day + NEXT)
    rows = scope.owed.filter(within).figures(asked.day, "due_on", "duty_id", "duty__title")
    return [_due(row) for row in rows.order_by("due_on", "duty__title")]


def _due(row: dict[str, Any]) -> Due:
    on, title, _ = row.pop("due_on"), row.pop("duty__title"), row.pop("duty_id")
    return Due(on, title, Figures(**row))
