"""The month by whose end a body looks at its standing reviews: chosen, shown before and after, then done."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.access import Permission, can
from bodies.models import Body
from bodies.web.text import MONTHS, plural
from desk.forms import ReviewMonthForm
from desk.views.by_hand import CONFLICT
from duties.actions import NotNow
from duties.review_month import choose_review_month, would_move


@require_http_methods(["GET", "HEAD", "POST"])
def review_month(request: HttpRequest, code: str) -> HttpResponse:
    """Asked by GET, so that looking changes nothing; the press below what is shown does it."""
    today: date = request.today  # type: ignore[attr-defined]
    body = Body.objects.open_on(today).prefetch_related("offices").filter(code=code).first()
    if body is None or not can(request.reach, Permission.CERTIFY, body, today):  # type: ignore[attr-defined]
        raise Http404("There is no such body for this person.")
    posted = request.method == "POST"
    given = request.POST if posted else request.GET
    form = ReviewMonthForm(given if "month" in given or posted else None, initial={"month": body.review_month})
    status, refusal = 200, ""
    if posted and form.is_valid():
        try:
            moved = choose_review_month(
                body=body, month=form.cleaned_data["month"], expected=form.cleaned_data["expected"] or 0,
                by=request.user, today=today,  # type: ignore[arg-type]
            )  # fmt: skip
        except NotNow as no:
            status, refusal = CONFLICT, str(no)
        else:
            chosen = MONTHS[form.cleaned_data["month"] - 1]
            messages.success(request, f"Standing reviews are now due by the end of {chosen}. "
                             f"{plural(moved, 'open review was', 'open reviews were')} re-dated")  # fmt: skip
            return redirect(f"{reverse('desk:calendar')}?body={body.code}")
    if refusal:
        form.add_error("month", refusal)
    month = form.cleaned_data["month"] if form.is_bound and form.is_valid() else None
    return render(request, "desk/review_month.html", {
        "body": body, "form": form, "month": month, "now": MONTHS[body.review_month - 1], "refusal": refusal,
        "chosen": MONTHS[month - 1] if month else "", "is_same": month == body.review_month,
        "moves": would_move(body=body, month=month, today=today) if month else [],
    }, status=status)  # fmt: skip
