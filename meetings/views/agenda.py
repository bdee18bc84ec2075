"""The agenda of a meeting: its items in their order, and its publication."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.web.asked import posted
from bodies.web.text import plural
from duties.actions import NotNow
from evidence.views.common import FORM_METHODS, attempt, done
from meetings.actions import publishing, recording
from meetings.forms.publishing import BEFORE as EARLIER
from meetings.forms.publishing import AgendaForm
from meetings.forms.recording import ItemForm, ItemsForm
from meetings.models import AgendaItem, Meeting
from meetings.papers import BEFORE, papers_due
from meetings.parts import parts_of
from meetings.views.common import meeting_asked
from meetings.views.pages import hub, now, page_of, refused


def _agenda(meeting: Meeting) -> str:
    return reverse("meetings:agenda", args=[meeting.pk])


@require_http_methods(FORM_METHODS)
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The items in their order, and a box for new ones."""
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    form = ItemsForm(posted(request))

    def add() -> None:
        recording.add_items(
            meeting=meeting, titles=form.cleaned_data["titles"], is_part2=form.cleaned_data["part"] == "2",
            by=request.user, today=today,
        )  # fmt: skip

    status = attempt(form, add)
    if status is None:
        words = plural(len(form.cleaned_data["titles"]), "item was", "items were")
        return done(request, _agenda(meeting), f"{words} added")
    return page_of(
        request, meeting, form, title="Agenda", button="Add", status=status, template="meetings/agenda.html",
        **parts_of(meeting, today),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def change_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Correct an item, or put it into the other part."""
    meeting, row = _item(request, pk, item)
    initial = {"title": row.title, "summary": row.summary, "part": "2" if row.is_part2 else "1"}
    form = ItemForm(posted(request), initial=initial)

    def change() -> None:
        given: dict[str, Any] = form.cleaned_data
        recording.change_item(
            item=row, title=given["title"], summary=given["summary"], is_part2=given["part"] == "2", by=request.user,
            today=request.today,
        )  # fmt: skip

    status = attempt(form, change)
    if status is None:
        return done(request, _agenda(meeting), "The item was saved")
    return page_of(request, meeting, form, title="Change an item", button="Save", status=status, back=_agenda(meeting))


@require_POST
def move_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Let an item change places with its neighbour."""
    meeting, row = _item(request, pk, item)
    try:
        recording.move_item(item=row, up=request.POST.get("to") != "down", by=request.user, today=request.today)
    except NotNow as refusal:
        return refused(request, _agenda(meeting), refusal)
    return done(request, _agenda(meeting), "The item was moved")


@require_POST
def remove_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take an item off the agenda. A second press finds it gone, which is what was wanted."""
    meeting = meeting_asked(request, pk)
    row = meeting.items.filter(pk=item).first()
    try:
        if row is not None:
            recording.remove_item(item=row, by=request.user, today=request.today)  # type: ignore[attr-defined]
    except NotNow as refusal:
        return refused(request, _agenda(meeting), refusal)
    return done(request, _agenda(meeting), "The item was removed")


@require_http_methods(FORM_METHODS)
def publish_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask when the agenda was published, and whether its papers were too; said again, the day is put right."""
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    if request.method != "POST" and (refusal := _refusal(meeting, today)):
        return refused(request, _agenda(meeting), refusal)
    drafts = meeting.papers.unpublished().filter(role__in=BEFORE).count()
    due_on = papers_due(meeting)
    before = {"when": EARLIER, "on": meeting.agenda_on, "at": meeting.agenda_at} if meeting.agenda_on else {}
    form = AgendaForm(
        posted(request), today=today, drafts=drafts, late=due_on is not None and today > due_on, initial=before
    )

    def publish() -> None:
        who = {"meeting": meeting, "by": request.user, "today": today, **form.moment(now())}
        publishing.publish_agenda_and_papers(papers=form.with_papers, **who, **form.more())

    status = attempt(form, publish)
    if status is None:
        return done(request, hub(meeting, "papers"), "The agenda is published")
    intro = ["Anybody will be able to read the items of Part 1. Those of Part 2 are never shown."]
    return page_of(
        request, meeting, form, title="Publish the agenda", button="Publish", status=status, intro=intro,
        back=_agenda(meeting),
    )  # fmt: skip


def _refusal(meeting: Meeting, today: Any) -> NotNow | None:
    try:
        publishing.refuse_agenda(meeting, today)
    except NotNow as refusal:
        return refusal
    return None


def _item(request: HttpRequest, pk: int, item: int) -> tuple[Meeting, AgendaItem]:
    meeting = meeting_asked(request, pk)
    row = get_object_or_404(meeting.items, pk=item)
    row.meeting = meeting
    return meeting, row
