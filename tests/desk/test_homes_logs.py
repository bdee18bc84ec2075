"""What the homes of officers and leads tell of the logs they keep, and that a log's cases crowd out nothing else."""

import re
from datetime import date

import pytest

from bodies.access import Role
from casework.actions import NewRequest, log_request
from casework.actions.returning import begin_return, make_return, publish_return
from duties.models import Obligation
from duties.years import FinancialYear
from tests.factories import TODAY, make_duty, make_member, make_rule


@pytest.fixture(autouse=True)
def _duty(db):
    make_rule(make_duty("foi-respond", public_facing="no"), opens="record", record_kind="FOI request", step="answer",
              proof="recorded", code="EVENT_PLUS_WD_UK:20", lead_days=5)  # fmt: skip


def make_request(body, received_on, **facts):
    new = NewRequest("foi", received_on, "email", "Spending on agency staff", **facts)
    return log_request(body=body, new=new, by=None, today=TODAY)


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_officer_of_several_bodies_sees_each_log_and_what_is_late_in_it(place, sign_in):
    officer = make_member(Role.FOI_OFFICER, place.body)
    make_member(Role.FOI_OFFICER, place.other, user=officer.user)
    make_request(place.body, date(2016, 9, 1))
    make_request(place.body, date(2016, 10, 3))
    make_request(place.other, date(2016, 9, 21))
    shown = words_of(sign_in(officer).get("/").content.decode())
    assert "Information requests of NHS Chiltern CCG : 1 late , 0 due within a week, 2 open, 2 with" in shown
    elsewhere = "1 due within a week, 1 open, 1 with nobody named to handle it."
    assert f"Information requests of NHS Eastern Cheshire CCG : {elsewhere}" in shown
    assert "Complaints of" not in shown


def test_the_lead_sees_both_logs_and_only_late_cases_among_the_duties(place, sign_in):
    late = make_request(place.body, date(2016, 9, 1))
    open_one = make_request(place.body, date(2016, 10, 3))
    page = sign_in(place.lead).get("/").content.decode()
    assert "Information requests" in page and "Complaints" in page
    assert late.label in page and open_one.label not in page
    year = sign_in(place.lead).get("/year/?body=10H").content.decode()
    assert late.label in year and open_one.label not in year


def test_whoever_handles_a_case_has_it_among_their_own_once_it_is_late(place, sign_in):
    officer = make_member(Role.FOI_OFFICER, place.body)
    make_request(place.body, date(2016, 9, 1), owner=officer)
    assert Obligation.objects.get().owner == officer
    assert "1 late" in words_of(sign_in(officer).get("/").content.decode())


def test_a_lay_member_and_a_contributor_see_no_log(place, sign_in):
    make_request(place.body, date(2016, 9, 1))
    for who in (place.lay, place.contributor):
        assert "/requests/" not in sign_in(who).get("/").content.decode()


def test_an_officers_numbers_say_what_they_leave_out_and_the_log_says_what_nobody_handles(place, sign_in):
    officer = make_member(Role.FOI_OFFICER, place.body)
    make_request(place.body, date(2016, 9, 21), owner=officer)
    make_request(place.body, date(2016, 10, 3))
    make_request(place.body, date(2016, 10, 4))
    shown = words_of(sign_in(officer).get("/").content.decode())
    assert "These numbers are of duties given to you, and of late cases that you handle." in shown
    assert "Every case of the log you keep is counted below them." in shown
    assert "1 due within a week, 3 open, 2 with nobody named to handle them." in shown
    assert "These numbers are" not in sign_in(place.contributor).get("/").content.decode()


def made(body, lead, period):
    draft = begin_return(body=body, kind="foi", year=FinancialYear(2016), period=period, by=lead.user, today=TODAY)
    return make_return(draft=draft, by=lead.user, today=TODAY)


def test_the_lead_is_told_of_returns_that_wait_to_be_published(place, sign_in):
    officer = make_member(Role.FOI_OFFICER, place.body)
    assert "to publish" not in words_of(sign_in(place.lead).get("/").content.decode())
    first = made(place.body, place.lead, "Q1")
    page = sign_in(place.lead).get("/").content.decode()
    assert '<a href="/bodies/10H/requests/figures/?year=2016/17#returns">1 return to publish</a>' in page
    assert sign_in(place.lead).get("/bodies/10H/requests/figures/?year=2016/17").status_code == 200
    made(place.body, place.lead, "Q1")  # takes the place of the first
    last = made(place.body, place.lead, "Q2")
    assert ">2 returns to publish</a>" in sign_in(place.lead).get("/").content.decode()
    assert "to publish" not in words_of(sign_in(officer).get("/").content.decode())
    publish_return(made=last, by=place.lead.user, today=TODAY)
    assert ">1 return to publish</a>" in sign_in(place.lead).get("/").content.decode()
    assert first.published_on is None
