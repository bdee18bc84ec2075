"""The home of a lay member of a governing body: whether accounts, auditor and interests are in order."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk import lines
from desk.hats import Hat
from desk.records import RECORDS, SLUGS
from duties.models import Obligation
from duties.years import FinancialYear


def home(request: HttpRequest, hat: Hat, hats: list[Hat]) -> HttpResponse:
    """A read-only year of accounts, auditor and interests."""
    today: date = request.today  # type: ignore[attr-defined]
    year = FinancialYear.containing(today)
    return render(request, "desk/lay.html", {
        "hat": hat, "hats": hats, "body": hat.bodies[0], "year": year, "records": records(hat, year, today),
    })  # fmt: skip


def records(hat: Hat, year: FinancialYear, today: date) -> list[tuple[str, list[lines.Line]]]:
    """What falls due this year about each matter; one statement."""
    owed = Obligation.objects.answered_by(hat.bodies[0]).owed_by_body().opened_by(today).of_year(year.start_year)
    found = lines.lines_of(owed.filter(duty__slug__in=SLUGS).for_pages(), today)
    return [(title, [line for line in found if _slug(line) in slugs]) for title, slugs in RECORDS]


def _slug(line: lines.Line) -> Any:
    return line.obligation.duty.slug
