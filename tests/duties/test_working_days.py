"""Working days: two calendars, held against a table of bank holidays that another package agrees with."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties.working_days import (
    ANY_UK_NATION,
    ENGLAND_AND_WALES,
    add_working_days,
    holiday_table_version,
    holidays_of,
    is_working_day,
    nth_working_day_of_month,
    reason_not_working,
    working_days_between,
)

TABLE = Path(__file__).parents[1] / "data" / "bank_holidays.csv"
CALENDARS = st.sampled_from([ENGLAND_AND_WALES, ANY_UK_NATION])
DAYS = st.dates(date(2012, 1, 1), date(2028, 6, 30))


def weekday_holidays_in_the_table(*nations: str) -> set[date]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {date.fromisoformat(row["day"]) for row in csv.DictReader(table) if row["nation"] in nations}


def weekdays_off(calendar) -> set[date]:
    days = (day for year in range(2012, 2029) for day in holidays_of(calendar, year))
    return {day for day in days if day.weekday() < 5}


def test_england_and_wales_agree_with_the_table_from_2012_to_2028():
    assert weekdays_off(ENGLAND_AND_WALES) == weekday_holidays_in_the_table("England and Wales")


def test_any_uk_nation_is_the_union_of_the_nations_in_the_table():
    nations = ("England and Wales", "Scotland", "Northern Ireland")
    assert weekdays_off(ANY_UK_NATION) == weekday_holidays_in_the_table(*nations)


@pytest.mark.parametrize("calendar", [ENGLAND_AND_WALES, ANY_UK_NATION])
def test_good_friday_and_christmas_day_are_off_by_name_every_year(calendar):
    for year in range(2012, 2029):
        names = {holiday.name for found in holidays_of(calendar, year).values() for holiday in found}
        assert "Good Friday" in names
        assert date(year, 12, 25) in holidays_of(calendar, year)


def test_christmas_day_on_a_sunday_is_off_and_so_is_its_substitute():
    assert not is_working_day(date(2016, 12, 25), ENGLAND_AND_WALES)
    assert not is_working_day(date(2016, 12, 26), ENGLAND_AND_WALES)
    assert not is_working_day(date(2016, 12, 27), ENGLAND_AND_WALES)
    assert is_working_day(date(2016, 12, 28), ENGLAND_AND_WALES)


@pytest.mark.parametrize(
    ("day", "nation"),
    [
        (date(2014, 8, 4), "Scotland"),
        (date(2013, 12, 2), "Scotland"),
        (date(2016, 1, 4), "Scotland"),
        (date(2014, 3, 17), "Northern Ireland"),
        (date(2018, 3, 19), "Northern Ireland"),
        (date(2022, 7, 12), "Northern Ireland"),
    ],
)
def test_a_holiday_of_another_nation_stops_only_the_foi_clock(day, nation):
    assert is_working_day(day, ENGLAND_AND_WALES)
    assert not is_working_day(day, ANY_UK_NATION)
    assert nation in reason_not_working(day, ANY_UK_NATION)


def test_the_early_may_holiday_of_2020_moved_to_friday_8_may():
    assert is_working_day(date(2020, 5, 4), ENGLAND_AND_WALES)
    assert not is_working_day(date(2020, 5, 8), ENGLAND_AND_WALES)


def test_the_reason_names_the_weekend_or_the_holiday_and_its_nations():
    assert reason_not_working(date(2016, 10, 15), ENGLAND_AND_WALES) == "Saturday"
    assert reason_not_working(date(2016, 10, 16), ENGLAND_AND_WALES) == "Sunday"
    assert reason_not_working(date(2016, 3, 28), ENGLAND_AND_WALES) == "Easter Monday (England, Wales)"
    assert reason_not_working(date(2016, 10, 17), ENGLAND_AND_WALES) == ""


def test_three_working_days_to_acknowledge_a_complaint_start_after_the_day_it_came():
    assert add_working_days(date(2014, 8, 1), 3, ENGLAND_AND_WALES) == date(2014, 8, 6)
    assert add_working_days(date(2014, 6, 7), 3, ENGLAND_AND_WALES) == date(2014, 6, 11)


@pytest.mark.parametrize(
    ("received", "answer_due"),
    [
        (date(2013, 11, 11), date(2013, 12, 10)),
        (date(2015, 12, 11), date(2016, 1, 14)),
        (date(2021, 12, 10), date(2022, 1, 13)),
        (date(2022, 6, 20), date(2022, 7, 19)),
    ],
)
def test_twenty_working_days_to_answer_a_request_skip_every_nations_holidays(received, answer_due):
    assert add_working_days(received, 20, ANY_UK_NATION) == answer_due


def test_the_fifteenth_working_day_of_the_month():
    assert nth_working_day_of_month(2014, 5, 15, ENGLAND_AND_WALES) == date(2014, 5, 22)
    assert nth_working_day_of_month(2022, 6, 15, ENGLAND_AND_WALES) == date(2022, 6, 23)


def test_numbers_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="1 or more"):
        add_working_days(date(2016, 4, 1), 0, ENGLAND_AND_WALES)
    with pytest.raises(ValueError, match="fewer than 24"):
        nth_working_day_of_month(2016, 2, 24, ENGLAND_AND_WALES)


def test_the_version_of_the_table_is_known():
    assert holiday_table_version().startswith("holidays ")


@given(DAYS, st.integers(1, 40), CALENDARS)
def test_the_due_date_is_a_working_day_and_as_many_lie_between(start, number, calendar):
    due = add_working_days(start, number, calendar)
    counted = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert is_working_day(due, calendar)
    assert sum(is_working_day(day, calendar) for day in counted) == number


@given(DAYS, st.integers(1, 40), CALENDARS)
def test_what_comes_in_later_is_never_due_earlier(start, number, calendar):
    next_day = start + timedelta(days=1)
    assert add_working_days(start, number, calendar) <= add_working_days(next_day, number, calendar)


@given(DAYS, CALENDARS)
def test_a_day_has_a_reason_exactly_when_it_is_no_working_day(day, calendar):
    assert bool(reason_not_working(day, calendar)) is not is_working_day(day, calendar)


@given(DAYS)
def test_a_day_off_in_england_and_wales_is_off_in_the_foi_calendar_too(day):
    assert is_working_day(day, ENGLAND_AND_WALES) or not is_working_day(day, ANY_UK_NATION)


@given(st.dates(date(2012, 1, 1), date(2028, 12, 31)), st.integers(-5, 900))
def test_working_days_between_two_days_are_those_that_are_counted_one_by_one(after: date, days: int) -> None:
    until = after + timedelta(days=days)
    one_by_one = sum(is_working_day(after + timedelta(days=n), ANY_UK_NATION) for n in range(1, days + 1))
    assert working_days_between(after, until, ANY_UK_NATION) == one_by_one
