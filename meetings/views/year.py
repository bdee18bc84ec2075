"""A year of meetings of one body: each with its facts, and the totals. Drafts are seen only by who works on them."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.access import Permission, can
from bodies.history import name_as_at
from duties.years import FinancialYear
from meetings.facts.law import law_of
from meetings.tables import year_table, years_of
from meetings.views.common import body_asked


@require_safe
def year(request: HttpRequest, code: str) -> HttpResponse:
    """The table of a financial year: of the address, else of today, else the latest that has meetings."""
    today: date = request.today  # type: ignore[attr-defined]
    body = body_asked(request, code, Permission.SEE_BODY)
    inside = can(request.reach, Permission.SEE_DRAFTS, body, today)  # type: ignore[attr-defined]
    years = years_of(body, today, inside=inside)
    chosen = year_asked(request.GET.get("year", ""), years, today)
    last_day = min(chosen.last_day, body.closed_on) if body.closed_on else chosen.last_day
    return render(request, "meetings/year.html", {
        "body": body, "name": name_as_at(body, today), "of": year_table(body, chosen, today, inside=inside),
        "inside": inside, "may_keep": can(request.reach, Permission.KEEP_MEETINGS, body, today),  # type: ignore[attr-defined]
        "law": law_of(kind="governing_body", regime=body.kind.upper(), on=last_day),
        "year_options": [(str(one), str(one)) for one in sorted({*years, chosen}, reverse=True)],
    })  # fmt: skip


def year_asked(asked: str, years: list[FinancialYear], today: date) -> FinancialYear:
    """The year of an address; where it makes no sense the current one, or the latest of those there are."""
    try:
        return FinancialYear.parse(asked)
    except ValueError:
        current = FinancialYear.containing(today)
        return current if current in years or not years else years[0]
