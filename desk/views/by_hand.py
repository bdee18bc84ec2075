"""Opening a duty that nothing opens by itself."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bodies.access import Permission, can
from bodies.models import Body
from desk.forms import OPENED_BY_HAND, OpenByHand
from duties import actions
from duties.actions import NotNow
from duties.models import DutyRule

CONFLICT = 409  # somebody else was quicker


@require_http_methods(["GET", "HEAD", "POST"])
def open_by_hand(request: HttpRequest, code: str) -> HttpResponse:
    """Ask which duty, what it is about and when it happened; open it."""
    today: date = request.today  # type: ignore[attr-defined]
    body = Body.objects.open_on(today).prefetch_related("offices").filter(code=code).first()
    if body is None or not can(request.reach, Permission.OPEN_BY_HAND, body, today):  # type: ignore[attr-defined]
        raise Http404("There is no such body for this person.")
    rules = DutyRule.objects.filter(opens__in=OPENED_BY_HAND, regime=body.kind.upper(), from_on__lte=today)
    form = OpenByHand(
        request.POST or None, today=today,
        rules=list(rules.filter(duty__owed_by="body").select_related("duty").order_by("duty__position", "step")),
    )  # fmt: skip
    status = 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            opened = actions.open_by_hand(
                body=body, rule=given["rule"], subject=given["subject"], event_on=given["event_on"],
                due_on=given["due_on"], by=request.user, today=today,  # type: ignore[arg-type]
            )  # fmt: skip
        except NotNow as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, f"Opened: {opened.title}, {opened.about}")
            return redirect("evidence:obligation", opened.pk)
    return render(request, "desk/open_by_hand.html", {"form": form, "body": body}, status=status)
