"""Tables to take away as CSV: safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# A spreadsheet takes a cell that begins so for a formula, and would run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> str:
    """The cell's text; one that a spreadsheet would take for a formula is led by an apostrophe. A number never is."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def safe_row(row: Iterable[object]) -> list[object]:
    """The cells of a row as `safe_cell` makes them; quick, because most begin with a letter and need no look."""
    return [value if type(value) is not str or not value or value[0].isalnum() else safe_cell(value) for value in row]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as CSV, its header row first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, status: int = 200
) -> HttpResponse:
    """A CSV file to save as `name`: UTF-8, marked as such at its beginning, because spreadsheets guess."""
    response = HttpResponse("\ufeff" + csv_text(header, rows), content_type="text/csv; charset=utf-8", status=status)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
