"""Freedom of information: what each rule gives, and what it refuses."""

from datetime import date

import pytest

from duties.explain import answer_event, explain_event, explain_event_parts
from duties.working_days import SCOTLAND, Calendars, Holiday
from tests.duties.clocks.asking import gives, refused


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
