"""The tables of the national pages to take away, as CSV and as a workbook: the same rows as the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assurance import meetings, reads
from assurance.behind_cell import behind_cell
from assurance.files import lines_sheet
from assurance.national.asked import year_of
from bodies.web.tables import table_response
from bodies.web.text import PARTLY_INVENTED
from bodies.web.workbook import Sheet


@require_safe
def meetings_file(request: HttpRequest, form: str) -> HttpResponse:
    """Meetings held in public, body by body."""
    year, region = year_of(request.GET.get("year", ""), request.today), request.GET.get("region", "")
    found = meetings.national(year, region, request.reach, request.today)
    sheet = Sheet("Meetings held in public", meetings.FILE_HEADER, meetings.file_rows(found, year, request.today))
    return table_response(form, f"meetings-{year.start_year}", sheet, mark=PARTLY_INVENTED)


@require_safe
def cell_file(request: HttpRequest, code: str, column: str, form: str) -> HttpResponse:
    """The obligations behind one cell, those too that no figure counts."""
    found = behind_cell(request.GET, code, column, request.reach, request.today)
    lines = (*found.lines, *found.not_counted, *found.own)
    sheet = lines_sheet(found.title, lines, found.asked.year)
    return table_response(form, f"{found.body.code}-{column}-{found.asked.year.start_year}", sheet)


@require_safe
def own_duties_file(request: HttpRequest, form: str) -> HttpResponse:
    """What NHS England itself owes about the bodies; all of it, where the page shows the worst."""
    year = year_of(request.GET.get("year", ""), request.today)
    slug = request.GET.get("duty", "")
    duties = {duty["slug"] for duty in reads.own_duties(year, request.today)}
    lines = reads.own_lines(year, slug if slug in duties else "", request.reach, request.today)
    return table_response(form, f"nhs-england-{year.start_year}", lines_sheet("Owed by NHS England", lines, year))
