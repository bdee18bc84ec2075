"""What the pages of NHS England read: a constant number of statements, whatever the number of bodies and years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from assurance.heat import Figures, cell_words
from bodies.access import Permission, Reach, can
from bodies.models import Body
from duties.models import Obligation
from duties.querysets import ObligationQuerySet
from duties.status import Timing
from duties.words import Words
from duties.years import FinancialYear


def day_of(year: FinancialYear, today: date) -> date:
    """The day as at which a year is shown: its last, or today while it runs or is to come."""
    return min(year.last_day, today)


def lived(body: Body, year: FinancialYear, today: date) -> bool:
    """Whether a body existed in a year, as far as it has come."""
    return body.opened_on <= day_of(year, today) and (body.closed_on is None or body.closed_on >= year.first_day)


def lived_in(year: FinancialYear, today: date) -> Q:
    """The same asked of the database."""
    closed = Q(closed_on=None) | Q(closed_on__gte=year.first_day)
    return Q(opened_on__lte=day_of(year, today)) & closed


# What stands behind a cell --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One obligation with the one state to show."""

    obligation: Obligation
    words: Words
    days_late: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """The obligations behind a cell: those it counts, worst first, and those that no figure counts."""

    counted: tuple[Line, ...]
    not_counted: tuple[Line, ...]


def behind(obligations: ObligationQuerySet, today: date) -> Behind:
    """The lines of some obligations, worst first; one statement."""
    lines = [_line(obligation, today) for obligation in obligations.for_pages().opened_by(today)]
    lines.sort(
        key=lambda line: (line.words.rank, -line.days_late, line.obligation.due_on or date.max, line.obligation.pk)
    )
    return Behind(
        counted=tuple(line for line in lines if line.counted),
        not_counted=tuple(line for line in lines if not line.counted),
    )


def owed_by_nhs_england(year: FinancialYear) -> ObligationQuerySet:
    """What NHS England itself owes about bodies."""
    return Obligation.objects.outside().of_year(year.start_year).owed_by_nhs_england()


def own_duties(year: FinancialYear, today: date) -> list[dict[str, Any]]:
    """NHS England's own duties with their figures, one row a duty; one statement."""
    owed = owed_by_nhs_england(year).figures(today, "duty__position", "duty__slug", "duty__title")
    rows = []
    for row in owed.order_by("duty__position"):
        place = {name: row.pop(f"duty__{name}") for name in ("position", "slug", "title")}
        figures = Figures(**row)
        rows.append({"slug": place["slug"], "title": place["title"], "figures": figures, "words": cell_words(figures)})
    return rows


def own_lines(year: FinancialYear, slug: str, reach: Reach, today: date) -> list[Line]:
    """What NHS England itself owes about the bodies within reach, worst first; of one duty where `slug` names it."""
    owed = owed_by_nhs_england(year)
    if slug:
        owed = owed.filter(duty__slug=slug)
    lines = behind(owed.prefetch_related("body__offices"), today).counted
    return [line for line in lines if can(reach, Permission.SEE_NATION, line.obligation.body, today)]


def _line(obligation: Obligation, today: date) -> Line:
    status = obligation.status(today)
    counted = status.timing not in (Timing.CLOSED, Timing.NOT_TRACKED, Timing.VOLUNTARY)
    return Line(obligation, obligation.words(today), status.days_late, counted)
