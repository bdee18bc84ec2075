"""Opening a duty that nothing opens by itself: the form, the date with its working, then the deed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bodies.access import Permission, can
from bodies.models import Body
from bodies.web.asked import posted
from desk.answers import travelling
from desk.by_hand import OPENED_BY_HAND, OpenByHand, name_of
from duties import actions
from duties.actions import NotNow
from duties.event_dates import Gives, gives
from duties.events import explain_opening
from duties.explanation import Explanation
from duties.explanation_words import Told
from duties.models import DutyRule
from duties.words import who_fixed_the_date

CONFLICT = 409  # somebody else was quicker
_NO_DATE = "none"


@require_http_methods(["GET", "HEAD", "POST"])
def open_by_hand(request: HttpRequest, code: str) -> HttpResponse:
    """Ask which duty, what it is about and when it happened; show its date; open it."""
    today: date = request.today  # type: ignore[attr-defined]
    body = Body.objects.open_on(today).prefetch_related("offices").filter(code=code).first()
    if body is None or not can(request.reach, Permission.OPEN_BY_HAND, body, today):  # type: ignore[attr-defined]
        raise Http404("There is no such body for this person.")
    form = OpenByHand(posted(request), body=body, today=today, rules=_openable(body, today))
    if not form.is_valid() or "change" in request.POST:
        return render(request, "desk/open_by_hand.html", {"form": form, "body": body})
    given = form.cleaned_data
    worked_out = explain_opening(given["rule"], given["event_on"], given["due_on"])
    shown, status = request.POST.get("shown"), 200
    if shown == _fingerprint(worked_out):
        try:
            opened = actions.open_by_hand(
                body=body, rule=given["rule"], subject=given["subject"], event_on=given["event_on"],
                due_on=given["due_on"], by=request.user, today=today,  # type: ignore[arg-type]
            )  # fmt: skip
        except NotNow as refusal:
            form.add_error(None, str(refusal))
            return render(request, "desk/open_by_hand.html", {"form": form, "body": body}, status=CONFLICT)
        messages.success(request, f"Opened: {opened.title}, {opened.about}")
        return redirect("evidence:obligation", opened.pk)
    if shown:
        form.add_error(None, "The date changed after this was shown to you. Nothing was opened. Look at it again.")
        status = CONFLICT
    return render(request, "desk/open_by_hand_check.html", {
        "form": form, "body": body, "told": Told(worked_out), "fingerprint": _fingerprint(worked_out), **_words(given),
        "typed": travelling(request.POST),
    }, status=status)  # fmt: skip


def _openable(body: Body, today: date) -> list[DutyRule]:
    """The rules that nothing opens by itself, of the body's regime, as far as they had begun by today."""
    rules = DutyRule.objects.filter(opens__in=OPENED_BY_HAND, regime=body.kind.upper(), from_on__lte=today)
    return list(rules.filter(duty__owed_by="body").select_related("duty").order_by("duty__position", "step"))


def _fingerprint(worked_out: Explanation) -> str:
    return worked_out.answer.isoformat() if worked_out.answer else _NO_DATE


def _words(given: dict[str, Any]) -> dict[str, Any]:
    rule: DutyRule = given["rule"]
    return {
        "given": given, "title_of_duty": name_of(rule), "by_rule": gives(rule.code) is Gives.RULE,
        "who_fixed": who_fixed_the_date(rule.date_basis, rule.set_by),
    }  # fmt: skip
