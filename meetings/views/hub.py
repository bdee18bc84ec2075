"""One meeting for who keeps its record: where it stands, what is next, what it owes, what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from bodies.access import Permission, can
from bodies.history import name_as_at
from bodies.web.text import date_short
from duties.records import of_record
from duties.words import AHEAD
from duties.years import FinancialYear
from meetings.keeping import KIND, next_of, taking_part
from meetings.models import Meeting, Move
from meetings.next_step import next_step
from meetings.parts import parts_of
from meetings.reading import facts_of
from meetings.shown import hours, standing, when
from meetings.views.annual import annual_of

SAYS_BY_WHEN = ("notice", "papers", "minutes")


class MoveShown:
    """One move as the page tells it."""

    def __init__(self, move: Move) -> None:
        at = hours(move.was_at)
        self.was_words = f"{date_short(move.was_on)}{f', {at}' if at else ''}"
        self.now_words = date_short(move.now_on, none="No new day")
        self.why, self.moved_on, self.notice_on = move.why, move.moved_on, move.notice_on


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The body's own page of a meeting. Who may see the body, but not its drafts, is led to the public page."""
    today: date = request.today  # type: ignore[attr-defined]
    rows = Meeting.objects.for_lines().prefetch_related("body__offices", "joint__body__offices")
    meeting = get_object_or_404(rows, pk=pk)
    reach = request.reach  # type: ignore[attr-defined]
    if not can(reach, Permission.SEE_DRAFTS, meeting.body, today):
        may_see = any(can(reach, Permission.SEE_BODY, body, today) for body in taking_part(meeting))
        if may_see and meeting.is_announced(today):
            return redirect(meeting.path)
        raise Http404("Another body's.")
    context = {
        "meeting": meeting, "names": [name_as_at(body, today) for body in taking_part(meeting)],
        "standing": standing(meeting, today), "when_words": when(meeting),
        "presents": f"The annual report {FinancialYear(meeting.presents_year)}" if meeting.presents_year else "",
        "may_keep": can(reach, Permission.KEEP_MEETINGS, meeting.body, today),
        "step": next_step(meeting, today, following=next_of(meeting)), **_facts(meeting, today),
        "owed": [(row, row.words(today)) for row in of_record(KIND, meeting.pk)],
        "moves": [MoveShown(one) for one in meeting.moves.all()], **parts_of(meeting, today),
        **annual_of(meeting, today),
    }  # fmt: skip
    return render(request, "meetings/record.html", context)


def _facts(meeting: Meeting, today: date) -> dict[str, list[Any]]:
    """What is known or due by now, or says by when it is due; what the day has to bring first is only named."""
    facts = facts_of([meeting], today, inside=True)[meeting.pk]
    later = [fact for fact in facts if fact.words is AHEAD and fact.key not in SAYS_BY_WHEN]
    return {"facts": [fact for fact in facts if fact not in later], "later": [fact.title for fact in later]}
