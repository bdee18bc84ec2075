"""The review queue: what waits, the longest first, who looks at what; claiming and releasing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bodies.web.asked import key_of
from bodies.web.tables import table_response
from duties.actions import NotNow
from evidence import actions
from evidence.files_of_lists import queue_sheet
from evidence.models import Submission
from evidence.people import Posts, who_decided
from evidence.querysets import asked_not_applicable
from evidence.queue import (
    CLAIMED,
    KINDS,
    THEME_SLUGS,
    Wanted,
    bodies_in,
    regions_of,
    waits_of,
    who_looks,
    with_first_sending,
)

PAGE = 50
LONGER = (7, 14, 28, 60)  # days that can be chosen


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this assurer, the oldest first; then what bodies say does not apply."""
    today: date = request.today
    wanted = Wanted.read(request.GET)
    mine = Submission.objects.queue_of(request.reach, today)
    asked = wanted.of(mine, request.user, today)
    last = request.GET.get("after", "")
    found = with_first_sending(asked).for_lines()
    if last:
        found = found.after(get_object_or_404(Submission, pk=key_of(last)))
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    context = {
        "rows": shown, "wanted": wanted, "looks": who_looks(shown, request.user, timezone.now()),
        "here": f"{wanted.address}{_and(wanted, 'after', last)}", "is_first": not last,
        "older": f"{wanted.address}{_and(wanted, 'after', shown[-1].pk)}" if len(rows) > PAGE else "",
        **(_first_page(request, wanted, mine, asked) if not last else {"requests": []}),
    }  # fmt: skip
    return render(request, "evidence/queue.html", context)


@require_safe
def queue_file(request: HttpRequest, form: str) -> HttpResponse:
    """All of what waits and is asked for, in the order of the queue."""
    today: date = request.today
    asked = Wanted.read(request.GET).of(Submission.objects.queue_of(request.reach, today), request.user, today)
    rows = list(with_first_sending(asked).for_lines())
    looks = who_looks(rows, request.user, timezone.now())
    return table_response(form, f"review-queue-{today}", queue_sheet(rows, looks, today))


def _first_page(request: HttpRequest, wanted: Wanted, mine: Any, asked: Any) -> dict[str, Any]:
    """What only the first page says: a page further on need not count what comes before it."""
    today: date = request.today
    requests = asked_not_applicable(request.reach, today).for_pages().prefetch_related("body__names")
    return {
        "waits": waits_of(asked, today), "requests": list(requests[:PAGE]) if not wanted.address else [],
        "choices": {
            "region": [("", "All"), *regions] if (regions := regions_of(request.reach, today)) else [],
            "body": [("", "All"), *bodies_in(mine)],
            "theme": [
                ("", "All"),
                *((slug, (theme or "other duties").capitalize()) for slug, theme in THEME_SLUGS.items()),
            ],
            "kind": [("", "All"), *((key, words) for key, (words, _) in KINDS.items())],
            "claimed": [("", "All"), *CLAIMED.items()],
            "longer": [(0, "Any time"), *((days, f"More than {days} days") for days in _longer(wanted))],
        },
    }  # fmt: skip


def _longer(wanted: Wanted) -> list[int]:
    return sorted({*LONGER, wanted.longer} - {0})


def _and(wanted: Wanted, name: str, value: object) -> str:
    """One more part of the queue's address; empty for no value."""
    return f"{'&' if wanted.address else '?'}{name}={value}" if value else ""


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one looks at a round."""
    one = _decidable(request, pk)
    try:
        actions.claim(submission=one, reach=request.reach, by=request.user, today=request.today)
    except actions.AlreadyDecided as quicker:
        messages.info(request, quicker.fate(who_decided(quicker.submission)))
    except actions.Claimed:
        one.refresh_from_db()
        who = Posts([one.claimed_by] if one.claimed_by else []).of(one.claimed_by_id)
        messages.info(request, f"{who} looks at this already. You can still decide it.")
    except NotNow as refusal:
        messages.info(request, str(refusal))
    return _back(request, pk)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one no longer looks at a round."""
    actions.release(submission=_decidable(request, pk), by=request.user)
    return _back(request, pk)


def _decidable(request: HttpRequest, pk: int) -> Submission:
    found = Submission.objects.for_pages().prefetch_related("obligation__body__offices", "obligation__held_by__offices")
    one = get_object_or_404(found, pk=pk)
    if not actions.may_decide(request.reach, one, request.today):
        raise Http404("There is no such round for this person.")
    return one


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the button was: the round itself, or the page of the queue."""
    here = request.POST.get("here", "")
    if here == "review":
        return redirect("evidence:review", pk)
    asked = QueryDict(here.removeprefix("?").encode("utf-8", "replace"))
    wanted, after = Wanted.read(asked), key_of(asked.get("after", ""))
    return redirect(f"{reverse('evidence:queue')}{wanted.address}{_and(wanted, 'after', after)}")
