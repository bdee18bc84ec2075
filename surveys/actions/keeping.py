"""An administrator keeps a year's questionnaire and its dates. Once it is open only its last day may move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from bodies import audit
from bodies.actions import Refused
from bodies.models import User
from bodies.web.text import date_long
from duties.years import FinancialYear
from surveys import questionnaire
from surveys.models import Question, Survey
from surveys.words import State

HEAD = ("title", "intro", "opens_on", "closes_on")


@transaction.atomic
def start_survey(
    *, year: FinancialYear, opens_on: date, closes_on: date, by: User | None, today: date, invented: bool = False
) -> Survey:
    """Make the survey about a year: a copy of the last one, or the first questionnaire where there is none.

    Raises Refused where the year has one, or for days that cannot be.
    """
    last = Survey.objects.select_for_update().filter(year__lt=year.start_year).order_by("-year").first()
    if Survey.objects.filter(year=year.start_year).exists():
        raise Refused(f"There is a survey about {year} already.")
    head = {"title": last.title, "intro": last.intro} if last else _first_head()
    survey = Survey(
        year=year.start_year, opens_on=opens_on, closes_on=closes_on, is_invented=invented, **head
    )  # fmt: skip
    _check_days(survey, today)
    survey.save(force_insert=True)
    asked = [(one.section, one.text, one.scale) for one in (last.questions.all() if last else questionnaire.FIRST)]
    Question.objects.bulk_create(
        Question(survey=survey, position=place, section=section, text=text, scale=scale)
        for place, (section, text, scale) in enumerate(asked, 1)
    )
    audit.record(
        "started a survey", survey, by=by, today=today, after=audit.facts(survey, *HEAD), questions=len(asked),
        copied_from=last.pk if last else None, invented=invented,
    )  # fmt: skip
    return survey


@transaction.atomic
def change_survey(*, survey: Survey, facts: Mapping[str, Any], by: User, today: date) -> Survey:
    """Change title, words and days of a survey that has not opened. Raises Refused."""
    current = _not_open(survey, today)
    before = audit.facts(current, *HEAD)
    for name in HEAD:
        setattr(current, name, facts[name])
    _check_days(current, today)
    if audit.facts(current, *HEAD) != before:
        current.save(update_fields=HEAD)
        audit.record("changed a survey", current, by=by, today=today, before=before, after=audit.facts(current, *HEAD))
    return current


@transaction.atomic
def change_closing(*, survey: Survey, closes_on: date, by: User, today: date) -> Survey:
    """Move the last day of an open survey, to today at the earliest. One that has closed is never opened again.

    Raises Refused: results of before and after would tell, less each other, what one body answered between.
    """
    current = Survey.objects.select_for_update().get(pk=survey.pk)
    if current.state(today) is not State.OPEN:
        raise Refused("Only the last day of an open survey can be moved: one that has closed is not opened again.")
    if closes_on < today:
        raise Refused("The last day must be today or later.")
    if closes_on != current.closes_on:
        before, current.closes_on = current.closes_on, closes_on
        current.save(update_fields=["closes_on"])
        audit.record(
            "moved the last day of a survey", current, by=by, today=today,
            before={"closes_on": before}, after={"closes_on": closes_on},
        )  # fmt: skip
    return current


@transaction.atomic
def add_question(*, survey: Survey, section: str, text: str, scale: str, by: User, today: date) -> Question:
    """Add a question at the end of its section, or at the end of all. Raises Refused once it is open."""
    current = _not_open(survey, today)
    there = list(current.questions.all())
    question = Question(survey=current, position=len(there) + 1, section=section, text=text, scale=scale)
    question.save(force_insert=True)
    _number(_in_its_section(there, question))
    audit.record("added a survey question", question, by=by, today=today, after=_said(question))
    return question


@transaction.atomic
def change_question(*, question: Question, section: str, text: str, scale: str, by: User, today: date) -> Question:
    """Change a question; one that is put into another section goes to its end. Raises Refused once it is open."""
    survey = _not_open(question.survey, today)
    current = _there(survey, question)
    before = _said(current)
    moves = current.section != section
    current.section, current.text, current.scale = section, text, scale
    if _said(current) != before:
        current.save(update_fields=["section", "text", "scale"])
        if moves:
            _number(_in_its_section([one for one in survey.questions.all() if one.pk != current.pk], current))
        audit.record("changed a survey question", current, by=by, today=today, before=before, after=_said(current))
    return current


@transaction.atomic
def remove_question(*, question: Question, by: User, today: date) -> None:
    """Take a question out. Raises Refused once it is open, and for the only one."""
    survey = _not_open(question.survey, today)
    current = _there(survey, question)
    if survey.questions.count() == 1:
        raise Refused("A survey asks one question at least: add another before you take this one out.")
    audit.record("removed a survey question", current, by=by, today=today, before=_said(current))
    current.delete()
    _number(list(survey.questions.all()))


def _first_head() -> dict[str, str]:
    return {"title": questionnaire.TITLE, "intro": questionnaire.INTRO}


def _not_open(survey: Survey, today: date) -> Survey:
    """The survey as it stands now, kept from others, while its questionnaire can be changed. Raises Refused."""
    current = Survey.objects.select_for_update().get(pk=survey.pk)
    if current.state(today) is not State.COMING:
        raise Refused(f"It opened on {date_long(current.opens_on)}: what bodies are asked stays as it is from then on.")
    return current


def _there(survey: Survey, question: Question) -> Question:
    found = survey.questions.filter(pk=question.pk).first()
    if found is None:
        raise Refused("Somebody else took this question out meanwhile.")
    return found


def _check_days(survey: Survey, today: date) -> None:
    if survey.opens_on <= today:
        raise Refused("It must open after today, so that the questionnaire can be read and changed before.")
    if survey.opens_on < survey.financial_year.first_day:
        raise Refused(f"It is about {survey.financial_year}, so it cannot open before that year begins.")
    if survey.closes_on <= survey.opens_on:
        raise Refused("Its last day must come after the day it opens.")


def _in_its_section(others: list[Question], question: Question) -> list[Question]:
    """All questions in order, this one after the last of its section, or last of all."""
    places = [place for place, one in enumerate(others, 1) if one.section == question.section]
    at = places[-1] if places else len(others)
    return [*others[:at], question, *others[at:]]


def _number(questions: list[Question]) -> None:
    for place, one in enumerate(questions, 1):
        one.position = place
    Question.objects.bulk_update(questions, ["position"])


def _said(question: Question) -> dict[str, Any]:
    return audit.facts(question, "section", "text", "scale")
