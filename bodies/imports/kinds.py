"""What a room brings in from spreadsheets: its columns, how its rows are checked, and what is done with each.

A room writes a subclass of Kind and names it in settings.IMPORT_KINDS. The engine (this package) reads the file, shows
every row's fate, and after somebody has confirmed it calls `apply` for one unit of rows after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from django.conf import settings
from django.utils.module_loading import import_string

from bodies.access import Permission
from bodies.imports import cells, sheets
from bodies.imports.sheets import Sheet
from bodies.models import Body, User


class Refused(Exception):
    """A unit cannot be imported as it stands now; nothing of it was. The words say why."""


@dataclass(frozen=True)
class Column:
    """One column of the spreadsheet. `read` takes the text of a cell (never an empty one) and may raise cells.Wrong."""

    key: str
    title: str
    help: str
    example: str = ""
    required: bool = False  # every row fills it in
    given: bool = False  # the template fills it in: a row where nothing else is filled in is left out
    allowed: tuple[str, ...] = ()
    longest: int = 200
    width: int = 20
    read: Callable[[str], Any] = cells.text
    also: tuple[str, ...] = ()  # what else its title may be


@dataclass(frozen=True)
class Context:
    """For which body, by whom, when and from which file; `invented` in a demonstration."""

    body: Body
    by: User
    today: date
    invented: bool = False
    file_name: str = ""


@dataclass
class Row:
    """One row while it is checked. `values` has an entry for every cell that could be read, None for an empty one."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    # What `check` finds out.
    label: str = ""  # what the row is about, for people: a first line that names it, perhaps others
    notes: list[str] = field(default_factory=list)  # what is odd but right
    is_here: bool = False  # nothing is left to do for it
    unit: str = ""  # rows of one unit are imported together or not at all
    plan: dict[str, Any] = field(default_factory=dict)  # what `apply` needs, as JSON can hold it

    def refuse(self, column: str, words: str) -> None:
        """Say what is wrong with a cell (the column's key; "" for the whole row) and how to mend it."""
        self.errors.append((column, words))

    def reads(self, *keys: str) -> bool:
        """Whether these cells could all be read, be it as empty: what stands on a wrong one is not asked."""
        return all(key in self.values for key in keys)


@dataclass(frozen=True)
class Aside:
    """A step before the spreadsheet that has a page of its own."""

    title: str
    words: str
    link: str
    href: str


class Kind:
    """What one room imports. Subclasses give every attribute and the two verbs."""

    name: str  # in addresses
    title: str  # the page's heading
    file_name: str  # of the template, without its ending
    sheet: str  # the template's first sheet
    intro: Sequence[str] = ()
    filling_in = "Fill in one row for each."  # what is done with the template
    accepts: Sequence[str] = (".xlsx", ".csv")  # the endings that a browser offers: content decides what a file is
    formats = "XLSX or CSV"
    columns: Sequence[Column]
    needs = Permission.CERTIFY  # what somebody must hold in the body to import this
    is_private = False  # what was typed is taken away once it was imported, and of what is refused too

    def read(self, stream: IO[bytes], context: Context) -> Sheet:
        """The rows of an uploaded file, as plain text. Raises sheets.Unreadable."""
        return sheets.read(stream, sheet=self.sheet)

    def check(self, rows: Sequence[Row], context: Context) -> None:
        """Say of each row what would become of it, in a number of queries that does not grow with the rows.

        Rows come with their cells read and the errors of single cells noted; `label`, `unit` and `plan` are to be set,
        and whatever else is found. Nothing is written.
        """
        raise NotImplementedError

    def apply(self, plans: Sequence[dict[str, Any]], context: Context) -> None:
        """Do what the rows of one unit ask, inside the caller's transaction. Raises Refused."""
        raise NotImplementedError

    def outcome(self, rows: Sequence[Row], context: Context) -> list[str]:
        """What importing these rows does, in sentences: who confirms reads them first."""
        return []

    def to_fill_in(self, context: Context) -> Iterable[dict[str, str]]:
        """The rows that the template comes with, by the keys of `given` columns."""
        return ()

    def aside(self, context: Context) -> Aside | None:
        """A step before the spreadsheet."""
        return None

    def href(self, plan: dict[str, Any]) -> str:
        """Where a row leads once it is imported; empty: nowhere."""
        return ""

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    @property
    def is_given(self) -> frozenset[str]:
        return frozenset(column.key for column in self.columns if column.given)


def kind_of(name: str) -> Kind | None:
    """The kind of this name, as the settings list them; None where there is none."""
    path = settings.IMPORT_KINDS.get(name)
    return import_string(path) if path else None
