"""What a lay member's question owes and whom it concerns: its obligation, kept as the question has it; who is told."""

from __future__ import annotations

from datetime import date

from django.db.models.functions import Lower
from django.urls import reverse

from bodies.access import Role
from bodies.models import Body, Membership, User
from bodies.outbox import Telling, tell, untell
from duties.events import explain_rule
from duties.models import Obligation
from duties.proclaimed import known_calendars
from duties.records import Record, Wanted, keep, rules_on
from duties.telling import OFFICERS, assurers_of
from meetings.models import Question
from meetings.querysets import QUESTION

DUTY = "lay-member-question"


def address_of(question: Question) -> str:
    return reverse("meetings:question", args=[question.pk])


def obligation_of(question: Question) -> Obligation | None:
    """What it opened; None where the catalogue does not know the duty."""
    return Obligation.objects.filter(record_kind=QUESTION, record_id=question.pk).first()


def answering(question: Question) -> Body:
    """The body that answers it: who keeps the record of the meeting, or took its obligations over."""
    owed = obligation_of(question)
    return (owed.held_by if owed else None) or question.meeting.body


def keep_question(question: Question, *, by: User | None, today: date) -> None:
    """Make its obligation stand as the question has it. The label says what it is about, and nothing of its text."""
    body = question.meeting.body
    rule = rules_on(body, question.asked_on).get((DUTY, ""))
    if rule is None:
        return
    record = Record(QUESTION, question.pk, str(question), address_of(question))
    wanted = Wanted(
        duty=DUTY, step="", event_on=question.asked_on, done_on=question.answered_on,
        working=explain_rule(rule, question.asked_on, calendars=known_calendars()),
        tracked_from=max(body.joined_on, question.asked_on) if body.joined_on else None,
        is_inside=not question.is_open_to_nhs_england,
    )  # fmt: skip
    keep(record=record, body=body, wanted=[wanted], reason="", by=by, today=today)


# Who is told ----------------------------------------------------------------------------------------------------------


def tell_asked(question: Question, *, today: date) -> int:
    """Tell the leads at once; the officers, where the body has no lead."""
    people = _members(question, today, lead=True) or _members(question, today, lead=False)
    return _tell(question, "asked", people, f"{question}: a lay member asks for an answer", today)


def tell_answered(question: Question, *, today: date) -> int:
    """Tell who asked, and take back from others what was not mailed yet."""
    untell([_key(question, "asked"), _key(question, "passed")], today=today)
    return _tell(question, "answered", {question.by_id}, f"{question}: answered", today)


def tell_passed(question: Question, *, today: date) -> int:
    """Tell the chair, and the accountable officer, that nobody answered."""
    people = _members(question, today, lead=False)
    return _tell(question, "passed", people, f"{question}: nobody answered it, and it is passed to you", today)


def tell_nhs_england(question: Question, *, today: date) -> int:
    """Tell the assurers of the body's region that they may read it now."""
    body = question.meeting.body_id
    how = "a lay member sent it on" if question.sent_on_on else "it waits for an answer"
    people = assurers_of([body], today)[body]
    return _tell(question, "sent on", people, f"{question}: {how}", today)


def _tell(question: Question, what: str, people: set[int], words: str, today: date) -> int:
    return tell(
        [
            Telling(
                key=_key(question, what), person_id=person, kind="question", words=words,
                url_path=address_of(question), body_id=question.meeting.body_id, subject_kind="meetings.question",
                subject_id=question.pk, since_on=today, at_once=True,
            )
            for person in sorted(people)
        ],
        today=today,
    )  # fmt: skip


def _key(question: Question, what: str) -> str:
    return f"question {question.pk} {what}"


def _members(question: Question, today: date, *, lead: bool) -> set[int]:
    """The leads, or else the officers, of the body that answers; never who asked."""
    found = Membership.objects.current(today).filter(body=answering(question), user__is_active=True)
    if lead:
        found = found.filter(role=Role.LEAD.value)
    else:
        found = found.annotate(small=Lower("post")).filter(small__in=OFFICERS)
    return set(found.order_by().values_list("user", flat=True)) - {question.by_id}
