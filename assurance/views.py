"""NHS England's pages: bodies by theme, what stands behind a cell, and what NHS England itself owes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assurance import meetings, reads
from assurance.casework.reading import LOGS
from assurance.holders import holders_on
from assurance.national.asked import asked_of
from assurance.national.columns import THEME, Columns
from bodies.access import Permission, can
from bodies.models import Body
from bodies.web.downloads import csv_response
from duties.models import Obligation
from duties.years import FinancialYear, years_back

OWN = "nhs-england"
ALL = "all"


@require_safe
def cell(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """The obligations behind one cell, worst first; of a body within reach only."""
    asked = asked_of(request.GET, request.today)
    body = get_object_or_404(Body.objects.known(asked.day).prefetch_related("names", "offices"), code=code)
    if not can(request.reach, Permission.SEE_NATION, body, asked.today):
        raise Http404
    holders = holders_on(asked.day, asked.today)
    own = Obligation.objects.outside().of_year(asked.year.start_year).owed_by_nhs_england()
    about_body = reads.behind(own.filter(holders.answered_by([body.pk])), asked.day)
    owed = asked.columns.narrow(Obligation.objects.outside().of_year(asked.year.start_year).owed_by_body())
    owed = owed.filter(holders.answered_by([body.pk]), _condition(asked.columns, column))
    return render(request, "assurance/cell.html", {
        "body": body, "name": body.name_on(asked.in_year), "asked": asked, "title": _title(asked.columns, column),
        "behind": about_body if column == OWN else reads.behind(owed, asked.day),
        "own": about_body.counted if column == ALL else (), "slug": column,
        "logs": [log for slug, log in LOGS.items() if asked.columns.by == THEME and column in (slug, ALL)],
    })  # fmt: skip


@require_safe
def national_meetings(request: HttpRequest) -> HttpResponse:
    """Meetings held in public, body by body, by region as it stood in the year; the reader's own region first."""
    year, region = _year(request.GET, request.today), request.GET.get("region", "")
    found = meetings.national(year, region, request.reach, request.today)
    return render(request, "assurance/meetings.html", {
        "found": found, "year": year, "region": region, "columns": meetings.COLUMNS.values(),
        "year_options": [(str(one), str(one)) for one in _years(request.today)],
        "region_options": [("", "All regions"), *((office.code, office.name) for office in found.regions)],
    })  # fmt: skip


@require_safe
def meetings_csv(request: HttpRequest) -> HttpResponse:
    """The same table to take away."""
    year, region = _year(request.GET, request.today), request.GET.get("region", "")
    found = meetings.national(year, region, request.reach, request.today)
    mark = "Demonstration: parts are invented" if settings.DEMONSTRATION else ""
    name = f"meetings-{year.start_year}.csv"
    return csv_response(name, meetings.CSV_HEADER, meetings.csv_rows(found, year, request.today, mark))


@require_safe
def own_duties(request: HttpRequest) -> HttpResponse:
    """What NHS England itself owes about the bodies: never in a body's figures."""
    today = request.today
    year = _year(request.GET, today)
    duties = reads.own_duties(year, today)
    chosen = next((duty for duty in duties if duty["slug"] == request.GET.get("duty")), None)
    owed = reads.owed_by_nhs_england(year)
    if chosen:
        owed = owed.filter(duty__slug=chosen["slug"])
    lines = reads.behind(owed.prefetch_related("body__offices"), today).counted
    return render(request, "assurance/own_duties.html", {
        "year": year, "duties": duties, "chosen": chosen,
        "lines": [line for line in lines if can(request.reach, Permission.SEE_NATION, line.obligation.body, today)],
    })  # fmt: skip


def _year(asked: Mapping[str, str], today: date) -> FinancialYear:
    """The year of the address; the current one where there is none or it makes no sense."""
    try:
        return FinancialYear.parse(asked.get("year", ""))
    except ValueError:
        return FinancialYear.containing(today)


def _years(today: date) -> list[FinancialYear]:
    """The years that can be chosen: the next one is open already."""
    return years_back(FinancialYear.containing(today).next())


def _condition(columns: Columns, slug: str) -> Q:
    """What one column counts, or all of them."""
    if slug in (ALL, OWN):
        return Q()
    found = [column for column in columns.columns if column.slug == slug]
    if not found:
        raise Http404
    return columns.condition(found)


def _title(columns: Columns, slug: str) -> str:
    if slug == OWN:
        return "Owed by NHS England"
    if slug == ALL:
        return "All six themes" if columns.is_usual else columns.title
    return next(column.title for column in columns.columns if column.slug == slug)
