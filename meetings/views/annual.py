"""The annual public meeting as proof of the yearly duty: one button, and what is missing until it can be pressed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from duties.actions import NotNow
from meetings.actions.annual import missing_as_proof, owed_by, send_as_proof
from meetings.models import Meeting
from meetings.views.common import meeting_asked


@require_POST
def send_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the public page of the meeting in for the yearly duty."""
    meeting = meeting_asked(request, pk)
    try:
        send_as_proof(meeting=meeting, by=request.user, today=request.today)  # type: ignore[arg-type, attr-defined]
    except NotNow as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "The meeting's public page was sent in for review")
    return redirect("meetings:record", meeting.pk)


def annual_of(meeting: Meeting, today: date) -> dict[str, Any]:
    """What the page of an annual public meeting tells of the yearly duty; of any other nothing."""
    if meeting.kind != Meeting.Kind.ANNUAL:
        return {"yearly": None, "lacking": []}
    yearly = owed_by(meeting)
    return {
        "yearly": yearly, "yearly_words": yearly.words(today) if yearly else None,
        "lacking": missing_as_proof(meeting, today),
    }  # fmt: skip
