"""A governance lead answers for a body, voluntarily, until the last day; nobody else does, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies.access import Role
from bodies.actions import Refused
from bodies.models import AuditEntry, Mail, Notice
from duties.models import Obligation
from surveys.actions import keep_answers, send_answers, take_back_answers
from surveys.actions.answering import Said
from surveys.models import Answer, Comment, Response, Survey
from tests.factories import make_body, make_duty, make_member, make_obligation, make_office, make_rule
from tests.surveys.conftest import CLOSED_DAY, CLOSES_ON, OPEN_DAY, OPENS_ON, answer, bodies_of

pytestmark = pytest.mark.django_db
HERE = "/bodies/10H/surveys/2016/"
SignIn = Callable[[Any], Client]


def first(survey: Survey) -> int:
    return survey.questions.all()[0].pk


def test_a_lead_answers_office_by_office_checks_and_sends(
    place: SimpleNamespace, survey: Survey, sign_in: SignIn
) -> None:
    client, asked = sign_in(place.lead), first(survey)
    page = client.get(HERE).content.decode()
    assert "Answer about South" in page and "Answer about NHS England" in page and "Send your answers" not in page
    given = {f"question-{asked}-value": "2", "comment": "Too many returns", "may_be_told": "on"}
    assert client.post(f"{HERE}about/Y57/", given)["Location"] == f"{HERE}about/NHSE/"
    assert client.post(f"{HERE}about/NHSE/", {f"question-{asked}-value": "0"})["Location"] == HERE
    page = client.get(HERE).content.decode()
    assert "Poorly" in page and "Too many returns" in page and "A draft is kept" in page
    assert Response.objects.get().sent_on is None
    client.post(f"{HERE}send/")
    response = Response.objects.get()
    assert (response.body, response.sent_on) == (place.body, OPEN_DAY)
    assert set(Answer.objects.values_list("office__code", "value")) == {("Y57", 2), ("NHSE", 0)}
    assert Comment.objects.get().may_be_told


def test_what_was_sent_can_be_changed_until_the_last_day_and_not_after(
    place: SimpleNamespace, survey: Survey, sign_in: SignIn, day: Callable[[date], None]
) -> None:
    answer(survey, place.body, place.south, 1, by=place.lead.user)
    client, asked = sign_in(place.lead), first(survey)
    day(CLOSES_ON)
    client.post(f"{HERE}about/Y57/", {f"question-{asked}-value": "5"})
    assert list(Answer.objects.values_list("value", flat=True)) == [5], "what is left out is taken out"
    assert Response.objects.get().sent_on == OPEN_DAY, "it stays sent"
    day(CLOSED_DAY)
    client.post(f"{HERE}about/Y57/", {f"question-{asked}-value": "1"})
    client.post(f"{HERE}take-back/")
    assert list(Answer.objects.values_list("value", flat=True)) == [5]
    page = client.get(HERE).content.decode()
    assert "Very well" in page and "Send" not in page and "It closed on" in page


def test_everything_can_be_taken_back(place: SimpleNamespace, survey: Survey, sign_in: SignIn) -> None:
    answer(survey, place.body, place.south, 1, comment="Gone", by=place.lead.user)
    sign_in(place.lead).post(f"{HERE}take-back/")
    assert not (Response.objects.exists() or Answer.objects.exists() or Comment.objects.exists())


@pytest.mark.parametrize("who", ["contributor", "lay", "assurer", "national", "administrator"])
def test_the_door_opens_to_leads_alone(place: SimpleNamespace, survey: Survey, sign_in: SignIn, who: str) -> None:
    for path in ("", "about/Y57/"):
        assert sign_in(getattr(place, who)).get(f"{HERE}{path}").status_code == 403


def test_the_lead_of_another_body_finds_nothing(place: SimpleNamespace, survey: Survey, sign_in: SignIn) -> None:
    client = sign_in(place.elsewhere)
    assert client.get("/bodies/11N/surveys/2016/").status_code == 200
    assert client.get(HERE).status_code == 404
    for what in ("about/Y57/", "send/", "take-back/"):
        assert client.post(f"{HERE}{what}").status_code == 404


def test_a_lead_who_is_of_nhs_england_too_sees_and_answers_nothing(
    place: SimpleNamespace, survey: Survey, sign_in: SignIn
) -> None:
    answer(survey, place.body, place.south, 1, by=place.lead.user)
    make_member(Role.ASSURER, place.north, user=place.lead.user)
    client = sign_in(place.lead)
    assert client.get(HERE).status_code == 404
    assert client.post(f"{HERE}about/Y57/", {f"question-{first(survey)}-value": "5"}).status_code == 404
    assert "/surveys/2016/" not in client.get("/").content.decode()


def test_the_home_of_a_lead_invites_quietly_and_only_while_it_is_open(
    place: SimpleNamespace, survey: Survey, sign_in: SignIn, day: Callable[[date], None]
) -> None:
    client = sign_in(place.lead)
    page = client.get("/").content.decode()
    assert HERE in page and "It is voluntary" in page and "Not begun" in page
    assert '0</span> <span class="tracker-card__label">late' in page
    for other in (date(2016, 10, 2), CLOSED_DAY):
        day(other)
        assert HERE not in client.get("/").content.decode()
    day(OPEN_DAY)
    for who in (place.assurer, place.administrator, place.contributor, place.lay):
        assert "surveys/2016" not in sign_in(who).get("/").content.decode()


def test_answering_leaves_the_voluntary_duty_untouched_and_tells_nobody(place: SimpleNamespace, survey: Survey) -> None:
    rule = make_rule(make_duty("ccg-assessment-of-nhse"), voluntary=True)
    make_obligation(place.body, rule, due_on=date(2017, 3, 31))
    before = list(Obligation.objects.values())
    answer(survey, place.body, place.south, 1, by=place.lead.user)
    assert list(Obligation.objects.values()) == before
    assert not Notice.objects.exists() and not Mail.objects.exists()


def test_the_audit_trail_says_who_kept_answers_and_nothing_of_them(place: SimpleNamespace, survey: Survey) -> None:
    answer(survey, place.body, place.south, 1, comment="Hush", told=True, by=place.lead.user)
    take_back_answers(survey=survey, body=place.body, by=place.lead.user, today=OPEN_DAY)
    rows = AuditEntry.objects.filter(subject_kind="surveys.response").order_by("pk")
    assert [row.verb for row in rows] == ["kept survey answers", "sent survey answers", "took back survey answers"]
    assert [row.detail for row in rows] == [{}, {}, {}]
    assert {(row.by_id, row.body_id) for row in rows} == {(place.lead.user.pk, place.body.pk)}


def test_only_a_body_that_was_there_and_uses_the_tracker_is_asked(survey: Survey, place: SimpleNamespace) -> None:
    late = make_body(region=place.south, opened_on=date(2016, 10, 4))
    without = make_body(region=place.south, joined_on=None)
    gone = make_body(region=place.south, closed_on=date(2016, 10, 10))
    for body in (late, without, gone):
        with pytest.raises(Refused, match="not one of the bodies"):
            answer(survey, body, place.south)


def test_what_cannot_be_is_refused(place: SimpleNamespace, survey: Survey) -> None:
    by, who = place.lead.user, {"survey": survey, "body": place.body}
    with pytest.raises(Refused, match="not this body’s office"):
        keep_answers(**who, office=place.north, said=Said(), by=by, today=OPEN_DAY)
    for values in ({first(survey): 6}, {10**9: 3}):
        with pytest.raises(Refused, match="no answer to a question"):
            keep_answers(**who, office=place.south, said=Said(values), by=by, today=OPEN_DAY)
    with pytest.raises(Refused, match="Answer one question"):
        send_answers(**who, by=by, today=OPEN_DAY)
    with pytest.raises(Refused, match="nothing to take back"):
        take_back_answers(**who, by=by, today=OPEN_DAY)
    with pytest.raises(Refused, match="It opens on 3 October 2016"):
        keep_answers(**who, office=place.south, said=Said(), by=by, today=date(2016, 10, 2))
    assert survey.opens_on == OPENS_ON and not Response.objects.exists()


def test_bad_answers_are_said_in_words_and_what_was_typed_is_kept(
    place: SimpleNamespace, survey: Survey, sign_in: SignIn
) -> None:
    client, asked = sign_in(place.lead), first(survey)
    given = {f"question-{asked}-value": "9", "comment": "x" * 3001}
    page = client.post(f"{HERE}about/Y57/", given).content.decode()
    assert "Choose one of the answers, or none" in page and "3,000 characters or fewer" in page and "xxxxx" in page
    assert not Response.objects.exists()
    assert client.get(f"{HERE}about/Y54/").status_code == 404, "another region"
    assert client.get("/bodies/10H/surveys/2015/").status_code == 404


def test_the_page_of_answers_asks_the_same_of_the_database_whatever_it_holds(
    place: SimpleNamespace, survey: Survey, sign_in: SignIn
) -> None:
    client = sign_in(place.lead)
    answer(survey, place.body, place.south, None, comment="One", by=place.lead.user)
    client.get(HERE)
    with CaptureQueriesContext(connection) as few:
        client.get(HERE)
    answer(survey, place.body, place.south, 3, comment="Two", by=place.lead.user)
    answer(survey, place.body, place.centre, 3, comment="Two", by=place.lead.user)
    for body in bodies_of(make_office("Y58"), 9):
        make_member(Role.LEAD, body)
    with CaptureQueriesContext(connection) as many:
        client.get(HERE)
    assert len(few) == len(many)
