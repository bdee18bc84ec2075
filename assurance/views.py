"""NHS England's pages: what stands behind a cell, meetings held in public, and what NHS England itself owes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assurance import meetings, reads
from assurance.behind_cell import ALL, behind_cell
from assurance.casework.reading import LOGS
from assurance.national.asked import year_of
from assurance.national.columns import THEME
from duties.years import FinancialYear, years_back


@require_safe
def cell(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """The obligations behind one cell, worst first; of a body within reach only."""
    found = behind_cell(request.GET, code, column, request.reach, request.today)
    logs = LOGS.items() if found.asked.columns.by == THEME else ()
    return render(request, "assurance/cell.html", {
        "found": found, "asked": found.asked, "body": found.body, "title": found.title, "slug": column,
        "logs": [log for slug, log in logs if column in (slug, ALL)],
    })  # fmt: skip


@require_safe
def national_meetings(request: HttpRequest) -> HttpResponse:
    """Meetings held in public, body by body, by region as it stood in the year; the reader's own region first."""
    year, region = year_of(request.GET.get("year", ""), request.today), request.GET.get("region", "")
    found = meetings.national(year, region, request.reach, request.today)
    years = years_back(FinancialYear.containing(request.today).next())  # the next one is open already
    return render(request, "assurance/meetings.html", {
        "found": found, "year": year, "region": region, "columns": meetings.COLUMNS.values(),
        "year_options": [(str(one), str(one)) for one in years],
        "region_options": [("", "All regions"), *((office.code, office.name) for office in found.regions)],
    })  # fmt: skip


@require_safe
def own_duties(request: HttpRequest) -> HttpResponse:
    """What NHS England itself owes about the bodies: never in a body's figures."""
    today = request.today
    year = year_of(request.GET.get("year", ""), today)
    duties = reads.own_duties(year, today)
    chosen = next((duty for duty in duties if duty["slug"] == request.GET.get("duty")), None)
    lines = reads.own_lines(year, chosen["slug"] if chosen else "", request.reach, today)
    return render(request, "assurance/own_duties.html", {
        "year": year, "duties": duties, "chosen": chosen, "lines": lines,
    })  # fmt: skip
