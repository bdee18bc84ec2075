"""The figures of a body's logs: FOI by quarter and year, the yearly complaints report, KO41a; and the same as files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.access import Permission
from bodies.history import name_as_at
from bodies.models import Body
from bodies.web.downloads import csv_response
from bodies.web.text import INVENTED
from bodies.web.workbook import Sheet, xlsx_response
from casework.access import may_keep
from casework.figures.bands import BANDS, SMALL, trigger_on
from casework.figures.small import NOTE
from casework.figures.tables import plain_rows
from casework.papers import FOI, KO41A, REPORT, Paper
from casework.returns_words import OUR_READING, PARTS
from casework.views.common import body_asked
from casework.yearly import LAY_OUT, YearFigures, year_asked, year_figures, years_of

TEMPLATES = {FOI.kind: "figures", REPORT.kind: "report", KO41A.kind: "ko41a"}
BASE_WORDS = "Every percentage says of how many it is; it is rounded down, so that 94.96% is not 95%."


@require_safe
def page(request: HttpRequest, code: str, paper: Paper) -> HttpResponse:
    """A year's figures, with the returns made of them. `year` chooses."""
    body, found = _asked(request, code, paper)
    today: date = request.today  # type: ignore[attr-defined]
    may_publish = body.pk in may_keep(request.reach, Permission.CERTIFY, today)  # type: ignore[attr-defined]
    last = found.last_over
    return render(request, f"casework/{TEMPLATES[paper.kind]}.html", {
        "body": body, "name": name_as_at(body, today), "found": found, "paper": paper, "may_publish": may_publish,
        "year_options": [(str(one), str(one)) for one in years_of(body, today)], "last": last,
        "bands": BANDS, "trigger": trigger_on(last.period.last_on if last else today), "small": SMALL,
        "base_words": BASE_WORDS, "small_note": NOTE, "our_reading": OUR_READING, "parts": PARTS[paper.kind],
    })  # fmt: skip


@require_safe
def as_csv(request: HttpRequest, code: str, paper: Paper) -> HttpResponse:
    """The figures of a year as CSV, a line a figure."""
    body, found = _asked(request, code, paper)
    return csv_response(f"{_name(paper, body, found)}.csv", _header(found), _rows(body, found))


@require_safe
def as_xlsx(request: HttpRequest, code: str, paper: Paper) -> HttpResponse:
    """The same as a workbook, with the figures of the returns as they were made."""
    body, found = _asked(request, code, paper)
    notes = [*([INVENTED] if settings.DEMONSTRATION else []), BASE_WORDS, *([OUR_READING] if paper is KO41A else [])]
    sheets = [Sheet("As counted today", _header(found), _rows(body, found, plain_days=True), notes)]
    made = [line for line in found.lines if line.row is not None]
    if made:
        rows = plain_rows(LAY_OUT[paper.kind]([line.figures for line in made]))
        header = ["Section", "Figure", *(f"{line.row.about}, made {line.row.made_on}" for line in made if line.row)]
        sheets.append(Sheet("As returned", header, rows, notes))
    return xlsx_response(f"{_name(paper, body, found)}.xlsx", sheets)


def _asked(request: HttpRequest, code: str, paper: Paper) -> tuple[Body, YearFigures]:
    """The body of the address with its figures of the year asked for. Raises Http404."""
    today: date = request.today  # type: ignore[attr-defined]
    body = body_asked(request, code, paper.book)
    return body, year_figures(paper.kind, body, year_asked(request.GET.get("year", ""), body, today), today)


def _header(found: YearFigures) -> list[str]:
    periods = [f"{column.long_title}" for column in found.columns]
    return ["Code", "As at", "Section", "Figure", *periods, "Note"]


def _rows(body: Body, found: YearFigures, *, plain_days: bool = False) -> list[list[Any]]:
    as_at = found.today if plain_days else found.today.isoformat()
    mark = INVENTED if settings.DEMONSTRATION else ""
    return [[body.code, as_at, *row, mark] for row in plain_rows(found.sections)]


def _name(paper: Paper, body: Body, found: YearFigures) -> str:
    """A file name that tells whose, which year and as at when."""
    what = {FOI.kind: "foi-figures", REPORT.kind: "complaints", KO41A.kind: "ko41a"}[paper.kind]
    return f"{what}-{body.code}-{str(found.year).replace('/', '-')}-as-at-{found.today.isoformat()}"
