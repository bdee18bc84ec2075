"""The register's front page, its search, and the pages about the service itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.models import Body
from bodies.register import ATTRIBUTION
from bodies.web.asked import words_of
from duties.catalogue import THEMES
from duties.words import CONFIDENCE_SENTENCES, CONFIDENCE_WORDS
from register import reads
from register import search as searching
from register.meetings.lines import announced, line_of

NEWEST = 10
NEXT_MEETINGS = 5
COOKIES = (
    {
        "name": settings.CSRF_COOKIE_NAME,
        "purpose": "Shows that a form you send came from a page of ours. Set with the sign-in form, and with the forms "
        "for letters about meetings.",
        "ends": "After a year",
    },
    {
        "name": settings.SESSION_COOKIE_NAME,
        "purpose": "Keeps you signed in. Set when you sign in.",
        "ends": "When you sign out or close the browser, or after 10 hours",
    },
    {
        "name": "messages",
        "purpose": "Carries a notice, such as “The evidence is sent in”, to the next page.",
        "ends": "When the notice has been shown",
    },
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, a search, what was published newly, and the ways to bodies and duties."""
    today: date = request.today  # type: ignore[attr-defined]
    context = {
        "published": reads.published_evidence(today)[:NEWEST],
        "meetings": [line_of(row, today) for row in announced(today).coming(today)[:NEXT_MEETINGS]],
        "themes": THEMES,
        "name_of": reads.namer(today),
        "regions": reads.bodies_by_region(Body.objects.open_on(today), today),
    }
    return render(request, "register/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One list of bodies, duties and published evidence, grouped."""
    today: date = request.today  # type: ignore[attr-defined]
    words = words_of(request.GET.get("q", ""))
    context = {
        "words": words,
        "found": searching.search(words, today) if words else None,
        "name_of": reads.namer(today),
    }
    return render(request, "register/search.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the service is, what it shows and how sure it is of the law."""
    confidences = [(CONFIDENCE_WORDS[level], sentence) for level, sentence in CONFIDENCE_SENTENCES.items()]
    return _text(request, "about", attribution=ATTRIBUTION, confidences=confidences)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _text(request, "accessibility")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, who sees it and for how long."""
    return _text(
        request, "privacy", requests_kept=settings.REQUESTS_KEPT_YEARS, complaints_kept=settings.COMPLAINTS_KEPT_YEARS
    )


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """The cookies there are: none for who only reads, and what signing in needs. A test holds this to what is set."""
    return _text(request, "cookies", cookies=COOKIES)


def _text(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"register/{name}.html", context)
