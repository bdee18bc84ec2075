"""One round before the person who decides it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bodies.web.asked import posted
from duties.actions import NotNow
from evidence import actions
from evidence.actions import AlreadyDecided
from evidence.forms.reviewing import ReviewForm, yes_or_no
from evidence.models import Submission
from evidence.people import Posts, who_decided
from evidence.queue import who_looks
from evidence.views.common import CONFLICT, FORM_METHODS, Asked, asked, done, show_form
from evidence.views.rounds import shown_rounds

OUTCOMES = {"seen": "Evidence seen", "sent_back": "Sent back"}


@require_http_methods(FORM_METHODS)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one round as it was frozen; who may decide it ticks the checks and says one of two things."""
    one = get_object_or_404(Submission.objects.for_pages(), pk=pk)
    to = asked(request, one.obligation_id)
    one.obligation = to.obligation
    decides = actions.may_decide(request.reach, one, request.today)
    if request.method != "POST" or not decides:
        if request.method == "POST":
            raise Http404("Somebody else decides this.")
        return _show(request, to, one, _form(request, one), decides=decides and not one.decision)
    outcome = request.POST.get("outcome", "")
    if one.decision == outcome and one.decided_by_id == request.user.pk:
        return done(request, to, f"You decided this already: {OUTCOMES[outcome].lower()}")
    form = _form(request, one, outcome)
    if outcome not in OUTCOMES:
        form.add_error(None, "Choose “Evidence seen” or “Send back”")
    if not form.is_valid():
        return _show(request, to, one, form, decides=True)
    try:
        _decide(request, one, form, outcome)
    except AlreadyDecided as quicker:
        form.add_error(None, quicker.in_words(who_decided(quicker.submission)))
        return _show(request, to, quicker.submission, form, decides=True, status=CONFLICT)
    except NotNow as refusal:
        form.add_error(None, str(refusal))
        return _show(request, to, one, form, decides=True, status=CONFLICT)
    # An assurer goes on to what waits next; a lead who sent back what a contributor sent in stays with it.
    words, assures = f"It is recorded: {OUTCOMES[outcome].lower()}", to.who.may_assure
    return done(request, "evidence:queue" if assures else to, f"{words} ({to.caption})" if assures else words)


def _form(request: HttpRequest, one: Submission, outcome: str = "") -> ReviewForm:
    is_claim = one.call_in_id is None  # what answers a call was certified already
    return ReviewForm(
        posted(request), initial={"done_on": one.done_on, "achieved": yes_or_no(one.achieved)}, today=request.today,
        checks=one.checks if one.is_for_assurers else [], asks_done=is_claim, outcome=outcome,
        asks_achieved=is_claim and one.is_for_assurers and one.obligation.duty.asks_achieved,
    )  # fmt: skip


def _decide(request: HttpRequest, one: Submission, form: ReviewForm, outcome: str) -> None:
    by: dict[str, Any] = {"reach": request.reach, "by": request.user, "today": request.today}
    if outcome == "seen":
        given = form.cleaned_data
        actions.decide_seen(
            submission=one, done_on=given.get("done_on"), ticked=form.ticked, achieved=given.get("achieved"), **by
        )
    else:
        actions.send_back(submission=one, reason=form.cleaned_data["reason"], missing=form.missing, **by)


def _show(
    request: HttpRequest, to: Asked, one: Submission, form: ReviewForm, *, decides: bool, status: int = 200
) -> HttpResponse:
    return show_form(
        request, to, form, title="Review" if decides else f"Round {one.number}", button="", status=status,
        template="evidence/review.html", submission=one, decides=decides, posts=_posts(one),
        shown=shown_rounds([one])[0],
        for_assurers=one.is_for_assurers,
        back=reverse("evidence:queue") if decides and to.who.may_assure else "",
        **_may(request, to, one),
    )  # fmt: skip


def _posts(one: Submission) -> Posts:
    people = [person for person in (one.sent_by, one.decided_by, one.reopened_by) if person]
    return Posts(people, one.obligation)


def _may(request: HttpRequest, to: Asked, one: Submission) -> dict[str, Any]:
    """What else the reader may do with it."""
    now = timezone.now()
    claims = not one.decision and to.who.may_assure and actions.may_decide(request.reach, one, request.today)
    reopens = bool(one.decision) and actions.may_reopen(request.reach, one, request.today)
    return {
        "withdraws": not one.decision and actions.may_withdraw(request.reach, one, request.today),
        "claims": claims,
        "releases": claims and one.is_claimed(now) and one.claimed_by_id == request.user.pk,
        "looks": who_looks([one], request.user, now).get(one.pk, "") if claims else "",
        "reopens": reopens and not actions.why_not_reopened(one),
    }
