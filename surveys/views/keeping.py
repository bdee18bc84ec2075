"""An administrator keeps the questionnaires and their dates, and sees nothing of what is answered."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.actions import Refused
from bodies.web.asked import posted
from bodies.web.attempts import attempt
from duties.years import FinancialYear
from surveys import actions, words
from surveys.forms import ClosingForm, QuestionForm, StartForm, SurveyForm
from surveys.models import Question, Survey
from surveys.views.common import FORM_METHODS, done, or_404, refused, show_form


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey, the latest first."""
    today = _today(request)
    rows = [(one, one.words(today)) for one in Survey.objects.all()]
    return render(request, "surveys/keep.html", {"surveys": rows, "words": words})


@require_http_methods(FORM_METHODS)
def start(request: HttpRequest) -> HttpResponse:
    """A survey about another year: a copy of the last one."""
    today = _today(request)
    form = StartForm(posted(request), years=_years(today))
    status = attempt(
        form,
        lambda: actions.start_survey(
            year=form.cleaned_data["year"], opens_on=form.cleaned_data["opens_on"],
            closes_on=form.cleaned_data["closes_on"], by=request.user, today=today,  # type: ignore[arg-type]
            invented=settings.DEMONSTRATION,
        ),
    )  # fmt: skip
    if status is None:
        return done(request, _address(form.cleaned_data["year"].start_year), "The survey was started")
    return show_form(
        request, form, title="Start a survey", button="Start it", back=reverse("surveys:keep"), status=status,
        intro=["It begins as a copy of the last one. You can change the questions until it opens."],
    )  # fmt: skip


@require_safe
def survey(request: HttpRequest, year: int) -> HttpResponse:
    """The questionnaire of one year as bodies are asked it."""
    found, today = _survey(year), _today(request)
    state = found.state(today)
    return render(request, "surveys/questionnaire.html", {
        "survey": found, "state": found.words(today), "questions": list(found.questions.all()), "words": words,
        "is_coming": state is words.State.COMING, "is_open": state is words.State.OPEN,
    })  # fmt: skip


@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, year: int) -> HttpResponse:
    """Title, words and days, until it opens."""
    found = _survey(year)
    initial = {name: getattr(found, name) for name in ("title", "intro", "opens_on", "closes_on")}
    form = SurveyForm(posted(request), initial=initial)
    status = attempt(
        form,
        lambda: actions.change_survey(survey=found, facts=form.cleaned_data, by=request.user, today=_today(request)),  # type: ignore[arg-type]
    )
    return _answer(request, found, form, status, title="Change the survey", said="The survey was changed")


@require_http_methods(FORM_METHODS)
def closing(request: HttpRequest, year: int) -> HttpResponse:
    """The last day of an open survey."""
    found = _survey(year)
    form = ClosingForm(posted(request), initial={"closes_on": found.closes_on})
    status = attempt(
        form,
        lambda: actions.change_closing(
            survey=found, closes_on=form.cleaned_data["closes_on"], by=request.user, today=_today(request)  # type: ignore[arg-type]
        ),
    )  # fmt: skip
    return _answer(request, found, form, status, title="Move the last day", said="The last day was moved")


@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, year: int) -> HttpResponse:
    """One question more."""
    found = _survey(year)
    form = QuestionForm(posted(request))
    status = attempt(
        form,
        lambda: actions.add_question(survey=found, **form.cleaned_data, by=request.user, today=_today(request)),  # type: ignore[arg-type]
    )
    return _answer(request, found, form, status, title="Add a question", said="The question was added")


@require_http_methods(FORM_METHODS)
def question(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The words of a question, its section and its scale."""
    found = _question(year, pk)
    form = QuestionForm(
        posted(request), initial={"section": found.section, "text": found.text, "scale": found.scale}
    )  # fmt: skip
    status = attempt(
        form,
        lambda: actions.change_question(question=found, **form.cleaned_data, by=request.user, today=_today(request)),  # type: ignore[arg-type]
    )
    return _answer(
        request, found.survey, form, status, title="Change the question", said="The question was changed"
    )  # fmt: skip


@require_POST
def remove(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Take a question out."""
    found = _question(year, pk)
    try:
        actions.remove_question(question=found, by=request.user, today=_today(request))  # type: ignore[arg-type]
    except Refused as refusal:
        return refused(request, _address(year), refusal)
    return done(request, _address(year), "The question was taken out")


def _answer(
    request: HttpRequest, found: Survey, form: SurveyForm | ClosingForm | QuestionForm, status: int | None, *,
    title: str, said: str,
) -> HttpResponse:  # fmt: skip
    """Go back to the questionnaire once it is done, else show the form again."""
    if status is None:
        return done(request, _address(found.year), said)
    caption = f"{found.title}, {found.financial_year}"
    return show_form(
        request, form, title=title, button="Save", back=_address(found.year), caption=caption, status=status
    )


def _years(today: date) -> list[FinancialYear]:
    """The years about which a survey can be started: the last, this and the next one, but for those that have one."""
    this = FinancialYear.containing(today)
    there = set(Survey.objects.values_list("year", flat=True))
    return [year for year in (this.previous(), this, this.next()) if year.start_year not in there]


def _survey(year: int) -> Survey:
    return or_404(Survey.objects.filter(year=year).first())  # type: ignore[no-any-return]


def _question(year: int, pk: int) -> Question:
    return or_404(Question.objects.select_related("survey").filter(survey__year=year, pk=pk).first())  # type: ignore[no-any-return]


def _address(year: int) -> str:
    return reverse("surveys:questionnaire", args=[year])


def _today(request: HttpRequest) -> date:
    return request.today  # type: ignore[attr-defined, no-any-return]
