"""Complaints, meetings and interests: what each rule gives, and what it refuses."""

import pytest

from duties.explain import answer_event, explain_event
from tests.duties.clocks.asking import gives, refused


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2014-09-01", "2015-02-28"),
        ("2015-09-01", "2016-02-29"),
        ("2013-08-30", "2014-02-28"),
        ("2015-08-29", "2016-02-28"),
        ("2015-08-30", "2016-02-29"),
        ("2014-08-29", "2015-02-28"),
        ("2016-02-29", "2016-08-28"),
        ("2014-03-31", "2014-09-30"),
        ("2014-10-31", "2015-04-30"),
        ("2014-12-31", "2015-06-30"),
        ("2014-07-01", "2014-12-31"),
        ("2014-07-31", "2015-01-30"),
    ],
)
def test_six_months_begin_with_the_day_of_receipt_and_end_with_a_short_month(received, due):
    assert gives("complaint_response_due", received=received) == due


def test_a_longer_period_is_agreed_before_the_six_months_end():
    agreed = {"received": "2014-01-15", "agreed_on": "2014-07-14", "agreed_until": "2014-09-30"}
    assert answer_event("complaint_response_due", agreed) == "2014-09-30"
    assert answer_event("complaint_response_due", {**agreed, "agreed_on": "2014-01-15"}) == "2014-09-30"
    assert refused("complaint_response_due", **{**agreed, "agreed_on": "2014-07-15"}).name == "agreed_on"
    assert refused("complaint_response_due", **{**agreed, "agreed_on": "2014-01-14"}).name == "agreed_on"
    assert refused("complaint_response_due", **{**agreed, "agreed_until": "2014-07-14"}).name == "agreed_until"
    assert refused("complaint_response_due", received="2014-01-15", agreed_until="2014-09-30").name == "agreed_on"


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2014-04-17", "2014-04-24"),  # Good Friday and Easter Monday
        ("2016-12-23", "2016-12-30"),
        ("2014-11-28", "2014-12-03"),  # Saint Andrew's Day counts
        ("2014-07-11", "2014-07-16"),  # so does 14 July, Northern Ireland's
        ("2022-09-15", "2022-09-21"),  # the funeral does not
        ("2013-12-31", "2014-01-06"),  # 2 January is a working day in England
    ],
)
def test_three_working_days_leave_out_only_holidays_of_england_and_wales(received, due):
    assert gives("complaint_ack_due", received=received) == due


def test_twelve_months_to_complain_run_from_the_later_day():
    same_day = {"event": "2013-05-10", "made": "2013-05-10"}
    assert answer_event("complaint_in_time", {**same_day, "known": "2013-05-10"}) is True
    assert explain_event("complaint_in_time", same_day).day_0_words == "the day it happened"
    assert "came to know" in explain_event("complaint_in_time", {**same_day, "known": "2013-05-10"}).day_0_words
    assert gives("complaint_in_time", event="2016-02-29", made="2017-02-28") is True
    assert gives("complaint_in_time", event="2016-02-29", made="2017-03-01") is False
    assert gives("complaint_in_time", event="2013-05-10", known="2013-06-01", made="2014-06-01") is True
    assert refused("complaint_in_time", event="2013-05-10", made="2013-05-09").name == "made"
    assert refused("complaint_in_time", event="2013-05-10", known="2013-05-09", made="2013-06-01").name == "known"


def test_a_spoken_complaint_settled_by_the_next_working_day_is_outside_the_rules():
    assert gives("complaint_oral_excluded", made="2014-05-02", resolved="2014-05-02") is True
    assert gives("complaint_oral_excluded", made="2014-08-01", resolved="2014-08-04") is True
    assert gives("complaint_oral_excluded", made="2014-08-01", resolved="2014-08-05") is False
    assert refused("complaint_oral_excluded", made="2014-05-02", resolved="2014-05-01").name == "resolved"


@pytest.mark.parametrize(
    ("meeting", "number", "calendar", "working"),
    [
        ("2018-05-24", 5, "2018-05-18", "2018-05-16"),
        ("2018-05-24", 7, "2018-05-16", "2018-05-14"),
        ("2018-05-24", 1, "2018-05-22", "2018-05-22"),
        ("2018-05-29", 3, "2018-05-25", "2018-05-22"),  # the spring holiday on 28 May
        ("2016-03-01", 3, "2016-02-26", "2016-02-24"),  # across 29 February
        ("2016-05-22", 3, "2016-05-18", "2016-05-17"),  # a meeting on a Sunday
    ],
)
def test_clear_days_leave_out_the_notice_and_the_meeting(meeting, number, calendar, working):
    found = gives("notice_latest", meeting=meeting, clear_days=number)
    assert found == {"calendar": calendar, "working": working}


def test_three_clear_days_unless_told_and_shorter_notice_is_given_at_once():
    assert gives("notice_latest", meeting="2018-05-24") == gives("notice_latest", meeting="2018-05-24", clear_days="3")
    called = gives("notice_latest", meeting="2018-05-24", convened="2018-05-22")
    assert called == {"calendar": "2018-05-22", "working": "2018-05-22"}
    called = gives("notice_latest", meeting="2018-05-24", convened="2018-05-19")
    assert called == {"calendar": "2018-05-20", "working": "2018-05-19"}
    assert refused("notice_latest", meeting="2018-05-24", convened="2018-05-25").name == "convened"
    assert refused("notice_latest", meeting="2018-05-24", clear_days=0).name == "clear_days"
    assert refused("notice_latest", meeting="2018-05-24", clear_days=True).name == "clear_days"


def test_the_act_of_1960_is_cited_for_boards_only():
    for regime, bound in (("CCG", False), ("ICB", True)):
        found = explain_event("notice_latest", {"meeting": "2022-09-14", "regime": regime})
        assert ("s1(4)(a)" in found.section) is bound


def test_minutes_interests_and_gifts():
    assert gives("minutes_draft_due", meeting="2016-09-14") == "2016-10-12"
    assert gives("minutes_final_due", next_meeting="2016-11-09") == "2016-11-16"
    assert gives("interest_due", aware="2016-02-01") == "2016-02-29"
    assert "s14Z30" in explain_event("interest_due", {"aware": "2022-08-01", "regime": "ICB"}).section
    assert gives("gift_due", received="2017-12-20") == "2018-01-17"
