"""The rows of an XLSX workbook as it was saved: formulas are not worked out, and only what is shown is read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any

import openpyxl

MOST_UNFOLDED = 40_000_000  # bytes
MOST_TAGS = 1_000_000  # some four a cell; the library keeps something of each
AT_ONCE = 1 << 20
DAMAGED = (
    "The file is damaged, or not what it says it is. Open it in your spreadsheet program, and save it again as XLSX."
)
HUGE = (
    "The workbook holds far more than rows of text. Delete empty rows and columns, pictures and other sheets, or copy "
    "your rows into the template."
)


class NotRead(ValueError):
    """The workbook is not read; the words say why and what to do."""


def rows_of(stream: IO[bytes], *, sheet: str, most_columns: int) -> Iterator[tuple[Any, ...]]:
    """Every row of the sheet with this title, else of the first that is shown, empty ones too. Raises NotRead.

    A row has the values that its formulas had when the workbook was saved. Columns past the last allowed are cut off.
    """
    try:
        _refuse_huge(stream)
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        chosen = _sheet(book, sheet)
        chosen.reset_dimensions()  # what a sheet says of its size is often wrong
        yield from chosen.iter_rows(max_col=most_columns, values_only=True)
    except NotRead:
        raise
    except Exception as fault:
        raise NotRead(DAMAGED) from fault


def _refuse_huge(stream: IO[bytes]) -> None:
    """Raise NotRead where reading would take long, or much memory: what is counted is read bit by bit."""
    with zipfile.ZipFile(stream) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNFOLDED:
            raise NotRead(HUGE)
        tags = 0
        for part in archive.infolist():
            with archive.open(part) as unfolded:
                tags += sum(block.count(b"<") for block in iter(lambda: unfolded.read(AT_ONCE), b""))
            if tags > MOST_TAGS:
                raise NotRead(HUGE)


def _sheet(book: Any, title: str) -> Any:
    shown = [one for one in book.worksheets if one.sheet_state == "visible"]
    if not shown:
        raise NotRead(DAMAGED)
    return next((one for one in shown if one.title.strip().casefold() == title.casefold()), shown[0])
