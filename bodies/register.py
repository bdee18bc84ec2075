"""The register of bodies, read from its data files (bodies/data, whose README tells their columns and sources).

Pure: no Django and no clock. What is read here is checked in bodies.register_checks before anything is loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from bodies import csvfile
from bodies.csvfile import Row, read_rows
from bodies.register_checks import check_register

ATTRIBUTION = (
    "Contains NHS England Organisation Data Service and Office for National Statistics data "
    "licensed under the Open Government Licence v3.0."
)
FOLDER = Path(__file__).parent / "data"

# Raise this when the same files come to be read differently, so that an unchanged folder is loaded again.
READING = "1"

COLUMNS: dict[str, tuple[str, ...]] = {
    "offices.csv": ("code", "ons_code", "name", "kind", "parent", "opened_on", "closed_on", "note"),
    "bodies.csv": (
        "code",
        "name",
        "kind",
        "opened_on",
        "closed_on",
        "ons_code",
        "website",
        "website_as_at",
        "note",
    ),
    "names.csv": ("body", "name", "kind", "from_on", "to_on"),
    "body_offices.csv": ("body", "kind", "office", "from_on", "to_on"),
    "successions.csv": ("predecessor", "successor", "effective_on", "kind", "scope", "share"),
}

OFFICE_KINDS = ("national", "region", "area_team", "local_office")
BODY_KINDS = ("ccg", "icb")
NAME_KINDS = ("name", "spelling")
PLACE_KINDS = ("region", "area_team")
SUCCESSION_KINDS = ("ccg_merger", "ccg_to_icb", "icb_reorganisation")
SCOPES = ("whole", "part")

# Characters that a column of the database holds; a test compares them with the models.
LIMITS = {"office name": 120, "body name": 160, "website": 120, "share": 20}


@dataclass(frozen=True)
class OfficeFact:
    """One part of NHS England; `parent` is a code, empty for the national office."""

    row: Row
    code: str
    ons_code: str
    name: str
    kind: str
    parent: str
    opened_on: date | None
    closed_on: date | None
    note: str


@dataclass(frozen=True)
class BodyFact:
    """One commissioner; `closed_on` is its last day."""

    row: Row
    code: str
    name: str
    kind: str
    opened_on: date
    closed_on: date | None
    ons_code: str
    website: str
    website_as_at: str
    note: str


@dataclass(frozen=True)
class NameFact:
    """A name that a body bore before the present one (with its days), or a spelling (without)."""

    row: Row
    body: str
    name: str
    kind: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class PlaceFact:
    """The office that a body belonged to from a day, perhaps to a day."""

    row: Row
    body: str
    kind: str
    office: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class SuccessionFact:
    """One body followed by another; `share` counts the small areas that went there, like 9/507."""

    row: Row
    predecessor: str
    successor: str
    effective_on: date
    kind: str
    scope: str
    share: str


@dataclass(frozen=True)
class Register:
    """Everything that the data files say, checked."""

    offices: dict[str, OfficeFact]
    bodies: dict[str, BodyFact]
    names: tuple[NameFact, ...]
    places: tuple[PlaceFact, ...]
    successions: tuple[SuccessionFact, ...]


def digest_of(folder: Path = FOLDER) -> str:
    """The SHA-256 of the register's data files together. Raises DataFileError for a file that cannot be read."""
    return csvfile.digest_of(folder, COLUMNS, READING)


def read_register(folder: Path = FOLDER) -> Register:
    """Read and check the register. Raises DataFileError, with file, line and column, at the first fault."""
    rows = {name: read_rows(folder / name, columns) for name, columns in COLUMNS.items()}
    register = Register(
        offices=_by_code([_office(row) for row in rows["offices.csv"]]),
        bodies=_by_code([_body(row) for row in rows["bodies.csv"]]),
        names=tuple(_name(row) for row in rows["names.csv"]),
        places=tuple(_place(row) for row in rows["body_offices.csv"]),
        successions=tuple(_succession(row) for row in rows["successions.csv"]),
    )
    check_register(register)
    return register


Fact = TypeVar("Fact", OfficeFact, BodyFact)


def _by_code(facts: list[Fact]) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for fact in facts:
        first = found.setdefault(fact.code, fact)
        if first is not fact:
            raise fact.row.error("code", f"{fact.code} stands already on line {first.row.line}")
    return found


def _office(row: Row) -> OfficeFact:
    return OfficeFact(
        row=row,
        code=_code(row),
        ons_code=_ons_code(row),
        name=_within(row, "name", LIMITS["office name"]),
        kind=row.one_of("kind", OFFICE_KINDS),
        parent=row["parent"],
        opened_on=row.day_or_none("opened_on"),
        closed_on=row.day_or_none("closed_on"),
        note=row["note"],
    )


def _body(row: Row) -> BodyFact:
    return BodyFact(
        row=row,
        code=_code(row),
        name=_within(row, "name", LIMITS["body name"]),
        kind=row.one_of("kind", BODY_KINDS),
        opened_on=row.day("opened_on"),
        closed_on=row.day_or_none("closed_on"),
        ons_code=_ons_code(row),
        website=_website(row),
        website_as_at=_shaped(row, "website_as_at", r"\d{4}-(0[1-9]|1[0-2])", "write a month as 2020-08"),
        note=row["note"],
    )


def _name(row: Row) -> NameFact:
    kind = row.one_of("kind", NAME_KINDS)
    dated = kind == "name"
    for column in ("from_on", "to_on"):
        if not dated and row[column]:
            raise row.error(column, "a spelling has no dates; leave the cell empty, or use the kind 'name'")
    return NameFact(
        row=row,
        body=row.required("body"),
        name=_within(row, "name", LIMITS["body name"]),
        kind=kind,
        from_on=row.day("from_on") if dated else None,
        to_on=row.day("to_on") if dated else None,
    )


def _place(row: Row) -> PlaceFact:
    return PlaceFact(
        row=row,
        body=row.required("body"),
        kind=row.one_of("kind", PLACE_KINDS),
        office=row.required("office"),
        from_on=row.day("from_on"),
        to_on=row.day_or_none("to_on"),
    )


def _succession(row: Row) -> SuccessionFact:
    return SuccessionFact(
        row=row,
        predecessor=row.required("predecessor"),
        successor=row.required("successor"),
        effective_on=row.day("effective_on"),
        kind=row.one_of("kind", SUCCESSION_KINDS),
        scope=row.one_of("scope", SCOPES),
        share=_shaped(row, "share", r"[1-9]\d{0,8}/[1-9]\d{0,8}", "write a share as 9/507"),
    )


def _code(row: Row) -> str:
    row.required("code")
    return _shaped(row, "code", r"[A-Z0-9]{2,8}", "a code is 2 to 8 capital letters and digits")


def _ons_code(row: Row) -> str:
    return _shaped(row, "ons_code", r"E\d{8}", "write an ONS code as E38000042")


def _website(row: Row) -> str:
    host = _shaped(row, "website", r"[a-z0-9-]+(\.[a-z0-9-]+)+", "write the host only, as www.example.nhs.uk")
    if len(host) > LIMITS["website"]:
        raise row.error("website", f"this is longer than {LIMITS['website']} characters")
    return host


def _shaped(row: Row, column: str, pattern: str, help_text: str) -> str:
    """The cell, which must be empty or look like the pattern."""
    if row[column] and not re.fullmatch(pattern, row[column], re.ASCII):
        raise row.error(column, f"{row[column]!r} is not well written; {help_text}")
    return row[column]


def _within(row: Row, column: str, limit: int) -> str:
    """The cell, which must not be empty nor longer than `limit` characters."""
    if len(row.required(column)) > limit:
        raise row.error(column, f"this is longer than {limit} characters")
    return row[column]
