"""Reads an uploaded spreadsheet, CSV or XLSX, as rows of plain text. Nothing in it is run, and nothing of it is kept.

Whatever somebody made of the file, reading ends soon: size, rows, columns and what it unfolds to are bounded.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.conf import settings

from bodies.archives import OFFICE, Unfit, office_type
from bodies.imports import cells, workbooks
from bodies.web.text import plural

MOST_BYTES = 10_000_000
MOST_COLUMNS = 60
MOST_EMPTY = 15_000  # rows between and after those that are filled in
DELIMITERS = ",;\t"
KINDS_IN_WORDS = "Upload the spreadsheet as XLSX or as CSV."
OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")  # .xls, and also an .xlsx under a password


class Unreadable(ValueError):
    """The file cannot be taken as it is. Each of `words` says what is wrong and how to mend it."""

    def __init__(self, *words: str) -> None:
        self.words = words
        super().__init__(" ".join(words))


@dataclass(frozen=True)
class Line:
    """One row that is not empty. `number` is its number in the spreadsheet; an empty cell is ""."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The row of titles, and the rows below it."""

    titles: Line
    lines: list[Line]


def read(stream: IO[bytes], *, sheet: str) -> Sheet:
    """Read the file's sheet of this name, else its first. `stream` is a real file. Raises Unreadable."""
    if stream.seek(0, 2) > MOST_BYTES:
        raise Unreadable(f"The spreadsheet is larger than {MOST_BYTES // 1_000_000} MB. Upload it in parts.")
    stream.seek(0)
    head = stream.read(8)
    stream.seek(0)
    if not head:
        raise Unreadable("The file is empty. Upload the spreadsheet again.")
    if head == OLD_OFFICE:
        raise Unreadable(
            f"The file is protected by a password, or of an old kind. Save it without a password. {KINDS_IN_WORDS}"
        )
    found = _workbook(stream, sheet) if head.startswith(b"PK\x03\x04") else _csv(stream.read())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which are not read
        lines = list(_filled(found, settings.MAX_IMPORT_ROWS + 1))  # one is the row of titles
    if len(lines) < 2:
        raise Unreadable("No row is filled in. Fill in at least one row below the titles.")
    return Sheet(lines[0], lines[1:])


def _filled(found: Iterable[list[str]], most: int) -> Iterator[Line]:
    """The rows that are not empty, up to the bounds."""
    empty = filled = 0
    for number, row in enumerate(found, 1):
        if not any(row):
            empty += 1
        else:
            filled += 1
            yield Line(number, tuple(row))
        if filled > most:
            raise Unreadable(
                f"The spreadsheet has more than {plural(most - 1, 'row')}. Upload it in parts, each with the titles."
            )
        if empty > MOST_EMPTY:
            raise Unreadable(
                f"The spreadsheet has more than {MOST_EMPTY:,} empty rows. Delete them, or copy yours to the template."
            )


def _workbook(stream: IO[bytes], sheet: str) -> Iterator[list[str]]:
    try:
        kind = office_type(stream)
    except Unfit as unfit:
        raise Unreadable(f"The file is {unfit}. {KINDS_IN_WORDS}") from None
    if kind != OFFICE["xlsx"]:
        raise Unreadable(f"The file is not a spreadsheet that we can read. {KINDS_IN_WORDS}")
    try:
        found = workbooks.rows_of(stream, sheet=sheet, most_columns=MOST_COLUMNS)
        for row in found:
            yield [cells.plain(value) for value in row]
    except workbooks.NotRead as refusal:
        raise Unreadable(str(refusal)) from None


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    if text.lstrip().startswith("<"):
        raise Unreadable(f"The file is a web page or XML, whatever its name says. {KINDS_IN_WORDS}")
    first = text.split("\n", 1)[0].strip()
    delimiter = first[4:] if first.lower().startswith("sep=") and first[4:] in DELIMITERS else ""
    if delimiter:  # a line for Excel, which does not show it
        text = text.split("\n", 1)[1] if "\n" in text else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True)
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise Unreadable(f"The spreadsheet has more than {MOST_COLUMNS} columns. Delete those that you added.")
            yield [cells.tidy(cell) for cell in row]
    except csv.Error:
        raise Unreadable(
            f"The text cannot be read near its line {reader.line_num}: a quotation mark may be missing there. "
            "Open the file in your spreadsheet program and save it again."
        ) from None


def _delimiter(text: str) -> str:
    """What parts the cells of the first row that is not empty: whatever makes the most of them."""
    first = next((line for line in io.StringIO(text) if line.strip(DELIMITERS + " \r\n")), "")
    return max(DELIMITERS, key=first.count)


def _decoded(content: bytes) -> str:
    """The text, as spreadsheet programs write it: UTF-8, UTF-16 with its mark, else Windows-1252."""
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if has_mark else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(f"The file is not a spreadsheet that we can read. {KINDS_IN_WORDS}")
