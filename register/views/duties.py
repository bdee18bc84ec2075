"""The duties: what they mean, which law says so, and how sure we are."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duties.catalogue import CATEGORIES, THEMES
from duties.models import Duty
from register import catalogue, reads
from register.calculator import rules_of_duty
from surveys.words import DUTY as SURVEYED

NEWEST = 5


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """The core duties under the six headline themes; with ?show=all every duty by category."""
    today: date = request.today  # type: ignore[attr-defined]
    everything = list(Duty.objects.prefetch_related("rules"))
    current = [duty for duty in everything if catalogue.in_force(duty, today)]
    show_all = request.GET.get("show") == "all"
    if show_all:
        groups = catalogue.grouped(current, "category", CATEGORIES)
    else:
        groups = catalogue.grouped([duty for duty in current if duty.tier == "core"], "theme", THEMES)
    context = {
        "groups": groups,
        "show_all": show_all,
        "number": len(everything),
        "not_now": [duty for duty in everything if duty not in current] if show_all else [],
    }
    return render(request, "register/duties.html", context)


@require_safe
def duty(request: HttpRequest, slug: str) -> HttpResponse:
    """One duty: in plain English first, then the law, the date, the proof, and its versions."""
    today: date = request.today  # type: ignore[attr-defined]
    found = get_object_or_404(Duty.objects.prefetch_related("rules"), slug=slug)
    versions = catalogue.versions_of(found)
    context = {
        "duty": found,
        "current": [version for version in versions if version.in_force(today)],
        "others": [version for version in versions if not version.in_force(today)],
        "owed_by": catalogue.owed_by_words(found),
        "name_of": reads.namer(today),
        "rules": rules_of_duty(slug),
        "is_surveyed": slug == SURVEYED,
        "published": reads.of_duty(reads.published_evidence(today), found)[:NEWEST],
    }
    return render(request, "register/duty.html", context)
