"""A body's whole year as one list: every number elsewhere leads here."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk import lines, reads
from desk.choices import ALL, bodies_asked, body_options, of_theme, theme_options, year_asked, year_options
from duties.models import OwedBy
from duties.years import FinancialYear


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """By month; `show`, `theme`, `year`, `body` and `mine` choose."""
    today: date = request.today  # type: ignore[attr-defined]
    asked = request.GET
    bodies = bodies_asked(request, asked.get("body", ""), today)
    which = _year(asked.get("year", ""), today)
    found = reads.answered_for(bodies, today).seen_by(request.reach)  # type: ignore[attr-defined]
    if which is not None:
        found = found.of_year(which.start_year)
    found = of_theme(found, asked.get("theme", ""))
    if asked.get("mine") == "1":
        found = found.owned_by(list(request.reach.memberships))  # type: ignore[attr-defined]
    every = lines.lines_of(found.for_pages(), today)
    _, fits = lines.SHOW.get(asked.get("show", ""), ("", lambda _: True))
    of_body = [line for line in every if line.obligation.owed_by == OwedBy.BODY and fits(line)]
    return render(request, "desk/year.html", {
        "bodies": bodies, "year": which, "months": lines.by_month(of_body), "count": len(of_body), "asked": asked,
        "of_nhs_england": [line for line in every if line.obligation.owed_by == OwedBy.NHS_ENGLAND and fits(line)],
        "show_title": lines.SHOW[asked["show"]][0] if asked.get("show") in lines.SHOW else "",
        "year_options": [(ALL, "All years"), *year_options(today)], "body_options": body_options(request, bodies),
        "theme_options": theme_options(),
        "show_options": [("", "Everything"), *((key, title) for key, (title, _) in lines.SHOW.items())],
    })  # fmt: skip


def _year(text: str, today: date) -> FinancialYear | None:
    """None for all of them."""
    return None if text == ALL else year_asked(text, today)
