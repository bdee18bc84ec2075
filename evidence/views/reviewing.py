"""The review queue, and one round before the person who decides it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bodies.web.asked import key_of, posted
from duties.actions import NotNow
from evidence import actions
from evidence.actions import AlreadyDecided
from evidence.forms import ReviewForm
from evidence.models import Evidence, Submission
from evidence.people import Posts
from evidence.querysets import asked_not_applicable
from evidence.views.common import CONFLICT, Asked, asked, done, show_form

PAGE = 50
OUTCOMES = {"seen": "Evidence seen", "sent_back": "Sent back"}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this assurer, the oldest first; then what bodies say does not apply."""
    today: date = request.today
    mine = Submission.objects.queue_of(request.reach, today)
    found = mine.for_pages().prefetch_related("obligation__body__names")
    last = request.GET.get("after", "")
    if last:
        found = found.after(get_object_or_404(Submission, pk=key_of(last)))
    rows = list(found[: PAGE + 1])
    requests = asked_not_applicable(request.reach, today).for_pages().prefetch_related("body__names")
    context = {
        "rows": rows[:PAGE], "total": mine.count(), "is_first": not last,
        "older": f"?after={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "requests": [] if last else list(requests[:PAGE]),
    }  # fmt: skip
    return render(request, "evidence/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
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
        decided_by = quicker.submission.decided_by
        who = Posts([decided_by] if decided_by else [], to.obligation).of(quicker.submission.decided_by_id)
        form.add_error(None, quicker.in_words(who))
        return _show(request, to, quicker.submission, form, decides=True, status=CONFLICT)
    except NotNow as refusal:
        form.add_error(None, str(refusal))
        return _show(request, to, one, form, decides=True, status=CONFLICT)
    # An assurer goes on to what waits next; a lead who sent back what a contributor sent in stays with it.
    words, assures = f"It is recorded: {OUTCOMES[outcome].lower()}", to.who.may_assure
    return done(request, "evidence:queue" if assures else to, f"{words} ({to.caption})" if assures else words)


def _form(request: HttpRequest, one: Submission, outcome: str = "") -> ReviewForm:
    checks = one.checks if one.obligation.proof == "reviewed" else []
    data = posted(request)
    return ReviewForm(data, initial={"done_on": one.done_on}, checks=checks, today=request.today, outcome=outcome)


def _decide(request: HttpRequest, one: Submission, form: ReviewForm, outcome: str) -> None:
    by: dict[str, Any] = {"reach": request.reach, "by": request.user, "today": request.today}
    if outcome == "seen":
        actions.decide_seen(submission=one, done_on=form.cleaned_data["done_on"], ticked=form.ticked, **by)
    else:
        actions.send_back(submission=one, reason=form.cleaned_data["reason"], **by)


def _show(
    request: HttpRequest, to: Asked, one: Submission, form: ReviewForm, *, decides: bool, status: int = 200
) -> HttpResponse:
    is_assurer = to.who.may_assure
    people = [person for person in (one.sent_by, one.decided_by) if person]
    earlier = list(to.obligation.submissions.filter(number__lt=one.number).order_by("-number"))
    # Only what is still there can be opened; the frozen item says what it was.
    present = set(Evidence.objects.filter(pk__in=[item["id"] for item in one.items]).values_list("pk", flat=True))
    return show_form(
        request, to, form, title=f"Round {one.number}" if not decides else "Review", button="",
        status=status, template="evidence/review.html", submission=one, decides=decides,
        posts=Posts(people, to.obligation), earlier=earlier, present=present,
        items=one.frozen, is_reviewed=to.obligation.proof == "reviewed",
        back=reverse("evidence:queue") if decides and is_assurer else "",
    )  # fmt: skip
