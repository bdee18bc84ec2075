"""The financial year: 1 April to 31 March."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties.years import FinancialYear, years_back

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


def test_the_year_turns_on_1_april():
    assert str(FinancialYear.containing(date(2014, 3, 31))) == "2013/14"
    assert str(FinancialYear.containing(date(2014, 4, 1))) == "2014/15"


def test_it_knows_its_days_and_its_neighbours():
    year = FinancialYear.parse("2016/17")
    assert (year.first_day, year.last_day) == (date(2016, 4, 1), date(2017, 3, 31))
    assert (str(year.previous()), str(year.next())) == ("2015/16", "2017/18")
    assert year.previous() < year < year.next()


def test_the_century_is_written_with_two_digits():
    assert str(FinancialYear(1999)) == "1999/00"
    assert FinancialYear.parse("1999/00") == FinancialYear(1999)


@pytest.mark.parametrize(
    "text", ["", "2016", "2016/18", "2016/16", "2016-17", "2016/2017", " 2016/17", "2016/17\n", "٢٠١٦/١٧"]
)
def test_anything_else_is_not_a_year(text):
    with pytest.raises(ValueError, match="is not a financial year"):
        FinancialYear.parse(text)


@given(DAYS)
def test_every_day_is_in_exactly_one_year(day):
    year = FinancialYear.containing(day)
    assert day in year
    assert day not in year.previous()
    assert day not in year.next()
    assert FinancialYear.parse(str(year)) == year


def test_years_go_back_to_the_first_of_groups_or_to_another_the_latest_first():
    assert years_back(FinancialYear(2015)) == [FinancialYear(2015), FinancialYear(2014), FinancialYear(2013)]
    assert years_back(FinancialYear(2016), FinancialYear(2016)) == [FinancialYear(2016)]
    assert years_back(FinancialYear(2012)) == []
