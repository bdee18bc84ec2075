"""Questions of the public and their answers: drafts, published one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from bodies.web.asked import posted
from duties.actions import NotNow
from evidence.views.common import FORM_METHODS, attempt, done
from meetings.actions import questions
from meetings.forms.recording import QuestionForm
from meetings.models import Meeting, PublicQuestion
from meetings.views.common import meeting_asked
from meetings.views.pages import hub, page_of, refused

PLACE = "questions"


@require_http_methods(FORM_METHODS)
def add_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a question as a draft."""
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    form = QuestionForm(posted(request), today=today)
    status = attempt(
        form, lambda: questions.add_question(meeting=meeting, by=request.user, today=today, **form.cleaned_data)
    )
    if status is None:
        return done(request, hub(meeting, PLACE), "The question was added as a draft")
    intro = ["It is a draft until you publish it."]
    return page_of(
        request, meeting, form, title="Add a question from the public", button="Keep as a draft", status=status,
        intro=intro,
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def change_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Correct a question, or give its answer."""
    meeting, row = _question(request, pk, question)
    initial = {"question": row.question, "answer": row.answer, "answered_on": row.answered_on}
    form = QuestionForm(posted(request), today=request.today, initial=initial)  # type: ignore[attr-defined]
    status = attempt(
        form,
        lambda: questions.change_question(asked=row, by=request.user, today=request.today, **form.cleaned_data),
    )
    if status is None:
        return done(request, hub(meeting, PLACE), "The question was saved")
    intro = ["It is published: what you save here anybody can read at once." if row.published_on else ""]
    return page_of(request, meeting, form, title="Change a question", button="Save", status=status, intro=intro)


@require_POST
def publish_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Let anybody read a question and its answer."""
    return _press(request, pk, question, questions.publish_question, "The question is published")


@require_POST
def take_off_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Make it a draft again."""
    return _press(request, pk, question, questions.take_off_question, "The question is a draft again")


@require_POST
def remove_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Take a draft away. A second press finds it gone, which is what was wanted."""
    meeting = meeting_asked(request, pk)
    if not meeting.public_questions.filter(pk=question).exists():
        return done(request, hub(meeting, PLACE), "The question was taken away")
    return _press(request, pk, question, questions.remove_question, "The question was taken away")


def _press(request: HttpRequest, pk: int, question: int, act: Callable[..., Any], said: str) -> HttpResponse:
    meeting, row = _question(request, pk, question)
    try:
        act(asked=row, by=request.user, today=request.today)  # type: ignore[attr-defined]
    except NotNow as refusal:
        return refused(request, hub(meeting, PLACE), refusal)
    return done(request, hub(meeting, PLACE), said)


def _question(request: HttpRequest, pk: int, question: int) -> tuple[Meeting, PublicQuestion]:
    meeting = meeting_asked(request, pk)
    row = get_object_or_404(meeting.public_questions, pk=question)
    row.meeting = meeting
    return meeting, row
