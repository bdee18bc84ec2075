"""A body answers: kept as a draft, sent, changed until the last day, or taken back.

The audit trail says that somebody kept, sent or took back a body's answers, and nothing of them: not which question,
which office, how many, or whether with a comment. Nothing else is told of it: the voluntary duty
`ccg-assessment-of-nhse` stays untouched, because NHS England sees how a body's duties stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.actions import Refused
from bodies.models import Body, Office, User
from bodies.web.text import date_long
from surveys.models import Answer, Comment, Response, Survey
from surveys.offices import may_take_part, offices_of
from surveys.words import CANNOT_SAY, VALUES, State


@dataclass(frozen=True)
class Said:
    """What is said of one office: values by question id, what is left out left out; a comment, and who may read it."""

    values: Mapping[int, int] = field(default_factory=dict)
    comment: str = ""
    may_be_told: bool = False


@transaction.atomic
def keep_answers(*, survey: Survey, body: Body, office: Office, said: Said, by: User, today: date) -> Response:
    """Keep what a body says of one office, in the place of what it said before. Raises Refused.

    What was sent stays sent: the change counts at once.
    """
    current = _open(survey, body, today)
    _check(current, body, office, said)
    response, _ = Response.objects.get_or_create(survey=current, body=body)
    response.answers.filter(office=office).delete()
    response.comments.filter(office=office).delete()
    Answer.objects.bulk_create(
        Answer(response=response, question_id=question, office=office, value=value)
        for question, value in said.values.items()
    )
    if said.comment:
        Comment.objects.create(response=response, office=office, text=said.comment, may_be_told=said.may_be_told)
    _record("kept survey answers", response, by, today)
    return response


@transaction.atomic
def send_answers(*, survey: Survey, body: Body, by: User, today: date) -> Response:
    """Let a body's answers count. Raises Refused where there are none."""
    current = _open(survey, body, today)
    response = _response(current, body)
    if response is None or not (response.answers.exists() or response.comments.exists()):
        raise Refused("Answer one question at least before you send. You may leave out all others.")
    if response.sent_on is None:
        response.sent_on, response.sent_at = today, timezone.now()
        response.save(update_fields=["sent_on", "sent_at"])
        _record("sent survey answers", response, by, today)
    return response


@transaction.atomic
def take_back_answers(*, survey: Survey, body: Body, by: User, today: date) -> None:
    """Take out everything that a body answered, drafts too. Raises Refused where there is nothing."""
    current = _open(survey, body, today)
    response = _response(current, body)
    if response is None:
        raise Refused("There is nothing to take back.")
    _record("took back survey answers", response, by, today)
    response.delete()


def _open(survey: Survey, body: Body, today: date) -> Survey:
    """The survey as it stands now; its dates stay until the transaction ends. Raises Refused."""
    current = Survey.objects.select_for_update().get(pk=survey.pk)
    state = current.state(today)
    if state is State.COMING:
        raise Refused(f"It opens on {date_long(current.opens_on)}.")
    if state is State.CLOSED:
        raise Refused(f"It closed on {date_long(current.closes_on)}: answers stay as they were then.")
    if not may_take_part(body, current, today):
        raise Refused(f"{body.name} is not one of the bodies that this survey asks.")
    return current


def _response(survey: Survey, body: Body) -> Response | None:
    return Response.objects.select_for_update().filter(survey=survey, body=body).first()


def _check(survey: Survey, body: Body, office: Office, said: Said) -> None:
    if office not in offices_of(body, survey):
        raise Refused(f"{office.name} was not this body’s office on {date_long(survey.day)}.")
    known = set(survey.questions.values_list("pk", flat=True))
    if not set(said.values) <= known or not set(said.values.values()) <= {*VALUES, CANNOT_SAY}:
        raise Refused("This is no answer to a question of this survey.")


def _record(verb: str, response: Response, by: User, today: date) -> None:
    audit.record(verb, response, by=by, today=today, body=response.body)
