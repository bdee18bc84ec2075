"""Questions of lay members that reached NHS England, beside the other changes at bodies (evidence.changes).

A question reaches NHS England once: when the lay member sends it on, or when the daily pass finds that it has waited 20
working days (meetings.actions.waiting). That moment is kept on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse

from bodies.looking import Source
from bodies.models import Body, Office
from duties.words import Words
from evidence.changes import Change
from meetings.models import Question

QUESTION = "question"
SENT_ON = "sent a question on to NHS England"
OPENED = "opened a question to NHS England: nobody answered it"
WORDS = Words("Question to NHS England", "?", "blue", 4)


def _rows() -> QuerySet[Question]:
    came_on = Case(
        When(sent_on_on=None, then="waited_on"),
        When(waited_on__lt=F("sent_on_on"), then="waited_on"),
        default="sent_on_on",
    )
    return Question.objects.filter(reached_at__isnull=False).annotate(came_on=came_on)


def _within(office: Office, today: date) -> Q:
    """As `QuestionQuerySet.seen_by` has it: by the body that keeps the record of the meeting."""
    return Q(meeting__body__in=Body.objects.in_office(office, today).order_by().values("pk"))


def _of(bodies: Sequence[int]) -> Q:
    return Q(meeting__body__in=bodies)


QUESTIONS = Source(
    QUESTION, moment="reached_at", day="came_on", verbs=(SENT_ON, OPENED), subject_kind="meetings.question",
    subject="pk", rows=_rows, holds=Q(answered_on=None), within=_within, of=_of,
)  # fmt: skip


def change_of(row: Any) -> Change:
    """One question, as lists of changes show it: about which meeting it is, and nothing of its text."""
    return Change(
        kind=QUESTION, words=WORDS, on=row.came_on, at=row.reached_at, body=row.meeting.body, title=str(row),
        path=reverse("meetings:question", args=[row.pk]), holds=row.holds, key=row.pk,
    )  # fmt: skip


def changes_of(rows: QuerySet[Any]) -> list[Change]:
    """Questions as lists of changes show them; one statement."""
    return [change_of(row) for row in rows.select_related("meeting__body")]


def newest(office: Office | None, today: date, limit: int) -> list[Change]:
    """The newest questions that reached an office, the newest first; every office's where none is named."""
    place = office or Office(kind=Office.Kind.NATIONAL)
    return changes_of(QUESTIONS.by(place, today).order_by("-reached_at", "-pk")[:limit])
