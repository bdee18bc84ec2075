"""The rules of dates: what each code gives, and the year in which it falls due."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import duties
from duties.catalogue import read_catalogue
from duties.codes import COMPUTED, FROM_EVENTS, parse
from duties.deadlines import (
    FOLLOWED,
    RULES,
    Directed,
    Due,
    NotYetSet,
    Period,
    SetByRecord,
    UnknownCode,
    due,
    falls_due_in,
    owed_part,
    periods_due_in,
    shorten,
)
from duties.directed_keys import DIRECTED_KEYS
from duties.lookups import RegimeLookup
from duties.periods import Kind, periods_of, single_day
from duties.working_days import ENGLAND_AND_WALES, is_working_day
from duties.years import FinancialYear

CATALOGUE = read_catalogue(Path(duties.__file__).parent / "data")
ENTERED = {(row.key, row.year, row.period): row.directed for row in CATALOGUE.directed}
OPENING = [rule for rule in CATALOGUE.rules if rule.opens in tuple(Kind)]
YEARS = [FinancialYear(start) for start in range(2013, 2028)]
Y2016 = FinancialYear(2016)
NOWHERE = RegimeLookup({}, {})


def year(start: int) -> Period:
    [period] = periods_of(Kind.YEARLY, FinancialYear(start))
    return period


def quarter(start: int, number: int) -> Period:
    return periods_of(Kind.QUARTERLY, FinancialYear(start))[number - 1]


def month(start: int, number: int) -> Period:
    """Month 1 is April, month 12 March of the year after."""
    return periods_of(Kind.MONTHLY, FinancialYear(start))[number - 1]


def entered(key: str, start: int, label: str, on: date, *, codes: dict[str, str] | None = None) -> RegimeLookup:
    found = Directed(on, "NHS England", "its letter", confirmed=True)
    return RegimeLookup(codes or {}, {(key, FinancialYear(start), label): found})


def lookup_for(regime: str) -> RegimeLookup:
    codes = {rule.slug: rule.code for rule in CATALOGUE.rules if rule.regime == regime and not rule.step}
    return RegimeLookup(codes, ENTERED)


# Dates from the period alone.


@pytest.mark.parametrize(
    ("code", "period", "on"),
    [
        ("STANDING_REVIEW_FY", year(2016), date(2017, 3, 31)),
        ("FY_END", year(2016), date(2017, 3, 31)),
        ("BEFORE_FY_START", year(2014), date(2014, 3, 31)),
        ("FIXED_DATE:12-31_PRECEDING_FY", year(2017), date(2016, 12, 31)),
        ("FIXED_DATE:03-30", year(2017), date(2018, 3, 30)),
        ("ON_DATE:2022-06-30", single_day(date(2022, 6, 30)), date(2022, 6, 30)),
        ("BY_LOCAL_DATE:09-30", year(2015), date(2016, 9, 30)),
        ("BY_LOCAL_DATE:04-30", year(2015), date(2016, 4, 30)),
        ("BY_LOCAL_DATE:01-31", year(2015), date(2017, 1, 31)),
        ("AFTER_FY_END_ASAP", year(2015), date(2016, 6, 30)),
        ("QUARTERLY", quarter(2016, 3), date(2016, 12, 31)),
        ("QUARTERLY_AFTER:1M", quarter(2018, 1), date(2018, 7, 30)),
        ("QUARTERLY_AFTER:1M", quarter(2018, 2), date(2018, 10, 30)),
        ("QUARTERLY_AFTER:1M", quarter(2018, 3), date(2019, 1, 31)),
        ("QUARTERLY_AFTER:1M", quarter(2018, 4), date(2019, 4, 30)),
        ("MONTHLY_WD_EW:15", month(2014, 1), date(2014, 5, 22)),
        ("MONTHLY_WD_EW:15", month(2014, 11), date(2015, 3, 20)),  # St Patrick's Day counts
        ("MONTHLY_WD_EW:15", month(2022, 2), date(2022, 6, 23)),
        ("MONTHLY_WD_EW:15", month(2015, 12), date(2016, 4, 21)),
    ],
)
def test_the_rule_gives_the_day(code, period, on):
    answer = due(code, period=period, lookup=NOWHERE)
    assert isinstance(answer, Due)
    assert (answer.on, answer.strictly_before, answer.confirmed) == (on, None, None)


def test_our_own_suggestions_say_local_policy_and_dates_of_law_do_not():
    assert due("STANDING_REVIEW_FY", period=year(2016), lookup=NOWHERE).source == "local policy"
    assert due("BY_LOCAL_DATE:09-30", period=year(2016), lookup=NOWHERE).source == "local policy"
    assert due("BEFORE_FY_START", period=year(2016), lookup=NOWHERE).source == ""


def test_a_standing_review_of_a_body_that_ended_in_the_year_is_due_on_its_last_day():
    part = shorten(year(2016), date(2013, 4, 1), date(2016, 9, 30))
    assert due("STANDING_REVIEW_FY", period=part, lookup=NOWHERE).on == date(2016, 9, 30)


def test_what_is_due_after_the_period_is_not_earlier_because_the_body_ended():
    part = shorten(quarter(2018, 1), date(2013, 4, 1), date(2018, 5, 15))
    assert due("QUARTERLY_AFTER:1M", period=part, lookup=NOWHERE).on == date(2018, 7, 30)


# Dates that somebody gives.


def test_a_directed_date_is_given_as_entered_with_who_and_how_sure():
    lookup = entered("accounts_final", 2016, "", date(2017, 5, 31))
    answer = due("NHSE_DIRECTED:accounts_final", period=year(2016), lookup=lookup)
    assert answer == Due(date(2017, 5, 31), None, "NHS England", "its letter", confirmed=True)


def test_a_plan_goes_before_the_directed_day_so_the_day_before_is_the_last():
    lookup = entered("plan", 2017, "", date(2016, 12, 23))
    answer = due("NHSE_DIRECTED:plan", period=year(2017), lookup=lookup)
    assert (answer.on, answer.strictly_before) == (date(2016, 12, 22), date(2016, 12, 23))


def test_a_quarters_date_is_looked_up_by_quarter():
    lookup = entered("ko41a", 2016, "Q1", date(2016, 7, 27))
    assert due("QUARTERLY_TABLE:ko41a", period=quarter(2016, 1), lookup=lookup).on == date(2016, 7, 27)
    assert isinstance(due("QUARTERLY_TABLE:ko41a", period=quarter(2016, 2), lookup=lookup), NotYetSet)


def test_a_months_date_is_looked_up_by_month():
    lookup = entered("monthly_return", 2016, "2016-04", date(2016, 5, 16))
    assert due("MONTHLY_RETURN", period=month(2016, 1), lookup=lookup).on == date(2016, 5, 16)


@pytest.mark.parametrize(
    ("code", "period", "words"),
    [
        ("NHSE_DIRECTED:plan", year(2016), "NHS England has not given a date for 2016/17, or nobody has entered it"),
        ("QUARTERLY_TABLE:ko41a", quarter(2016, 4), "NHS Digital has not given a date for quarter 4 of 2016/17, "),
        ("MONTHLY_RETURN", month(2016, 12), "NHS England has not given a date for March 2017, "),
        ("TABLE:dspt", year(2022), "NHS Digital has not given a date for 2022/23, "),
    ],
)
def test_without_an_entered_date_the_reason_says_who_has_to_give_it(code, period, words):
    answer = due(code, period=period, lookup=NOWHERE)
    assert isinstance(answer, NotYetSet)
    assert answer.reason.startswith(words)


@pytest.mark.parametrize(
    ("start", "on"), [(2016, date(2017, 3, 31)), (2019, date(2020, 9, 30)), (2020, date(2021, 6, 30))]
)
def test_the_data_security_toolkit_follows_its_table(start, on):
    assert due("TABLE:dspt", period=year(start), lookup=lookup_for("CCG")).on == on


# Dates that follow another duty.


def test_with_another_duty_means_its_date_its_source_and_its_doubt():
    lookup = entered("accounts_final", 2016, "", date(2017, 5, 31), codes=FOLLOWED)
    with_it = due("WITH:annual-report-submit", period=year(2016), lookup=lookup)
    assert with_it == due("NHSE_DIRECTED:accounts_final", period=year(2016), lookup=lookup)


def test_with_another_duty_inherits_not_yet_set():
    answer = due("WITH:annual-report-publish", period=year(2016), lookup=RegimeLookup(FOLLOWED, {}))
    assert isinstance(answer, NotYetSet)
    assert "NHS England" in answer.reason


def test_before_another_duty_is_strictly_before_its_last_day():
    answer = due("BEFORE:commissioning-plan", period=year(2017), lookup=RegimeLookup(FOLLOWED, {}))
    assert (answer.on, answer.strictly_before) == (date(2017, 3, 30), date(2017, 3, 31))


def test_working_days_after_another_duty_skip_holidays_of_england_and_wales():
    lookup = entered("nhse_publish", 2016, "", date(2017, 7, 19), codes=FOLLOWED)
    answer = due("WITH:nhse-annual-assessment+20WD_EW", period=year(2016), lookup=lookup)
    assert answer.on == date(2017, 8, 16)


def test_rules_that_follow_each_other_in_a_circle_give_no_date_and_do_not_hang():
    lookup = RegimeLookup({"a": "WITH:b", "b": "WITH:a"}, {})
    assert isinstance(due("WITH:a", period=year(2016), lookup=lookup), NotYetSet)


def test_a_duty_nobody_knows_gives_no_date():
    assert isinstance(due("WITH:nothing-at-all", period=year(2016), lookup=NOWHERE), NotYetSet)


# Codes that follow from an event, and codes nobody knows.


@pytest.mark.parametrize(
    "code", ["EVENT_PLUS_WD_UK:20", "AFTER_NEXT_MEETING:5", "AFTER_NEXT_MEETING", "ON_APPOINTMENT"]
)
def test_what_follows_from_an_event_says_so(code):
    assert isinstance(due(code, period=year(2016), lookup=NOWHERE), SetByRecord)
    assert falls_due_in(code, period=year(2016)) == Y2016


def test_by_hand_record_and_rolling_rows_each_say_where_the_date_comes_from():
    reasons = [
        due(code, period=year(2016), lookup=NOWHERE).reason for code in ("AT_EVENT", "ON_EVENT", "ROLLING_YEARS:1")
    ]
    assert reasons == [
        "The date comes from the record that opens it",
        "The person who opens it gives the date",
        "The date runs from the day it was last published",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "", "SOON", "standing_review_fy", "FY_END:1", "FY_END ", "NHSE_DIRECTED", "NHSE_DIRECTED:lunch", "TABLE:plan",
        "FIXED_DATE:02-30", "FIXED_DATE:02-29", "FIXED_DATE:13-01", "ON_DATE:2022-02-30", "MONTHLY_WD_EW:0",
        "MONTHLY_WD_EW:25", "QUARTERLY_AFTER:2M", "WITH:", "WITH:annual-report+0WD_EW", "WITH:annual-report+20WD_UK",
        "EVENT_PLUS_DAYS", "EVENT_PLUS_DAYS:x", "draft=FY_END; final=FY_END", "CCG=FY_END; ICB=FY_END",
    ],
)  # fmt: skip
def test_an_unknown_code_is_refused_by_name(code):
    with pytest.raises(UnknownCode) as caught:
        due(code, period=year(2016), lookup=NOWHERE)
    assert repr(code) in str(caught.value)


def test_every_word_of_the_vocabulary_has_a_rule_or_a_reason():
    assert set(RULES) == set(COMPUTED)
    assert not set(COMPUTED) & set(FROM_EVENTS)


def test_no_code_of_the_catalogue_falls_through():
    for rule in CATALOGUE.rules:
        if rule.code:
            answer = due(rule.code, period=year(2016), lookup=lookup_for(rule.regime))
            assert isinstance(answer, Due | NotYetSet | SetByRecord), rule


def test_every_rule_cites_what_it_rests_on():
    for name, known in RULES.items():
        words = known.due.__doc__ or ""
        assert any(mark in words for mark in ("Act", "SI ", "guidance", "Guidance", "Local policy")), name


# The year in which it falls due.


@pytest.mark.parametrize("rule", OPENING, ids=lambda rule: f"{rule.slug}-{rule.regime}-{rule.step}-{rule.from_on}")
def test_the_year_by_rule_is_the_year_of_the_date_wherever_a_date_is_known(rule):
    day = parse(rule.code).once_on
    for about in YEARS:
        periods = [single_day(day)] if day else periods_of(Kind(rule.opens), about)
        for period in periods:
            answer = due(rule.code, period=period, lookup=lookup_for(rule.regime))
            if isinstance(answer, Due):
                assert falls_due_in(rule.code, period=period) == FinancialYear.containing(answer.on)


@given(st.sampled_from(OPENING), st.dates(date(2014, 4, 1), date(2027, 3, 31)))
def test_a_known_date_always_wins(rule, on):
    answer = Due(on)
    assert falls_due_in(rule.code, period=year(2016), answer=answer) == FinancialYear.containing(on)


@pytest.mark.parametrize("rule", OPENING, ids=lambda rule: f"{rule.slug}-{rule.regime}-{rule.step}-{rule.from_on}")
def test_every_period_falls_due_in_exactly_one_year(rule):
    found = [(period.year, period.label) for about in YEARS for period in periods_due_in(rule.opens, rule.code, about)]
    assert len(found) == len(set(found))
    day = parse(rule.code).once_on
    inner = [single_day(day)] if day else periods_of(Kind(rule.opens), Y2016)
    assert {(period.year, period.label) for period in inner} <= set(found)


def test_the_duties_that_others_follow_have_the_codes_the_catalogue_gives_them():
    for slug, code in FOLLOWED.items():
        assert {rule.code for rule in CATALOGUE.rules if rule.slug == slug} == {code}
        assert not parse(code).tied_to


def test_a_tie_to_a_duty_whose_year_is_unknown_is_refused():
    with pytest.raises(UnknownCode, match="some-duty"):
        falls_due_in("WITH:some-duty", period=year(2016))


def due_in_2016_17(slug: str, step: str = "") -> list[str]:
    found = [rule for rule in CATALOGUE.rules if (rule.slug, rule.regime, rule.step) == (slug, "CCG", step)]
    return [
        f"{period.label} {period.year}".strip()
        for rule in found
        for period in periods_due_in(rule.opens, rule.code, Y2016)
        if owed_part(period, opened_on=date(2013, 4, 1), closed_on=None, from_on=rule.from_on, to_on=rule.to_on)
    ]


@pytest.mark.parametrize(
    ("slug", "step", "periods"),
    [
        ("annual-report", "", ["2015/16"]),
        ("annual-report-publish", "", ["2015/16"]),
        ("annual-report-hwb-consult", "", ["2015/16"]),
        ("annual-accounts", "draft", ["2015/16"]),
        ("annual-accounts", "final", ["2015/16"]),
        ("external-audit", "", ["2015/16"]),
        ("breakeven", "", ["2015/16"]),
        ("remuneration-disclosure", "", ["2015/16"]),
        ("modern-slavery", "", ["2015/16"]),
        ("annual-public-meeting", "", ["2015/16"]),
        ("complaints-annual-report", "", ["2015/16"]),
        ("nhse-annual-assessment", "", ["2015/16"]),
        ("nhse-consult-hwbs", "", ["2015/16"]),
        ("assessment-published-locally", "", ["2015/16"]),
        ("ig-toolkit-dspt", "", ["2016/17"]),
        ("constitution-publish", "", ["2016/17"]),
        ("emergency-preparedness", "", ["2016/17"]),
        ("commissioning-plan", "", ["2017/18"]),
        ("plan-copies", "", ["2017/18"]),
        ("plan-consultation", "", ["2017/18"]),
        ("auditor-appointment", "", ["2017/18"]),
        ("ko41a-return", "", ["Q4 2015/16", "Q1 2016/17", "Q2 2016/17", "Q3 2016/17"]),
        ("quarterly-assurance", "", ["Q1 2016/17", "Q2 2016/17", "Q3 2016/17", "Q4 2016/17"]),
        ("coi-self-certification", "", ["Q2 2016/17", "Q3 2016/17"]),
        ("foi-statistics", "", []),
        ("ccg-closure", "", []),
        ("complaint-respond", "respond", []),
        ("equality-information", "", []),
        ("commission-registered", "", []),
    ],
)
def test_what_falls_due_in_2016_17(slug, step, periods):
    assert due_in_2016_17(slug, step) == periods


def test_spending_of_march_2016_is_the_first_of_the_twelve_months_due_in_2016_17():
    found = due_in_2016_17("spend-over-25k")
    assert (len(found), found[0], found[-1]) == (12, "2016-03 2015/16", "2017-02 2016/17")


def test_the_toolkit_of_2018_19_is_the_last_due_within_its_own_year():
    assert [str(period.year) for period in periods_due_in("yearly", "TABLE:dspt", FinancialYear(2018))] == ["2018/19"]
    assert periods_due_in("yearly", "TABLE:dspt", FinancialYear(2019)) == []
    assert [str(period.year) for period in periods_due_in("yearly", "TABLE:dspt", FinancialYear(2020))] == ["2019/20"]


def test_an_opened_period_carries_the_year_in_which_it_falls_due():
    [period] = periods_due_in("yearly", "NHSE_DIRECTED:accounts_final", Y2016)
    assert (period.year, period.falls_due_in) == (FinancialYear(2015), Y2016)


@pytest.mark.parametrize("opens", ["record", "by hand", "rolling", "rule", "schedule"])
def test_what_opens_nothing_by_itself_has_no_periods(opens):
    assert periods_due_in(opens, "STANDING_REVIEW_FY", Y2016) == []


def test_the_closure_of_the_groups_opens_once_in_2022_23():
    [period] = periods_due_in("once", "ON_DATE:2022-06-30", FinancialYear(2022))
    assert (period.first_on, period.last_on) == (date(2022, 6, 30), date(2022, 6, 30))


def test_who_sets_a_date_is_told_alike_by_the_rules_and_by_the_catalogue():
    for rule in CATALOGUE.rules:
        key = parse(rule.code).directed_key if rule.code else ""
        if key:
            assert rule.set_by == DIRECTED_KEYS[key].set_by, rule.slug


@given(st.integers(2013, 2027), st.integers(1, 12), st.integers(1, 18))
def test_a_working_day_rule_gives_a_working_day_of_the_month_after(start, number, nth):
    period = month(start, number)
    on = due(f"MONTHLY_WD_EW:{nth}", period=period, lookup=NOWHERE).on
    assert is_working_day(on, ENGLAND_AND_WALES)
    assert 0 < (on - period.last_on).days <= 31
