"""The lead plans a year's dates: what and how often, then every date to check, then all at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.history import name_as_at
from bodies.models import Body
from bodies.web.asked import posted
from bodies.web.text import plural
from duties.actions import NotNow
from evidence.views.common import CONFLICT, FORM_METHODS, OK, is_invented
from meetings.actions.planning_years import Planned, plan_dates
from meetings.days_ahead import days_ahead
from meetings.forms.repeating import YearForm, as_last_time
from meetings.models import Meeting
from meetings.repeating import words_of
from meetings.shown import hours
from meetings.views.common import body_asked


@require_http_methods(FORM_METHODS)
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """What and how often; then every date to check."""
    body = body_asked(request, code)
    form = _form(request, body)
    if form.is_bound and form.is_valid() and "change" not in request.POST:
        return _check(request, body, form)
    return _ask(request, body, form)


@require_POST
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Plan every date that was not left out: all, or none."""
    body = body_asked(request, code)
    form = _form(request, body)
    if not form.is_valid():
        return _ask(request, body, form)
    left_out = set(request.POST.getlist("leave"))
    try:
        planned = plan_dates(
            body=body, days=[day for day in form.days() if day.isoformat() not in left_out], by=request.user,
            today=request.today, announce="announce" in request.POST,  # type: ignore[attr-defined]
            partners=form.cleaned_data["partners"], ask_days=form.cleaned_data["ask_days"], invented=is_invented(),
            **form.facts(),
        )  # fmt: skip
    except NotNow as refusal:
        form.add_error(None, str(refusal))
        return _check(request, body, form, status=CONFLICT)
    messages.success(request, _said(planned))
    return redirect("meetings:manage", body.code)


def _form(request: HttpRequest, body: Body) -> YearForm:
    today: date = request.today  # type: ignore[attr-defined]
    initial = (
        {"often": "1", "kind": Meeting.Kind.GOVERNING_BODY, **as_last_time(body)} if request.method != "POST" else {}
    )
    return YearForm(posted(request), initial=initial, body=body, today=today)


def _ask(request: HttpRequest, body: Body, form: YearForm) -> HttpResponse:
    context = {
        "form": form, "title": "Plan a year", "button_text": "Check the dates", "intro": [],
        "back": {"href": reverse("meetings:manage", args=[body.code]), "text": "Meetings"},
        "caption": name_as_at(body, request.today), "action": reverse("meetings:plan", args=[body.code]),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "meetings/form.html", context)


def _check(request: HttpRequest, body: Body, form: YearForm, *, status: int = OK) -> HttpResponse:
    today: date = request.today  # type: ignore[attr-defined]
    facts: dict[str, Any] = form.facts()
    days = form.days()
    wanted = Meeting(body=body, on=days[0], **facts)
    context = {
        "form": form, "body": body, "name": name_as_at(body, today), "wanted": wanted,
        "hours": hours(wanted.starts, wanted.ends), "rule": words_of(form.cleaned_data["first"], form.repeat),
        "days": days_ahead(body, days, wanted, today), "typed": form.typed(),
        "left_out": set(request.POST.getlist("leave")), "announce": status == OK or "announce" in request.POST,
    }  # fmt: skip
    return render(request, "meetings/year_check.html", context, status=status)


def _said(planned: Planned) -> str:
    there = f"{plural(planned.there, 'meeting')} stood already" if planned.there else ""
    if not planned.made:
        return f"Nothing new was planned: {there}"
    made = plural(len(planned.made), "meeting was planned", "meetings were planned")
    return f"{made}. {there}" if there else made
