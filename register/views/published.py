"""What was published: the list, one item, and its file.

Unpublished is the same as never existed; but what was withdrawn while it was public says so at its address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bodies.history import name_as_at
from bodies.models import Body
from duties.catalogue import THEMES
from evidence.files.serving import download
from evidence.links.telling import told_of_page
from evidence.models import Evidence
from register import paging, reads

GONE = 410


@dataclass(frozen=True)
class Filters:
    """What the list was narrowed to, from the address."""

    body: Body | None
    theme: str

    def address(self, **cursor: str) -> str:
        """The address of the list with these filters and a cursor."""
        asked = {"body": self.body.code if self.body else "", "theme": self.theme, **cursor}
        query = urlencode({name: value for name, value in asked.items() if value})
        return reverse("register:published") + (f"?{query}" if query else "")

    @classmethod
    def read(cls, request: HttpRequest, today: date) -> Filters:
        """Raises Http404 where the address names a body or a theme that there is not."""
        code, theme = request.GET.get("body", ""), request.GET.get("theme", "")
        if theme and theme not in THEMES:
            raise Http404("No such theme.")
        return cls(reads.body_or_404(code, today) if code else None, theme)


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Published evidence, newest first, a page at a time."""
    today: date = request.today  # type: ignore[attr-defined]
    filters = Filters.read(request, today)
    rows = reads.published_evidence(today)
    if filters.body is not None:
        rows = reads.of_body(rows, filters.body)
    if filters.theme:
        rows = reads.of_theme(rows, filters.theme)
    page = paging.page_of(rows, before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    context = {
        "page_rows": page.rows,
        "newer": filters.address(after=page.newer) if page.newer else "",
        "older": filters.address(before=page.older) if page.older else "",
        "filters_of": filters,
        "theme_options": [("", "All themes"), *((theme, theme.capitalize()) for theme in THEMES)],
        "name_of": reads.namer(today),
        "body_name": name_as_at(filters.body, today) if filters.body else "",
        "without_body": Filters(None, filters.theme).address(),
    }
    return render(request, "register/published.html", context)


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """One published item: what it is, what it proves, and how to check that the file is the one recorded."""
    today: date = request.today  # type: ignore[attr-defined]
    found = reads.published_evidence(today).select_related("link").filter(pk=pk).first()
    if found is None:
        return _gone(request, pk)
    context = {
        "about_the_page": told_of_page(found) if found.kind == Evidence.Kind.LINK else [],
        "evidence": found,
        "obligations": reads.obligations_proved(found, today),
        "name_of": reads.namer(today),
        "is_web_address": found.url.startswith(("http://", "https://")),
    }
    return render(request, "register/evidence.html", context)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a published item, as a download."""
    today: date = request.today  # type: ignore[attr-defined]
    found = Evidence.objects.published(today).select_related("file").filter(pk=pk).first()
    return _gone(request, pk) if found is None else download(found)


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of what was withdrawn while it was public that it was, with status 410. Raises Http404 for all else."""
    told = reads.withdrawn(pk, request.today)  # type: ignore[attr-defined]
    if told is None:
        raise Http404("Nothing is published here.")
    return render(request, "register/withdrawn.html", {"withdrawn": told}, status=GONE)
