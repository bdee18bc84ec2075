"""What holds of every date, whatever the day: found by drawing days at random."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import assume, given
from hypothesis import strategies as st

from duties.clocks import complaint_response_due, foi_due, next_rolling_due
from duties.clocks.foi_clock import DAY_1, RECEIVED_THEN, Clarification, Fee, run_clock
from duties.counting import (
    add_months,
    clear_days_before,
    clear_days_between,
    clear_working_days_before,
    clear_working_days_between,
    months_after,
    months_from,
    working_days_after,
)
from duties.working_days import (
    ANY_UK_NATION,
    CHECKED_YEARS,
    ENGLAND_AND_WALES,
    IN_ONE_LIST_ONLY,
    NATIONS,
    NORTHERN_IRELAND,
    SCOTLAND,
    Calendar,
    Holiday,
    holidays_of,
    is_working_day,
    reason_not_working,
    subtract_working_days,
)

DAYS = st.dates(date(2012, 1, 1), date(2028, 6, 30))
NUMBERS = st.integers(1, 60)
CALENDARS = st.sampled_from([ENGLAND_AND_WALES, ANY_UK_NATION])
POLICIES = st.sampled_from([DAY_1, RECEIVED_THEN])
ONE_DAY = timedelta(days=1)


def between(first: date, last: date) -> list[date]:
    """The days after the first up to and including the last."""
    return [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]


@given(DAYS, NUMBERS, CALENDARS)
def test_the_days_counted_are_all_days_but_the_skipped_ones_and_they_are_n(day_0, number, calendar):
    found = working_days_after(day_0, number, calendar)
    skipped = [day.on for day in found.skipped]
    counted = [day for day in between(day_0, found.day) if day not in skipped]
    assert len(counted) == number
    assert counted[-1] == found.day
    assert all(is_working_day(day, calendar) for day in counted)
    assert skipped == sorted(skipped)
    assert all(day.reason == reason_not_working(day.on, calendar) for day in found.skipped)


@given(DAYS, POLICIES)
def test_an_answer_is_due_on_a_working_day_and_never_earlier_for_a_later_request(received, policy):
    due = foi_due(received, weekend_receipt=policy).day
    assert is_working_day(due, ANY_UK_NATION)
    assert due <= foi_due(received + ONE_DAY, weekend_receipt=policy).day


@given(DAYS)
def test_the_policies_agree_on_a_working_day_and_differ_by_one_working_day_else(received):
    strict, mild = foi_due(received).day, foi_due(received, weekend_receipt=RECEIVED_THEN).day
    if is_working_day(received, ANY_UK_NATION):
        assert strict == mild
    else:
        assert mild == working_days_after(strict, 1, ANY_UK_NATION).day


@given(DAYS, st.lists(st.tuples(st.integers(0, 6), st.integers(0, 40), st.booleans()), max_size=4))
def test_through_any_sequence_twenty_working_days_outside_the_pauses_are_counted(received, steps):
    events, latest, day_0, pauses = [], received, received, []
    for wait, lasts, restarts in steps:
        begun, ended = latest + timedelta(days=wait), latest + timedelta(days=wait + lasts)
        if restarts:
            events.append(Clarification(begun, ended))
            day_0, pauses = ended, []
        else:
            assume(begun <= working_days_after(day_0, 20, ANY_UK_NATION, pauses=pauses).day)
            events.append(Fee(begun, ended))
            pauses = run_clock(received, 20, ANY_UK_NATION, events).pauses
        latest = ended
    found = run_clock(received, 20, ANY_UK_NATION, events)
    ran = [day for day in between(day_0, found.day) if is_working_day(day, ANY_UK_NATION)]
    assert sum(not any(one.first_on <= day <= one.last_on for one in found.pauses) for day in ran) == 20
    assert not any(one.first_on <= found.day <= one.last_on for one in found.pauses)


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_a_longer_wait_for_a_fee_never_brings_the_answer_forward(received, wait, longer):
    notice = working_days_after(received, 3, ANY_UK_NATION).day
    short = Fee(notice, notice + timedelta(days=wait))
    long = Fee(notice, notice + timedelta(days=wait + longer))
    without = run_clock(received, 20, ANY_UK_NATION)
    first, second = (run_clock(received, 20, ANY_UK_NATION, [fee]) for fee in (short, long))
    assert without.day < first.day <= second.day or not is_working_day(notice, ANY_UK_NATION)


@given(DAYS, st.integers(1, 30))
def test_clear_days_are_the_inverse_of_counting_them(event, number):
    latest = clear_days_before(event, number).day
    assert clear_days_between(latest, event) == number
    assert clear_days_between(latest + ONE_DAY, event) < number


@given(DAYS, st.integers(1, 30), CALENDARS)
def test_clear_working_days_are_the_inverse_of_counting_them(event, number, calendar):
    found = clear_working_days_before(event, number, calendar)
    assert is_working_day(found.day, calendar)
    assert clear_working_days_between(found.day, event, calendar) == number
    later = working_days_after(found.day, 1, calendar).day
    assert clear_working_days_between(later, event, calendar) < number
    assert found.day <= clear_days_before(event, number).day


@given(DAYS, NUMBERS, CALENDARS)
def test_counting_back_undoes_counting_on_from_a_working_day(day, number, calendar):
    assume(is_working_day(day, calendar))
    assert subtract_working_days(working_days_after(day, number, calendar).day, number, calendar) == day


@given(DAYS, st.integers(1, 60))
def test_a_period_of_months_ends_before_the_same_date_or_with_a_short_month(first, number):
    on, same = months_from(first, number).day, add_months(first, number)
    assert months_after(first, number).day == same
    assert (same.year * 12 + same.month) - (first.year * 12 + first.month) == number
    if same.day == first.day:
        assert on == same - ONE_DAY
    else:
        assert on == same
        assert (same + ONE_DAY).day == 1


@given(DAYS)
def test_six_months_are_never_shorter_for_a_later_complaint(received):
    assert complaint_response_due(received).day <= complaint_response_due(received + ONE_DAY).day


@given(DAYS, st.integers(1, 9))
def test_a_publication_on_each_last_day_is_in_time_and_the_cycle_never_stands_still(published, years):
    due = next_rolling_due(published, years)
    anniversary = add_months(published, 12 * years)
    assert due == (anniversary - ONE_DAY if anniversary.day == published.day else anniversary)
    assert published < due < next_rolling_due(due, years)
    assert due <= next_rolling_due(published + ONE_DAY, years)


@given(DAYS, DAYS, st.sampled_from(NATIONS), NUMBERS)
def test_a_proclaimed_holiday_never_brings_a_date_forward_and_moves_it_by_one_day_at_most(start, day, nation, number):
    known = ENGLAND_AND_WALES.with_extra({day: Holiday("Proclaimed", (nation,))})
    before, after = (working_days_after(start, number, calendar).day for calendar in (ENGLAND_AND_WALES, known))
    assert before <= after <= working_days_after(before, 1, known).day
    moves = nation in ENGLAND_AND_WALES.nations and is_working_day(day, ENGLAND_AND_WALES) and start < day <= before
    assert (after > before) is moves


def test_a_holiday_must_name_nations_that_there_are():
    for nations in ((), ("Cornwall",), ("England", "Atlantis")):
        with pytest.raises(ValueError, match="must name nations"):
            ANY_UK_NATION.with_extra({date(2016, 10, 20): Holiday("Day of mourning", nations)})


def test_a_day_that_is_off_already_keeps_its_name_and_gains_the_nations_it_lacked():
    day = date(2014, 8, 4)
    known = ANY_UK_NATION.with_extra({day: Holiday("Centenary", NATIONS)})
    assert reason_not_working(day, known) == (
        "Summer Bank Holiday (Scotland); Centenary (England, Wales, Northern Ireland)"
    )
    assert ENGLAND_AND_WALES.with_extra({day: Holiday("Fair", (SCOTLAND, NORTHERN_IRELAND))}) == ENGLAND_AND_WALES


# The table of bank holidays, held to two others, year by year.

TABLE = Path(__file__).parents[1] / "data" / "bank_holidays.csv"
DIVISIONS = {
    "England and Wales": ("england-and-wales", ("England", "Wales")),
    "Scotland": ("scotland", (SCOTLAND,)),
    "Northern Ireland": ("northern-ireland", (NORTHERN_IRELAND,)),
}


@pytest.mark.parametrize("division", DIVISIONS)
def test_each_nations_holidays_are_those_of_both_lists_from_2012_to_2028(division):
    name, nations = DIVISIONS[division]
    with TABLE.open(encoding="utf-8", newline="") as table:
        listed = {date.fromisoformat(row["day"]) for row in csv.DictReader(table) if row["nation"] == division}
    published = {holiday["date"] for holiday in BankHolidays(use_cached_holidays=True).get_holidays(name)}
    for nation in nations:
        calendar = Calendar(nation, (nation,))
        ours = {day for year in CHECKED_YEARS for day in holidays_of(calendar, year) if day.weekday() < 5}
        assert ours == listed
        only_ours = ours - published
        assert only_ours == (set(IN_ONE_LIST_ONLY) & ours)
        assert {day for day in published if day.year in CHECKED_YEARS and day.weekday() < 5} <= ours


def test_outside_the_table_nothing_is_counted():
    with pytest.raises(ValueError, match="known from 1989 to 2100"):
        is_working_day(date(2101, 1, 3), ENGLAND_AND_WALES)
