"""Several rounds on one page, each with its own items, checks and day: never "evidence seen" without having shown them.

Each is decided by itself, so that one that somebody else decided meanwhile does not undo the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bodies.web.asked import key_of, posted
from bodies.web.forms import error_links
from bodies.web.text import plural
from duties.actions import NotNow
from evidence import actions
from evidence.actions import AlreadyDecided
from evidence.forms.reviewing import SeenForm, yes_or_no
from evidence.models import Submission
from evidence.people import Posts, who_decided
from evidence.views.common import CONFLICT, FORM_METHODS
from evidence.views.rounds import ShownRound, shown_rounds

MOST = 20  # more than anybody reads through with care in one go


@dataclass(eq=False)
class Part:
    """One round of the page: what it holds, its questions, and what became of it."""

    shown: ShownRound
    form: SeenForm
    fate: str = ""

    @property
    def round(self) -> Submission:
        return self.shown.round


@require_http_methods(FORM_METHODS)
def several(request: HttpRequest) -> HttpResponse:
    """Show several rounds, and record those whose every check is ticked."""
    keys = _asked(request)
    if not keys:
        messages.info(request, "Tick the rounds that you want to review together")
        return redirect("evidence:queue")
    rounds = _rounds(request, keys[:MOST])
    parts = [Part(shown, _form(request, shown.round)) for shown in shown_rounds(rounds)]
    seen_before = [part for part in parts if _is_mine(part, request)]
    parts = [part for part in parts if part not in seen_before]
    left_out = len(keys) - len(rounds)
    wrong = [part for part in parts if not part.form.is_valid()]  # of each, so that each says what is wrong
    if request.method != "POST" or wrong:
        _tell_decided(parts)
        return _show(request, parts, recorded=len(seen_before), left_out=left_out)
    recorded = len(seen_before) + sum(_record(request, part) for part in parts)
    failed = [part for part in parts if part.fate]
    later = sum(part.form.is_left for part in parts)
    if failed:
        return _show(request, failed, recorded=recorded, left_out=left_out, status=CONFLICT)
    messages.success(request, _said(recorded, later))
    return redirect("evidence:queue")


def _asked(request: HttpRequest) -> list[int]:
    given = request.POST if request.method == "POST" else request.GET
    found = (key_of(typed) for typed in given.getlist("round"))
    return list(dict.fromkeys(key for key in found if key))


def _rounds(request: HttpRequest, keys: list[int]) -> list[Submission]:
    """Those asked for, the longest waiting first. 404 where one is not this assurer's to decide."""
    found = Submission.objects.for_pages().prefetch_related(
        "obligation__body__offices",
        "obligation__held_by__offices",
        "obligation__body__names",
        "obligation__submissions",
    )
    rounds = list(found.filter(pk__in=keys).order_by("queued_at", "pk"))
    mine = all(_may(request, one) for one in rounds)
    if len(rounds) < len(keys) or not mine:
        raise Http404("There is no such round for this person.")
    return rounds


def _may(request: HttpRequest, one: Submission) -> bool:
    assures = actions.may_assure(request.reach, one.obligation, request.today)
    return assures and actions.may_decide(request.reach, one, request.today)


def _form(request: HttpRequest, one: Submission) -> SeenForm:
    return SeenForm(
        posted(request), initial={"done_on": one.done_on, "achieved": yes_or_no(one.achieved)}, checks=one.checks,
        asks_done=one.call_in_id is None, today=request.today, prefix=f"r{one.pk}",
        asks_achieved=one.call_in_id is None and one.obligation.duty.asks_achieved,
    )  # fmt: skip


def _is_mine(part: Part, request: HttpRequest) -> bool:
    """Whether this is the same form a second time."""
    one = part.round
    return (
        request.method == "POST" and one.decision == Submission.Decision.SEEN and one.decided_by_id == request.user.pk
    )


def _record(request: HttpRequest, part: Part) -> bool:
    """Record one, in a transaction of its own; where it cannot be, say what became of it."""
    if part.form.is_left:
        return False
    given = part.form.cleaned_data
    try:
        actions.decide_seen(
            submission=part.round, reach=request.reach, done_on=given.get("done_on"), achieved=given.get("achieved"),
            ticked=part.form.ticked, by=request.user, today=request.today,
        )  # fmt: skip
    except AlreadyDecided as quicker:
        part.fate = quicker.in_words(who_decided(quicker.submission))
    except NotNow as refusal:
        part.fate = str(refusal)
    return not part.fate


def _tell_decided(parts: list[Part]) -> None:
    for part in parts:
        if part.round.decision:
            part.fate = AlreadyDecided(part.round).fate(who_decided(part.round))


def _show(
    request: HttpRequest, parts: list[Part], *, recorded: int, left_out: int, status: int = 200
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "parts": parts, "recorded": recorded, "left_out": left_out, "most": MOST, "errors": _errors(parts),
        "posts": Posts([part.round.sent_by for part in parts]), "open": [part for part in parts if not part.fate],
    }  # fmt: skip
    return render(request, "evidence/several.html", context, status=status)


def _errors(parts: list[Part]) -> list[dict[str, Any]]:
    """What is to be mended, each naming its round and leading to its box; then what became of others."""
    links: list[dict[str, Any]] = []
    for part in parts:
        about = f"{part.round.obligation}: "
        found = [{"text": part.fate, "href": f"#round-{part.round.pk}"}] if part.fate else error_links(part.form)
        links += [link | {"text": f"{about}{link['text']}"} for link in found]
    return links


def _said(recorded: int, later: int) -> str:
    left = f" {plural(later, 'round was', 'rounds were')} left for later." if later else ""
    return f"Evidence seen is recorded for {plural(recorded, 'round')}.{left}"
