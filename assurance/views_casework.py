"""NHS England's pages on requests for information and complaints: figures of every body's log, and no case of any."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assurance.casework import columns, files
from assurance.casework.periods import Chosen, chosen_of
from assurance.casework.reading import COMPLAINTS, REQUESTS, Log, Table, table
from bodies.web.downloads import csv_response
from duties.years import FinancialYear, years_back


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests for information, body by body, by region as it stood in the year; the reader's own region first."""
    return _page(request, REQUESTS)


@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    """Complaints, body by body."""
    return _page(request, COMPLAINTS)


@require_safe
def requests_csv(request: HttpRequest) -> HttpResponse:
    """The same table of requests to take away."""
    return _file(request, REQUESTS)


@require_safe
def complaints_csv(request: HttpRequest) -> HttpResponse:
    """The same table of complaints to take away."""
    return _file(request, COMPLAINTS)


def _read(request: HttpRequest, log: Log) -> tuple[Chosen, str, Table]:
    chosen, region = chosen_of(request.GET, request.today), request.GET.get("region", "")  # type: ignore[attr-defined]
    return chosen, region, table(log, chosen, region, request.reach)  # type: ignore[attr-defined]


def _page(request: HttpRequest, log: Log) -> HttpResponse:
    chosen, region, found = _read(request, log)

    def cells(row: Any, *, is_total: bool = False) -> Any:
        return columns.cells(row, log, chosen, is_total=is_total)

    years = years_back(FinancialYear.containing(chosen.today))
    return render(request, f"assurance/{log.slug}.html", {
        "log": log, "chosen": chosen, "region": region, "found": found, "cells": cells,
        "heads": columns.heads(log, chosen), "shows_all": request.GET.get("show") == "all",
        "year_options": [(str(year), str(year)) for year in years],
        "region_options": [("", "All regions"), *((office.code, office.name) for office in found.regions)],
    })  # fmt: skip


def _file(request: HttpRequest, log: Log) -> HttpResponse:
    chosen, _, found = _read(request, log)
    mark = "Demonstration: parts are invented" if settings.DEMONSTRATION else ""
    name = f"{log.slug}-{chosen.year.start_year}-{chosen.key.lower()}.csv"
    return csv_response(name, files.header(log, chosen), files.rows(found, log, chosen, mark))
