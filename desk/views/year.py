"""A body's whole year as one list: every number elsewhere leads here."""

from __future__ import annotations

from datetime import date
from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.access import Permission, can
from bodies.models import Body
from desk import lines, reads
from duties.catalogue import THEMES
from duties.models import OwedBy
from duties.years import FinancialYear

ALL = "all"
NO_THEME = "none"


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """By month; `show`, `theme`, `year`, `body` and `mine` choose."""
    today: date = request.today  # type: ignore[attr-defined]
    asked = request.GET
    bodies = _bodies(request, asked.get("body", ""), today)
    which = _year(asked.get("year", ""), today)
    found = reads.answered_for(bodies, today)
    if which is not None:
        found = found.of_year(which.start_year)
    if asked.get("theme"):
        found = found.filter(duty__theme="" if asked["theme"] == NO_THEME else asked["theme"].replace("-", " "))
    if asked.get("mine") == "1":
        found = found.owned_by(list(request.reach.memberships))  # type: ignore[attr-defined]
    every = lines.lines_of(found.for_pages(), today)
    _, fits = lines.SHOW.get(asked.get("show", ""), ("", lambda _: True))
    of_body = [line for line in every if line.obligation.owed_by == OwedBy.BODY and fits(line)]
    return render(request, "desk/year.html", {
        "bodies": bodies, "year": which, "months": lines.by_month(of_body), "count": len(of_body), "asked": asked,
        "of_nhs_england": [line for line in every if line.obligation.owed_by == OwedBy.NHS_ENGLAND and fits(line)],
        "show_title": lines.SHOW[asked["show"]][0] if asked.get("show") in lines.SHOW else "",
        "year_options": _years(today), "body_options": _body_options(request, bodies),
        "theme_options": _themes(),
        "show_options": [("", "Everything"), *((key, title) for key, (title, _) in lines.SHOW.items())],
    })  # fmt: skip


def _bodies(request: HttpRequest, code: str, today: date) -> list[Body]:
    """The body of the address, if this person may see it; else their own. 404 for anybody else's."""
    own = reads.bodies_of(request.reach)  # type: ignore[attr-defined]
    if code and code != ALL:
        body = Body.objects.known(today).prefetch_related("offices").filter(code=code).first()
        if body is None or not can(request.reach, Permission.SEE_BODY, body, today):  # type: ignore[attr-defined]
            raise Http404("There is no such body for this person.")
        return [body]
    if not own:
        raise Http404("Name a body in the address.")
    return own if code == ALL else own[:1]


def _body_options(request: HttpRequest, bodies: list[Body]) -> list[tuple[str, str]]:
    """The bodies to choose from, where a person has several."""
    own = reads.bodies_of(request.reach)  # type: ignore[attr-defined]
    offered = {body.code: body.name for body in chain(own, bodies)}
    several = [(ALL, "All my bodies")] if len(own) > 1 else []
    return several + list(offered.items()) if len(offered) > 1 else []


def _year(text: str, today: date) -> FinancialYear | None:
    """The year of the address, None for all of them; the current one where there is none or it makes no sense."""
    if text == ALL:
        return None
    try:
        return FinancialYear.parse(text)
    except ValueError:
        return FinancialYear.containing(today)


def _years(today: date) -> list[tuple[str, str]]:
    last = FinancialYear.containing(today).next().start_year
    years = [str(FinancialYear(start)) for start in range(last, 2012, -1)]
    return [(ALL, "All years"), *((text, text) for text in years)]


def _themes() -> list[tuple[str, str]]:
    headline = [(theme.replace(" ", "-"), theme.capitalize()) for theme in THEMES]
    return [("", "All"), *headline, (NO_THEME, "Other duties")]
