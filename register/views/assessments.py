"""Published assessments: those of a year, in the order of names, as a page and to take away; and those of a body."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.history import name_as_at
from bodies.web.tables import table_response
from duties.years import FinancialYear
from register import assessments as published
from register import reads


@require_safe
def of_year(request: HttpRequest) -> HttpResponse:
    """Everything that is published of a year."""
    today: date = request.today  # type: ignore[attr-defined]
    years = published.years(today)
    year = _year(request, years)
    return render(request, "register/assessments.html", {
        "year": year, "years": years, "told": published.of_year(year, today),
    })  # fmt: skip


@require_safe
def as_table(request: HttpRequest, form: str) -> HttpResponse:
    """The same to take away, as CSV or as a workbook."""
    today: date = request.today  # type: ignore[attr-defined]
    year = _year(request, published.years(today))
    sheet = published.sheet_of(year, published.of_year(year, today))
    return table_response(form, f"published-assessments-{year.start_year}", sheet)


@require_safe
def of_body(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that is published about one body."""
    today: date = request.today  # type: ignore[attr-defined]
    body = reads.body_or_404(code, today)
    return render(request, "register/body_assessments.html", {
        "body": body, "name": name_as_at(body, today), "shown": published.of_body(body, today),
    })  # fmt: skip


def _year(request: HttpRequest, years: list[FinancialYear]) -> FinancialYear:
    """The year of the address; where it makes no sense, or nothing is published of it, the latest there is."""
    asked = request.GET.get("year", "")
    named = next((year for year in years if str(year) == asked), None)
    latest = years[0] if years else FinancialYear.containing(request.today)  # type: ignore[attr-defined]
    return named or latest
