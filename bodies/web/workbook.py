"""Tables to take away as a workbook (XLSX): numbers are numbers, dates are dates, and no text runs as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Nothing that was typed becomes a formula, a link or a number by itself.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LOOKS = {
    "header": {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"},
    "day": {"num_format": "d mmm yyyy", "align": "left"},
    "moment": {"num_format": "d mmm yyyy h:mm", "align": "left"},
}
NARROWEST, WIDEST = 9, 60  # characters of a column
LONGEST_TITLE, LONGEST_TEXT = 31, 32_767  # characters that a program takes for a sheet's name, and in a cell
MOST_ROWS = 1_048_575  # of a sheet, beside its header
MEASURED = 500  # rows by which columns get their widths
LARGEST = 2**53  # whole numbers beyond it a spreadsheet would round; endless ones and none at all are text too
FIRST_YEAR = 1901  # whose days every program counts alike; earlier ones are text
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # which no XML may hold


@dataclass(frozen=True)
class Sheet:
    """One table: its name on the tab, its header and its rows. `notes` are lines beneath it, after an empty one."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]
    notes: Sequence[str] = ()


def xlsx_response(name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """A workbook to save as `name`. No two sheets may have the same title."""
    response = HttpResponse(workbook(sheets), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook; the header of each sheet stays in sight."""
    out = io.BytesIO()
    _fill(out, sheets, {"in_memory": True})
    return out.getvalue()


def stream_workbook(out: IO[bytes], sheet: Sheet, folder: Path) -> None:
    """Write a workbook of any length to a file, a row at a time: what it takes of memory does not grow with it.

    The rows lie in `folder` meanwhile, under names that nobody else has. Raises TooLong for more rows than a workbook
    holds.
    """
    _fill(out, [sheet], {"constant_memory": True, "tmpdir": str(folder)})


class TooLong(ValueError):
    """A workbook holds no more rows."""


def _fill(out: IO[bytes], sheets: Sequence[Sheet], how: dict[str, object]) -> None:
    with xlsxwriter.Workbook(out, {**OPTIONS, **how}) as book:
        # Else the file says the real time, which a demonstration does not have, and no two are alike.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        looks = {name: book.add_format(look) for name, look in LOOKS.items()}
        for sheet in sheets:
            _write(book.add_worksheet(_title(sheet.title)), sheet, looks)


def _title(words: str) -> str:
    """The name on the tab; no program takes one that is led or ended by an apostrophe."""
    return _NOT_IN_A_TITLE.sub(" ", words)[:LONGEST_TITLE].strip("'")


def _write(page: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    widths = [len(title) for title in sheet.header]
    for column, title in enumerate(sheet.header):
        page.write_string(0, column, _text(title), looks["header"])
    row = 0
    for row, cells in enumerate(sheet.rows, 1):
        if row > MOST_ROWS:
            raise TooLong
        for column, value in enumerate(cells):
            _cell(page, row, column, value, looks)
            if row <= MEASURED and column < len(widths):
                widths[column] = max(widths[column], len(str(value)) if value is not None else 0)
    for position, note in enumerate(sheet.notes, row + 2):
        page.write_string(position, 0, _text(note))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
    page.freeze_panes(1, 0)


def _cell(page: Any, row: int, column: int, value: object, looks: dict[str, Any]) -> None:
    """One cell by its type. Everything that is no number and no date is text, whatever it begins with."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, "Yes" if value else "No")
    elif isinstance(value, int | float) and abs(value) <= LARGEST:
        page.write_number(row, column, value)
    elif isinstance(value, datetime) and value.year >= FIRST_YEAR:
        moment = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        page.write_datetime(row, column, moment, looks["moment"])
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        page.write_datetime(row, column, value, looks["day"])
    else:
        page.write_string(row, column, _text(str(value)))


def _text(value: str) -> str:
    return _NO_CHARACTERS.sub(" ", value)[:LONGEST_TEXT]
