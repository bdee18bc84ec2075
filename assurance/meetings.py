"""Meetings held in public, body by body: what the national page of meetings and its CSV show.

Only of meetings that anybody may know of. The figures are counts of facts, in the order of names: no league table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assurance.reads import day_of, lived
from assurance.regions import NO_REGION, by_region, shown_name
from bodies.access import Permission, Reach, can
from bodies.models import Body, Office
from duties.words import Words
from duties.years import FinancialYear
from meetings.tables import totals_by_body
from meetings.tallies import Tally, Totals, sum_of

COLUMNS = {
    "notice": "Notice", "papers": "Agenda and papers", "minutes": "Minutes", "attendance": "Attendance",
    "part2": "Part 2",
}  # fmt: skip
NOTHING = Totals()
NONE_ANNOUNCED = Words("None announced", "–", "grey", 6)
EMPTY = Words("–", "", "none", 9)  # of a body that announced none: there is nothing to say in the other columns


@dataclass(frozen=True, slots=True)
class Row:
    """One body with its totals. `within_reach`: this reader may open its own page of the year."""

    code: str
    name: str
    totals: Totals
    within_reach: bool

    @property
    def cells(self) -> tuple[Words, ...]:
        return cells_of(self.totals)


@dataclass(frozen=True, slots=True)
class Group:
    """The bodies of one region, as it stood in the year, with their totals."""

    office: Office | None
    rows: tuple[Row, ...]
    is_own: bool

    @property
    def name(self) -> str:
        return self.office.name if self.office else NO_REGION

    @property
    def totals(self) -> Totals:
        return sum_of(row.totals for row in self.rows)

    @property
    def cells(self) -> tuple[Words, ...]:
        return cells_of(self.totals)


@dataclass(frozen=True, slots=True)
class National:
    """The regions of a year with their bodies, and the regions that could be chosen."""

    groups: tuple[Group, ...]
    regions: tuple[Office, ...]

    @property
    def bodies(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def cells(self) -> tuple[Words, ...]:
        return cells_of(sum_of(group.totals for group in self.groups))


def national(year: FinancialYear, region: str, reach: Reach, today: date) -> National:
    """Bodies by region, the reader's own first; a constant number of statements. `region`: a code, or all."""
    totals = totals_by_body(year, today)
    day = day_of(year, today)
    known = Body.objects.known(today).prefetch_related("offices__office", "names")
    bodies = [body for body in known if body.pk in totals or lived(body, year, today)]
    regions, offices = by_region(bodies, region, reach, day)
    groups = tuple(
        Group(
            one.office, tuple(_row(body, totals.get(body.pk, NOTHING), reach, day, today) for body in one.bodies),
            one.is_own,
        )
        for one in regions
    )  # fmt: skip
    return National(groups, offices)


def cells_of(totals: Totals) -> tuple[Words, ...]:
    """What a row shows: how many were held in public, each fact, and what was put off."""
    if totals.is_empty:
        return (NONE_ANNOUNCED, *(EMPTY for _ in (*COLUMNS, "put off")))
    tallies = (cell_of(totals.tally(key)) for key in COLUMNS)
    return (_held(totals), *tallies, _put_off(totals))


def cell_of(tally: Tally) -> Words:
    """One fact of a year in a few words; what was late says so, and what nobody recorded is grey."""
    gap = f"{tally.missing} not recorded" if tally.missing else ""
    if tally.judged:
        said = f"{tally.kept} of {tally.judged} in time"
        sign, colour = ("▲", "yellow") if tally.late else ("✓", "grey" if gap else "green")
        return Words(f"{said}, {gap}" if gap else said, sign, colour, 6)
    if tally.is_empty:
        return Words("Nothing due yet", "○", "white", 7)
    return Words(tally.sentence, "–" if gap else "✓", "grey" if gap else "white", 6)


def file_rows(found: National, year: FinancialYear, today: date) -> Iterable[list[object]]:
    """The same as a table of numbers, one row a body."""
    for group in found.groups:
        for row in group.rows:
            totals = row.totals
            facts: list[object] = []
            for key in COLUMNS:
                tally = totals.tally(key)
                judged: list[object] = [tally.kept, tally.late] if key in IN_TIME else [tally.others]
                facts += [*judged, tally.missing]
            asked = "Not recorded" if totals.asked is None else totals.asked
            yield [
                str(year), today, group.name, row.code, row.name, totals.held_in_public, asked,
                totals.unknown, *facts, totals.postponed, totals.cancelled,
            ]  # fmt: skip


IN_TIME = ("notice", "papers", "minutes")
FILE_HEADER = (
    "Year", "As at", "Region", "Code", "Body", "Governing body meetings held in public", "Own rules ask for a year",
    "Not recorded whether held",
    *(
        f"{title}: {what}"
        for key, title in COLUMNS.items()
        for what in (("in time", "later", "not recorded") if key in IN_TIME else ("recorded", "not recorded"))
    ),
    "Postponed", "Cancelled",
)  # fmt: skip


def _row(body: Body, totals: Totals, reach: Reach, day: date, today: date) -> Row:
    return Row(body.code, shown_name(body, day, today), totals, can(reach, Permission.SEE_BODY, body, today))


def _held(totals: Totals) -> Words:
    parts = [str(totals.held_in_public)]
    if totals.asked is not None:
        parts.append(f"rules ask for {totals.asked}")
    if totals.unknown:
        parts.append(f"{totals.unknown} not recorded")
    return Words(", ".join(parts), "–" if totals.unknown else "", "grey" if totals.unknown else "white", 6)


def _put_off(totals: Totals) -> Words:
    return Words(str(totals.put_off), "", "white", 9)
