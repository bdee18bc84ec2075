"""An administrator keeps the questionnaire until it opens; then what is asked stays, and it never opens twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from bodies.actions import Refused
from bodies.models import AuditEntry
from duties.years import FinancialYear
from surveys import questionnaire
from surveys.actions import add_question, change_closing, change_question, change_survey, remove_question, start_survey
from surveys.models import Question, Survey
from surveys.words import Scale
from tests.surveys.conftest import CLOSED_DAY, CLOSES_ON, OPEN_DAY, OPENS_ON, STARTED_ON, a_survey, answer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
SECTIONS = (
    "Support", "Autonomy", "Joint working", "Burden", "Transparency", "Specialised commissioning",
    "Primary care commissioning",
)  # fmt: skip


def typed(name: str, day: int, month: int) -> dict[str, int]:
    """A day of 2016 as the three boxes post it."""
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": 2016}


def asked(survey: Survey) -> list[tuple[str, str, str]]:
    return list(survey.questions.values_list("section", "text", "scale"))


def test_the_first_questionnaire_has_the_seven_sections(survey: Survey) -> None:
    assert tuple(dict.fromkeys(one.section for one in questionnaire.FIRST)) == SECTIONS
    assert asked(survey) == [(one.section, one.text, one.scale) for one in questionnaire.FIRST]


def test_the_next_years_begins_as_a_copy_of_the_last_one(survey: Survey, place: SimpleNamespace) -> None:
    by = place.administrator.user
    kept = survey.questions.all()[0]
    change_question(question=kept, section="Support", text="New?", scale="agree", by=by, today=STARTED_ON)
    following = a_survey(
        2017, opens_on=date(2017, 10, 2), closes_on=date(2017, 12, 15), today=date(2017, 9, 1)
    )  # fmt: skip
    assert asked(following) == asked(survey) and following.title == survey.title
    assert not set(following.questions.all()) & set(survey.questions.all())


def test_questions_can_be_added_changed_and_taken_out_before_it_opens(survey: Survey, place: SimpleNamespace) -> None:
    who = {"by": place.administrator.user, "today": OPENS_ON - timedelta(days=1)}
    new = add_question(survey=survey, section="Support", text="Third?", scale=Scale.AGREE, **who)
    assert [text for section, text, _ in asked(survey) if section == "Support"][-1] == "Third?"
    assert asked(survey)[2][1] == "Third?", "at the end of its section"
    change_question(question=new, section="Burden", text="Fourth?", scale=Scale.AGREE, **who)
    assert [one[1] for one in asked(survey) if one[0] == "Burden"][-1] == "Fourth?"
    remove_question(question=new, **who)
    assert asked(survey) == [(one.section, one.text, one.scale) for one in questionnaire.FIRST]
    assert list(survey.questions.values_list("position", flat=True)) == list(range(1, len(questionnaire.FIRST) + 1))


@pytest.mark.parametrize("today", [OPENS_ON, OPEN_DAY, CLOSED_DAY])
def test_from_the_day_it_opens_what_is_asked_stays(survey: Survey, place: SimpleNamespace, today: date) -> None:
    who = {"by": place.administrator.user, "today": today}
    one, before = survey.questions.all()[0], asked(survey)
    for change in (
        lambda: add_question(survey=survey, section="A", text="B", scale="agree", **who),
        lambda: change_question(question=one, section="A", text="B", scale="agree", **who),
        lambda: remove_question(question=one, **who),
        lambda: change_survey(survey=survey, facts={}, **who),
    ):
        with pytest.raises(Refused, match="It opened on 3 October 2016"):
            change()
    assert asked(survey) == before


def test_a_survey_that_has_closed_is_never_opened_again(survey: Survey, place: SimpleNamespace) -> None:
    """Else results of before and after would tell, less each other, what was answered between."""
    who = {"by": place.administrator.user}
    change_closing(survey=survey, closes_on=date(2017, 1, 6), today=OPEN_DAY, **who)
    change_closing(survey=survey, closes_on=OPEN_DAY, today=OPEN_DAY, **who)
    with pytest.raises(Refused, match="not opened again"):
        change_closing(survey=survey, closes_on=date(2017, 1, 6), today=OPEN_DAY + timedelta(days=1), **who)
    with pytest.raises(Refused, match="today or later"):
        change_closing(
            survey=a_survey(2017, opens_on=date(2017, 10, 2), closes_on=date(2017, 12, 1)),
            closes_on=date(2017, 10, 3), today=date(2017, 10, 4), **who,
        )  # fmt: skip


def test_days_that_cannot_be_are_refused(place: SimpleNamespace) -> None:
    for days, words in (
        ({"opens_on": STARTED_ON}, "after today"), ({"closes_on": OPENS_ON}, "must come after"),
        ({"year": 2017}, "cannot open before"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            a_survey(**days)
    a_survey()
    with pytest.raises(Refused, match="already"):
        a_survey()
    assert Survey.objects.count() == 1


def test_the_database_keeps_what_was_asked_once_anybody_answered(place: SimpleNamespace, survey: Survey) -> None:
    answer(survey, place.body, place.south, by=place.lead.user)
    one = survey.questions.all()[0]
    new = {"survey": survey, "position": 99, "section": "A", "text": "B", "scale": "agree"}
    for change in (
        lambda: Question.objects.filter(pk=one.pk).update(text="Other?"),
        lambda: Question.objects.create(**new),
        lambda: Question.objects.filter(pk=one.pk)._raw_delete("default"),
        lambda: Survey.objects.filter(pk=survey.pk).update(title="Other"),
        lambda: Survey.objects.filter(pk=survey.pk).update(opens_on=date(2016, 1, 1)),
    ):
        with pytest.raises(IntegrityError, match="the record is kept"), transaction.atomic():
            change()
    Survey.objects.filter(pk=survey.pk).update(closes_on=date(2017, 1, 6))


def test_an_administrator_keeps_it_through_the_pages(
    place: SimpleNamespace, sign_in: SignIn, day: Callable[[date], None]
) -> None:
    day(STARTED_ON)
    client, at = sign_in(place.administrator), "/administration/surveys/"
    assert "There is no survey yet" in client.get(at).content.decode()
    days = {**typed("opens_on", 3, 10), **typed("closes_on", 16, 12)}
    assert client.post(f"{at}start/", {"year": "2016/17", **days})["Location"] == f"{at}2016/"
    assert "There is a survey" not in client.get(f"{at}start/").content.decode()
    page = client.get(f"{at}2016/").content.decode()
    assert all(section in page for section in SECTIONS) and "Add a question" in page
    client.post(f"{at}2016/questions/", {"section": "Support", "text": "And now?", "scale": "agree"})
    one = Question.objects.get(text="And now?")
    client.post(f"{at}2016/questions/{one.pk}/", {"section": "Support", "text": "And then?", "scale": "agree"})
    assert Question.objects.get(pk=one.pk).text == "And then?"
    client.post(f"{at}2016/questions/{one.pk}/remove/")
    assert not Question.objects.filter(pk=one.pk).exists()
    client.post(f"{at}2016/change/", {"title": "Other title", "intro": "", **days})
    assert Survey.objects.get().title == "Other title"
    day(OPEN_DAY)
    refused = client.post(f"{at}2016/questions/", {"section": "Support", "text": "Late?", "scale": "agree"})
    assert refused.status_code == 409 and "Late?" in refused.content.decode()
    client.post(f"{at}2016/last-day/", typed("closes_on", 20, 12))
    assert Survey.objects.get().closes_on == date(2016, 12, 20)


def test_every_change_is_on_the_audit_trail(place: SimpleNamespace, survey: Survey) -> None:
    change_closing(survey=survey, closes_on=CLOSES_ON, by=place.administrator.user, today=OPEN_DAY)
    facts = {"title": "T", "intro": "", "opens_on": OPENS_ON, "closes_on": CLOSES_ON}
    change_survey(survey=survey, facts=facts, by=place.administrator.user, today=STARTED_ON)
    verbs = list(AuditEntry.objects.filter(subject_kind="surveys.survey").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["started a survey", "changed a survey"], "what changes nothing leaves no row"


@pytest.mark.parametrize("who", ["lead", "assurer", "national", "contributor", "lay"])
def test_nobody_else_keeps_it(place: SimpleNamespace, survey: Survey, sign_in: SignIn, who: str) -> None:
    for path in ("", "start/", "2016/", "2016/change/", "2016/questions/"):
        assert sign_in(getattr(place, who)).get(f"/administration/surveys/{path}").status_code == 403


def test_a_year_is_asked_about_once(survey: Survey) -> None:
    with pytest.raises(Refused):
        start_survey(
            year=FinancialYear(2016), opens_on=OPENS_ON, closes_on=CLOSES_ON, by=None, today=STARTED_ON
        )  # fmt: skip
