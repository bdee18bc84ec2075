"""The bodies: who they are, and what the public sees of what they owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.contacts import contact_of, ways_of
from bodies.history import History, history_of, name_as_at
from bodies.models import Body, Office
from bodies.posts import standing_of
from bodies.web.text import date_long
from duties.catalogue import CATEGORIES, THEMES
from duties.years import FinancialYear
from register import assessments, reads
from register.casework import disclosures, figures
from register.casework.disclosures import Disclosure
from register.meetings.lines import announced, line_of
from register.reads import ShownObligation

NEWEST = 10
NEXT_MEETINGS = 5
NEWEST_DISCLOSED = 3
AREA_TEAMS_ENDED = date(2015, 4, 1)
SHOWN = {"": "Open today", "closed": "Closed", "all": "All that ever were"}


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Bodies by region, as of today; the address may ask for one region, for those that closed, or for all."""
    today: date = request.today  # type: ignore[attr-defined]
    show, code = request.GET.get("show", ""), request.GET.get("region", "")
    if show not in SHOWN:
        raise Http404("No such list.")
    known = Body.objects.known(today)
    wanted = {"": Body.objects.open_on(today), "closed": known.filter(closed_on__lt=today), "all": known}[show]
    regions = reads.bodies_by_region(wanted, today)
    chosen = [region for region in regions if region.office.code == code] if code else regions
    context = {
        "region_options": [("", "All regions"), *((region.office.code, region.office.name) for region in regions)],
        "chosen": chosen,
        "show": show,
        "code": code,
        "choices": SHOWN,
        "number": sum(len(region.bodies) for region in chosen),
    }
    return render(request, "register/bodies.html", context)


@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body: who it is, how to take part, what it published, and its year in the public's words."""
    today: date = request.today  # type: ignore[attr-defined]
    found = reads.body_or_404(code, today)
    current = FinancialYear.containing(min(today, found.closed_on or today))
    years = sorted({current.start_year, *reads.years_shown(found, today)}, reverse=True)
    year = _chosen_year(request, years, found, today)
    context = {
        "body": found,
        "name": name_as_at(found, today),
        "who": _who(found, history_of(found, today), today),
        "contact": contact_of(found),
        "ways": ways_of(contact_of(found)),
        "passed_on": reads.passed_on(found),
        "led": standing_of(found, today),
        "meetings": [line_of(row, today) for row in announced(today).of_body(found).coming(today)[:NEXT_MEETINGS]],
        "disclosed": _disclosed(found, today),
        "figures": figures.latest(figures.published_returns(found, today), found, today),
        "assessed": assessments.latest_of(found, today),
        "published": reads.of_body(reads.published_evidence(today), found)[: NEWEST + 1],
        "newest": NEWEST,
        "groups": _by_theme(reads.shown_obligations(found, year, today)),
        "year": FinancialYear(year),
        "years": [FinancialYear(start) for start in years],
        "name_of": reads.namer(today),
    }
    return render(request, "register/body.html", context)


def _disclosed(body: Body, today: date) -> list[Disclosure]:
    rows = disclosures.disclosed(today).of_bodies([body.pk]).order_by("-disclosed_on", "-pk")
    return disclosures.entries(rows[:NEWEST_DISCLOSED], today)


def _chosen_year(request: HttpRequest, years: list[int], body: Body, today: date) -> int:
    """The year that the address asks for, like 2016/17; else this year, or the last in which something fell due."""
    asked = request.GET.get("year", "")
    if not asked:
        this_year = FinancialYear.containing(today).start_year
        return this_year if body.is_open(today) else years[0]
    try:
        start = FinancialYear.parse(asked).start_year
    except ValueError:
        raise Http404("No such year.") from None
    if start not in years:
        raise Http404("Nothing of this year.")
    return start


@dataclass(frozen=True)
class Who:
    """Who a body is, as known on a day."""

    history: History
    kind: str
    regions: list[str]
    area_teams: list[str]
    says_local_office: bool
    website: str
    website_as_at: date | None


def _who(body: Body, history: History, today: date) -> Who:
    day = min(today, body.closed_on or today)
    return Who(
        history=history,
        kind=body.get_kind_display(),
        regions=_places(body, Office.Kind.REGION, day, today),
        area_teams=_places(body, Office.Kind.AREA_TEAM, day, today),
        says_local_office=day >= AREA_TEAMS_ENDED and body.kind == Body.Kind.CCG,
        website=body.website,
        website_as_at=date.fromisoformat(f"{body.website_as_at}-01") if body.website_as_at else None,
    )


def _places(body: Body, kind: str, day: date, today: date) -> list[str]:
    """The names of its offices, the latest first; those that ended say when."""
    return [
        f"{place.office.name} (to {date_long(place.to_on)})"
        if place.to_on and place.to_on < today
        else place.office.name
        for place in reads.places_of(body, kind, day)
    ]


@dataclass(frozen=True)
class DutyRows:
    """What the public sees of one duty, or of one step of it, period by period."""

    title: str
    rows: list[ShownObligation]


@dataclass(frozen=True)
class ThemeGroup:
    """What the public sees under one theme."""

    heading: str
    duties: list[DutyRows]


def _by_theme(rows: list[ShownObligation]) -> list[ThemeGroup]:
    """Rows under the six headline themes, then by category, in the catalogue's order: never the worst first."""
    found: dict[str, dict[str, list[ShownObligation]]] = {heading: {} for heading in (*THEMES, *CATEGORIES)}
    for row in rows:
        duty = row.obligation.duty
        found.setdefault(duty.theme or duty.category, {}).setdefault(row.obligation.title, []).append(row)
    return [
        ThemeGroup(heading, [DutyRows(title, same) for title, same in duties.items()])
        for heading, duties in found.items()
        if duties
    ]
