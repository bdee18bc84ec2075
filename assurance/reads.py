"""What the pages of NHS England read: a constant number of statements, whatever the number of bodies and years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assurance.casework.grid import in_short, together
from assurance.heat import NOTHING, THEMES, Figures, Theme, cell_words, summed
from assurance.regions import NO_REGION, by_region, shown_name
from bodies.access import Permission, Reach, can
from bodies.models import Body, Office
from casework.tallies import LogCounts
from duties.models import Obligation, OwedBy
from duties.querysets import ObligationQuerySet
from duties.status import Timing
from duties.words import Words
from duties.years import FinancialYear

Logs = Mapping[str, Mapping[int, LogCounts]]  # by theme and body; a body that keeps none is not in it

# Which bodies an address may ask for with ?only=, and the words of the choice.
ONLY: dict[str, tuple[str, Callable[[Figures], int]]] = {
    "late": ("something late or past its date", lambda figures: figures.late),
    "legal": ("a legal or directed date passed", lambda figures: figures.passed_red),
    "past": ("another date passed", lambda figures: figures.passed_amber),
    "sent_back": ("something sent back", lambda figures: figures.sent_back),
    "soon": ("something due soon", lambda figures: figures.soon),
    "waiting": ("something to review", lambda figures: figures.waiting),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its fact, what it counts, and the last part of its address.

    `log` are the figures of the log that is kept of its theme, and `tells_log` says whether its fact is of that.
    """

    slug: str
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
    """The table: regions, their bodies, the totals of all, and the regions that could be chosen."""

    themes: tuple[Theme, ...]
    groups: tuple[Group, ...]
    totals: tuple[Cell, ...]
    regions: tuple[Office, ...]

    @property
    def bodies(self) -> int:
        return sum(len(group.rows) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for. `region` is the code of an office, `only` a key of ONLY; empty means all."""

    year: FinancialYear
    region: str = ""
    themes: tuple[Theme, ...] = THEMES
    only: str = ""


def day_of(year: FinancialYear, today: date) -> date:
    """The day as at which a year is shown: its last, or today while it runs or is to come."""
    return min(year.last_day, today)


def national(chosen: Chosen, reach: Reach, logs: Logs, today: date) -> National:
    """Bodies by theme. Regions are those of the year's day; the reader's own come first."""
    figures = _figures(chosen.year, today)
    day = day_of(chosen.year, today)
    bodies = _bodies(chosen.year, set(figures), today)
    regions, offices = by_region(bodies, chosen.region, reach, day)
    groups = []
    for region in regions:
        rows = tuple(_rows(region.bodies, figures, logs, chosen, reach, today))
        if rows:
            totals = _totals([row.cells for row in rows], chosen.themes, today)
            groups.append(Group(region.office, rows, totals, region.is_own))
    if None in figures and not chosen.region:
        groups.append(_without_holder(figures[None], chosen.themes, today))
    return National(
        chosen.themes, tuple(groups), _totals([group.totals for group in groups], chosen.themes, today),
        offices,
    )  # fmt: skip


def _figures(year: FinancialYear, today: date) -> dict[int | None, dict[str, Figures]]:
    """By the body that answers, and theme: one statement."""
    owed = Obligation.objects.outside().of_year(year.start_year).owed_by_body().exclude(duty__theme="")
    found: dict[int | None, dict[str, Figures]] = {}
    for row in owed.figures(today, "held_by_id", "duty__theme"):
        holder, theme = row.pop("held_by_id"), row.pop("duty__theme")
        found.setdefault(holder, {})[theme] = Figures(**row)
    return found


def _bodies(year: FinancialYear, with_figures: set[int | None], today: date) -> list[Body]:
    """Bodies that existed in the year, and any other that answers for something which fell due in it."""
    known = Body.objects.known(today).prefetch_related("offices__office")
    if day_of(year, today) < today:
        known = known.prefetch_related("names")  # it may have borne another name
    return [body for body in known if body.pk in with_figures or lived(body, year, today)]


def lived(body: Body, year: FinancialYear, today: date) -> bool:
    """Whether a body existed in a year, as far as it has come."""
    return body.opened_on <= day_of(year, today) and (body.closed_on is None or body.closed_on >= year.first_day)


def _rows(
    bodies: Iterable[Body], figures: dict[int | None, dict[str, Figures]], logs: Logs, chosen: Chosen, reach: Reach,
    today: date,
) -> Iterable[Row]:  # fmt: skip
    day = day_of(chosen.year, today)
    for body in bodies:
        mine = figures.get(body.pk, {})
        kept = [logs.get(theme.slug, {}).get(body.pk) for theme in chosen.themes]
        cells = _cells([mine.get(theme.name, NOTHING) for theme in chosen.themes], kept, chosen.themes, today)
        if chosen.only and not any(ONLY[chosen.only][1](cell.figures) for cell in cells):
            continue
        closed = body.closed_on if body.closed_on and body.closed_on < today else None
        yield Row(
            code=body.code, name=shown_name(body, day, today),
            note=f"closed {closed.day} {closed:%b %Y}" if closed else "",
            cells=cells, within_reach=can(reach, Permission.SEE_BODY, body, today),
        )  # fmt: skip


def _without_holder(mine: dict[str, Figures], themes: tuple[Theme, ...], today: date) -> Group:
    """What split bodies left open and nobody was named for."""
    cells = _cells([mine.get(theme.name, NOTHING) for theme in themes], [None] * len(themes), themes, today)
    row = Row("", "Nobody named yet", "what split bodies left open", cells, within_reach=False)
    return Group(None, (row,), cells, is_own=False)


def _cells(
    figures: Sequence[Figures], logs: Sequence[LogCounts | None], themes: tuple[Theme, ...], today: date
) -> tuple[Cell, ...]:
    cells = [_cell(*given, today) for given in zip(themes, figures, logs, strict=True)]
    if len(themes) > 1:
        total = summed(figures)
        cells.append(Cell("all", total, cell_words(total)))
    return tuple(cells)


def _cell(theme: Theme, figures: Figures, log: LogCounts | None, today: date) -> Cell:
    said = in_short(log, today) if log is not None else None
    words = cell_words(figures, theme, said)
    return Cell(theme.slug, figures, words, log, tells_log=words is said)


def _totals(rows: list[tuple[Cell, ...]], themes: tuple[Theme, ...], today: date) -> tuple[Cell, ...]:
    columns = range(len(themes))
    figures = [summed(row[column].figures for row in rows) for column in columns]
    return _cells(figures, [together(row[column].log for row in rows) for column in columns], themes, today)


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


def of_cell(body: Body, year: FinancialYear, themes: Iterable[Theme]) -> ObligationQuerySet:
    """What the body answers for in these themes, and owes itself."""
    names = [theme.name for theme in themes]
    mine = Obligation.objects.outside().of_year(year.start_year).answered_by(body).owed_by_body()
    return mine.filter(duty__theme__in=names)


def owed_by_nhs_england(year: FinancialYear, body: Body | None = None) -> ObligationQuerySet:
    """What NHS England itself owes about one body, or about all."""
    owed = Obligation.objects.outside().of_year(year.start_year).filter(owed_by=OwedBy.NHS_ENGLAND)
    return owed if body is None else owed.answered_by(body)


def own_duties(year: FinancialYear, today: date) -> list[dict[str, Any]]:
    """NHS England's own duties with their figures, one row a duty; one statement."""
    owed = owed_by_nhs_england(year).figures(today, "duty__position", "duty__slug", "duty__title")
    rows = []
    for row in owed.order_by("duty__position"):
        place = {name: row.pop(f"duty__{name}") for name in ("position", "slug", "title")}
        figures = Figures(**row)
        rows.append({"slug": place["slug"], "title": place["title"], "figures": figures, "words": cell_words(figures)})
    return rows


def _line(obligation: Obligation, today: date) -> Line:
    status = obligation.status(today)
    counted = status.timing not in (Timing.CLOSED, Timing.NOT_TRACKED, Timing.VOLUNTARY)
    return Line(obligation, obligation.words(today), status.days_late, counted)
