"""Reading the project's own data files, so that every error names its file, line and column.

Pure: no Django and no clock. The register and the catalogue are both read with it. A data file is UTF-8, has one
header line, and every row has one cell for each column. Anything else is a `DataFileError`, raised at the first fault.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


class DataFileError(ValueError):
    """One fault in one data file. `line` counts from 1; `column` is the column's name, or "" for the whole line."""

    def __init__(self, file: str, line: int, column: str, message: str) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        place = f"{file}, line {line}" + (f", column “{column}”" if column else "")
        super().__init__(f"{place}: {message}")


@dataclass(frozen=True)
class Row:
    """One row: its cells by column name, stripped of surrounding blanks, and where it stands in its file."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def error(self, column: str, message: str) -> DataFileError:
        """The exception to raise for a fault in this row."""
        return DataFileError(self.file, self.line, column, message)

    def required(self, column: str) -> str:
        """The cell, which may not be empty."""
        if not self[column]:
            raise self.error(column, "this cell must not be empty")
        return self[column]

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        """The cell, which must be one of the allowed values (allow "" to let it be empty)."""
        if self[column] not in allowed:
            names = ", ".join(repr(value) if value else "an empty cell" for value in allowed)
            raise self.error(column, f"{self[column]!r} is not known here; use one of {names}")
        return self[column]

    def yes_or_no(self, column: str) -> bool:
        """The cell, which must say yes or no."""
        return self.one_of(column, ("yes", "no")) == "yes"

    def day(self, column: str) -> date:
        """The cell as a date written 2016-12-31."""
        try:
            parsed = date.fromisoformat(self.required(column))
        except ValueError:
            parsed = None
        if parsed is None or parsed.isoformat() != self[column]:
            raise self.error(column, f"{self[column]!r} is not a date; write it as 2016-12-31")
        return parsed

    def day_or_none(self, column: str) -> date | None:
        """The cell as a date, or None where it is empty."""
        return self.day(column) if self[column] else None

    def whole_number(self, column: str) -> int:
        """The cell as a whole number, 0 or more."""
        if not (self.required(column).isascii() and self[column].isdigit()):
            raise self.error(column, f"{self[column]!r} is not a whole number")
        return int(self[column])


def digest_of(folder: Path, names: Iterable[str], reading: str) -> str:
    """The SHA-256 of data files together with the version of their reading, in hexadecimal.

    Raises DataFileError for a file that cannot be read.
    """
    digest = hashlib.sha256(reading.encode())
    for name in names:
        try:
            content = (folder / name).read_bytes()
        except OSError as fault:
            raise DataFileError(name, 1, "", f"the file cannot be read ({fault.strerror})") from fault
        digest.update(f"\n{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """All rows of the file, whose header must be exactly `columns`, in this order.

    Raises `DataFileError` for a missing file, text that is not UTF-8, a wrong header and a wrong number of cells.
    A row's line is the line on which it starts (a quoted cell may span several).
    """
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    starts_at = 1
    try:
        for number, cells in enumerate(reader):
            if number == 0:
                _check_header(path.name, cells, columns)
            elif cells:
                rows.append(_row(path.name, starts_at, cells, columns))
            starts_at = reader.line_num + 1
    except csv.Error as fault:
        raise DataFileError(path.name, starts_at, "", f"this is not well-formed CSV ({fault})") from fault
    if starts_at == 1:
        raise DataFileError(path.name, 1, "", "the file is empty; it must begin with its header line")
    return rows


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise DataFileError(path.name, 1, "", f"the file cannot be read ({fault.strerror})") from fault
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise DataFileError(path.name, line, "", "the text is not UTF-8; save the file again as UTF-8") from fault


def _check_header(file: str, found: Sequence[str], columns: Sequence[str]) -> None:
    for column in columns:
        if column not in found:
            raise DataFileError(file, 1, column, "this column is missing")
    for position, column in enumerate(found):
        if column not in columns:
            raise DataFileError(file, 1, column, "this column is not known here")
        if column in found[:position]:
            raise DataFileError(file, 1, column, "this column stands twice")
    if list(found) != list(columns):
        raise DataFileError(file, 1, "", f"the columns must stand in this order: {', '.join(columns)}")


def _row(file: str, line: int, cells: Sequence[str], columns: Sequence[str]) -> Row:
    if len(cells) != len(columns):
        column = columns[len(cells)] if len(cells) < len(columns) else ""
        raise DataFileError(file, line, column, f"the row has {len(cells)} cells; it needs {len(columns)}")
    return Row(file, line, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)})
