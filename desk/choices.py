"""What an address asks for on the pages of the year: which body, which year, which theme; and what can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain

from django.http import Http404, HttpRequest

from bodies.access import Permission, can
from bodies.models import Body
from desk import reads
from duties.catalogue import THEMES
from duties.querysets import ObligationQuerySet
from duties.years import FIRST_YEAR, FinancialYear, years_back

ALL = "all"
NO_THEME = "none"
TIERS = [("", "All"), ("core", "Core duties"), ("wider", "Wider duties")]

Options = list[tuple[str, str]]


def bodies_asked(request: HttpRequest, code: str, today: date) -> list[Body]:
    """The body of the address, if this person may see it; else their own. 404 for anybody else's."""
    own = reads.bodies_of(request.reach)  # type: ignore[attr-defined]
    if code and code != ALL:
        known = Body.objects.known(today).prefetch_related("offices")
        body = known.filter(code=code).first() if code.isprintable() else None  # PostgreSQL takes no NUL
        if body is None or not can(request.reach, Permission.SEE_BODY, body, today):  # type: ignore[attr-defined]
            raise Http404("There is no such body for this person.")
        return [body]
    if not own:
        raise Http404("Name a body in the address.")
    return own if code == ALL else own[:1]


def body_options(request: HttpRequest, bodies: Sequence[Body], *, with_all: bool = True) -> Options:
    """The bodies to choose from, where a person has several."""
    own = reads.bodies_of(request.reach)  # type: ignore[attr-defined]
    offered = {body.code: body.name for body in chain(own, bodies)}
    several = [(ALL, "All my bodies")] if with_all and len(own) > 1 else []
    return several + list(offered.items()) if len(offered) > 1 else []


def year_asked(text: str, today: date) -> FinancialYear:
    """The year of the address; the current one where there is none or it makes no sense."""
    try:
        year = FinancialYear.parse(text)
    except ValueError:
        year = FinancialYear.containing(today)
    return year if FIRST_YEAR <= year <= FinancialYear(2099) else FinancialYear.containing(today)


def last_year(today: date) -> FinancialYear:
    """The last year that is open: the next one."""
    return FinancialYear.containing(today).next()


def year_options(today: date) -> Options:
    """The years that can be chosen, the latest first."""
    return [(str(year), str(year)) for year in years_back(last_year(today))]


def of_theme(found: ObligationQuerySet, asked: str) -> ObligationQuerySet:
    """Those of the theme that the address names; all where it names none."""
    if not asked:
        return found
    theme = "" if asked == NO_THEME else asked.replace("-", " ")
    return found.filter(duty__theme=theme) if theme in ("", *THEMES) else found.none()


def theme_options() -> Options:
    headline = [(theme.replace(" ", "-"), theme.capitalize()) for theme in THEMES]
    return [("", "All"), *headline, (NO_THEME, "Other duties")]
