"""A body's own rules of its meetings: what was recorded, and the form of what holds from a day on."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bodies.history import name_as_at
from bodies.web.asked import posted
from bodies.web.text import plural
from evidence.views.common import FORM_METHODS, attempt, is_invented
from meetings.actions.ruling import SAID, set_rules
from meetings.forms.rules import RulesForm
from meetings.models import MeetingRules
from meetings.rules_shown import lines_of
from meetings.views.common import body_asked


@require_http_methods(FORM_METHODS)
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """Show and record the rules."""
    body = body_asked(request, code)
    today: date = request.today  # type: ignore[attr-defined]
    rows = list(MeetingRules.objects.filter(body=body).order_by("-from_on"))
    current = next((row for row in rows if row.from_on <= today), None)
    initial = {name: getattr(current, name) for name in SAID} if current else {}
    form = RulesForm(posted(request), initial=initial, body=body)
    moved: list[int] = []

    def record() -> None:
        moved.append(
            set_rules(
                body=body, from_on=form.cleaned_data["from_on"], by=request.user, today=today, invented=is_invented(),
                **form.said(),
            )[1]
        )  # fmt: skip

    status = attempt(form, record)
    if status is None:
        number = plural(moved[0], "date of a meeting moved", "dates of meetings moved") if moved[0] else "No date moved"
        messages.success(request, f"The rules were saved. {number}")
        return redirect("meetings:rules", body.code)
    context = {
        "body": body, "name": name_as_at(body, today), "form": form, "current": current,
        "rows": [(row, lines_of(row)) for row in rows],
    }  # fmt: skip
    return render(request, "meetings/rules.html", context, status=status)
