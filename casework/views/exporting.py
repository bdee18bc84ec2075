"""A body's log as a file to take away, for who keeps it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bodies.web.downloads import csv_response
from bodies.web.workbook import xlsx_response
from casework.books import Book
from casework.exporting import sheet_of
from casework.views.common import body_asked


@require_safe
def as_csv(request: HttpRequest, code: str, book: Book) -> HttpResponse:
    """Every case of the body as CSV; days are written as 2016-10-17."""
    body = body_asked(request, code, book)
    sheet = sheet_of(book, body, request.today)  # type: ignore[attr-defined]
    return csv_response(f"{book.plural}-{body.code}.csv", sheet.header, sheet.rows)


@require_safe
def as_xlsx(request: HttpRequest, code: str, book: Book) -> HttpResponse:
    """The same as a workbook, in which days are days."""
    body = body_asked(request, code, book)
    sheet = sheet_of(book, body, request.today)  # type: ignore[attr-defined]
    return xlsx_response(f"{book.plural}-{body.code}.xlsx", [sheet])
