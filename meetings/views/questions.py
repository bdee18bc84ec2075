"""Lay members' questions: the list, one of them, its answer, and who else may read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.access import Permission
from bodies.web.asked import key_of, posted
from duties.actions import NotNow
from evidence.people import Posts
from evidence.views.common import FORM_METHODS, attempt
from meetings.actions import checking
from meetings.forms.checking import AnswerForm
from meetings.models import Question
from meetings.querysets import QuestionQuerySet
from meetings.questions import answering, obligation_of
from meetings.reading_questions import Part, part_in

PAGE = 50


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What the reader asked, is to answer, or may read: first what waits, then the rest."""
    found = _visible(request).for_pages().order_by("-pk")
    before = key_of(request.GET.get("before", ""))
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    waits = [] if before else list(_visible(request).for_pages().unanswered().order_by("asked_on", "pk")[:PAGE])
    return render(request, "meetings/questions.html", {
        "waits": waits, "rows": [row for row in rows[:PAGE] if row.answered_on is not None],
        "older": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "", "is_first": before is None,
    })  # fmt: skip


@require_http_methods(FORM_METHODS)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question. Who may answers it here."""
    today: date = request.today  # type: ignore[attr-defined]
    one = get_object_or_404(Question.objects.for_pages(), pk=pk)
    if not _visible(request).filter(pk=pk).exists():
        return _between_others(request, one)
    part = part_in(one, request.user, request.reach)  # type: ignore[arg-type, attr-defined]
    form = AnswerForm(posted(request)) if part.may_answer else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise Http404("It is not theirs to answer, or answered already.")
        answer = partial(checking.answer_question, question=one, by=request.user, today=today)  # type: ignore[arg-type]
        result = attempt(form, lambda: answer(text=form.cleaned_data["answer"]))
        if result is None:
            messages.success(request, "Your answer is on record, and the lay member is told")
            return redirect("meetings:question", pk=pk)
        status = result
    return _page(request, one, part, form, status)


@require_POST
def send_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let NHS England read it."""
    one, part = _theirs(request, pk)
    if not part.is_asker:
        raise Http404("Only who asked sends it on.")
    return _act(request, one, checking.send_on, "NHS England can read your question now, and is told")


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree that question and answer are public."""
    one, part = _theirs(request, pk)
    act = partial(checking.agree, as_body=_as_body(part))
    return _act(request, one, act, "Your agreement is on record")


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree no more."""
    one, part = _theirs(request, pk)
    act = partial(checking.take_back, as_body=_as_body(part))
    return _act(request, one, act, "Your agreement is taken back. The public does not see question and answer")


def _visible(request: HttpRequest) -> QuestionQuerySet:
    return Question.objects.seen_by(request.user.pk, request.reach, request.today)  # type: ignore[attr-defined]


def _theirs(request: HttpRequest, pk: int) -> tuple[Question, Part]:
    one = get_object_or_404(_visible(request).for_pages(), pk=pk)
    return one, part_in(one, request.user, request.reach)  # type: ignore[arg-type, attr-defined]


def _as_body(part: Part) -> bool:
    """Whether they agree for the body; else for themselves. Raises Http404 for who is neither."""
    if not part.is_asker and not part.may_agree_for_body:
        raise Http404("Who asked agrees, and the governance lead of the body.")
    return not part.is_asker


def _act(request: HttpRequest, one: Question, act: Callable[..., object], words: str) -> HttpResponse:
    """Do it, or say why not, and show the question again."""
    try:
        act(question=one, by=request.user, today=request.today)  # type: ignore[attr-defined]
    except NotNow as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("meetings:question", pk=one.pk)


def _page(request: HttpRequest, one: Question, part: Part, form: AnswerForm | None, status: int) -> HttpResponse:
    today: date = request.today  # type: ignore[attr-defined]
    people = [person for person in (one.by, one.answered_by, one.body_agrees_by) if person]
    return render(request, "meetings/question.html", {
        "question": one, "meeting": one.meeting, "part": part, "form": form, "posts": Posts(people),
        "name": one.meeting.body.name_on(today), "obligation": obligation_of(one),
        "shows_meeting": one.meeting.is_announced(today),
    }, status=status)  # fmt: skip


def _between_others(request: HttpRequest, one: Question) -> HttpResponse:
    """A member of the body finds it by its obligation: it is there, and between others. Else it is 404."""
    own = request.reach.bodies_where(Permission.SEE_BODY)  # type: ignore[attr-defined]
    if request.method == "POST" or own.isdisjoint({one.meeting.body_id, answering(one).pk}):
        raise Http404("There is no such question for this person.")
    return render(request, "meetings/question_of_others.html", {
        "question": one, "name": one.meeting.body.name_on(request.today), "obligation": obligation_of(one),  # type: ignore[attr-defined]
    })  # fmt: skip
