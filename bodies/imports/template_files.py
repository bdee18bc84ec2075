"""The template of a kind: a workbook that says how to fill it in, or a bare CSV. Both come with the rows to fill in."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from bodies.imports.kinds import Column, Context, Kind
from bodies.web.downloads import csv_response

HELP_SHEET = "How to fill this in"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_CHECKED = 5000  # rows in which the workbook itself offers the allowed words
LONGEST_HINT = 255  # characters that Excel shows beside a cell


def as_xlsx(kind: Kind, context: Context) -> HttpResponse:
    """The template as a workbook: every cell is text, so that no program makes a date of "2011/12"."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        _write_rows(book, kind, context)
        _write_help(book, kind, context)
    response = HttpResponse(out.getvalue(), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_name(kind, context)}.xlsx"'
    return response


def as_csv(kind: Kind, context: Context) -> HttpResponse:
    """The template as CSV."""
    titles = [column.title for column in kind.columns]
    rows = [[given.get(column.key, "") for column in kind.columns] for given in kind.to_fill_in(context)]
    return csv_response(f"{_name(kind, context)}.csv", titles, rows)


def _name(kind: Kind, context: Context) -> str:
    return f"{kind.file_name}-{context.body.code}"


def _write_rows(book: Any, kind: Kind, context: Context) -> None:
    sheet = book.add_worksheet(kind.sheet)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    titles = {
        required: book.add_format({"bold": True, "bottom": 2, "num_format": "@", "bg_color": colour})
        for required, colour in ((True, "#D9E5F2"), (False, "#F0F4F5"))
    }
    for place, column in enumerate(kind.columns):
        sheet.set_column(place, place, column.width, text)
        sheet.write_string(0, place, column.title, titles[column.required])
        sheet.data_validation(1, place, ROWS_CHECKED, place, _hint(column))
    for number, given in enumerate(kind.to_fill_in(context), 1):
        for place, column in enumerate(kind.columns):
            if given.get(column.key):
                sheet.write_string(number, place, given[column.key], text)
    sheet.freeze_panes(1, 0)


def _hint(column: Column) -> dict[str, Any]:
    """What the program shows beside a cell, and the words that it offers there."""
    hint = {"validate": "any", "input_title": column.title[:32], "input_message": column.help[:LONGEST_HINT]}
    if column.allowed:
        hint |= {"validate": "list", "source": list(column.allowed), "error_type": "warning"}
    return hint


def _write_help(book: Any, kind: Kind, context: Context) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    lines = [f"{kind.title}: {context.body.name}", *kind.intro]
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line, bold if number == 0 else None)
    start = len(lines) + 1
    for place, (title, width) in enumerate((("Column", 18), ("Fill it in", 14), ("What", 80), ("Example", 40))):
        sheet.write_string(start, place, title, bold)
        sheet.set_column(place, place, width)
    for number, column in enumerate(kind.columns, start + 1):
        needed = "always" if column.required else "if it applies"
        allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
        for place, words in enumerate((column.title, needed, column.help + allowed, column.example)):
            sheet.write_string(number, place, words, wrap)
