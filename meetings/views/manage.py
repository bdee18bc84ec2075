"""All meetings of a body for who keeps their record: what is coming, and what of the past is not recorded yet."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.access import Permission
from bodies.history import name_as_at
from meetings.models import Meeting
from meetings.views.common import body_asked


@require_safe
def manage(request: HttpRequest, code: str) -> HttpResponse:
    """The meetings of one body."""
    today: date = request.today  # type: ignore[attr-defined]
    body = body_asked(request, code, Permission.SEE_DRAFTS)
    mine = Meeting.objects.of_body(body).for_lines()
    context = {
        "body": body, "name": name_as_at(body, today),
        "coming": list(mine.coming(today)), "past": list(mine.past(today)[:30]),
    }  # fmt: skip
    return render(request, "meetings/manage.html", context)
