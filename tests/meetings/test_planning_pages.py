"""The lead's pages: planning a year and one meeting, the hub of a meeting, and what is done from there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies import clock
from bodies.access import Role
from bodies.models import Body
from meetings.models import Meeting, MeetingRules
from tests.factories import make_body, make_member, make_office
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db
AT = "/bodies/10H/meetings/"
Asking = Callable[..., str]


@pytest.fixture(autouse=True)
def _today(monkeypatch, settings) -> None:
    settings.DEMONSTRATION = False
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def lead(body: Body, client: Client) -> Client:
    client.force_login(make_member(Role.LEAD, body).user)
    return client


def day(name: str, on: date | str) -> dict[str, str]:
    parts = (str(on.day), str(on.month), str(on.year)) if isinstance(on, date) else on.split()
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), parts, strict=True))


def a_year(**other: Any) -> dict[str, Any]:
    given = {
        "kind": "governing_body", "in_public": "yes", "often": "1", "starts": "1pm", "ends": "4:30pm",
        "place": "The Corn Exchange, HP7 0DP", "attend": "Come", "access": "A loop", "ask": "Write", "ask_days": "3",
        **day("first", date(2016, 11, 15)), **day("until", date(2017, 10, 31)), "leave_out": "15/8/2017",
    }  # fmt: skip
    return given | other


def html_of(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def test_a_years_dates_are_checked_and_then_planned_in_one_go(lead: Client) -> None:
    html = html_of(lead.post(f"{AT}plan/", a_year(often="2")))
    assert "every 2 months on the third Tuesday, 1pm to 4:30pm: 6 dates." in html
    assert re.findall(r'name="leave" value="([^"]+)"', html)[:2] == ["2016-11-15", "2017-01-17"]
    assert not Meeting.objects.exists()
    answer = lead.post(f"{AT}plan/dates/", a_year(often="2", leave=["2017-01-17"], announce="on"), follow=True)
    assert "5 meetings were planned" in html_of(answer)
    assert next(iter(Meeting.objects.values_list("on", "announced_on", "ask_by", "starts"))) == (
        date(2016, 11, 15), TODAY, date(2016, 11, 12), time(13, 0),
    )  # fmt: skip
    assert {one.joint.count() for one in Meeting.objects.all()} == {0}


def test_sent_twice_it_is_planned_once(lead: Client) -> None:
    lead.post(f"{AT}plan/dates/", a_year())
    made = Meeting.objects.count()
    html = html_of(lead.post(f"{AT}plan/dates/", a_year(), follow=True))
    assert (made, Meeting.objects.count()) == (11, 11)
    assert "Nothing new was planned: 11 meetings stood already" in html


def test_what_is_not_ticked_to_be_shown_stays_inside(lead: Client) -> None:
    lead.post(f"{AT}plan/dates/", a_year())
    assert not Meeting.objects.exclude(announced_on=None).exists()


def test_each_date_says_what_to_know_of_it(lead: Client, body: Body) -> None:
    make_meeting(body, date(2016, 12, 25), kind="other", committee="Audit committee", starts=time(9, 30))
    other = make_meeting(body, date(2017, 1, 1), starts=time(13, 0))
    html = html_of(
        lead.post(
            f"{AT}plan/",
            a_year(
                often="weeks",
                weeks="1",
                **day("first", date(2016, 10, 9)),
                **day("until", date(2017, 5, 21)),
                leave_out="",
            ),
        )
    )
    for words in (
        "This day has passed.", "This is a Sunday.", "There is another meeting on this day: Audit committee, 9:30am.",
        "Planned already, and not planned again: 1 January 2017.", "A pre-election period runs from",
    ):  # fmt: skip
        assert words in html, words
    html = html_of(
        lead.post(
            f"{AT}plan/",
            a_year(often="weeks", weeks="1", **day("first", date(2016, 12, 26)), **day("until", date(2017, 1, 2))),
        )
    )
    assert "This is a bank holiday: Boxing Day" in html
    assert other.state == "planned"


def test_the_answers_can_be_changed_after_checking(lead: Client) -> None:
    html = html_of(lead.post(f"{AT}plan/", a_year(change="yes")))
    assert "Check the dates" in html and 'value="The Corn Exchange, HP7 0DP"' in html
    assert "There is a problem" not in html


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"kind": "other"}, "Enter what the committee is called"),
        ({"often": "weeks", "weeks": ""}, "Enter a number of weeks from 1 to 52"),
        ({"often": "weeks", "weeks": "53"}, "Enter a number of weeks from 1 to 52"),
        ({"is_last": "on"}, "The first date is not the last Tuesday of November"),
        (day("until", date(2016, 11, 14)), "The last day must be the first date or later"),
        (day("until", "31 12 2099") | {"often": "weeks", "weeks": "1"}, "These are more than 60 dates"),
        ({"leave_out": "some day"}, "“some day” is not a date"),
        (day("until", date(2016, 11, 15)) | {"leave_out": "15 November 2016"}, "This leaves no date"),
        ({"starts": "25:00"}, "Enter the time it starts, like 1:30pm or 13:30"),
        ({"ends": "9"}, "Enter the time it ends, like 1:30pm or 13:30"),
        ({"ends": "12.30pm"}, "The meeting must end after it starts"),
        ({"link": "javascript:alert(1)"}, "Enter a full web address"),
        ({"link": "https://me:secret@a.example/"}, "without a user name or password"),
        ({"ask_days": "-1"}, "Enter a number of days from 0 to 60"),
        ({"partners": "07M\nNHS Nowhere CCG"}, "“07M” was no body on that day"),
    ],
)
def test_wrong_answers_are_told_and_nothing_is_planned(lead: Client, other: dict[str, Any], words: str) -> None:
    for page in ("plan/", "plan/dates/"):
        html = html_of(lead.post(AT + page, a_year(**other)))
        assert "There is a problem" in html and words in html
        assert 'value="The Corn Exchange, HP7 0DP"' in html
    assert not Meeting.objects.exists()


def test_with_every_date_left_out_nothing_is_planned(lead: Client) -> None:
    given = a_year(**day("until", date(2016, 11, 15)), leave=["2016-11-15"])
    answer = lead.post(f"{AT}plan/dates/", given)
    assert answer.status_code == 409
    assert "Keep at least one date" in answer.content.decode()


def test_the_next_year_need_not_be_typed_again(lead: Client) -> None:
    lead.post(f"{AT}plan/dates/", a_year())
    html = html_of(lead.get(f"{AT}plan/"))
    for words in ('value="1pm"', 'value="4:30pm"', 'value="The Corn Exchange, HP7 0DP"', ">A loop</textarea>"):
        assert words in html


def one(**other: Any) -> dict[str, Any]:
    given = {"kind": "governing_body", "in_public": "yes", "starts": "1pm", "announce": "on", "place": "Town Hall"}
    return given | day("on", date(2016, 12, 8)) | other


def test_one_meeting_is_planned_with_its_partners_by_code_or_name(lead: Client) -> None:
    make_body("10Y", name="NHS Aylesbury Vale CCG")
    other = make_body("99A", name="NHS Liverpool CCG")
    other.names.create(name="NHS Liverpool CCG", kind="name", from_on=date(2013, 4, 1), to_on=date(2022, 6, 30))
    answer = lead.post(f"{AT}new/", one(partners="10y\nnhs liverpool ccg\n10H", **day("ask_by", date(2016, 12, 5))))
    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/meetings/{meeting.pk}/record/"
    assert sorted(row.body.code for row in meeting.joint.all()) == ["10Y", "99A"]
    assert (meeting.ask_by, meeting.place, meeting.announced_on) == (date(2016, 12, 5), "Town Hall", TODAY)


def test_the_same_meeting_sent_twice_leads_to_the_first(lead: Client) -> None:
    lead.post(f"{AT}new/", one())
    answer = lead.post(f"{AT}new/", one(), follow=True)
    assert Meeting.objects.count() == 1
    assert "This meeting is there already" in html_of(answer)


def test_an_annual_public_meeting_says_which_year_it_presents(lead: Client) -> None:
    lead.post(f"{AT}new/", one(kind="annual", presents_year="2015", committee="left from another choice"))
    assert list(Meeting.objects.values_list("presents_year", "committee")) == [(2015, "")]


def test_the_hub_leads_through_a_meeting_step_by_step(lead: Client, body: Body) -> None:
    meeting = make_meeting(body, TODAY)
    at = f"/meetings/{meeting.pk}/record/"
    html = html_of(lead.get(at))
    assert "Announce the meeting" in html and "Nobody outside the body can see it" in html
    assert "The meeting is on the public site" in html_of(lead.post(f"{at}announce/", follow=True))
    html = html_of(lead.post(f"{at}held/", follow=True))
    assert "The meeting is marked as held" in html and "It was not held" in html
    assert "not marked as held any more" in html_of(lead.post(f"{at}not-held/", follow=True))


def test_a_refused_step_says_why_on_the_hub(lead: Client, body: Body) -> None:
    meeting = make_meeting(body)
    html = html_of(lead.post(f"/meetings/{meeting.pk}/record/held/", follow=True))
    assert "nobody can say before that day that it was held" in html


def test_a_meeting_is_moved_postponed_and_cancelled_with_a_reason(lead: Client, body: Body) -> None:
    meeting = make_meeting(body, announced_on=TODAY, notice_on=TODAY)
    at = f"/meetings/{meeting.pk}/record/"
    assert "Another day needs another notice" in html_of(lead.get(f"{at}move/"))
    given = {"starts": "1pm", "ends": "", "why": "The hall is let", **day("on", date(2016, 12, 15))}
    html = html_of(lead.post(f"{at}move/", given, follow=True))
    assert "The hall is let" in html and "8 Dec 2016, 1pm" in html
    assert "Notice of the day before was published on 17 Oct 2016" in html
    html = html_of(lead.post(f"{at}postpone/", {"why": "Snow"}, follow=True))
    assert "The meeting was postponed" in html and "Give it a new day" in html
    html = html_of(lead.post(f"{at}cancel/", {"why": "Not needed"}, follow=True))
    assert "The meeting was cancelled" in html
    answer = lead.post(f"{at}postpone/", {"why": "Again"})
    assert answer.status_code == 409 and "It was cancelled already" in answer.content.decode()
    for page in ("move/", "postpone/", "cancel/"):
        assert "Enter the reason" in html_of(lead.post(at + page, {}))


def test_a_held_meeting_is_not_put_off(lead: Client, body: Body) -> None:
    meeting = make_meeting(body, date(2016, 10, 10), state="held")
    for page in ("move", "postpone", "cancel"):
        html = html_of(lead.get(f"/meetings/{meeting.pk}/record/{page}/", follow=True))
        assert "It was held" in html


def test_details_come_back_as_they_are_and_are_saved(lead: Client, body: Body) -> None:
    meeting = make_meeting(body, kind="other", committee="Audit", place="Town Hall", ends=time(15, 0))
    at = f"/meetings/{meeting.pk}/record/details/"
    html = html_of(lead.get(at))
    for words in ('value="Audit"', 'value="Town Hall"', 'value="1pm"', 'value="3pm"'):
        assert words in html
    given = {"kind": "other", "committee": "Audit", "in_public": "no", "starts": "1pm", "place": "The Library"}
    assert "The details were saved" in html_of(lead.post(at, given, follow=True))
    meeting.refresh_from_db()
    assert (meeting.place, meeting.in_public, meeting.ends) == ("The Library", False, None)
    assert "no later" not in html_of(lead.get(at))


def test_who_may_see_and_who_may_change(body: Body) -> None:
    announced = make_meeting(body, announced_on=TODAY)
    inside = make_meeting(body, date(2016, 12, 9))
    region = make_office("Y57")
    partner = make_body("10Y", region=region)
    announced.joint.create(body=partner)
    asked = {
        Role.CONTRIBUTOR: (body, 200, 200), Role.LAY_MEMBER: (body, 302, 404), Role.ASSURER: (region, 302, 404),
        Role.LEAD: (partner, 302, 404),
    }  # fmt: skip
    for role, (place, of_announced, of_inside) in asked.items():
        client = Client()
        client.force_login(make_member(role, place).user)
        for meeting, expected in ((announced, of_announced), (inside, of_inside)):
            at = f"/meetings/{meeting.pk}/record/"
            answer = client.get(at)
            assert answer.status_code == expected, (role, meeting)
            if expected == 302:
                assert answer["Location"] == f"/meetings/{meeting.pk}/"
            assert client.post(f"{at}cancel/", {"why": "x"}).status_code in (403, 404)
        assert client.get(f"{AT}plan/").status_code in (403, 404)
    assert not Meeting.objects.filter(state="cancelled").exists()


def test_a_contributor_reads_the_hub_without_its_buttons(body: Body, client: Client) -> None:
    meeting = make_meeting(body, announced_on=TODAY)
    client.force_login(make_member(Role.CONTRIBUTOR, body).user)
    html = html_of(client.get(f"/meetings/{meeting.pk}/record/"))
    assert "Cancel it" not in html and "Change the details" not in html
    html = html_of(client.get(f"{AT}manage/"))
    assert "Governing body" in html and "Plan a year" not in html


def test_the_list_tells_what_is_not_recorded_and_costs_the_same_for_many(lead: Client, body: Body) -> None:
    make_meeting(body, announced_on=TODAY)
    make_meeting(body, date(2016, 10, 4), announced_on=TODAY)
    html = html_of(lead.get(f"{AT}manage/"))
    assert "Held in public, Notice, Agenda and papers, Attendance" in html
    with CaptureQueriesContext(
        connection,
    ) as few:
        lead.get(f"{AT}manage/")
    for number in range(1, 9):
        make_meeting(body, date(2016, 9, number), announced_on=TODAY)
        make_meeting(body, date(2017, 2, number), announced_on=TODAY)
    with CaptureQueriesContext(connection) as many:
        html = html_of(lead.get(f"{AT}manage/"))
    assert len(many) == len(few)
    assert html.count("/record/") == 18
    assert html_of(lead.get(f"{AT}manage/?year=2014/15")).count("/record/") == 9


RULES = {
    "source": "Standing orders 3.4", "notice_days": "7", "notice_count": "clear_days", "papers_days": "5",
    "papers_count": "clear_working_days", "draft_minutes": "working_days", "draft_minutes_days": "10",
    "ratified_days": "", "meetings_a_year": "6", **day("from_on", date(2016, 4, 1)),
}  # fmt: skip


def test_rules_are_recorded_and_the_open_dates_follow_at_once(lead: Client, body: Body) -> None:
    lead.post(f"{AT}new/", one())
    html = html_of(lead.post(f"{AT}rules/", RULES, follow=True))
    assert "The rules were saved. 3 dates of meetings moved" in html
    for words in ("In force since Friday 1 April 2016", "7 clear days before the meeting", "Standing orders 3.4",
                  "5 clear working days before the meeting", "10 working days after the meeting", "6 a year or more",
                  "They do not say"):  # fmt: skip
        assert words in html, words
    assert "No date moved" in html_of(lead.post(f"{AT}rules/", RULES, follow=True))
    assert MeetingRules.objects.count() == 1
    lead.post(f"{AT}rules/", RULES | {"notice_days": "10"})
    assert MeetingRules.objects.get().notice_days == 10


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"notice_days": "2"}, "good practice that this tracker asks for. No Act sets a number of days for groups"),
        ({"papers_days": "0"}, "Enter 3 clear days or more"),
        ({"notice_days": "many"}, "Enter a number from 0 to 60"),
        ({"draft_minutes_days": ""}, "Enter a number from 1 to 60"),
        ({"source": ""}, "Answer “Where do they stand?”"),
        (day("from_on", date(2013, 3, 31)), "The body did not exist before 1 April 2013"),
    ],
)
def test_rules_that_cannot_be_are_refused_in_words(lead: Client, other: dict[str, Any], words: str) -> None:
    html = html_of(lead.post(f"{AT}rules/", RULES | other))
    assert words in html
    assert not MeetingRules.objects.exists()


def test_a_board_is_told_which_act_asks_for_three_days(catalogue: None, client: Client) -> None:
    board = make_body("QYG", kind="icb", opened_on=date(2016, 4, 1))
    client.force_login(make_member(Role.LEAD, board).user)
    html = html_of(client.post("/bodies/QYG/meetings/rules/", RULES | {"notice_days": "1"}))
    assert "the Public Bodies (Admission to Meetings) Act 1960 s1(4)(a), which binds boards" in html
