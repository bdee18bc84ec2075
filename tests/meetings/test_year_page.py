"""A year of meetings with its totals: what is counted, who sees it, and what it costs."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bodies import clock
from bodies.access import Role
from bodies.models import Body
from duties.years import FinancialYear
from meetings.models import MeetingRules, Partner
from meetings.tables import totals_by_body, year_table
from tests.factories import make_body, make_member, make_office
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db
YEAR = FinancialYear(2016)
KNOWN = {"announced_on": date(2016, 4, 1)}
HELD = KNOWN | {"state": "held", "record_on": date(2016, 10, 1)}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def page(client: Client, query: str = "", code: str = "10H") -> str:
    response = client.get(f"/bodies/{code}/meetings/year/{query}")
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def year_of_meetings(body: Body) -> None:
    MeetingRules.objects.create(
        body=body, from_on=date(2014, 4, 1), meetings_a_year=6, source="Standing orders 3", entered_on=TODAY
    )
    make_meeting(body, date(2016, 4, 14), **HELD, notice_on=date(2016, 4, 1), had_part2=False)
    make_meeting(body, date(2016, 6, 9), **HELD, notice_on=date(2016, 6, 8), had_part2=False)
    make_meeting(body, date(2016, 8, 11), **HELD)
    make_meeting(body, date(2016, 9, 8), **KNOWN)  # nobody said whether it was held
    make_meeting(body, date(2016, 10, 13), **KNOWN, state="postponed", state_why="The snow.")
    make_meeting(body, date(2016, 12, 8), **KNOWN)
    make_meeting(body, date(2017, 2, 9))  # a draft
    make_meeting(body, date(2017, 4, 13), **KNOWN)  # of the next year
    make_meeting(body, date(2016, 5, 12), **HELD, kind="annual", notice_on=date(2016, 4, 1))


def test_the_totals_say_what_was_in_time_and_what_nobody_recorded(body: Body, year_of_meetings: None) -> None:
    totals = year_table(body, YEAR, TODAY).totals
    assert (
        totals.held_sentence == "held in public 3; its own rules ask for 6 a year"
    )  # the annual one is no meeting of it
    assert totals.tally("notice").sentence == "in time 2 of 3 recorded, 2 not recorded"
    assert totals.tally("part2").sentence == "2 no Part 2, 3 not recorded"
    assert (totals.held, totals.unknown, totals.postponed, totals.cancelled) == (4, 1, 1, 0)


def test_without_rules_nobody_knows_how_many_they_ask_for(body: Body) -> None:
    totals = year_table(body, YEAR, TODAY).totals
    assert totals.held_sentence == "held in public 0; how many its own rules ask for is not recorded"
    assert totals.tally("notice").sentence == "nothing due yet"


def test_who_works_on_them_sees_drafts_and_nobody_else(body: Body, year_of_meetings: None, client: Client) -> None:
    south = make_office("Y57")
    body.offices.create(office=south, kind="region", from_on=date(2013, 4, 1))
    draft = "Governing body, 9 February 2017"
    for role, place in ((Role.LEAD, body), (Role.CONTRIBUTOR, body), (Role.LAY_MEMBER, body), (Role.ASSURER, south)):
        client.force_login(make_member(role, place).user)
        shown = page(client)
        assert (draft in shown) is (role in (Role.LEAD, Role.CONTRIBUTOR))
        assert "Notice: in time 2 of 3 recorded, 2 not recorded." in shown
        assert "did not apply to clinical commissioning groups" in shown


def test_a_joint_meeting_is_of_every_body_that_takes_part(body: Body, client: Client) -> None:
    other = make_body("99A", name="NHS Liverpool CCG")
    Partner.objects.create(meeting=make_meeting(body, date(2016, 9, 8), **HELD), body=other)
    totals = totals_by_body(YEAR, TODAY)
    assert totals.keys() == {body.pk, other.pk}
    assert {one.held_in_public for one in totals.values()} == {1}
    client.force_login(make_member(Role.LEAD, other).user)
    assert "Governing body, 8 September 2016" in page(client, code="99A")


def test_the_address_keeps_the_year_and_nonsense_is_the_current_one(
    body: Body, year_of_meetings: None, client: Client
) -> None:
    client.force_login(make_member(Role.LAY_MEMBER, body).user)
    assert "Governing body, 13 April 2017" in page(client, "?year=2017/18")
    for asked in ("?year=never", "?year=9999/00", "?year=%00", ""):
        assert "Meetings, 2016/17" in page(client, asked)
    assert "No meeting of 2014/15 is recorded and public." in page(client, "?year=2014/15")


def test_another_bodys_year_is_not_found(body: Body, client: Client) -> None:
    client.force_login(make_member(Role.LEAD, make_body("99A")).user)
    assert client.get("/bodies/10H/meetings/year/").status_code == 404


def test_bodies_cost_as_many_statements_however_many(
    body: Body, year_of_meetings: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(9):
        totals_by_body(YEAR, TODAY)
    for number in range(6):
        make_meeting(make_body(f"0{number}X"), date(2016, 9, 1), **HELD)
    with django_assert_num_queries(9):
        assert len(totals_by_body(YEAR, TODAY)) == 7
