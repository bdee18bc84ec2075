"""What lay members do with the record of a meeting: check it, and ask; and what the body answers.

A check stays as it is, and so does an answer: a second check is new, and asks anew. Refusals are NotNow.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.models import User
from duties.actions import NotNow
from meetings import questions
from meetings.actions.common import locked
from meetings.changes import SENT_ON
from meetings.models import LayCheck, LayPoint, Meeting, Question
from meetings.points import points
from meetings.reading_questions import held_of, why_not_checked

CHANGED = "The record of the meeting changed while you looked at it. Look again, then send."


@transaction.atomic
def check_meeting(
    *, meeting: Meeting, how: str, answers: Mapping[str, str], note: str, by: User, today: date
) -> LayCheck:
    """Put on record what a lay member found. `answers` has for each point the question, or nothing where it is true.

    The same sent twice on one day is one check. Raises NotNow before the meeting was held, or where the points are
    others by now.
    """
    meeting = locked(meeting)
    if why := why_not_checked(meeting, today):
        raise NotNow(why)
    asked = points(held_of(meeting, today), how)
    if [point.key for point in asked] != list(answers):
        raise NotNow(CHANGED)
    last = LayCheck.objects.filter(meeting=meeting, by=by, checked_on=today).first()
    if last is not None and _says(last) == (how, note, dict(answers)):
        return last
    check = LayCheck.objects.create(
        meeting=meeting, by=by, how=how, note=note, checked_on=today, checked_at=timezone.now()
    )
    for point in asked:
        kept = LayPoint.objects.create(check_of=check, key=point.key, words=point.words, is_true=not answers[point.key])
        if text := answers[point.key]:
            _ask(kept, meeting, text, by, today)
    audit.record(
        "checked its record", meeting, by=by, today=today, body=meeting.body, check=check.pk, how=how,
        points=len(asked), questions=sum(map(bool, answers.values())),
    )  # fmt: skip
    return check


@transaction.atomic
def answer_question(*, question: Question, text: str, by: User, today: date) -> Question:
    """Answer it, once. Raises NotNow where it is answered, or where it is one's own."""
    question = _locked(question)
    if question.answered_on is not None:
        raise NotNow("It is answered already. An answer stays as it was given.")
    if question.by_id == by.pk:
        raise NotNow("Somebody else must answer it: nobody answers their own question.")
    _change(question, "answered a question", by, today, answer=text, answered_on=today, answered_by=by)
    questions.keep_question(question, by=by, today=today)
    questions.tell_answered(question, today=today)
    return question


@transaction.atomic
def send_on(*, question: Question, by: User, today: date) -> Question:
    """Let NHS England read it, now and for good. Who asked does that. Raises NotNow where it may read it already."""
    question = _locked(question)
    if question.is_open_to_nhs_england:
        raise NotNow("NHS England can read this question already.")
    _change(question, SENT_ON, by, today, sent_on_on=today, reached_at=timezone.now())
    questions.keep_question(question, by=by, today=today)
    questions.tell_nhs_england(question, today=today)
    return question


@transaction.atomic
def agree(*, question: Question, as_body: bool, by: User, today: date) -> Question:
    """Agree, as the body or as who asked, that question and answer are public. Raises NotNow before it is answered."""
    question = _locked(question)
    if question.answered_on is None:
        raise NotNow("There is no answer yet. Both become public together, or neither.")
    facts = {"body_agrees_on": today, "body_agrees_by": by} if as_body else {"lay_agrees_on": today}
    agreed_on = question.body_agrees_on if as_body else question.lay_agrees_on
    if agreed_on is None:
        _change(question, "agreed that a question is public", by, today, **facts)
    return question


@transaction.atomic
def take_back(*, question: Question, as_body: bool, by: User, today: date) -> Question:
    """Agree no more: from now on neither question nor answer is shown to the public."""
    question = _locked(question)
    facts: dict[str, Any] = {"body_agrees_on": None, "body_agrees_by": None} if as_body else {"lay_agrees_on": None}
    if (question.body_agrees_on if as_body else question.lay_agrees_on) is not None:
        _change(question, "agrees no more that a question is public", by, today, **facts)
    return question


def _ask(point: LayPoint, meeting: Meeting, text: str, by: User, today: date) -> None:
    question = Question.objects.create(point=point, meeting=meeting, by=by, text=text, asked_on=today)
    audit.record("asked a question", question, by=by, today=today, body=meeting.body, meeting=meeting.pk)
    questions.keep_question(question, by=by, today=today)
    questions.tell_asked(question, today=today)


def _says(check: LayCheck) -> tuple[str, str, dict[str, str]]:
    asked = {question.point_id: question.text for question in Question.objects.filter(point__check_of=check)}
    return check.how, check.note, {point.key: asked.get(point.pk, "") for point in check.points.all()}


def _locked(question: Question) -> Question:
    return Question.objects.select_for_update(of=("self",)).select_related("meeting__body").get(pk=question.pk)


def _change(question: Question, verb: str, by: User | None, today: date, **facts: Any) -> None:
    """Set facts of a locked question, with the audit row; what was written stays with the question alone."""
    for name, value in facts.items():
        setattr(question, name, value)
    question.save(update_fields=list(facts))
    audit.record(verb, question, by=by, today=today, body=question.meeting.body, meeting=question.meeting_id)
