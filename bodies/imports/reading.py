"""From the rows of a sheet to rows that a kind can check: titles are matched to columns, and each cell is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bodies.imports import cells
from bodies.imports.kinds import Column, Kind, Row
from bodies.imports.sheets import Line, Sheet, Unreadable

LETTERS = 26
STRAY = ""  # in the place of a column's key


def rows_of(kind: Kind, sheet: Sheet) -> tuple[list[Row], int]:
    """Every row with its cells read, and how many were left out because only given columns are filled in.

    Raises Unreadable where the titles are not those of the kind, naming each that is wrong.
    """
    columns = match_titles(kind.columns, sheet.titles)
    rows = []
    for line in sheet.lines:
        typed = _cells_of(line, columns)
        if typed.keys() - kind.is_given:
            rows.append(read_row(kind, line.number, typed))
    if not rows:
        raise Unreadable("No row is filled in. Fill in at least one row below the titles.")
    return rows, len(sheet.lines) - len(rows)


def match_titles(columns: Sequence[Column], titles: Line) -> dict[int, Column]:
    """Which column stands at which place. Case, blanks and the order make no difference. Raises Unreadable."""
    known = {cells.same(name): column for column in columns for name in (column.title, column.key, *column.also)}
    found: dict[int, Column] = {}
    faults = []
    for place, title in enumerate(titles.cells):
        column = known.get(cells.same(title))
        if not title:
            continue
        if column is None:
            faults.append(
                f"“{cells.short(title)}” (column {letter_of(place)}) is not a column that we know. "
                "Mend its title, or delete the column."
            )
        elif column in found.values():
            faults.append(f"“{column.title}” stands twice in the titles. Delete one of the two columns.")
        else:
            found[place] = column
    missing = [column.title for column in columns if column.required and column not in found.values()]
    faults += [f"The column “{title}” is missing. Put its title in row {titles.number}." for title in missing]
    if not found:
        titles_in_words = ", ".join(f"“{column.title}”" for column in columns)
        faults = [f"The first row must hold the titles of the columns: {titles_in_words}. Copy them from the template."]
    if faults:
        raise Unreadable(*faults)
    return found


def read_row(kind: Kind, number: int, typed: Mapping[str, str]) -> Row:
    """Read every cell of one row, noting what is wrong with each."""
    row = Row(number, dict(typed))
    if stray := typed.get(STRAY):
        row.refuse("", f"Column {stray} is filled in and has no title. Clear it, or give it its title")
    for column in kind.columns:
        cell = row.cells.get(column.key, "")
        try:
            row.values[column.key] = _read(column, cell)
        except cells.Wrong as wrong:
            row.refuse(column.key, str(wrong))
    return row


def read_again(kind: Kind, kept: Iterable[tuple[int, Mapping[str, str]]]) -> list[Row]:
    """The rows of an earlier check as they are to be checked now."""
    return [read_row(kind, number, typed) for number, typed in kept]


def letter_of(place: int) -> str:
    """What a spreadsheet calls the column at a place that counts from 0: A, Z, AA."""
    first, last = divmod(place, LETTERS)
    return (letter_of(first - 1) if first else "") + chr(ord("A") + last)


def _cells_of(line: Line, columns: Mapping[int, Column]) -> dict[str, str]:
    """The cells that are filled in, by column; and under STRAY where others are filled in that stand under no title."""
    filled = {place: cell for place, cell in enumerate(line.cells) if cell}
    typed = {column.key: filled[place] for place, column in columns.items() if place in filled}
    stray = [letter_of(place) for place in filled if place not in columns]
    return typed | {STRAY: ", ".join(stray)} if stray else typed


def _read(column: Column, cell: str) -> object:
    if not cell:
        if column.required:
            example = f", for example {column.example}" if column.example else ""
            raise cells.Wrong(f"Fill this in{example}")
        return None
    if cell.upper() in cells.FAULTS:
        raise cells.Wrong(f"The spreadsheet shows the error {cell} here. Type what it should say")
    if len(cell) > column.longest:
        raise cells.Wrong(f"Shorten this to {column.longest:,} characters or fewer: it has {len(cell):,}")
    return column.read(cell)
