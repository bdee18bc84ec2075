"""What is undone: a round that the body withdraws before review, and a decision that is re-opened."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.web.asked import posted
from duties.actions import NotNow
from evidence import actions
from evidence.actions import AlreadyDecided
from evidence.forms.common import WhyForm
from evidence.models import Submission
from evidence.people import who_decided
from evidence.views.common import FORM_METHODS, asked, attempt, done, refused, show_form

# By whether it was certified.
REOPENED = {
    True: "The certification was re-opened",
    False: "The decision was re-opened, and waits for review again",
}
COMES_OF_IT = {
    True: "It is then open again, and a date that has passed counts from today.",
    False: "What was sent in then waits for review again, in the place that it had. What is published stays so.",
}


@require_http_methods(FORM_METHODS)
def withdraw_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a round back before anybody decided it."""
    one = get_object_or_404(Submission.objects.for_pages(), pk=pk)
    to = asked(request, one.obligation_id, may_add=True)
    one.obligation = to.obligation
    if not actions.may_withdraw(request.reach, one, request.today):
        raise Http404("Somebody else withdraws this.")
    if one.decision == Submission.Decision.WITHDRAWN and one.decided_by_id == request.user.pk:
        return done(request, to, "You withdrew this already")
    if one.decision and request.method != "POST":
        return refused(request, to, AlreadyDecided(one).fate(who_decided(one)))
    form = WhyForm(
        posted(request), label="Why do you withdraw it?",
        hint="NHS England reads this. The evidence stays on the record, and you can send it in again.",
    )  # fmt: skip
    status = attempt(
        form,
        lambda: actions.withdraw_round(
            submission=one, reach=request.reach, why=form.cleaned_data["why"], by=request.user, today=request.today
        ),
        in_words=_why_not,
    )
    if status is None:
        return done(request, to, "What was sent in was withdrawn")
    return show_form(
        request, to, form, title="Withdraw what was sent in", button="Withdraw", status=status,
        intro=["Nobody has reviewed it yet. Withdrawn, it waits no more, and a date that has passed counts again."],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Re-open the decision of a round, with a reason."""
    one = get_object_or_404(Submission.objects.for_pages(), pk=pk)
    to = asked(request, one.obligation_id)
    one.obligation = to.obligation
    if not actions.may_reopen(request.reach, one, request.today):
        raise Http404("Somebody else re-opens this.")
    if one.reopened_by_id == request.user.pk:
        return done(request, to, "You re-opened this already")
    refusal = actions.why_not_reopened(one)
    if refusal and request.method != "POST":
        return refused(request, to, refusal)
    certified = one.decision == Submission.Decision.CERTIFIED
    form = WhyForm(
        posted(request), label="Why is it re-opened?",
        hint="NHS England and the body read this. The decision stays on the record.",
    )  # fmt: skip
    status = attempt(
        form,
        lambda: actions.reopen_decision(
            submission=one, reach=request.reach, why=form.cleaned_data["why"], by=request.user, today=request.today
        ),
    )
    if status is None:
        return done(request, to, REOPENED[certified])
    return show_form(
        request, to, form, title="Re-open the certification" if certified else "Re-open the decision",
        button="Re-open", status=status, back=reverse("evidence:review", args=[pk]),
        intro=[COMES_OF_IT[certified]],
    )  # fmt: skip


def _why_not(refusal: NotNow) -> str:
    return refusal.in_words(who_decided(refusal.submission)) if isinstance(refusal, AlreadyDecided) else str(refusal)
