"""What falls due by week in an assurer's bodies, and which bodies stand behind a number."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.models import Office
from bodies.web.tables import table_response
from desk import weeks
from desk.choices import NO_THEME
from duties.catalogue import THEMES
from duties.years import FinancialYear

THEMES_BY_SLUG = {theme.replace(" ", "-"): theme for theme in THEMES} | {NO_THEME: weeks.OTHER}
TITLES = {slug: theme.capitalize() or "Other duties" for slug, theme in THEMES_BY_SLUG.items()}
FIRST_DAY, LAST_DAY = date(2013, 4, 1), date(2099, 12, 31)


@require_safe
def by_week(request: HttpRequest) -> HttpResponse:
    """Twelve weeks from the one with `from`; `week` and `theme` ask for the bodies behind one number."""
    today: date = request.today  # type: ignore[attr-defined]
    asked = request.GET
    regions = _regions(request, today)
    offices = [membership.office for membership in request.reach.offices()]  # type: ignore[attr-defined]
    chosen = [office for office in regions if office.code == asked.get("region")]
    first = weeks.monday_of(_day(asked.get("from", "")) or today)
    week = _day(asked.get("week", ""))
    slug = asked["theme"] if asked.get("theme") in THEMES_BY_SLUG else ""
    listed = weeks.by_week(chosen or offices, first, today)
    return render(request, "desk/weeks.html", {
        "offices": chosen or offices, "region": chosen[0].code if chosen else "", "weeks": listed, "first": first,
        "week_ends": week and weeks.monday_of(week) + timedelta(days=6), "columns": list(TITLES.items()),
        "column_heads": [{"text": title, "numeric": True} for title in TITLES.values()], "totals": weeks.totals(listed),
        "previous": first - weeks.HOW_MANY * weeks.WEEK if first > FIRST_DAY else None,
        "next": first + weeks.HOW_MANY * weeks.WEEK, "this_week": weeks.monday_of(today),
        "region_options": [("", "All"), *((office.code, office.name) for office in regions)] if regions else [],
        "week": week and weeks.monday_of(week), "week_year": FinancialYear.containing(week) if week else None,
        "theme_slug": slug, "theme_title": TITLES.get(slug, ""),
        "behind": weeks.behind(chosen or offices, weeks.monday_of(week), THEMES_BY_SLUG.get(slug), today)
        if week else [],
    })  # fmt: skip


@require_safe
def weeks_file(request: HttpRequest, form: str) -> HttpResponse:
    """The twelve weeks by theme; with `week` the bodies behind a number of it, as on the page."""
    today: date = request.today  # type: ignore[attr-defined]
    asked = request.GET
    mine = [membership.office for membership in request.reach.offices()]  # type: ignore[attr-defined]
    offices = [office for office in _regions(request, today) if office.code == asked.get("region")] or mine
    week = _day(asked.get("week", ""))
    if week:
        monday = weeks.monday_of(week)
        behind = weeks.behind(offices, monday, THEMES_BY_SLUG.get(asked.get("theme", "")), today)
        return table_response(form, f"week-from-{monday}", weeks.behind_sheet(behind, monday))
    first = weeks.monday_of(_day(asked.get("from", "")) or today)
    sheet = weeks.weeks_sheet(weeks.by_week(offices, first, today), list(TITLES.values()))
    return table_response(form, f"weeks-from-{first}", sheet)


def _regions(request: HttpRequest, today: date) -> list[Office]:
    """What the reader can choose among: every region for the national office, one's own where there are several."""
    reach = request.reach  # type: ignore[attr-defined]
    if reach.is_national():
        now = Q(bodies__to_on=None) | Q(bodies__to_on__gte=today)
        regions = Office.objects.filter(now, kind=Office.Kind.REGION, bodies__from_on__lte=today)
        return list(regions.order_by("name").distinct())
    own = [membership.office for membership in reach.offices()]
    return own if len(own) > 1 else []


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
