"""What must hold in the register between its rows and files. Pure; raises DataFileError at the first fault."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bodies.csvfile import Row
    from bodies.register import BodyFact, NameFact, OfficeFact, PlaceFact, Register, SuccessionFact

# Area teams are known for these days only; from April 2015 nobody recorded which body had which local office.
AREA_TEAMS_FROM = date(2013, 4, 1)
AREA_TEAMS_TO = date(2015, 3, 31)

PARENT_KIND = {"national": "", "region": "national", "area_team": "region", "local_office": "region"}
KINDS_FOLLOWED = {"ccg_merger": ("ccg", "ccg"), "ccg_to_icb": ("ccg", "icb"), "icb_reorganisation": ("icb", "icb")}
ONE_DAY = timedelta(days=1)


def check_register(register: Register) -> None:
    """Check all that no single row can tell."""
    for office in register.offices.values():
        _check_office(office, register.offices)
    for body in register.bodies.values():
        _check_life(body.row, body.opened_on, body.closed_on)
    _check_names(register)
    _check_places(register)
    _check_successions(register)


# Offices -------------------------------------------------------------------------------------------------------------
def _check_office(office: OfficeFact, offices: dict[str, OfficeFact]) -> None:
    wanted = PARENT_KIND[office.kind]
    if office.opened_on:
        _check_life(office.row, office.opened_on, office.closed_on)
    if not wanted:
        if office.parent:
            raise office.row.error("parent", "the national office has no parent; leave the cell empty")
        return
    office.row.required("parent")
    parent = offices.get(office.parent)
    if parent is None:
        raise _unknown(office.row, "parent", office.parent, "offices.csv")
    if parent.kind != wanted:
        raise office.row.error("parent", f"{parent.code} is of kind {parent.kind!r}; it must be {wanted!r}")


# Names ---------------------------------------------------------------------------------------------------------------
def _check_names(register: Register) -> None:
    seen: dict[tuple[str, str, str], NameFact] = {}
    dated: dict[str, list[NameFact]] = defaultdict(list)
    for name in register.names:
        body = _body_of(name.row, "body", name.body, register)
        first = seen.setdefault((name.body, name.name, name.kind), name)
        if first is not name:
            raise name.row.error("name", f"this name of {name.body} stands already on line {first.row.line}")
        if name.from_on and name.to_on:
            _check_ends(name.row, name.from_on, name.to_on)
            _check_inside(name.row, name.from_on, name.to_on, body)
            if body.closed_on == name.to_on:
                raise name.row.error("to_on", f"the name that {body.code} bore last stands in bodies.csv, not here")
            dated[name.body].append(name)
    for names in dated.values():
        ordered = sorted(names, key=lambda name: name.from_on or date.min)
        for earlier, later in pairwise(ordered):
            if earlier.to_on and later.from_on and later.from_on <= earlier.to_on:
                raise later.row.error("from_on", f"{later.body} still bore the name of line {earlier.row.line}")


# Regions and area teams ----------------------------------------------------------------------------------------------
def _check_places(register: Register) -> None:
    placed: dict[tuple[str, str], list[PlaceFact]] = defaultdict(list)
    for place in register.places:
        _check_place(place, register)
        placed[place.body, place.kind].append(place)
    for places in placed.values():
        places.sort(key=lambda place: place.from_on)
        for earlier, later in pairwise(places):
            if earlier.to_on is None or later.from_on <= earlier.to_on:
                raise later.row.error(
                    "from_on", f"{later.body} is still in the {later.kind} of line {earlier.row.line} on that day"
                )
    for body in register.bodies.values():
        _check_always_in_a_region(body, placed[body.code, "region"])


def _check_place(place: PlaceFact, register: Register) -> None:
    body = _body_of(place.row, "body", place.body, register)
    office = register.offices.get(place.office)
    if office is None:
        raise _unknown(place.row, "office", place.office, "offices.csv")
    if office.kind != place.kind:
        raise place.row.error("office", f"{office.code} is of kind {office.kind!r}, not {place.kind!r}")
    _check_ends(place.row, place.from_on, place.to_on)
    _check_inside(place.row, place.from_on, place.to_on, body)
    if office.opened_on and place.from_on < office.opened_on:
        raise place.row.error("from_on", f"{office.code} opened later, on {office.opened_on}")
    if office.closed_on and (place.to_on is None or place.to_on > office.closed_on):
        raise place.row.error("to_on", f"{office.code} closed before, on {office.closed_on}")
    if place.kind == "area_team":
        if place.from_on < AREA_TEAMS_FROM:
            raise place.row.error("from_on", f"area teams are known from {AREA_TEAMS_FROM} only")
        if place.to_on is None or place.to_on > AREA_TEAMS_TO:
            raise place.row.error("to_on", f"area teams are known to {AREA_TEAMS_TO} only")


def _check_always_in_a_region(body: BodyFact, places: list[PlaceFact]) -> None:
    """The sources know the region of every body on every day of its life, so a gap is a slip of the pen."""
    day = body.opened_on
    for place in places:
        if place.from_on > day:
            raise place.row.error("from_on", f"{body.code} would be in no region from {day}")
        if place.to_on is None:
            return
        day = place.to_on + ONE_DAY
    if not places:
        raise body.row.error("code", f"{body.code} has no region in body_offices.csv")
    if body.closed_on is None or day <= body.closed_on:
        raise places[-1].row.error("to_on", f"{body.code} would be in no region from {day}")


# Successions ---------------------------------------------------------------------------------------------------------
def _check_successions(register: Register) -> None:
    followed: dict[str, list[SuccessionFact]] = defaultdict(list)
    for succession in register.successions:
        _check_succession(succession, register)
        followed[succession.predecessor].append(succession)
    for rows in followed.values():
        _check_split(rows)


def _check_succession(succession: SuccessionFact, register: Register) -> None:
    row = succession.row
    before = _body_of(row, "predecessor", succession.predecessor, register)
    after = _body_of(row, "successor", succession.successor, register)
    if before.closed_on is None:
        took = "took it whole" if succession.scope == "whole" else "took a part of it"
        raise row.error(
            "predecessor",
            f"{before.code} is still open, so no body can be said to have followed it; here {after.code} {took}",
        )
    if succession.effective_on != before.closed_on + ONE_DAY:
        raise row.error(
            "effective_on", f"this must be the day after {before.code} closed, {before.closed_on + ONE_DAY}"
        )
    if succession.effective_on < after.opened_on:
        raise row.error("effective_on", f"{after.code} opened later, on {after.opened_on}")
    if after.closed_on and succession.effective_on > after.closed_on:
        raise row.error("effective_on", f"{after.code} had closed, on {after.closed_on}")
    if (before.kind, after.kind) != KINDS_FOLLOWED[succession.kind]:
        raise row.error("kind", f"{before.code} is of kind {before.kind!r} and {after.code} of kind {after.kind!r}")
    _check_share(succession)


def _check_share(succession: SuccessionFact) -> None:
    if not succession.share:
        return
    went, of = (int(number) for number in succession.share.split("/"))
    if went > of or (went == of) != (succession.scope == "whole"):
        raise succession.row.error(
            "share", f"{succession.share} cannot be the share where the scope is {succession.scope!r}"
        )


def _check_split(rows: list[SuccessionFact]) -> None:
    """A body goes to one successor whole, or in parts to several."""
    for position, succession in enumerate(rows):
        earlier = rows[:position]
        if any(other.successor == succession.successor for other in earlier):
            raise succession.row.error("successor", f"{succession.predecessor} has a row for this successor already")
        whole = next((other for other in rows if other.scope == "whole"), None)
        if earlier and whole is not None:
            raise succession.row.error(
                "scope",
                f"{whole.successor} took {whole.predecessor} whole (line {whole.row.line}), so there is no other",
            )
    if len(rows) == 1 and rows[0].scope == "part":
        raise rows[0].row.error("scope", f"{rows[0].predecessor} went in parts, so it needs a row for each other part")


# Shared --------------------------------------------------------------------------------------------------------------
def _body_of(row: Row, column: str, code: str, register: Register) -> BodyFact:
    body = register.bodies.get(code)
    if body is None:
        raise _unknown(row, column, code, "bodies.csv")
    return body


def _unknown(row: Row, column: str, code: str, file: str) -> Exception:
    return row.error(column, f"{code!r} has no row in {file}")


def _check_life(row: Row, opened_on: date, closed_on: date | None) -> None:
    if closed_on is not None and closed_on <= opened_on:
        raise row.error("closed_on", f"this must be after the opening, {opened_on}")


def _check_ends(row: Row, from_on: date, to_on: date | None) -> None:
    if to_on is not None and to_on < from_on:
        raise row.error("to_on", f"this is before the first day, {from_on}")


def _check_inside(row: Row, from_on: date, to_on: date | None, body: BodyFact) -> None:
    if from_on < body.opened_on:
        raise row.error("from_on", f"{body.code} opened later, on {body.opened_on}")
    if body.closed_on is not None and (to_on is None or to_on > body.closed_on):
        raise row.error("to_on", f"{body.code} closed before, on {body.closed_on}")
