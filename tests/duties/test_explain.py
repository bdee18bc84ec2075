"""Explanations: made by the rules while they count, for events and for every code of the catalogue."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duties.clocks import RULE_INPUTS
from duties.codes import COMPUTED, FROM_EVENTS, UnknownCode, parse
from duties.deadlines import due
from duties.event_codes import code_inputs, work_code
from duties.explain import BadInput, answer_event, explain, explain_event, explain_event_parts
from duties.explanation import Explanation
from duties.lookups import RegimeLookup
from duties.periods import Kind, periods_of, shorten, single_day
from duties.working_days import ENGLAND, Calendars, Holiday
from tests.duties.test_deadlines import CATALOGUE, ENTERED, FOLLOWED, YEARS, entered, lookup_for, month, quarter, year

TOLD = {
    "event": "2016-10-17",
    "given": "2016-10-17",
    "received": "2016-10-17",
    "clarification_received": "2016-10-20",
    "fees_notice": "2016-10-20",
    "fee_paid": "2016-10-21",
}


def told(code: str) -> dict[str, str]:
    """The least that has to be told, and the fee paid, without which the clock stands still."""
    paid = ["fee_paid"] if code.startswith("PAUSE_WD") else []
    return {name: TOLD[name] for name in [*(one.name for one in code_inputs(code) if one.required), *paid]}


def whole_period(opens: str, code: str, about):
    day = parse(code).once_on
    if day:
        return single_day(day)
    return periods_of(Kind(opens) if opens in tuple(Kind) else Kind.YEARLY, about)[0]


# The working of one date.


def test_each_skipped_day_is_named_with_its_reason_and_its_nations():
    found = explain_event("foi_due", {"received": "2014-07-21"})
    skipped = {day.on: day for day in found.skipped}
    assert skipped[date(2014, 8, 4)].reason == "Summer Bank Holiday (Scotland)"
    assert skipped[date(2014, 8, 4)].nations == ("Scotland",)
    assert skipped[date(2014, 7, 26)].reason == "Saturday"
    assert (found.day_0, found.day_0_words) == (date(2014, 7, 21), "the day the request was received")
    assert (found.counted, found.unit, found.calendar) == (20, "working days", "any nation of the United Kingdom")
    assert found.table_version.startswith("holidays ")


def test_a_day_that_has_two_names_says_both():
    found = explain_event("foi_due", {"received": "2016-12-23"})
    [second] = [day for day in found.skipped if day.on == date(2017, 1, 2)]
    assert second.nations == ("England", "Wales", "Scotland", "Northern Ireland")
    assert "; " in second.reason


def test_an_explanation_survives_being_frozen():
    fee = {"fees_notice": "2015-06-10", "fee_paid": "2015-06-24"}
    found = explain_event("foi_due_fee", {"received": "2015-06-01", **fee})
    assert Explanation.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_a_count_that_leaves_the_checked_years_says_so():
    assert explain_event("foi_due", {"received": "2028-11-01"}).notes == ()
    assert "2012 to 2028" in explain_event("foi_due", {"received": "2028-12-20"}).notes[-1]
    assert "2012 to 2028" in explain_event("foi_due", {"received": "2011-12-20"}).notes[-1]
    assert explain_event("interest_due", {"aware": "2040-01-01"}).notes == ()


def test_a_holiday_that_only_one_list_has_is_remarked():
    [note] = explain_event("foi_due", {"received": "2026-06-01"}).notes
    assert note.startswith("15 June 2026, Scotland's participation")
    assert explain_event("complaint_ack_due", {"received": "2026-06-12"}).notes == ()


# Codes of periods.


def test_a_working_day_of_the_month_shows_what_it_passed_over():
    found = explain("MONTHLY_WD_EW:15", period=month(2014, 1), title="Publish spending", section="HM Treasury")
    assert (found.answer, found.counted, found.unit) == (date(2014, 5, 22), 15, "working days")
    assert (found.rule, found.title, found.section) == ("MONTHLY_WD_EW:15", "Publish spending", "HM Treasury")
    assert found.day_0 == date(2014, 4, 30)
    assert date(2014, 5, 5) in {day.on for day in found.skipped}


def test_a_rule_tells_of_itself_where_the_duty_is_not_known():
    found = explain("BEFORE_FY_START", period=year(2017))
    assert found.answer == date(2017, 3, 31)
    assert "s14Z11(1)" in found.title
    assert explain("STANDING_REVIEW_FY", period=year(2017)).section == "local policy"


def test_a_directed_date_names_who_gave_it_and_how_sure_it_is():
    lookup = entered("plan", 2017, "", date(2016, 12, 23))
    found = explain("NHSE_DIRECTED:plan", period=year(2017), lookup=lookup)
    assert (found.answer, found.strictly_before) == (date(2016, 12, 22), date(2016, 12, 23))
    assert found.notes == ("NHS England gave the date; seen in: its letter",)
    recalled = explain("TABLE:dspt", period=year(2016), lookup=RegimeLookup({}, ENTERED))
    assert recalled.notes[0].endswith("(to be verified)")


def test_a_date_nobody_entered_has_its_reason():
    found = explain("NHSE_DIRECTED:plan", period=year(2017))
    assert found.answer is None
    assert found.reason.startswith("NHS England has not given a date for 2017/18")


def test_working_days_after_another_duty_are_counted_and_the_duty_is_named():
    lookup = entered("nhse_publish", 2016, "", date(2017, 7, 19), codes=FOLLOWED)
    found = explain("WITH:nhse-annual-assessment+20WD_EW", period=year(2016), lookup=lookup)
    assert (found.day_0, found.counted, found.answer) == (date(2017, 7, 19), 20, date(2017, 8, 16))
    assert "nhse-annual-assessment" in found.notes[0]


def test_a_proclaimed_holiday_reaches_the_rules_of_periods():
    extra = {
        date(2014, 5, 13): Holiday("Day of mourning", (ENGLAND,)),
        date(2017, 8, 1): Holiday("Another", (ENGLAND,)),
    }
    calendars = Calendars.with_extra(extra)
    alone = RegimeLookup({}, {}, calendars=calendars)
    assert due("MONTHLY_WD_EW:15", period=month(2014, 1), lookup=alone).on == date(2014, 5, 23)
    dates = entered("nhse_publish", 2016, "", date(2017, 7, 19)).dates
    followed = RegimeLookup(FOLLOWED, dates, calendars=calendars)
    answer = due("WITH:nhse-annual-assessment+20WD_EW", period=year(2016), lookup=followed)
    assert answer.on == date(2017, 8, 17)


def test_a_short_last_year_says_when_the_bodys_part_ended():
    part = shorten(year(2016), date(2013, 4, 1), date(2016, 9, 30))
    found = explain("STANDING_REVIEW_FY", period=part)
    assert found.answer == date(2016, 9, 30)
    assert found.notes == ("The body's part of 2016/17 ended on 30 September 2016",)
    assert explain("STANDING_REVIEW_FY", period=year(2016)).notes == ()


def test_a_month_after_the_quarter_counts_a_month():
    found = explain("QUARTERLY_AFTER:1M", period=quarter(2018, 3))
    assert (found.day_0, found.counted, found.unit, found.answer) == (
        date(2018, 12, 31),
        1,
        "months",
        date(2019, 1, 31),
    )


def test_a_code_of_periods_needs_a_period_and_an_unknown_one_is_refused():
    with pytest.raises(ValueError, match="about a period"):
        explain("FY_END")
    with pytest.raises(UnknownCode):
        explain("SOME_DAY")


# Codes that follow from an event.


@pytest.mark.parametrize(
    ("code", "inputs", "on", "before"),
    [
        ("EVENT_PLUS_WD_UK:20", {"event": "2013-11-11"}, date(2013, 12, 10), None),
        ("EVENT_PLUS_WD_EW:20", {"event": "2013-11-11"}, date(2013, 12, 9), None),
        ("EVENT_PLUS_DAYS:28", {"event": "2015-12-20"}, date(2016, 1, 17), None),
        ("EVENT_PLUS_HOURS:72", {"event": "2020-10-24T14:30"}, date(2020, 10, 27), None),
        ("EVENT_PLUS_MONTHS:1", {"event": "2016-01-31"}, date(2016, 2, 29), None),
        ("EVENT_MONTHS_INCL:6", {"event": "2014-01-15"}, date(2014, 7, 14), None),
        ("CLEAR_DAYS_BEFORE:3", {"event": "2018-05-24"}, date(2018, 5, 20), None),
        ("ROLLING_YEARS:4", {"event": "2018-03-30"}, date(2022, 3, 29), None),
        ("AFTER_NEXT_MEETING:5", {"event": "2016-11-09"}, date(2016, 11, 16), None),
        ("AFTER_NEXT_MEETING", {"event": "2016-11-09"}, date(2016, 11, 16), None),
        ("ON_REQUEST_REASONABLE", {"event": "2014-07-21"}, date(2014, 8, 18), None),
        ("BEFORE_EFFECT", {"event": "2016-04-01"}, date(2016, 3, 31), date(2016, 4, 1)),
        ("EACH_PROPOSAL", {"event": "2016-04-01"}, date(2016, 3, 31), date(2016, 4, 1)),
        ("BY_REQUEST_DATE", {"given": "2016-04-01"}, date(2016, 4, 1), None),
        (
            "RESTART_ON:clarification",
            {"received": "2015-04-01", "clarification_received": "2015-04-20"},
            date(2015, 5, 19),
            None,
        ),
        (
            "PAUSE_WD:fee",
            {"received": "2015-06-01", "fees_notice": "2015-06-10", "fee_paid": "2015-06-24"},
            date(2015, 7, 15),
            None,
        ),
    ],
)
def test_a_code_gives_the_day_from_its_event(code, inputs, on, before):
    found = explain(code, inputs=inputs, section="the duty's own")
    assert (found.answer, found.strictly_before, found.section) == (on, before, "the duty's own")


def test_without_the_event_the_record_sets_the_date_and_half_of_it_is_refused():
    assert explain("EVENT_PLUS_WD_UK:20").reason == "The date comes from the record that opens it"
    assert explain("ROLLING_YEARS:1", inputs={"event": ""}).reason == "The date runs from the day it was last published"
    with pytest.raises(BadInput, match="received"):
        explain("RESTART_ON:clarification", inputs={"clarification_received": "2015-04-20"})
    with pytest.raises(UnknownCode, match="does not follow from an event"):
        code_inputs("FY_END")


@pytest.mark.parametrize(
    "rule", [rule for rule in CATALOGUE.rules if rule.code], ids=lambda rule: f"{rule.slug}-{rule.code}"
)
def test_no_code_of_the_catalogue_falls_through(rule):
    lookup = lookup_for(rule.regime)
    if parse(rule.code).reason_without_date:
        assert explain(rule.code).reason
        found = explain(rule.code, inputs=told(rule.code))
        assert found.answer is not None
        return
    for about in YEARS:
        period = whole_period(rule.opens, rule.code, about)
        found = explain(rule.code, period=period, lookup=lookup)
        assert bool(found.answer) != bool(found.reason)
        answer = due(rule.code, period=period, lookup=lookup)
        assert found.answer == getattr(answer, "on", None)


@pytest.mark.parametrize("name", sorted({**COMPUTED, **FROM_EVENTS}))
def test_every_word_of_the_vocabulary_is_explained(name):
    samples = {"FIXED_DATE": "03-30", "ON_DATE": "2022-06-30", "BY_LOCAL_DATE": "09-30", "QUARTERLY_AFTER": "1M",
               "MONTHLY_WD_EW": "15", "NHSE_DIRECTED": "plan", "TABLE": "dspt", "QUARTERLY_TABLE": "ko41a",
               "WITH": "commissioning-plan", "BEFORE": "commissioning-plan", "RESTART_ON": "clarification",
               "PAUSE_WD": "fee", "ROLLING_YEARS": "1"}  # fmt: skip
    counted = name.startswith(("EVENT_", "CLEAR_DAYS"))
    argument = samples.get(name, "3" if counted else "")
    code = f"{name}:{argument}" if argument else name
    found = explain(code, period=year(2016), lookup=lookup_for("CCG"))
    assert bool(found.answer) != bool(found.reason)


def test_every_way_of_counting_from_an_event_agrees_with_its_explanation():
    for number in (1, 5, 20, 40):
        for offset in range(400):
            event = date(2016, 1, 1) + timedelta(days=offset)
            found = work_code(f"EVENT_PLUS_WD_UK:{number}", {"event": event})
            assert (found.day - event).days - len(found.skipped) == number


# Whatever is typed, there is an answer or a refusal in words.

TYPED = st.one_of(
    st.dates(date(1989, 12, 1), date(2100, 1, 31)).map(str),
    st.sampled_from(["1990-01-01", "2099-12-31", "2016-02-29", "2016/17", "2099/00", "1990/91", "2016-12", "2099-12"]),
    st.sampled_from(["Q1", "CCG", "ICB", "", "next_working_day_is_day_1", "received_next_working_day", "x", "3"]),
    st.integers(-5, 400) | st.none() | st.booleans() | st.floats() | st.text(max_size=12),
    st.sampled_from(
        ["2020-10-25T01:30", "2099-12-31T23:59", "2016-12-31T24:00", [], {}, [{"fees_notice": "2016-02-01"}]]
    ),
)


@given(st.data())
@settings(max_examples=400)
def test_whatever_is_typed_there_is_an_answer_or_a_refusal_in_words(data):
    rule = data.draw(st.sampled_from(sorted(RULE_INPUTS.values(), key=lambda rule: rule.name)))
    typed = {one.name: data.draw(TYPED, one.name) for one in rule.inputs if one.required or data.draw(st.booleans())}
    try:
        found = explain_event_parts(rule.name, typed)
    except BadInput:
        return
    assert json.loads(json.dumps(answer_event(rule.name, typed))) == answer_event(rule.name, typed)
    assert all(one.answer or one.reason for one in found)
    assert all(Explanation.from_json(json.loads(json.dumps(one.as_json()))) == one for one in found)
