"""Guessing what a pasted link is about, from its words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.likely import Candidate, likely, words_of_url, years_of_url

FOUND = [
    Candidate(1, "Prepare an annual complaints report", "complaints", "Complaints", 2015),
    Candidate(2, "Prepare an annual complaints report", "complaints", "Complaints", 2016),
    Candidate(3, "Publish the annual report and accounts", "annual report", "Annual report and accounts", 2015),
    Candidate(4, "Keep and publish registers of interests", "", "Conflicts of interest", 2016),
    Candidate(5, "Publish FOI performance statistics", "freedom of information", "Freedom of information", 2016),
    Candidate(6, "Publish spending over £25,000 each month", "", "Finance", 2016),
    Candidate(7, "Have a constitution and publish it", "constitution", "Constitution and identity", 2016),
    Candidate(8, "Hold a meeting to present the annual report to the public", "annual report", "Meetings", 2015),
]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://www.chilternccg.nhs.uk/complaints-annual-report-2015-16.pdf", 1),
        ("https://www.chilternccg.nhs.uk/complaints-annual-report-201617.pdf", 2),
        ("https://example.org/about-us/register-of-interests/", 4),
        ("https://example.org/files/Declarations%20of%20Interest.xlsx", 4),
        ("https://example.org/FOI/statistics_Q2", 5),
        ("https://example.org/wp-content/uploads/Spend-over-25k-September.csv", 6),
        ("https://example.org/constitution-v9", 7),
        ("https://example.org/agm-2016", 8),
        ("https://example.org/annual-report-and-accounts-2015-2016", 3),
    ],
)
def test_the_likeliest_duty_comes_first(url, first):
    assert likely(url, FOUND)[0] == first


def test_an_address_whose_words_name_no_duty_offers_none():
    assert likely("https://www.chilternccg.nhs.uk/", FOUND) == []
    assert likely("https://complaints.example.org/download/12345", FOUND) == []


def test_what_is_mine_comes_before_the_same_of_somebody_else():
    theirs, mine = (Candidate(key, "Have a constitution", "", "", 2016, key == 2) for key in (1, 2))
    assert likely("https://example.org/constitution", [theirs, mine]) == [2, 1]


def test_a_year_is_read_only_where_two_years_follow_each_other():
    assert years_of_url("https://example.org/2015-16/a_2016_2017/report-2014-2019/20161017") == {2015, 2016}


def test_the_host_says_nothing_and_common_words_say_nothing():
    assert words_of_url("https://complaints.nhs.uk/about-us/documents/the-CCG.pdf") == set()


@given(st.text())
def test_no_address_stops_it(text):
    assert set(likely(f"https://example.org/{text}", FOUND)) <= {c.key for c in FOUND}
