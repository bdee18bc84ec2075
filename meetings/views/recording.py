"""The notice of a meeting, and what happened at it: saved as a draft, then published as a decision of its own."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.history import name_as_at
from bodies.web.asked import posted
from bodies.web.text import date_prose
from duties.actions import NotNow
from evidence.views.common import CONFLICT, FORM_METHODS, attempt, done
from meetings.actions import publishing, recording
from meetings.forms.happened import RecordForm
from meetings.forms.recording import NoticeForm
from meetings.models import Meeting
from meetings.parts import parts_of
from meetings.views.common import meeting_asked
from meetings.views.pages import hub, page_of, refused

PUBLIC_ALREADY = "The record is published: what you save here anybody can read at once."


@require_http_methods(FORM_METHODS)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Record when and where notice was published."""
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    try:
        recording.refuse_put_off(meeting)
    except NotNow as refusal:
        return refused(request, hub(meeting), refusal)
    initial = {"on": meeting.notice_on, "where": meeting.notice_where}
    form = NoticeForm(posted(request), meeting=meeting, today=today, initial=initial)
    status = attempt(
        form,
        lambda: recording.record_notice(meeting=meeting, by=request.user, today=today, **form.cleaned_data),
    )
    if status is None:
        return done(request, hub(meeting, "papers"), "The notice is recorded")
    intro = [
        f"The meeting is on {date_prose(meeting.on)}.",
        "Anybody can read this once the meeting is announced." if not meeting.is_announced(today)
        else "Anybody can read this at once.",
    ]  # fmt: skip
    return page_of(request, meeting, form, title="Meeting notice", button="Save", status=status, intro=intro)


@require_POST
def remove_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a notice that was recorded wrongly. A second press finds it gone, which is what was wanted."""
    meeting = meeting_asked(request, pk)
    recording.take_out_notice(meeting=meeting, by=request.user, today=request.today)  # type: ignore[attr-defined]
    return done(request, hub(meeting, "papers"), "The notice was taken out")


@require_http_methods(FORM_METHODS)
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what happened, in one form."""
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    if request.method != "POST" and (early := _early(meeting, today)):
        return refused(request, hub(meeting), early)
    items, declared = list(meeting.items.all()), list(meeting.interests.all())
    form = RecordForm(posted(request), meeting=meeting, items=items, declared=declared, today=today)
    status = attempt(
        form,
        lambda: recording.save_record(
            meeting=meeting, seen_at=form.seen_at(), by=request.user, today=today, **form.facts()
        ),
    )
    if status is None and meeting.record_on is None:
        return redirect("meetings:publish_record", pk)
    if status is None:
        return done(request, hub(meeting, "happened"), "The record was put right")
    if status == CONFLICT:
        meeting.refresh_from_db()
        form.saw(meeting.changed_at.isoformat())
    intro = [PUBLIC_ALREADY if meeting.record_on else "Nothing of this is public until you publish it."]
    return page_of(
        request, meeting, form, title="What happened", button="Save", status=status, intro=intro,
        template="meetings/complete.html",
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def publish_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what anybody will read, then publish it."""
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            publishing.publish_record(meeting=meeting, by=request.user, today=today)
        except NotNow as refusal:
            return refused(request, hub(meeting, "happened"), refusal)
        return done(request, hub(meeting, "happened"), "The record is published, and the meeting is marked as held")
    if early := _early(meeting, today):
        return refused(request, hub(meeting), early)
    if meeting.record_on is not None:
        return refused(request, hub(meeting, "happened"), "The record is published already.")
    context = {
        "meeting": meeting, "caption": f"{name_as_at(meeting.body, today)} · {meeting.label}",
        "back": {"href": reverse("meetings:complete", args=[pk])}, **parts_of(meeting, today),
    }  # fmt: skip
    return render(request, "meetings/publish_record.html", context)


def _early(meeting: Meeting, today: date) -> NotNow | None:
    try:
        recording.refuse_before_it(meeting, today)
    except NotNow as refusal:
        return refusal
    return None
