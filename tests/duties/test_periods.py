"""The stretches of time that obligations are about, and a body's part of them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties.deadlines import owed_part, periods_due_in, shorten
from duties.periods import Kind, periods_of, single_day
from duties.years import FinancialYear

Y2016 = FinancialYear(2016)
Y2022 = FinancialYear(2022)
FIRST_DAY = date(2013, 4, 1)
DAYS = st.dates(date(2013, 4, 1), date(2025, 3, 31))


@pytest.mark.parametrize("kind", [Kind.YEARLY, Kind.QUARTERLY, Kind.MONTHLY])
def test_the_periods_of_a_year_cover_it_without_gap_or_overlap(kind):
    periods = periods_of(kind, Y2016)
    assert (periods[0].first_on, periods[-1].last_on) == (Y2016.first_day, Y2016.last_day)
    for before, after in pairwise(periods):
        assert after.first_on == before.last_on + timedelta(days=1)
    assert all(period.ends_on == period.last_on for period in periods)


def test_labels_are_short_and_words_are_for_people():
    [year] = periods_of(Kind.YEARLY, Y2016)
    quarter = periods_of(Kind.QUARTERLY, Y2016)[3]
    month = periods_of(Kind.MONTHLY, Y2016)[11]
    assert [(period.label, period.words) for period in (year, quarter, month, single_day(date(2022, 6, 30)))] == [
        ("", "2016/17"),
        ("Q4", "quarter 4 of 2016/17"),
        ("2017-03", "March 2017"),
        ("", "30 June 2022"),
    ]


def test_the_groups_last_year_ends_on_30_june_2022_and_the_boards_first_begins_the_day_after():
    [year] = periods_of(Kind.YEARLY, Y2022)
    group = shorten(year, FIRST_DAY, date(2022, 6, 30))
    board = shorten(year, date(2022, 7, 1), None)
    assert (group.first_on, group.last_on) == (date(2022, 4, 1), date(2022, 6, 30))
    assert (board.first_on, board.last_on) == (date(2022, 7, 1), date(2023, 3, 31))
    assert group.ends_on == date(2023, 3, 31)


def test_a_quarter_wholly_before_the_opening_or_after_the_closing_is_none():
    first, second, *_ = periods_of(Kind.QUARTERLY, Y2022)
    assert shorten(first, date(2022, 7, 1), None) is None
    assert shorten(second, FIRST_DAY, date(2022, 6, 30)) is None


@given(DAYS, DAYS, st.sampled_from([Kind.YEARLY, Kind.QUARTERLY, Kind.MONTHLY]))
def test_a_body_has_the_days_on_which_it_existed_and_no_others(opened_on, closed_on, kind):
    whole = [period for start in range(2013, 2025) for period in periods_of(kind, FinancialYear(start))]
    parts = [part for period in whole if (part := shorten(period, opened_on, closed_on))]
    days = sum((part.last_on - part.first_on).days + 1 for part in parts)
    assert days == max(0, (closed_on - opened_on).days + 1)


def owed(code: str, year: FinancialYear, **life: date | None):
    [period] = periods_due_in("yearly", code, year)
    rule = {"from_on": FIRST_DAY, "to_on": None, "opened_on": FIRST_DAY, "closed_on": None}
    return owed_part(period, **(rule | life))


def test_no_plan_and_no_auditor_is_owed_for_a_bodys_own_first_year():
    born = {"opened_on": date(2018, 4, 1)}
    assert owed("BEFORE_FY_START", FinancialYear(2017), **born) is None
    assert owed("FIXED_DATE:12-31_PRECEDING_FY", FinancialYear(2017), **born) is None
    assert owed("BEFORE_FY_START", FinancialYear(2018), **born) is not None


def test_no_report_is_owed_in_a_bodys_first_year_and_its_first_year_is_reported_on_in_the_second():
    born = {"opened_on": date(2020, 4, 1)}
    assert owed("NHSE_DIRECTED:annual_report", FinancialYear(2020), **born) is None
    assert owed("NHSE_DIRECTED:annual_report", FinancialYear(2021), **born).year == FinancialYear(2020)


def test_the_report_on_a_bodys_last_year_is_owed_though_it_has_ended():
    part = owed("NHSE_DIRECTED:annual_report", Y2022, closed_on=date(2022, 3, 31), to_on=date(2022, 6, 30))
    assert part.year == FinancialYear(2021)


def test_a_rule_that_changes_within_a_period_is_judged_by_the_end_of_the_bodys_part():
    ends_13_april = {"closed_on": date(2022, 6, 30), "to_on": date(2022, 4, 13)}
    begins_14_april = {"closed_on": date(2022, 6, 30), "from_on": date(2022, 4, 14), "to_on": date(2022, 6, 30)}
    assert owed("STANDING_REVIEW_FY", Y2022, **ends_13_april) is None
    assert owed("STANDING_REVIEW_FY", Y2022, **begins_14_april) is not None


def test_a_rule_that_begins_on_the_last_day_of_a_period_asks_for_it():
    assert owed("STANDING_REVIEW_FY", FinancialYear(2016), from_on=date(2017, 3, 31)) is not None
    assert owed("STANDING_REVIEW_FY", FinancialYear(2016), from_on=date(2017, 4, 1)) is None


def test_what_falls_due_before_the_period_is_judged_by_the_year_it_falls_due_in():
    since = {"from_on": date(2016, 4, 1)}
    assert owed("FIXED_DATE:12-31_PRECEDING_FY", FinancialYear(2015), **since) is None
    assert owed("FIXED_DATE:12-31_PRECEDING_FY", FinancialYear(2016), **since) is not None
