"""Writing a long table to a file, row by row: what it takes of memory does not grow with its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import IO

from bodies.web.downloads import safe_row
from bodies.web.tables import XLSX, as_csv, marked
from bodies.web.workbook import Sheet, stream_workbook
from evidence.files import storage

# A file's first bytes, because spreadsheets guess what text it is otherwise.
MARK = "\ufeff"
AT_A_TIME = 1_000  # rows
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


def _cells(rows: Iterable[Sequence[object]]) -> Iterator[tuple[object, ...]]:
    """The rows as CSV says them. Some at a time and column by column: most need no other words."""
    every = iter(rows)
    while some := list(islice(every, AT_A_TIME)):
        yield from zip(*map(_column, zip(*some, strict=True)), strict=True)


def _column(values: Sequence[object]) -> Sequence[object]:
    kinds = set(map(type, values))
    if not kinds.isdisjoint(OTHERWISE):
        values = [as_csv(value) for value in values]
    distinct = set(values) if str in kinds else ()
    return safe_row(values) if safe_row(distinct) != list(distinct) else values
