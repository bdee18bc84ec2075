"""How the pages beneath a meeting's own are shown: one form each, with the way back."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bodies.history import name_as_at
from duties.actions import NotNow
from meetings.models import Meeting


def hub(meeting: Meeting, place: str = "") -> str:
    """The address of the body's own page of a meeting, or of a place on it."""
    return reverse("meetings:record", args=[meeting.pk]) + (f"#{place}" if place else "")


def page_of(
    request: HttpRequest, meeting: Meeting, form: forms.Form, *, title: str, button: str, status: int = 200,
    back: str = "", template: str = "meetings/record_form.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Render a page of one form about one meeting."""
    today: date = request.today  # type: ignore[attr-defined]
    context = {
        "form": form, "title": title, "button_text": button, "meeting": meeting, "intro": [],
        "caption": f"{name_as_at(meeting.body, today)} · {meeting.label}", "back": {"href": back or hub(meeting)},
        "is_multipart": False, "period": getattr(form, "period", None), **more,
    }  # fmt: skip
    return render(request, template, context, status=status)


def refused(request: HttpRequest, address: str, refusal: NotNow | str) -> HttpResponse:
    """Send somebody back, saying why this cannot be done now."""
    messages.info(request, str(refusal))
    return redirect(address)


def now() -> time:
    """The time of day in England."""
    return timezone.localtime().time()
