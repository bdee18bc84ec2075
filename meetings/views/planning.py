"""The lead plans one meeting, corrects it, and says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.history import name_as_at
from bodies.web.asked import posted
from bodies.web.text import date_prose
from duties.actions import NotNow
from evidence.forms.common import WhyForm
from evidence.views.common import FORM_METHODS, attempt, done, is_invented
from meetings.actions import planning
from meetings.forms.planning import DetailsForm, MoveForm, NewForm
from meetings.forms.repeating import as_last_time
from meetings.models import Meeting
from meetings.shown import when
from meetings.views.common import body_asked, meeting_asked

PUBLIC_READS = "If the meeting is on the public site, the public reads this: name no patients or staff."


def hub(meeting: Meeting) -> str:
    """The address of the body's own page of a meeting."""
    return reverse("meetings:record", args=[meeting.pk])


def show_form(
    request: HttpRequest, meeting: Meeting, form: forms.Form, *, title: str, button: str, status: int = 200,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Render a page of one form about one meeting."""
    today: date = request.today  # type: ignore[attr-defined]
    context = {
        "form": form, "title": title, "button_text": button, "back": {"href": hub(meeting), "text": meeting.label},
        "caption": f"{name_as_at(meeting.body, today)} · {meeting.label}", "intro": [], **more,
    }  # fmt: skip
    return render(request, "evidence/form.html", context, status=status)


@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Plan one meeting."""
    body, today = body_asked(request, code), request.today  # type: ignore[attr-defined]
    form = NewForm(posted(request), initial=as_last_time(body), body=body, today=today)
    planned: list[Meeting] = []

    def plan() -> None:
        made = planning.plan_meeting(
            body=body, by=request.user, today=today, announce=form.cleaned_data["announce"], invented=is_invented(),
            partners=form.cleaned_data["partners"], **form.facts(),
        )  # fmt: skip
        planned.append(made)

    try:
        status = attempt(form, plan, in_words=_pass_on)
    except planning.AlreadyPlanned as there:
        messages.info(request, str(there))
        return redirect(hub(there.meeting))
    if status is None:
        return done(request, hub(planned[0]), "The meeting was planned")
    context = {
        "form": form, "title": "Add a meeting", "caption": name_as_at(body, today), "button_text": "Add the meeting",
        "intro": [], "back": {"href": reverse("meetings:manage", args=[body.code]), "text": "Meetings"},
    }  # fmt: skip
    return render(request, "evidence/form.html", context, status=status)


def _pass_on(refusal: NotNow) -> str:
    if isinstance(refusal, planning.AlreadyPlanned):
        raise refusal
    return str(refusal)


@require_http_methods(FORM_METHODS)
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct where it is, how to take part, what it is."""
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    form = DetailsForm(posted(request), meeting=meeting, today=today)
    status = attempt(
        form,
        lambda: planning.change_details(
            meeting=meeting, by=request.user, today=today, partners=form.cleaned_data["partners"], **form.facts()
        ),
    )
    if status is None:
        return done(request, hub(meeting), "The details were saved")
    return show_form(request, meeting, form, title="Change the details", button="Save", status=status)


@require_http_methods(FORM_METHODS)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it another day or time."""
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    if meeting.state == Meeting.State.HELD:
        return _refused(request, meeting, "It was held: what was held is not moved.")
    form = MoveForm(posted(request), initial={"starts": meeting.starts, "ends": meeting.ends})
    status = attempt(
        form, lambda: planning.move(meeting=meeting, by=request.user, today=today, **form.cleaned_data)
    )  # fmt: skip
    if status is None:
        return done(request, hub(meeting), "The meeting was moved")
    intro = [
        f"It {'was to be' if meeting.is_put_off else 'is'} on {when(meeting)}.",
        f"Notice of it was published on {date_prose(meeting.notice_on)}. Another day needs another notice."
        if meeting.notice_on else "",
    ]  # fmt: skip
    title = "Give it a new day" if meeting.is_put_off else "Move the meeting"
    return show_form(request, meeting, form, title=title, button="Move the meeting", status=status, intro=intro)


@require_http_methods(FORM_METHODS)
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it off without a new day yet."""
    return _put_off(
        request, pk, act=planning.postpone, title="Postpone the meeting", said="The meeting was postponed",
        label="Why is it postponed?",
        intro="It has no new day then, until you give it one. What it owes is closed until then.",
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel it; its page stays."""
    return _put_off(
        request, pk, act=planning.cancel, title="Cancel the meeting", said="The meeting was cancelled",
        label="Why is it cancelled?",
        intro="A meeting is never deleted: its page stays, and says that it was cancelled and why.",
    )  # fmt: skip


@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Let anybody know of it."""
    return _at_once(request, pk, planning.announce, "The meeting is on the public site")


@require_POST
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it was held."""
    return _at_once(request, pk, planning.mark_held, "The meeting is marked as held")


@require_POST
def not_held(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that it was held."""
    return _at_once(request, pk, planning.mark_not_held, "The meeting is not marked as held any more")


def _put_off(
    request: HttpRequest, pk: int, *, act: Callable[..., Meeting], title: str, said: str, label: str, intro: str
) -> HttpResponse:
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    if meeting.state == Meeting.State.HELD:
        return _refused(request, meeting, f"It was held on {date_prose(meeting.on)}: it cannot be put off any more.")
    form = WhyForm(posted(request), label=label, hint=PUBLIC_READS)
    status = attempt(
        form, lambda: act(meeting=meeting, why=form.cleaned_data["why"], by=request.user, today=today)
    )  # fmt: skip
    if status is None:
        return done(request, hub(meeting), said)
    return show_form(request, meeting, form, title=title, button=title, status=status, intro=[intro])


def _at_once(request: HttpRequest, pk: int, act: Callable[..., Meeting], said: str) -> HttpResponse:
    meeting = meeting_asked(request, pk)
    try:
        act(meeting=meeting, by=request.user, today=request.today)  # type: ignore[attr-defined]
    except NotNow as refusal:
        return _refused(request, meeting, str(refusal))
    return done(request, hub(meeting), said)


def _refused(request: HttpRequest, meeting: Meeting, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect(hub(meeting))
