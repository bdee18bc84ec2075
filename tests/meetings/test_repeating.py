"""The dates of meetings that come round."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.repeating import LAST, MOST, Repeat, TooMany, dates_of, is_last_of_month, place_in_month, words_of

DAYS = st.dates(date(2013, 4, 1), date(2035, 12, 31))
RULES = st.one_of(
    st.builds(Repeat, months=st.integers(1, 12)), st.builds(Repeat, weeks=st.integers(1, 52)),
)  # fmt: skip
SPANS = st.integers(0, 365).map(lambda days: timedelta(days=days))


@given(DAYS, RULES, SPANS)
def test_the_first_date_comes_first_and_none_is_later_than_the_last_day(first, repeat, span) -> None:
    found = dates_of(first, repeat, first + span)
    assert found[0] == first
    assert found == sorted(set(found))
    assert found[-1] <= first + span
    assert {day.weekday() for day in found} == {first.weekday()}


@given(DAYS, st.integers(1, 6), SPANS)
def test_by_months_each_has_the_place_of_the_first_and_no_month_is_missed(first, months, span) -> None:
    found = dates_of(first, Repeat(months=months), first + span)
    place = place_in_month(first)
    for day in found:
        assert (
            is_last_of_month(day)
            if place == LAST
            else place_in_month(day) in (place, LAST) and 7 >= day.day - 7 * (place - 1) > 0
        )
    numbers = [12 * day.year + day.month for day in found]
    assert all(later - earlier == months for earlier, later in pairwise(numbers))


@given(DAYS, st.integers(1, 52), SPANS)
def test_by_weeks_they_lie_just_so_far_apart(first, weeks, span) -> None:
    found = dates_of(first, Repeat(weeks=weeks), first + span) if weeks > 6 or span.days < 300 else [first]
    assert {later - earlier for earlier, later in pairwise(found)} <= {timedelta(weeks=weeks)}


@given(DAYS, RULES, SPANS, st.sets(st.integers(0, 365)))
def test_what_is_left_out_is_all_that_is_missing(first, repeat, span, left_out) -> None:
    without = {first + timedelta(days=days) for days in left_out}
    whole = dates_of(first, repeat, first + span)
    assert dates_of(first, repeat, first + span, without) == [day for day in whole if day not in without]


@given(DAYS.filter(is_last_of_month), SPANS)
def test_the_last_weekday_of_the_month_is_the_last_of_every_month(first, span) -> None:
    assert all(map(is_last_of_month, dates_of(first, Repeat(months=1, is_last=True), first + span)))


def test_a_fifth_tuesday_is_read_as_the_last() -> None:
    assert dates_of(date(2016, 11, 29), Repeat(months=1), date(2017, 2, 28)) == [
        date(2016, 11, 29), date(2016, 12, 27), date(2017, 1, 31), date(2017, 2, 28),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "repeat", "words"),
    [
        (date(2017, 1, 17), Repeat(months=1), "every month on the third Tuesday"),
        (date(2017, 1, 19), Repeat(months=2), "every 2 months on the third Thursday"),
        (date(2017, 1, 26), Repeat(months=3), "every 3 months on the fourth Thursday"),
        (date(2017, 1, 26), Repeat(months=3, is_last=True), "every 3 months on the last Thursday"),
        (date(2017, 1, 31), Repeat(months=1), "every month on the last Tuesday"),
        (date(2017, 1, 17), Repeat(weeks=1), "every week on Tuesday"),
        (date(2017, 1, 17), Repeat(weeks=6), "every 6 weeks on Tuesday"),
    ],
)
def test_the_rule_is_told_in_words(first, repeat, words) -> None:
    assert words_of(first, repeat) == words


def test_more_than_are_planned_at_once_are_refused() -> None:
    first = date(2017, 1, 3)
    assert len(dates_of(first, Repeat(weeks=1), first + timedelta(weeks=MOST - 1))) == MOST
    with pytest.raises(TooMany):
        dates_of(first, Repeat(weeks=1), first + timedelta(weeks=MOST))


def test_what_is_no_rule_is_refused() -> None:
    for wrong in ({}, {"months": 1, "weeks": 1}, {"months": -1}):
        with pytest.raises(ValueError, match="by months or by weeks"):
            Repeat(**wrong)
    with pytest.raises(ValueError, match="not the last such weekday"):
        dates_of(date(2017, 1, 17), Repeat(months=1, is_last=True), date(2017, 12, 31))
