"""The figures of a body's logs of requests and complaints, as it published them: a page, and the same as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.history import name_as_at
from bodies.models import Body
from bodies.web.downloads import csv_response
from casework.figures import bands, small
from casework.models import Return
from casework.returns_words import COMPLAINTS, FOI
from duties.years import FinancialYear
from register import reads
from register.casework import figures as published
from register.casework.figure_lines import HEADER, csv_rows
from register.casework.figures import Told


@dataclass(frozen=True)
class _Year:
    """What is public of one year."""

    body: Body
    name: str
    year: FinancialYear
    years: list[FinancialYear]
    requests: list[Told]
    complaints: list[Told]


@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """The returns that a body published of one financial year."""
    found = _year_of(request, code)
    context = {
        "found": found, "body": found.body, "name": found.name, "year": found.year,
        "year_options": [(str(one), str(one)) for one in found.years],
        "shown": [told for told in found.requests if told.has_figures],
        "bands": bands.BANDS, "toolkit": bands.TOOLKIT, "smallest": bands.SMALL, "note": small.NOTE,
    }  # fmt: skip
    return render(request, "register/figures.html", context)


@require_safe
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same as the page shows: small numbers are hidden here too."""
    found = _year_of(request, code)
    kinds = (("Requests for information", found.requests), ("Complaints", found.complaints))
    rows = csv_rows(found.body.code, found.name, kinds, demonstration=settings.DEMONSTRATION)
    return csv_response(f"figures-{found.body.code.lower()}-{found.year.start_year}.csv", HEADER, rows)


def _year_of(request: HttpRequest, code: str) -> _Year:
    """Raises Http404 where the address names a year of which there is nothing."""
    today: date = request.today  # type: ignore[attr-defined]
    body = reads.body_or_404(code, today)
    rows = list(published.published_returns(body, today))
    years = published.years_of(rows, body, today)
    year = _chosen(request.GET.get("year", ""), rows, years)
    requests, complaints = (published.told_of_year(rows, kind, body, year, today) for kind in (FOI, COMPLAINTS))
    return _Year(body, name_as_at(body, today), year, years, requests, complaints)


def _chosen(asked: str, rows: list[Return], years: list[FinancialYear]) -> FinancialYear:
    """The year that is asked for; else the last of which anything is published, or the last of all."""
    if not asked:
        return max((FinancialYear(row.year) for row in rows), default=years[0])
    try:
        year = FinancialYear.parse(asked)
    except ValueError:
        raise Http404("No such year.") from None
    if year not in years:
        raise Http404("Nothing of this year.")
    return year
