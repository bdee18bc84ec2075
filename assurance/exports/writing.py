"""Writing a long table to a file, row by row: what it takes of memory does not grow with its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any

from bodies.web.downloads import safe_row
from bodies.web.tables import XLSX, as_csv, marked
from bodies.web.workbook import Sheet, stream_workbook
from evidence.files import storage

# A file's first bytes, because spreadsheets guess what text it is otherwise.
MARK = "\ufeff"
OTHERWISE = frozenset({bool, datetime})  # what CSV says in other words than Python does


def write(form: str, out: IO[bytes], sheet: Sheet) -> None:
    """Write the table to an open file, in a demonstration with its mark. Raises TooLong for what no workbook holds."""
    whole = marked(sheet)
    if form == XLSX:
        # Beside files that arrive: what a killed process leaves there is taken away after a day.
        stream_workbook(out, whole, storage.incoming())
        return
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    try:
        text.write(MARK)
        writer = csv.writer(text)
        writer.writerow(whole.header)
        writer.writerows(_cells(whole.rows))
        text.flush()
    finally:
        text.detach()  # the file stays open for who reads it


def _cells(rows: Iterable[Any]) -> Iterable[list[object]]:
    return (safe_row([as_csv(value) if type(value) in OTHERWISE else value for value in row]) for row in rows)
