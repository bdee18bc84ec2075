"""The table of the national page: a constant number of statements, whatever the number of bodies and years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from assurance.casework.grid import in_short, together
from assurance.heat import NOTHING, ONLY, Column, Figures, cell_words, said_of, summed
from assurance.holders import Holders
from assurance.national.asked import WORST, Asked
from assurance.national.columns import Columns
from assurance.reads import lived, lived_in
from assurance.regions import NO_REGION, OF_REGIONS, Region, by_region, ever_in, regions_of, shown_name
from bodies.access import Permission, Reach, can
from bodies.models import Body, Office
from bodies.web.text import date_short
from casework.tallies import LogCounts
from duties.models import Obligation
from duties.querysets import ObligationQuerySet
from duties.words import Words

Logs = Mapping[str, Mapping[int, LogCounts]]  # by theme and body; a body that keeps none is not in it
ByBody = dict[int | None, dict[str, Figures]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the head of its column, its fact, what it counts, and the last part of its address.

    `log` are the figures of the log that is kept of its theme, and `tells_log` says whether its fact is of that.
    """

    slug: str
    head: str
    figures: Figures
    words: Words
    log: LogCounts | None = None
    tells_log: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One body. `within_reach` says whether this reader may open what is behind the figures."""

    code: str
    name: str
    note: str
    cells: tuple[Cell, ...]
    within_reach: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The bodies of one region, as it stood in the year, with their totals."""

    office: Office | None
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...]
    is_own: bool

    @property
    def name(self) -> str:
        return self.office.name if self.office else NO_REGION


@dataclass(frozen=True, slots=True)
class National:
    """The table: regions, their bodies, the totals of all, and the regions that could be chosen.

    `holders` are the bodies of the regions shown, whether or not `only` leaves them out of the table; None stands for
    what nobody answers for yet.
    """

    groups: tuple[Group, ...]
    totals: tuple[Cell, ...]
    regions: tuple[Office, ...]
    holders: frozenset[int | None]

    @property
    def bodies(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def national(asked: Asked, reach: Reach, logs: Logs, holders: Holders) -> National:
    """Bodies by column. Regions are those of the year's day; the reader's own come first."""
    known = known_bodies(asked)
    figures = figures_of(asked, holders, {body.pk for body in known} if asked.region else None)
    bodies = [body for body in known if body.pk in figures or lived(body, asked.year, asked.day)]
    regions, offices = placed(asked, bodies, reach, _others_with_figures(asked, holders) if asked.region else ())
    groups = []
    for region in regions:
        rows = _sorted(_rows(region.bodies, figures, logs, asked, reach), asked)
        if rows:
            totals = _totals([row.cells for row in rows], asked)
            groups.append(Group(region.office, rows, totals, region.is_own))
    shown: set[int | None] = {body.pk for region in regions for body in region.bodies}
    if None in figures and not asked.region:
        groups.append(_without_holder(figures[None], asked))
        shown.add(None)
    return National(
        tuple(groups), _totals([group.totals for group in groups], asked), offices, frozenset(shown)
    )  # fmt: skip


def owed_in(asked: Asked) -> ObligationQuerySet:
    """What bodies owe in the year, of the columns that are shown."""
    return asked.columns.narrow(Obligation.objects.outside().of_year(asked.year.start_year).owed_by_body())


def figures_of(asked: Asked, holders: Holders, bodies: AbstractSet[int] | None = None) -> ByBody:
    """By the body that answers, and column: one statement. `bodies`: only those, or all."""
    column, owed = asked.columns.field, owed_in(asked)
    if bodies is not None:
        owed = owed.filter(holders.answered_by(bodies))
    found: ByBody = {}
    for row in owed.figures(asked.day, *holders.fields, column):
        name, mine = row.pop(column), found.setdefault(holders.taken_from(row), {})
        figures = Figures(**row)
        mine[name] = mine[name] + figures if name in mine else figures
    return found


def known_bodies(asked: Asked) -> list[Body]:
    """Every body that is known on the day; where a region is asked for, those that were ever in it."""
    shown = Body.objects.known(asked.day).only("code", "name", "last_name", "opened_on", "closed_on")
    known = ever_in(shown, asked.region).prefetch_related(Prefetch("offices", OF_REGIONS.select_related("office")))
    if asked.in_year < asked.today:
        known = known.prefetch_related("names")  # it may have borne another name
    return list(known)


def placed(
    asked: Asked, bodies: Iterable[Body], reach: Reach, others: Iterable[int] = ()
) -> tuple[tuple[Region, ...], tuple[Office, ...]]:
    """The regions that are shown with their bodies, and all that could be chosen: those of every body that lived in
    the year, and of some others.
    """
    regions, offices = by_region(bodies, asked.region, reach, asked.in_year)
    if asked.region:
        every = Body.objects.known(asked.day).filter(lived_in(asked.year, asked.day) | Q(pk__in=others))
        offices = regions_of(every, asked.in_year)
    return regions, offices


def _others_with_figures(asked: Asked, holders: Holders) -> set[int]:
    """The bodies that did not live in the year, but answer for something of it."""
    others = Body.objects.known(asked.day).exclude(lived_in(asked.year, asked.day)).values_list("pk", flat=True)
    return {body for body in figures_of(asked, holders, set(others)) if body is not None}


def _rows(
    bodies: Iterable[Body], figures: ByBody, logs: Logs, asked: Asked, reach: Reach
) -> Iterable[Row]:  # fmt: skip
    columns = asked.columns.columns
    for body in bodies:
        mine = figures.get(body.pk, {})
        kept = [logs.get(column.slug, {}).get(body.pk) for column in columns]
        cells = _cells([mine.get(column.name, NOTHING) for column in columns], kept, asked)
        if asked.only and not any(ONLY[asked.only][1](cell.figures) for cell in cells):
            continue
        closed = body.closed_on if body.has_closed(asked.day) else None
        yield Row(
            code=body.code, name=shown_name(body, asked.in_year, asked.today),
            note=f"closed {date_short(closed)}" if closed else "", cells=cells,
            within_reach=can(reach, Permission.SEE_BODY, body, asked.today),
        )  # fmt: skip


def _sorted(rows: Iterable[Row], asked: Asked) -> tuple[Row, ...]:
    """In the order of names as the database has it, or the worst of a column first."""
    if not asked.sort:
        return tuple(rows)
    slugs = [column.slug for column in asked.columns.columns]
    at = -1 if asked.sort == WORST or asked.sort not in slugs else slugs.index(asked.sort)
    return tuple(sorted(rows, key=lambda row: _badness(row.cells[at])))


def _badness(cell: Cell) -> tuple[float, ...]:
    """The worst first: by the state, then by how many, then by the share of a log that was in time."""
    figures, share = cell.figures, cell.log.on_time if cell.log is not None and cell.tells_log else None
    rate = share.kept / share.base if share is not None and share.base else 1.0
    return (cell.words.rank, -figures.passed_red, -figures.passed_amber, -figures.sent_back, -figures.soon, rate)


def _without_holder(mine: dict[str, Figures], asked: Asked) -> Group:
    """What split bodies left open and nobody was named for."""
    columns = asked.columns.columns
    cells = _cells([mine.get(column.name, NOTHING) for column in columns], [None] * len(columns), asked)
    row = Row("", "Nobody named yet", "what split bodies left open", cells, within_reach=False)
    return Group(None, (row,), cells, is_own=False)


def _cells(figures: Sequence[Figures], logs: Sequence[LogCounts | None], asked: Asked) -> tuple[Cell, ...]:
    columns = asked.columns.columns
    cells = [_cell(*given, asked.day) for given in zip(columns, figures, logs, strict=True)]
    if asked.columns.total_title:
        total = summed(figures)
        cells.append(Cell("all", asked.columns.total_title, total, said_of(total)))
    return tuple(cells)


def _cell(column: Column, figures: Figures, log: LogCounts | None, day: date) -> Cell:
    said = in_short(log, day) if log is not None else None
    words = said_of(figures, column) if said is None else cell_words(figures, column, said)
    return Cell(column.slug, column.title, figures, words, log, tells_log=words is said)


def _totals(rows: list[tuple[Cell, ...]], asked: Asked) -> tuple[Cell, ...]:
    columns = range(len(asked.columns.columns))
    figures = [summed(row[column].figures for row in rows) for column in columns]
    return _cells(figures, [together(row[column].log for row in rows) for column in columns], asked)


def log_themes(columns: Columns) -> list[str]:
    """The themes among the columns of which a log may be kept."""
    return [column.slug for column in columns.columns] if columns.by == "theme" else []
