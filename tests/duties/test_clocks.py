"""The rules about events: what each gives, and what it refuses. The worked cases of the law are in test_cases.py."""

from datetime import date

import pytest

from duties.clocks import RULE_INPUTS, Gives, next_rolling_due
from duties.clocks.publishing import hours_after
from duties.clocks.years import DSPT, DSPT_CONFIRMED_FROM, KO41A
from duties.codes import FROM_EVENTS
from duties.explain import BadInput, UnknownRule, answer_event, explain_event, explain_event_parts
from duties.working_days import SCOTLAND, Calendars, Holiday
from tests.duties.test_deadlines import CATALOGUE


def gives(rule: str, **inputs: object) -> object:
    return answer_event(rule, inputs)


def refused(rule: str, **inputs: object) -> BadInput:
    with pytest.raises(BadInput) as caught:
        answer_event(rule, inputs)
    return caught.value


# Freedom of information.


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2012-05-21", "2012-06-20"),  # the spring holiday moved to 4 June, and the Diamond Jubilee
        ("2012-12-21", "2013-01-24"),  # Christmas, Boxing Day, 1 and 2 January
        ("2016-12-23", "2017-01-26"),  # 26, 27 December, 2 January everywhere, 3 January in Scotland
        ("2017-06-30", "2017-07-31"),  # 12 July in Northern Ireland
        ("2020-04-30", "2020-06-01"),  # 8 May in place of 4 May, and 25 May
        ("2022-05-20", "2022-06-21"),  # 2 and 3 June, the Platinum Jubilee
        ("2022-08-26", "2022-09-27"),  # 29 August and the funeral on 19 September
        ("2023-04-17", "2023-05-17"),  # 1 and 8 May, the coronation
        ("2024-02-05", "2024-03-04"),  # across 29 February
        ("2027-12-10", "2028-01-13"),  # 27, 28 December, 3 and 4 January
    ],
)
def test_twenty_working_days_leave_out_every_nations_holidays(received, due):
    assert gives("foi_due", received=received) == due


def test_on_a_saturday_the_next_working_day_is_day_1_which_is_the_regulators_reading():
    assert gives("foi_due", received="2016-10-15") == "2016-11-11"
    [note] = explain_event("foi_due", {"received": "2016-10-15"}).notes
    assert note == (
        "It came on Saturday 15 October 2016, no working day, so Monday 17 October 2016 is day 1 "
        "(the regulator's reading)"
    )


def test_the_milder_policy_for_a_weekend_has_to_be_named_and_says_it_is_local():
    named = {"received": "2016-10-15", "weekend_receipt": "received_next_working_day"}
    found = explain_event("foi_due", named)
    assert found.answer == date(2016, 11, 14)
    assert found.day_0 == date(2016, 10, 17)
    assert "local policy" in found.notes[0]
    on_a_working_day = {"received": "2016-10-17", "weekend_receipt": "received_next_working_day"}
    assert answer_event("foi_due", on_a_working_day) == gives("foi_due", received="2016-10-17") == "2016-11-14"


def test_the_policy_holds_for_a_bank_holiday_and_for_a_clarification_too():
    assert gives("foi_due", received="2016-12-26") == gives("foi_due", received="2016-12-24")
    clarified = {"received": "2016-10-03", "clarification_received": "2016-10-15"}
    assert answer_event("foi_due", clarified) == "2016-11-11"
    milder = {**clarified, "weekend_receipt": "received_next_working_day"}
    assert answer_event("foi_due", milder) == "2016-11-14"


def test_a_clarification_starts_again_even_if_nobody_wrote_down_when_it_was_asked_for():
    assert gives("foi_due_clarified", received="2015-04-01", clarification_received="2015-04-20") == "2015-05-19"
    found = explain_event("foi_due", {"received": "2015-04-01", "clarification_received": "2015-04-20"})
    assert (found.day_0, found.restarted_on) == (date(2015, 4, 1), date(2015, 4, 20))


def test_while_a_clarification_is_waited_for_there_is_no_date_and_the_reason_says_so():
    found = explain_event("foi_due", {"received": "2015-04-01", "clarification_asked": "2015-04-10"})
    assert found.answer is None
    assert "starts again when the answer arrives" in found.reason
    assert gives("foi_on_time", received="2015-04-01", clarification_asked="2015-04-10", replied="2015-09-01") is True


def test_a_clarification_asked_for_after_the_limit_is_remarked():
    asked = {"clarification_asked": "2015-05-20", "clarification_received": "2015-06-01"}
    found = explain_event("foi_due", {"received": "2015-04-01", **asked})
    assert found.answer == date(2015, 6, 29)
    assert "only asked for after the first limit" in found.notes[0]


def test_a_fee_pauses_from_the_notice_to_the_payment_both_included():
    fee = {"fees_notice": "2015-06-10", "fee_paid": "2015-06-24"}
    found = explain_event("foi_due_fee", {"received": "2015-06-01", **fee})
    paused = [day.on for day in found.skipped if day.reason == "waiting for the fee"]
    assert len(paused) == 11
    assert (paused[0], paused[-1]) == (date(2015, 6, 10), date(2015, 6, 24))
    assert [(pause.first_on, pause.last_on) for pause in found.pauses] == [(paused[0], paused[-1])]
    assert gives("foi_due", received="2015-06-01", fees_notice="2015-06-10", fee_paid="2015-06-10") == "2015-06-30"


def test_a_fee_that_is_not_paid_in_three_months_ends_the_request():
    late = {"received": "2015-06-01", "fees_notice": "2015-06-10", "fee_paid": "2015-09-10"}
    assert answer_event("foi_due_fee", {**late, "fee_paid": "2015-09-09"}) == "2015-09-29"
    found = explain_event("foi_due_fee", late)
    assert found.answer is None
    assert "by 9 September 2015, so nothing is owed" in found.reason
    assert gives("foi_fee_lapses", fees_notice="2015-06-10") == "2015-09-09"
    assert gives("foi_fee_lapses", fees_notice="2015-11-30") == "2016-02-29"


def test_while_a_fee_is_waited_for_the_clock_stands_still():
    found = explain_event("foi_due_fee", {"received": "2015-06-01", "fees_notice": "2015-06-10"})
    assert found.answer is None
    assert found.reason == "The fee can be paid until 9 September 2015; the clock stands still until it is"


def test_what_happened_before_a_clarification_no_longer_counts():
    both = {
        "received": "2015-06-01",
        "fees_notice": "2015-06-03",
        "fee_paid": "2015-06-09",
        "clarification_asked": "2015-06-10",
        "clarification_received": "2015-06-15",
    }
    assert answer_event("foi_due", both) == gives("foi_due", received="2015-06-15")
    found = explain_event("foi_due", both)
    assert found.pauses == ()


def test_a_fee_after_a_clarification_pauses_the_new_clock():
    both = {
        "received": "2015-06-01",
        "clarification_asked": "2015-06-02",
        "clarification_received": "2015-06-05",
        "fees_notice": "2015-06-10",
        "fee_paid": "2015-06-24",
    }
    expected = gives("foi_due_fee", received="2015-06-05", fees_notice="2015-06-10", fee_paid="2015-06-24")
    assert answer_event("foi_due", both) == expected == "2015-07-21"


def test_any_number_of_events_in_a_row():
    events = [
        {"clarification_asked": "2015-06-02", "clarification_received": "2015-06-05"},
        {"fees_notice": "2015-06-08", "fee_paid": "2015-06-09"},
        {"fees_notice": "2015-06-10", "fee_paid": "2015-06-11"},
    ]
    once = gives("foi_due", received="2015-06-05", fees_notice="2015-06-08", fee_paid="2015-06-11")
    assert gives("foi_due", received="2015-06-01", events=events) == once == "2015-07-09"
    events.append({"clarification_asked": "2015-06-12", "clarification_received": "2015-07-01"})
    assert gives("foi_due", received="2015-06-01", events=events) == gives("foi_due", received="2015-07-01")
    assert gives("foi_due", received="2015-06-01", events=[]) == gives("foi_due", received="2015-06-01")


@pytest.mark.parametrize(
    ("inputs", "name", "words"),
    [
        ({"clarification_asked": "2015-05-30"}, "clarification_asked", "cannot be before 2015-06-01"),
        ({"clarification_received": "2015-05-30"}, "clarification_received", "cannot be before 2015-06-01"),
        (
            {"clarification_asked": "2015-06-10", "clarification_received": "2015-06-09"},
            "clarification_received",
            "cannot be before 2015-06-10, when it was asked for",
        ),
        ({"fees_notice": "2015-05-30"}, "fees_notice", "cannot be before 2015-06-01"),
        ({"fees_notice": "2015-06-30"}, "fees_notice", "by 2015-06-29"),
        ({"fee_paid": "2015-06-10"}, "fee_paid", "only be paid after a fees notice"),
        ({"fees_notice": "2015-06-10", "fee_paid": "2015-06-09"}, "fee_paid", "cannot be before 2015-06-10"),
        ({"events": "soon"}, "events", "write a list"),
        ({"events": [{"fees_notice": "2015-06-10", "clarification_received": "2015-06-11"}]}, "events", "event 1 must"),
        ({"events": [{}]}, "events", "event 1 is empty"),
        ({"events": ["x"]}, "events", "event 1 must"),
        ({"events": [{"fees_notice": "2015-06-31"}]}, "events", "event 1, fees_notice: there is no 2015-06-31"),
        ({"events": [{"fees_notice": "2015-06-10"}, {"clarification_received": "2015-06-11"}]}, "", "has not ended"),
        ({"events": [], "fee_paid": "2015-06-10"}, "events", "not both"),
        ({"weekend_receipt": "whenever"}, "weekend_receipt", "use one of"),
        ({"colour": "red"}, "colour", "takes no such input"),
    ],
)
def test_an_impossible_sequence_is_refused_in_words(inputs, name, words):
    fault = refused("foi_due", received="2015-06-01", **inputs)
    assert fault.name == name
    assert words in fault.message


def test_a_fees_notice_on_the_last_day_is_in_time():
    assert gives("foi_due", received="2015-06-01", fees_notice="2015-06-29", fee_paid="2015-06-29") == "2015-06-30"


def test_the_public_interest_keeps_day_20_and_sets_an_alert_on_day_40():
    notice, decision = explain_event_parts("foi_pit_alert", {"received": "2014-05-01"})
    assert (notice.answer, notice.counted) == (date(2014, 6, 2), 20)
    assert (decision.answer, decision.counted) == (date(2014, 6, 30), 40)
    assert "Guidance" in decision.section
    clarified = {"received": "2014-04-01", "clarification_received": "2014-05-01"}
    assert answer_event("foi_pit_alert", clarified) == {"notice_due": "2014-06-02", "decision_alert": "2014-06-30"}
    assert gives("foi_pit_alert", received="2014-05-01", fees_notice="2014-05-02") is None


def test_an_answer_on_the_last_day_is_in_time_and_one_before_receipt_is_refused():
    assert gives("foi_on_time", received="2014-03-03", replied="2014-04-02") is False
    assert gives("foi_on_time", received="2014-03-03", replied="2014-03-03") is True
    assert refused("foi_on_time", received="2014-03-03", replied="2014-03-02").name == "replied"


def test_an_internal_review_takes_20_days_or_40_with_notice_in_time():
    assert gives("foi_internal_review_due", received="2018-09-03") == "2018-10-01"
    assert gives("foi_internal_review_due", received="2018-09-03", extension_notice="2018-10-01") == "2018-10-29"
    for told in ("2018-10-02", "2018-09-02"):
        assert (
            refused("foi_internal_review_due", received="2018-09-03", extension_notice=told).name == "extension_notice"
        )
    assert gives("foi_review_request_by", answered="2018-09-03") == "2018-10-29"


def test_the_funeral_of_2022_is_counted_out_and_the_dispute_is_told_only_where_the_clock_ran():
    assert "disputed" in explain_event("foi_due", {"received": "2022-09-01"}).notes[0]
    assert explain_event("foi_due", {"received": "2022-09-12"}).notes == ()
    assert explain_event("foi_due", {"received": "2022-08-02"}).notes == ()


def test_the_dispute_is_not_told_of_a_clock_that_began_with_the_proclamation_or_after_it():
    assert not any("disputed" in note for note in explain_event("foi_due", {"received": "2022-09-10"}).notes)
    again = {"received": "2022-09-01", "clarification_received": "2022-09-26"}
    assert explain_event("foi_due", again).notes == ()


def test_a_clarification_asked_for_on_the_last_day_is_not_remarked():
    asked = {"clarification_asked": "2015-06-29", "clarification_received": "2015-07-06"}
    assert explain_event("foi_due", {"received": "2015-06-01", **asked}).notes == ()


def test_a_holiday_that_was_proclaimed_since_stops_the_clock_where_it_is_kept():
    extra = {date(2016, 10, 20): Holiday("Day of mourning", (SCOTLAND,))}
    calendars = Calendars.with_extra(extra)
    found = explain_event("foi_due", {"received": "2016-10-17"}, calendars=calendars)
    assert found.answer == date(2016, 11, 15)
    assert [(day.reason, day.nations) for day in found.skipped if day.on == date(2016, 10, 20)] == [
        ("Day of mourning (Scotland)", ("Scotland",))
    ]
    assert found.table_version.endswith("with 2016-10-20 added")
    ack = {"received": "2016-10-19"}
    assert answer_event("complaint_ack_due", ack, calendars=calendars) == answer_event("complaint_ack_due", ack)


# Complaints.


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


# Meetings and interests.


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


# Publications, money, letters.


def test_a_rolling_year_begins_with_the_publication():
    assert gives("equality_info_due", last_published="2016-02-29") == "2017-02-28"
    assert gives("equality_info_due", last_published="2019-03-01") == "2020-02-29"
    assert gives("equality_objectives_due", last_published="2020-02-29") == "2024-02-28"
    assert gives("equality_objectives_due", last_published="2013-10-13") == "2017-10-12"
    assert next_rolling_due(date(2016, 1, 25), 1) == date(2017, 1, 24)
    assert next_rolling_due(date(2018, 3, 30), 4) == date(2022, 3, 29)


@pytest.mark.parametrize(
    ("last_published", "section", "notes"),
    [
        ("2016-03-30", "SI 2011/2260 reg 2 (to 30 March 2017)", 0),
        ("2016-03-31", "SI 2011/2260 reg 2 (to 30 March 2017)", 0),
        ("2016-04-01", "SI 2017/353 reg 4", 1),
        ("2017-03-30", "SI 2017/353 reg 4", 1),
        ("2017-03-31", "SI 2017/353 reg 4", 0),
    ],
)
def test_the_equality_rules_are_those_in_force_when_the_year_ends(last_published, section, notes):
    found = explain_event("equality_info_due", {"last_published": last_published})
    assert (found.section, len(found.notes)) == (section, notes)


def test_spending_contracts_pay_and_letters():
    assert gives("spend_25k_due", publish_month="2013-01") == "2013-01-22"
    assert gives("spend_25k_due", publish_month="2015-03") == "2015-03-20"  # Saint Patrick's Day counts
    assert gives("contract_award_due", awarded="2016-02-01") == "2016-03-02"
    assert gives("auditor_report_meeting_due", received="2016-01-31") == "2016-02-29"
    assert gives("gender_pay_due", fy="2017/18") == "2018-03-30"
    assert gives("healthwatch_reply_due", received="2014-03-03") == "2014-03-31"
    assert gives("scrutiny_reply_due", received="2014-03-03") == "2014-03-31"
    assert gives("provider_evidence_due", asked="2014-07-21") == "2014-08-18"


def test_seventy_two_hours_are_hours_also_when_the_clocks_change():
    assert gives("personal_data_due", aware="2018-05-25") == "2018-05-28"
    assert gives("personal_data_due", aware="2018-05-25T14:30") == "2018-05-28T14:30"
    assert gives("personal_data_due", aware="2020-10-24T14:30") == "2020-10-27T13:30"
    assert gives("personal_data_due", aware="2021-03-27T00:30") == "2021-03-30T01:30"
    assert gives("personal_data_due", aware="2020-10-25T01:30") == "2020-10-28T00:30"  # the first of two such hours
    assert hours_after(date(2018, 5, 25), 25).on == date(2018, 5, 26)


# The financial year.


def test_auditors_are_appointed_in_the_year_before():
    assert gives("auditor_appointment_due", fy="2022/23") == "2021-12-31"
    assert gives("auditor_appointment_due", fy="2022/23", regime="CCG") == "2021-12-31"
    assert gives("auditor_appointment_due", fy="2023/24", regime="ICB") == "2022-12-31"
    first = explain_event("auditor_appointment_due", {"fy": "2022/23", "regime": "ICB"})
    assert (first.answer, first.strictly_before) == (date(2022, 9, 30), date(2022, 10, 1))
    assert "SI 2022/734" in first.section
    assert refused("auditor_appointment_due", fy="2021/22", regime="ICB").name == "fy"
    assert refused("auditor_appointment_due", fy="2023/24").name == "fy"
    assert explain_event("auditor_appointment_due", {"fy": "2016/17"}).notes


def test_plans_come_before_the_year_and_boards_owe_none_before_their_first():
    assert gives("plan_due", fy="2023/24", regime="ICB") == "2023-03-31"
    assert gives("plan_due", fy="2022/23", regime="ICB") is None
    assert gives("plan_due", fy="2013/14") == "2013-03-31"


def test_a_day_lies_in_the_year_of_its_april():
    edges = {"2013-03-31": "2012/13", "2013-04-01": "2013/14", "2020-02-29": "2019/20", "2099-12-31": "2099/00"}
    for day, year in edges.items():
        assert gives("fy_of", date=day) == year


def test_the_first_and_the_last_year_of_a_body_are_short():
    assert gives("fy_period", fy="2016/17") == ["2016-04-01", "2017-03-31"]
    assert gives("fy_period", fy="2022/23") == ["2022-04-01", "2023-03-31"]
    assert gives("fy_period", fy="2021/22", regime="CCG") == ["2021-04-01", "2022-03-31"]
    assert gives("fy_period", fy="2023/24", regime="ICB") == ["2023-04-01", "2024-03-31"]
    assert gives("fy_period", fy="2016/17", established="2016-06-01") == ["2016-06-01", "2017-03-31"]
    closed = gives("fy_period", fy="2016/17", established="2013-04-01", closed="2016-12-31")
    assert closed == ["2016-04-01", "2016-12-31"]
    assert refused("fy_period", fy="2016/17", closed="2016-03-31").name == "fy"
    assert refused("fy_period", fy="2012/13", regime="CCG").name == "fy"
    assert refused("fy_period", fy="2021/22", regime="ICB").name == "fy"


@pytest.mark.parametrize(
    ("year", "due"),
    [("2013/14", "2014-03-31"), ("2018/19", "2019-03-31"), ("2021/22", "2022-06-30"), ("2022/23", None)],
)
def test_the_toolkit_follows_its_table_and_beyond_it_nothing_is_invented(year, due):
    assert gives("dspt_due", fy=year) == due


def test_remarks_and_titles_are_those_of_the_year():
    def told(rule: str, year: str, **more: str) -> tuple[str, bool]:
        found = explain_event(rule, {"fy": year, **more})
        return found.title, bool(found.notes)

    old, new = "Publish the Information Governance Toolkit", "Publish the Data Security and Protection Toolkit"
    assert [told("dspt_due", year) for year in ("2017/18", "2018/19", "2019/20")] == [
        (old, True),
        (new, True),
        (new, False),
    ]
    assert [told("auditor_appointment_due", year)[1] for year in ("2016/17", "2017/18")] == [True, False]
    assert [told("plan_due", year)[1] for year in ("2013/14", "2014/15")] == [True, False]
    assert explain_event("plan_due", {"fy": "2023/24", "regime": "ICB"}).section == "NHS Act 2006 s14Z52(1)"
    assert explain_event("plan_due", {"fy": "2014/15"}).section == "NHS Act 2006 s14Z11(1)"


def test_a_year_may_be_one_day_long():
    one_day = gives("fy_period", fy="2016/17", established="2016-06-01", closed="2016-06-01")
    assert one_day == ["2016-06-01", "2016-06-01"]


def test_the_complaints_return_is_asked_for_by_quarter_while_it_was_quarterly():
    assert gives("ko41a_due", fy="2016/17", quarter="Q1") == "2016-07-27"
    assert gives("ko41a_due", fy="2016/17", quarter="Q4") is None
    assert gives("ko41a_due", fy="2024/25") == "2025-06-27"
    assert gives("ko41a_due", fy="2014/15") is None
    assert refused("ko41a_due", fy="2016/17").name == "quarter"
    assert refused("ko41a_due", fy="2015/16").name == "quarter"
    assert refused("ko41a_due", fy="2021/22").name == "quarter"
    assert refused("ko41a_due", fy="2022/23", quarter="Q1").name == "quarter"


def test_the_tables_here_are_those_of_the_data_file():
    rows = {(row.key, row.year.start_year, row.period): row for row in CATALOGUE.directed}
    assert {key[1:]: row.due_on for key, row in rows.items() if key[0] == "ko41a"} == KO41A
    toolkit = {key[1]: row for key, row in rows.items() if key[0] == "dspt"}
    assert {start: row.due_on for start, row in toolkit.items()} == DSPT
    assert {start for start, row in toolkit.items() if row.directed.confirmed} == {
        start for start in DSPT if start >= DSPT_CONFIRMED_FROM
    }


@pytest.mark.parametrize(
    ("established", "year", "required"),
    [
        ("2013-04-01", "2012/13", False),
        ("2013-04-01", "2013/14", False),
        ("2013-04-01", "2014/15", True),
        ("2020-04-01", "2021/22", True),
        ("2021-04-01", "2022/23", True),
        ("2013-04-01", "2023/24", False),
        ("2022-06-30", "2023/24", False),
        ("2022-07-01", "2022/23", False),
        ("2022-07-01", "2023/24", True),
    ],
)
def test_no_annual_report_in_the_first_year(established, year, required):
    assert gives("annual_report_required", ccg_established=established, in_fy=year) is required


def test_the_reason_says_why_no_report_is_owed():
    for year, words in (("2019/20", "did not exist yet"), ("2020/21", "its first financial year")):
        assert words in explain_event("annual_report_required", {"ccg_established": "2020-04-01", "in_fy": year}).reason


# What is asked, and how it is read.


@pytest.mark.parametrize(
    ("rule", "inputs", "name", "words"),
    [
        ("foi_due", {}, "received", "this rule needs it"),
        ("foi_due", {"received": ""}, "received", "this rule needs it"),
        ("foi_due", {"received": None}, "received", "this rule needs it"),
        ("foi_due", {"received": "11/11/2013"}, "received", "write a date as 2016-12-31"),
        ("foi_due", {"received": "20131111"}, "received", "write a date as 2016-12-31"),
        ("foi_due", {"received": 20131111}, "received", "write a date as 2016-12-31"),
        ("foi_due", {"received": ["2013-11-11"]}, "received", "write a date as 2016-12-31"),
        ("foi_due", {"received": "2013-02-29"}, "received", "there is no 2013-02-29 in the calendar"),
        ("foi_due", {"received": "1989-12-31"}, "received", "from 1990 to 2099"),
        ("spend_25k_due", {"publish_month": "2014-13"}, "publish_month", "write a month as 2016-12"),
        ("fy_period", {"fy": "2016/18"}, "fy", "write a financial year as 2016/17"),
        ("fy_period", {"fy": 2016}, "fy", "write a financial year as 2016/17"),
        ("fy_period", {"fy": "2016/17", "regime": "PCT"}, "regime", "use one of CCG, ICB"),
        ("notice_latest", {"meeting": "2018-05-24", "clear_days": "x"}, "clear_days", "whole number from 1 to 60"),
        ("notice_latest", {"meeting": "2018-05-24", "clear_days": 3.5}, "clear_days", "whole number from 1 to 60"),
        ("personal_data_due", {"aware": "2018-05-25T25:30"}, "aware", "there is no 2018-05-25T25:30"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_in_words(rule, inputs, name, words):
    fault = refused(rule, **inputs)
    assert fault.name == name
    assert words in fault.message


def test_a_regime_may_always_be_told_and_must_be_one_that_there_is():
    assert gives("foi_due", received="2022-06-20", regime="ICB") == "2022-07-19"
    assert gives("foi_due", received="2022-06-20", regime="") == "2022-07-19"
    assert refused("foi_due", received="2022-06-20", regime="PCT").name == "regime"


def test_dates_may_be_dates():
    assert gives("foi_due", received=date(2013, 11, 11)) == "2013-12-10"
    assert gives("spend_25k_due", publish_month=date(2014, 5, 20)) == "2014-05-22"


def test_a_rule_that_nobody_knows_is_refused_by_name():
    with pytest.raises(UnknownRule, match="foi_when"):
        answer_event("foi_when", {})


def test_every_rule_cites_what_it_rests_on_and_asks_plainly():
    for rule in RULE_INPUTS.values():
        words = rule.works.__doc__ or ""
        assert any(mark in words for mark in ("Act", "SI ", "Guidance", "guidance", "Local policy", "GDPR")), rule.name
        assert rule.section
        assert (rule.basis == "local policy") == rule.section.startswith("Local policy"), rule.name
        assert rule.basis == "guidance" or not rule.section.startswith("Guidance"), rule.name
        assert ("recalled" in rule.section) == (rule.sure != "CONFIRMED") or rule.name == "notice_latest", rule.name
        assert rule.sure in ("CONFIRMED", "MIXED", "RECALLED")
        for one in rule.inputs:
            assert one.label.endswith("?") or one.name in ("events", "weekend_receipt"), (rule.name, one.name)


def test_every_rule_says_what_comes_back():
    assert {rule.gives for rule in RULE_INPUTS.values()} == set(Gives)
    assert "clear_days" in {one.name for one in RULE_INPUTS["notice_latest"].inputs}


def test_every_code_that_follows_from_an_event_has_a_rule_for_it():
    from duties.event_codes import EVENT_CODES

    assert set(EVENT_CODES) == set(FROM_EVENTS)
