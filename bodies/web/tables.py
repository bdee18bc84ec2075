"""A table to take away in the form that was asked for: the same rows as CSV and as a workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from bodies.web.downloads import csv_response
from bodies.web.text import INVENTED
from bodies.web.workbook import Sheet, xlsx_response

CSV, XLSX = "csv", "xlsx"
FORMS = (CSV, XLSX)


def table_response(form: str, name: str, sheet: Sheet, *, mark: str = INVENTED) -> HttpResponse:
    """One table to save as `name`, without its ending. In a demonstration each row bears the mark.

    Days are `date`s and numbers are numbers: CSV writes days as 2016-10-17 and moments as 2016-10-17 13:05 of our
    clock, the workbook keeps both as what they are. `notes` of the sheet are the workbook's alone.
    """
    whole = marked(sheet, mark)
    if form == XLSX:
        return xlsx_response(f"{name}.xlsx", [whole])
    return csv_response(f"{name}.csv", whole.header, ([as_csv(value) for value in row] for row in whole.rows))


def marked(sheet: Sheet, mark: str = INVENTED) -> Sheet:
    """The same table; in a demonstration with a last column that marks each row."""
    if not settings.DEMONSTRATION:
        return sheet
    return replace(sheet, header=[*sheet.header, "Note"], rows=([*row, mark] for row in sheet.rows))


def as_csv(value: object) -> object:
    """A value as CSV says it, in the words and by the clock of the workbook."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{moment:%Y-%m-%d %H:%M}"
    return value
