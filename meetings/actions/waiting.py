"""What becomes of questions that nobody answers: passed to the chair, then open to NHS England. Found by state."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from bodies import audit
from duties.escalating import latest_day_zero
from duties.models import Obligation
from duties.proclaimed import known_calendars
from meetings import questions
from meetings.changes import OPENED
from meetings.models import Question
from meetings.querysets import QUESTION, QuestionQuerySet


def follow_questions(today: date) -> int:
    """Bring every unanswered question to where its days have it; returns how many moved. Any number of runs a day."""
    moved = 0
    for question in Question.objects.unanswered().select_related("meeting__body").order_by("pk"):
        with transaction.atomic():
            questions.keep_question(question, by=None, today=today)  # a holiday that was proclaimed moves its date
    for found, fact, verb in (
        (_to_pass(), "passed_on", "passed a question to the chair"),
        (_too_long(today), "waited_on", OPENED),
    ):
        moved += sum(_move(pk, fact, verb, today) for pk in list(found.order_by("pk").values_list("pk", flat=True)))
    return moved


def _to_pass() -> QuestionQuerySet:
    """Those of whose obligation the sweep told the body's officers."""
    escalated = Obligation.objects.filter(record_kind=QUESTION, record_id=OuterRef("pk"), escalated_since__isnull=False)
    return Question.objects.unanswered().filter(Exists(escalated), passed_on=None)


def _too_long(today: date) -> QuestionQuerySet:
    """Those that waited so many working days since the day after they were asked, in England and Wales."""
    day_zero = latest_day_zero(today, settings.QUESTION_WAITS_WORKING_DAYS, known_calendars().england_and_wales)
    return Question.objects.unanswered().filter(asked_on__lte=day_zero, waited_on=None, sent_on_on=None)


@transaction.atomic
def _move(pk: int, fact: str, verb: str, today: date) -> int:
    """Write one fact of one question, unless somebody was quicker, or has answered; returns how many."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("meeting__body")
    question = rows.filter(pk=pk, answered_on=None, **{fact: None}).first()
    if question is None:
        return 0
    setattr(question, fact, today)
    if fact == "waited_on":
        question.reached_at = question.reached_at or timezone.now()
    question.save(update_fields=[fact, "reached_at"])
    audit.record(verb, question, by=None, today=today, body=question.meeting.body, meeting=question.meeting_id)
    if fact == "passed_on":
        questions.tell_passed(question, today=today)
    else:
        questions.keep_question(question, by=None, today=today)
        questions.tell_nhs_england(question, today=today)
    return 1
