"""Questions that members of the public asked, and their answers: drafts until each is published, never with a name."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from bodies.models import User
from duties.actions import NotNow
from meetings.actions.common import change, locked, tell_public
from meetings.models import Change, Meeting, PublicQuestion


@transaction.atomic
def add_question(
    *, meeting: Meeting, question: str, by: User | None, today: date, answer: str = "", answered_on: date | None = None
) -> PublicQuestion:  # fmt: skip
    """Keep a question and perhaps its answer, as a draft; the same draft given twice is one. Raises NotNow."""
    current = locked(meeting)
    _refuse_answer(answer, answered_on, today)
    given = {"question": question, "answer": answer, "answered_on": answered_on}
    twin = current.public_questions.filter(published_on=None, **given).first()
    if twin is not None:
        return twin
    made = PublicQuestion.objects.create(meeting=current, **given)
    change(current, "added a public question", by=by, today=today, said={"question": made.pk})
    return made


@transaction.atomic
def change_question(
    *, asked: PublicQuestion, question: str, answer: str, answered_on: date | None, by: User | None, today: date
) -> PublicQuestion:
    """Correct a question or give its answer; where it is published that is public at once. Raises NotNow."""
    current = locked(asked.meeting)
    row = _row(current, asked)
    _refuse_answer(answer, answered_on, today)
    if (row.question, row.answer, row.answered_on) == (question, answer, answered_on):
        return row
    before = _told(row)
    row.question, row.answer, row.answered_on = question, answer, answered_on
    row.save(update_fields=["question", "answer", "answered_on"])
    said = {"question": row.pk} | ({"was": before, "now": _told(row)} if row.published_on is not None else {})
    change(current, "changed a public question", by=by, today=today, said=said)
    if row.published_on is not None:
        tell_public(current, Change.Kind.RECORD, f"A public question was changed: {current.label}", today=today)
    return row


@transaction.atomic
def publish_question(*, asked: PublicQuestion, by: User | None, today: date) -> PublicQuestion:
    """Let anybody read a question and its answer. Said again it changes nothing. Raises NotNow."""
    current = locked(asked.meeting)
    row = _row(current, asked)
    if row.published_on is not None:
        return row
    if not current.is_announced(today):
        raise NotNow("Nobody knows of this meeting yet. Announce it first.")
    row.published_on = today
    row.save(update_fields=["published_on"])
    change(current, "published a public question", by=by, today=today, said={"question": row.pk})
    tell_public(current, Change.Kind.RECORD, f"A public question was published: {current.label}", today=today)
    return row


@transaction.atomic
def take_off_question(*, asked: PublicQuestion, by: User | None, today: date) -> PublicQuestion:
    """Make a published question a draft again. Raises NotNow."""
    current = locked(asked.meeting)
    row = _row(current, asked)
    if row.published_on is None:
        return row
    row.published_on = None
    row.save(update_fields=["published_on"])
    change(current, "took off a public question", by=by, today=today, said={"question": row.pk, "was": _told(row)})
    return row


@transaction.atomic
def remove_question(*, asked: PublicQuestion, by: User | None, today: date) -> None:
    """Take away a draft; what is gone already stays gone. Raises NotNow."""
    current = locked(asked.meeting)
    row = current.public_questions.filter(pk=asked.pk).first()
    if row is None:
        return
    if row.published_on is not None:
        raise NotNow("This question is published. Take it off the public page first.")
    number = row.pk
    row.delete()
    change(current, "removed a public question", by=by, today=today, said={"question": number})


def _row(meeting: Meeting, asked: PublicQuestion) -> PublicQuestion:
    row = meeting.public_questions.filter(pk=asked.pk).first()
    if row is None:
        raise NotNow("This question was taken away meanwhile.")
    return row


def _refuse_answer(answer: str, answered_on: date | None, today: date) -> None:
    if answered_on is not None and not answer:
        raise NotNow("Enter the answer, or leave the day of the answer empty.")
    if answered_on is not None and answered_on > today:
        raise NotNow("The day of the answer must be today or earlier.")


def _told(row: PublicQuestion) -> dict[str, Any]:
    return {"question": row.question, "answer": row.answer, "answered_on": row.answered_on}
