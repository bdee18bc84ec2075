"""How a page of this room finds its body or its meeting, and asks who may see it."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from bodies.access import Permission, can
from bodies.models import Body
from bodies.web.asked import code_of
from meetings.models import Meeting


def body_asked(request: HttpRequest, code: str, permission: Permission = Permission.KEEP_MEETINGS) -> Body:
    """The body with this code, for somebody who holds a permission there. Raises Http404."""
    today: date = request.today  # type: ignore[attr-defined]
    body = get_object_or_404(Body.objects.known(today).prefetch_related("names", "offices"), code=code_of(code))
    if not can(request.reach, permission, body, today):  # type: ignore[attr-defined]
        raise Http404("Another body's.")
    return body


def meeting_asked(request: HttpRequest, pk: int, permission: Permission = Permission.KEEP_MEETINGS) -> Meeting:
    """A meeting whose record is kept by a body where the person holds a permission. Raises Http404."""
    today: date = request.today  # type: ignore[attr-defined]
    rows = Meeting.objects.select_related("body").prefetch_related("body__names", "body__offices")
    meeting = get_object_or_404(rows, pk=pk)
    if not can(request.reach, permission, meeting.body, today):  # type: ignore[attr-defined]
        raise Http404("Another body's.")
    return meeting
