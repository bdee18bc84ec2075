"""A body's year calendar: what falls due in each month, coloured and worded by where it stands."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bodies.access import Permission
from desk import lines, reads
from desk.choices import (
    TIERS,
    bodies_asked,
    body_options,
    last_year,
    of_theme,
    theme_options,
    year_asked,
    year_options,
)
from desk.months import by_months
from duties.years import FIRST_YEAR


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """One body and one year; `theme` and `tier` narrow it. An assurer who names no body gets the weeks of theirs."""
    today: date = request.today  # type: ignore[attr-defined]
    reach = request.reach  # type: ignore[attr-defined]
    asked = request.GET
    if not asked.get("body") and not reads.bodies_of(reach) and reach.holds(Permission.REVIEW):
        return redirect("desk:weeks")
    body = bodies_asked(request, asked.get("body", ""), today)[0]
    year = year_asked(asked.get("year", ""), today)
    owed = reads.answered_for([body], today).seen_by(reach).owed_by_body()
    found = of_theme(owed.of_year(year.start_year), asked.get("theme", ""))
    if tier := {"core": "core", "wider": "wider"}.get(asked.get("tier", "")):
        found = found.filter(duty__tier=tier)
    every = lines.lines_of(found.for_pages(), today)
    months, without_date = by_months(every, year)
    return render(request, "desk/calendar.html", {
        "body": body, "year": year, "asked": asked, "months": months, "without_date": without_date,
        "total": sum(line.counts for line in every), "done": sum(line.counts and lines.is_done(line) for line in every),
        "previous": year.previous() if year > FIRST_YEAR else None,
        "next": year.next() if year < last_year(today) else None,
        "keep": {"theme": asked.get("theme", ""), "tier": asked.get("tier", "")},
        "year_options": year_options(today), "body_options": body_options(request, [body], with_all=False),
        "theme_options": theme_options(), "tier_options": TIERS,
    })  # fmt: skip
