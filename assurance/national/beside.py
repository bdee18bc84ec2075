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
from assurance.national.reading import National
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
    slug: str
    title: str
    theme: str
    category: str
    figures: Figures

    @property
    def still_open(self) -> int:
        return self.figures.total - self.figures.done - self.figures.waiting


def owed_by_shown(asked: Asked, table: National, holders: Holders) -> ObligationQuerySet:
    """What the bodies of the table owe in any year, of its columns."""
    owed = asked.columns.narrow(Obligation.objects.outside().owed_by_body())
    if not asked.region:
        return owed
    return owed.filter(holders.answered_by(body for body in table.holders if body is not None))


def trend(asked: Asked, owed: ObligationQuerySet) -> list[Month]:
    """By month of the day it was due, of the year and of the one before, as far as the day has come."""
    years = (asked.year.previous(), asked.year)
    fell_due = owed.filter(year__in=[year.start_year for year in years], due_on__lt=asked.day)
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


def oldest_late(asked: Asked, owed: ObligationQuerySet, reach: Reach, most: int | None = OLDEST) -> list[Late]:
    """What has been late for longest, whatever year it fell due in up to this one; all of it where `most` is None.

    Only of bodies within reach: what another region's body says of itself is its own region's to read.
    """
    late = _late_on(owed.filter(due_on__lte=asked.year.last_day), asked)
    for_reader = late if reach.is_national() else late.filter(_in_offices(reach, asked.today))
    return [
        Late(one, one.words(asked.day), one.status(asked.day).days_late)
        for one in for_reader.for_pages().order_by("due_on", "pk")[:most]
    ]


def _in_offices(reach: Reach, today: date) -> Q:
    """The obligations of bodies that an assurer of some regions may open."""
    places = [Body.objects.in_office(one.office, today) for one in reach.offices() if one.office is not None]
    mine = Q(pk__in=[])
    for bodies in places:
        mine |= Q(held_by__in=bodies.order_by().values("pk"))
    return mine


def _late_on(owed: ObligationQuerySet, asked: Asked) -> ObligationQuerySet:
    """Late as at the day: the one question of what is late for today, its status on a day that has passed."""
    if not asked.is_past:
        return owed.late(asked.day)
    return owed.opened_by(asked.day).with_status(asked.day).filter(timing=Timing.PASSED)  # type: ignore[misc]


def due_next(asked: Asked, owed: ObligationQuerySet) -> list[Due]:
    """What falls due in the thirty days from the day on, by day and duty, the next first."""
    within = Q(due_on__gte=asked.day, due_on__lte=asked.day + NEXT)
    by = ("due_on", "duty__slug", "duty__title", "duty__theme", "duty__category")
    rows = owed.filter(within).figures(asked.day, *by).order_by("due_on", "duty__title")
    return [_due([row.pop(name) for name in by], Figures(**row)) for row in rows]


def _due(said: list[Any], figures: Figures) -> Due:
    on, slug, title, theme, category = said
    return Due(on, slug, title, theme, category, figures)
