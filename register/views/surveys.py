"""What commissioners say of NHS England: what may be told of each survey that has closed, for anybody."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.web.tables import CSV, XLSX, table_response
from register.survey_rows import KINDS, sheet_of
from surveys import words
from surveys.models import Survey
from surveys.reading import SurveyTold, results_of


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey that has opened, and where it stands."""
    today = _today(request)
    rows = [(one, one.words(today), one.state(today) is words.State.CLOSED) for one in Survey.objects.opened_by(today)]
    return render(request, "register/surveys.html", {"surveys": rows, "words": words})


@require_safe
def survey(request: HttpRequest, year: int) -> HttpResponse:
    """The national summary: the centre in full, and the way to every other office."""
    told = _told(request, year)
    others = [(plural, told.of_kind(kind)) for kind, plural in (("region", "Regions"), ("area_team", "Area teams"))]
    return render(request, "register/survey.html", {
        "told": told, "centre": told.of_kind("national"), "others": others, "words": words,
    })  # fmt: skip


@require_safe
def office(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What is told of one office."""
    told = _told(request, year)
    about = next((one for one in told.offices if one.code == code), None)
    if about is None:
        raise Http404("No such office was asked about.")
    return render(request, "register/survey_office.html", {
        "told": told, "office": about, "kind": KINDS[about.kind], "words": words,
    })  # fmt: skip


@require_safe
def as_csv(request: HttpRequest, year: int) -> HttpResponse:
    return _file(request, year, CSV)


@require_safe
def as_xlsx(request: HttpRequest, year: int) -> HttpResponse:
    return _file(request, year, XLSX)


def _file(request: HttpRequest, year: int, form: str) -> HttpResponse:
    told = _told(request, year)
    return table_response(form, f"survey-of-nhs-england-{told.year}", sheet_of(told))


def _told(request: HttpRequest, year: int) -> SurveyTold:
    """Raises Http404 while the survey has not closed."""
    told = results_of(year, _today(request))
    if told is None:
        raise Http404("Nothing is told of this survey.")
    return told


def _today(request: HttpRequest) -> date:
    return request.today  # type: ignore[attr-defined, no-any-return]
