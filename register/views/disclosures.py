"""The disclosure log: the list, and one entry. What was taken off is the same as never there."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from register import paging
from register.casework import disclosures as log
from register.casework.filters import DisclosureFilters


@require_safe
def disclosures(request: HttpRequest) -> HttpResponse:
    """Every entry, the newest first, a page at a time; narrowed by words, body and year."""
    today: date = request.today  # type: ignore[attr-defined]
    form = DisclosureFilters(request.GET, today)
    rows = form.narrowed(log.disclosed(today))
    asked = {name: request.GET.get(name, "") for name in ("before", "after")}
    page = paging.page_of(rows, **asked, day="disclosed_on")
    context = {
        "form": form,
        "entries": log.marked(log.entries(page.rows, today), form.cleaned_data.get("q", "")),
        "newer": form.query(after=page.newer) if page.newer else "",
        "older": form.query(before=page.older) if page.older else "",
    }
    return render(request, "register/disclosures.html", context)


@require_safe
def disclosure(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry."""
    entry = log.one(pk, request.today)  # type: ignore[attr-defined]
    if entry is None:
        raise Http404("Nothing is disclosed here.")
    return render(request, "register/disclosure.html", {"entry": entry})
