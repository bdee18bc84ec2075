"""NHS England's pages on requests for information and complaints: figures of every body's log, and no case of any."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assurance.casework import columns, files
from assurance.casework.periods import Chosen, chosen_of
from assurance.casework.reading import Log, Table, table
from bodies.web.tables import table_response
from bodies.web.text import PARTLY_INVENTED
from bodies.web.workbook import Sheet
from duties.years import FinancialYear, years_back


@require_safe
def page(request: HttpRequest, log: Log) -> HttpResponse:
    """One log body by body, by region as it stood in the year; the reader's own region first."""
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


@require_safe
def as_file(request: HttpRequest, log: Log, form: str) -> HttpResponse:
    """The same table to take away, with every body."""
    chosen, _, found = _read(request, log)
    name = f"{log.slug}-{chosen.year.start_year}-{chosen.key.lower()}"
    sheet = Sheet(log.title, files.header(log, chosen), files.rows(found, log, chosen))
    return table_response(form, name, sheet, mark=PARTLY_INVENTED)


def _read(request: HttpRequest, log: Log) -> tuple[Chosen, str, Table]:
    chosen, region = chosen_of(request.GET, request.today), request.GET.get("region", "")  # type: ignore[attr-defined]
    return chosen, region, table(log, chosen, region, request.reach)  # type: ignore[attr-defined]
