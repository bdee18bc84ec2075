"""A pasted link: the likely duties, one choice, and on to the evidence."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bodies.web.text import date_short
from desk import reads
from desk.forms import LinkForm, WhichDuty
from desk.likely import Candidate, likely
from duties.models import Obligation

AT_MOST = 8
LIKELIEST = "These open duties are the likeliest by the words of the address."
DUE_NEXT = "No word of the address names a duty. These are due next."


@require_safe
def log_link(request: HttpRequest) -> HttpResponse:
    """Nothing is written here, so both questions are asked by GET and the address keeps the answers."""
    form = LinkForm(request.GET if "url" in request.GET else None)
    if not form.is_valid():
        return render(request, "desk/log_link.html", {"form": form})
    url = form.cleaned_data["url"]
    found, guessed = _offered(request, url)
    which = WhichDuty(
        request.GET if "chosen" in request.GET else None, help_text=f"{url} · {LIKELIEST if guessed else DUE_NEXT}",
        choices=[(str(o.pk), f"{o.title}, {o.about}") for o in found], hints={str(o.pk): _hint(o) for o in found},
    )  # fmt: skip
    if which.is_valid():
        address = reverse("evidence:add_kind", args=[which.cleaned_data["obligation"], "link"])
        return redirect(f"{address}?{urlencode({'url': url})}")
    return render(request, "desk/which_duty.html", {"form": which, "url_given": url, "found": found})


def _offered(request: HttpRequest, url: str) -> tuple[list[Obligation], bool]:
    """What the link may be about, and whether its words say so; else what is due first."""
    today: date = request.today  # type: ignore[attr-defined]
    mine = {m.pk for m in request.reach.memberships}  # type: ignore[attr-defined]
    still_open = {o.pk: o for o in reads.open_for_evidence(request.reach, today)}  # type: ignore[attr-defined]
    keys = likely(url, [
        Candidate(o.pk, o.title, o.duty.theme, o.duty.category, o.period_year, o.owner_id in mine)
        for o in still_open.values()
    ], at_most=AT_MOST)  # fmt: skip
    if keys:
        return [still_open[key] for key in keys], True
    due = sorted((o for o in still_open.values() if o.due_on), key=lambda o: (o.due_on or date.max, o.pk))
    return due[:AT_MOST], False


def _hint(obligation: Obligation) -> str:
    due = f"Due {date_short(obligation.due_on)}" if obligation.due_on else "No date set"
    owner = obligation.owner.post if obligation.owner else "no owner"
    return f"{obligation.held_by} · {due} · {owner}"
