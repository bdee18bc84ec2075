"""A table to take away in the form that was asked for: the same rows as CSV and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.conf import settings
from django.http import HttpResponse

from bodies.web.downloads import csv_response
from bodies.web.text import INVENTED
from bodies.web.workbook import Sheet, xlsx_response

CSV, XLSX = "csv", "xlsx"
FORMS = (CSV, XLSX)


def table_response(form: str, name: str, sheet: Sheet) -> HttpResponse:
    """One table to save as `name`, without its ending. In a demonstration each row says that it is invented.

    Days are `date`s and numbers are numbers: CSV writes days as 2016-10-17, the workbook keeps both as what they are.
    """
    taken = marked(sheet)
    if form == XLSX:
        return xlsx_response(f"{name}.xlsx", [taken])
    return csv_response(f"{name}.csv", taken.header, taken.rows)


def marked(sheet: Sheet) -> Sheet:
    """The table as a demonstration gives it away: each row says that it is invented. Elsewhere as it is."""
    if not settings.DEMONSTRATION:
        return sheet
    return replace(sheet, header=[*sheet.header, "Note"], rows=_marked(sheet.rows))


def _marked(rows: Iterable[Sequence[object]]) -> Iterable[list[object]]:
    return ([*row, INVENTED] for row in rows)
