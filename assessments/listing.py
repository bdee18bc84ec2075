"""The assessments of one year, body by body in the order of their names: for the assurers who reach them.

A table of one year has one framework, or in 2013/14 two, each in its own columns. Nothing is counted or ranked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assessments.course import State
from assessments.frameworks import PERIODS, Framework, framework_of
from assessments.models import Assessment
from assessments.reading import Word, word_of
from assessments.settling import ASSESS
from bodies.access import Permission, Reach, can
from bodies.history import name_as_at
from bodies.models import Body, Office
from bodies.web.workbook import Sheet
from duties.models import Obligation, OwedBy
from duties.words import Words
from duties.years import FinancialYear

# Which bodies an address may ask for with ?show=.
SHOW = {
    "": "All bodies", "none": "Without a yearly assessment", "making": "Something in the making",
    "moderate": "Something to moderate", "late": "Late, NHS England’s own", "published": "Yearly assessment published",
}  # fmt: skip
NO_REGION = "Not recorded"


@dataclass(frozen=True, slots=True)
class Cell:
    """The last version for one period: where it stands, and its headline; `pk` is none where nobody has begun."""

    period: str
    pk: int | None = None
    state: State | None = None
    words: Words | None = None
    headline: Word | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """NHS England's own obligation to assess the body for the year, with the one state to show."""

    pk: int
    words: Words
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One body: the whole year first, then its quarters."""

    code: str
    name: str
    region: str
    cells: tuple[Cell, ...]
    owed: Owed | None
    is_invented: bool

    @property
    def year(self) -> Cell:
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class Listing:
    """The table, the frameworks of its year, and the regions that could be chosen."""

    year: FinancialYear
    frameworks: tuple[Framework, ...]
    periods: tuple[str, ...]
    rows: tuple[Row, ...]
    regions: tuple[Office, ...]


def listing(year: FinancialYear, region: str, show: str, reach: Reach, today: date) -> Listing:
    """Every body in reach that was there in the year; eight statements, whatever the number of bodies."""
    bodies = _bodies(year, reach, today)
    day = min(year.last_day, today)
    places = {body.pk: _region(body, day) for body in bodies}
    chosen = [body for body in bodies if not region or getattr(places[body.pk], "code", "") == region]
    keys = [body.pk for body in chosen]
    periods = tuple(one for one in PERIODS if _is_judged(year, one))
    made, owed = _made(year, keys), _owed(year, keys, today)
    rows = (_row(body, places[body.pk], periods, made.get(body.pk, {}), owed.get(body.pk), today) for body in chosen)
    frameworks = dict.fromkeys(found for one in periods if (found := framework_of(year.start_year, one)))
    offices = sorted({place for place in places.values() if place}, key=lambda office: office.name)
    return Listing(year, tuple(frameworks), periods, tuple(row for row in rows if _is_asked(row, show)), tuple(offices))


def sheet_of(found: Listing) -> Sheet:
    """The same rows as a table to take away."""
    header = [
        "Code",
        "Body",
        "Region",
        "Year",
        "Period",
        "Framework",
        "State",
        "Headline",
        "Published",
        "NHS England’s duty",
    ]
    return Sheet(f"Assessments {found.year}", header, list(_lines(found)))


def _lines(found: Listing) -> Iterator[list[object]]:
    for row in found.rows:
        for cell in row.cells:
            framework = framework_of(found.year.start_year, cell.period)
            yield [
                row.code, row.name, row.region, str(found.year), cell.period or "Year",
                framework.name if framework else "", cell.words.word if cell.words else "Nothing recorded",
                cell.headline.word if cell.headline else "", cell.published_on,
                row.owed.words.word if row.owed and not cell.period else "",
            ]  # fmt: skip


def _bodies(year: FinancialYear, reach: Reach, today: date) -> list[Body]:
    day = min(year.last_day, today)
    there = Body.objects.known(day).exclude(closed_on__lt=year.first_day).prefetch_related("offices__office", "names")
    own = {membership.body_id for membership in reach.memberships}
    found = [body for body in there if body.pk not in own and can(reach, Permission.ASSESS, body, today)]
    return sorted(found, key=lambda body: (name_as_at(body, today), body.code))


def _is_judged(year: FinancialYear, period: str) -> bool:
    framework = framework_of(year.start_year, period)
    return framework is not None and framework.sheet(period) is not None


def _region(body: Body, day: date) -> Office | None:
    on = min(day, body.closed_on) if body.closed_on else max(day, body.opened_on)
    for place in body.offices.all():
        if place.kind == Office.Kind.REGION and place.from_on <= on and (place.to_on is None or place.to_on >= on):
            return place.office
    return None


def _made(year: FinancialYear, bodies: Collection[int]) -> dict[int, dict[str, Assessment]]:
    found: dict[int, dict[str, Assessment]] = {}
    rows = Assessment.objects.of_bodies(bodies).filter(year=year.start_year).last_versions()
    for row in rows.select_related("body").defer("summary", "looked_at", "comment"):
        found.setdefault(row.body_id, {})[row.period] = row
    return found


def _owed(year: FinancialYear, bodies: Collection[int], today: date) -> dict[int, Owed]:
    rows = Obligation.objects.for_pages().opened_by(today).filter(
        body__in=bodies, period_year=year.start_year, duty__slug=ASSESS, owed_by=OwedBy.NHS_ENGLAND
    )  # fmt: skip
    return {row.body_id: Owed(row.pk, row.words(today), row.due_on, row.status(today).is_late) for row in rows}


def _row(  # every part of a row
    body: Body, place: Office | None, periods: Iterable[str], made: dict[str, Assessment], owed: Owed | None,
    today: date,
) -> Row:  # fmt: skip
    cells = tuple(_cell(period, made.get(period), today) for period in periods)
    region = place.name if place else NO_REGION
    invented = any(row.is_invented for row in made.values())
    return Row(body.code, name_as_at(body, today), region, cells, owed, invented)


def _cell(period: str, row: Assessment | None, today: date) -> Cell:
    if row is None:
        return Cell(period)
    headline = word_of(row.headline_value, row.sheet.headline)
    return Cell(period, row.pk, row.state(today), row.words(today), headline, row.published_on)


def _is_asked(row: Row, show: str) -> bool:
    states = {cell.state for cell in row.cells if cell.state is not None}
    asked = {
        "none": row.year.state is None,
        "making": bool(states - {State.PUBLISHED, State.EMBARGOED}),
        "moderate": State.PROPOSED in states,
        "late": row.owed is not None and row.owed.is_late,
        "published": row.year.state is State.PUBLISHED,
    }
    return asked.get(show, True)
