"""A governance lead answers for a body: one office a page, then everything on one page to check, send or take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.actions import Refused
from bodies.models import Body, Office
from bodies.web.asked import code_of, posted
from bodies.web.attempts import attempt
from surveys import words
from surveys.access import may_answer
from surveys.actions import keep_answers, send_answers, take_back_answers
from surveys.actions.answering import Said
from surveys.forms import OfficeForm
from surveys.homes import standing_words
from surveys.models import Question, Response, Survey
from surveys.offices import may_take_part, offices_of
from surveys.views.common import FORM_METHODS, done, or_404, refused


@dataclass(frozen=True)
class Asked:
    """A body's own answers to one survey, for somebody who may see them."""

    body: Body
    survey: Survey
    response: Response | None
    questions: list[Question]
    offices: list[Office]

    @property
    def url(self) -> str:
        return reverse("surveys:answer", args=[self.body.code, self.survey.year])

    def said(self) -> dict[int, Said]:
        """What was said of each office, by its id; two statements."""
        if self.response is None:
            return {}
        values: dict[int, dict[int, int]] = {}
        for answer in self.response.answers.all():
            values.setdefault(answer.office_id, {})[answer.question_id] = answer.value
        comments = {one.office_id: one for one in self.response.comments.all()}
        found = {}
        for office in {*values, *comments}:
            comment = comments.get(office)
            told = (comment.text, comment.may_be_told) if comment else ("", False)
            found[office] = Said(values.get(office, {}), *told)
        return found


@dataclass(frozen=True)
class OfficeSaid:
    """One office on the page of a body's answers: each question with its answer in words, empty where there is none."""

    office: Office
    lines: list[tuple[Question, str]]
    comment: str
    may_be_told: bool

    @property
    def answered(self) -> int:
        return sum(1 for _, answer in self.lines if answer)


@require_safe
def answer(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Everything a body answered, to check, change, send or take back; after the last day only to read."""
    asked, today = _asked(request, code, year), _today(request)
    said = asked.said()
    offices = [_office_said(asked, office, said.get(office.pk, Said())) for office in asked.offices]
    return render(request, "surveys/answer.html", {
        "asked": asked, "body": asked.body, "survey": asked.survey, "offices": offices,
        "is_open": asked.survey.state(today) is words.State.OPEN, "standing": standing_words(asked.response),
        "is_sent": asked.response is not None and asked.response.sent_on is not None,
        "has_said": any(one.answered or one.comment for one in offices), "words": words,
    })  # fmt: skip


@require_http_methods(FORM_METHODS)
def office(request: HttpRequest, code: str, year: int, office: str) -> HttpResponse:
    """What a body says of one office; then the next one of which it said nothing."""
    asked = _asked(request, code, year)
    about = or_404(next((one for one in asked.offices if one.code == office), None))
    if asked.survey.state(_today(request)) is not words.State.OPEN:
        return refused(request, asked.url, Refused("It has closed: answers stay as they were then."))
    said = asked.said()
    initial = OfficeForm.first(said.get(about.pk, Said()))
    form = OfficeForm(posted(request), questions=asked.questions, initial=initial)
    status = attempt(
        form,
        lambda: keep_answers(
            survey=asked.survey, body=asked.body, office=about, said=form.said(), by=request.user,  # type: ignore[arg-type]
            today=_today(request),
        ),
    )  # fmt: skip
    if status is None:
        return redirect(_next_page(asked, about, {*said, about.pk}))
    return render(request, "surveys/office.html", {
        "form": form, "asked": asked, "survey": asked.survey, "body": asked.body, "office": about, "words": words,
        "number": asked.offices.index(about) + 1,
    }, status=status)  # fmt: skip


@require_POST
def send(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Let the answers count."""
    asked = _asked(request, code, year)
    try:
        send_answers(survey=asked.survey, body=asked.body, by=request.user, today=_today(request))  # type: ignore[arg-type]
    except Refused as refusal:
        return refused(request, asked.url, refusal)
    return done(request, asked.url, "Your answers were sent. You can change them until the last day")


@require_POST
def take_back(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Take out everything that was answered."""
    asked = _asked(request, code, year)
    try:
        take_back_answers(survey=asked.survey, body=asked.body, by=request.user, today=_today(request))  # type: ignore[arg-type]
    except Refused as refusal:
        return refused(request, asked.url, refusal)
    return done(request, asked.url, "Your answers were taken back. Nothing of them is kept")


def _asked(request: HttpRequest, code: str, year: int) -> Asked:
    """A survey that this body is asked, or has answered, for who may answer for it. Raises Http404."""
    today = _today(request)
    body = or_404(Body.objects.known(today).filter(code=code_of(code)).first())
    if body.pk not in may_answer(request.reach):  # type: ignore[attr-defined]
        or_404(None)
    survey = or_404(Survey.objects.opened_by(today).filter(year=year).first())
    response = Response.objects.filter(survey=survey, body=body).first()
    if response is None and not may_take_part(body, survey, today):
        or_404(None)
    return Asked(body, survey, response, list(survey.questions.all()), offices_of(body, survey))


def _office_said(asked: Asked, office: Office, said: Said) -> OfficeSaid:
    lines = [
        (one, words.value_words(one.scale, said.values[one.pk]) if one.pk in said.values else "")
        for one in asked.questions
    ]
    return OfficeSaid(office, lines, said.comment, said.may_be_told)


def _next_page(asked: Asked, about: Office, said: set[int]) -> str:
    """The next office of which nothing is kept, or everything to check."""
    later = asked.offices[asked.offices.index(about) + 1 :]
    following = next((one for one in later if one.pk not in said), None)
    if following is None:
        return asked.url
    return reverse("surveys:office", args=[asked.body.code, asked.survey.year, following.code])


def _today(request: HttpRequest) -> date:
    return request.today  # type: ignore[attr-defined, no-any-return]
