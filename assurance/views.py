"""NHS England's pages: bodies by theme, what stands behind a cell, and what NHS England itself owes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assurance import meetings, reads
from assurance.casework.periods import chosen_of
from assurance.casework.reading import LOGS, logs_of
from assurance.heat import BY_SLUG, THEMES, Theme
from bodies.access import Permission, can
from bodies.models import Body
from bodies.web.downloads import csv_response
from duties.years import FinancialYear, years_back

OWN = "nhs-england"
ALL = "all"


@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """Bodies by the six themes, by region as it stood in the year; the reader's own region first."""
    today = request.today
    theme = BY_SLUG.get(request.GET.get("theme", ""))
    chosen = reads.Chosen(
        year=_year(request.GET, today), region=request.GET.get("region", ""),
        themes=(theme,) if theme else THEMES, only=_only(request.GET),
    )  # fmt: skip
    logs = logs_of(chosen.year, [column.slug for column in chosen.themes], today)
    table = reads.national(chosen, request.reach, logs, today)
    return render(request, "assurance/national.html", {
        "table_of": table, "chosen": chosen, "theme": theme,
        "log_slugs": {slug: log.slug for slug, log in LOGS.items()},
        "quarter": chosen_of({"year": str(chosen.year)}, today).name, "sees_all": request.reach.is_national(),
        "year_options": [(str(year), str(year)) for year in _years(today)],
        "region_options": [("", "All regions"), *((office.code, office.name) for office in table.regions)],
        "only_options": [("", "All bodies"), *((key, f"Only with {words}") for key, (words, _) in reads.ONLY.items())],
        "theme_options": [("", "All six"), *((column.slug, column.title) for column in THEMES)],
        "own_duties": reads.own_duties(chosen.year, today) if not chosen.region else [],
    })  # fmt: skip


@require_safe
def cell(request: HttpRequest, code: str, theme: str) -> HttpResponse:
    """The obligations behind one cell, worst first; of a body within reach only."""
    today = request.today
    body = get_object_or_404(Body.objects.known(today).prefetch_related("names", "offices"), code=code)
    if not can(request.reach, Permission.SEE_NATION, body, today):
        raise Http404
    year = _year(request.GET, today)
    about_body = reads.behind(reads.owed_by_nhs_england(year, body), today)
    return render(request, "assurance/cell.html", {
        "body": body, "name": body.name_on(reads.day_of(year, today)), "year": year, "title": _title(theme),
        "behind": about_body if theme == OWN else reads.behind(reads.of_cell(body, year, _themes(theme)), today),
        "own": about_body.counted if theme == ALL else (), "slug": theme,
        "logs": [log for slug, log in LOGS.items() if theme in (slug, ALL)],
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


def _only(asked: Mapping[str, str]) -> str:
    """Which bodies; `late=1` is the short way to write `only=late`."""
    only = asked.get("only", "late" if asked.get("late") == "1" else "")
    return only if only in reads.ONLY else ""


def _years(today: date) -> list[FinancialYear]:
    """The years that can be chosen: the next one is open already."""
    return years_back(FinancialYear.containing(today).next())


def _themes(slug: str) -> tuple[Theme, ...]:
    if slug == ALL:
        return THEMES
    if slug not in BY_SLUG:
        raise Http404
    return (BY_SLUG[slug],)


def _title(slug: str) -> str:
    if slug == OWN:
        return "Owed by NHS England"
    return "All six themes" if slug == ALL else _themes(slug)[0].title
