from datetime import date, datetime

import pytest

from bodies.web import text

TODAY = date(2016, 10, 17)


def test_a_date_reads_as_in_a_sentence_and_as_in_a_table():
    assert text.date_prose(date(2016, 10, 31)) == "Monday 31 October 2016"
    assert text.date_long(date(2016, 10, 3)) == "3 October 2016"
    assert text.date_short(date(2016, 9, 5)) == "5 Sep 2016"


def test_a_date_that_nobody_recorded_says_so():
    assert text.date_prose(None) == text.date_short(None) == text.moment_short(None) == "Not recorded"
    assert text.date_short(None, "No date set") == "No date set"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2016, 10, 28), "in 11 days"),
        (date(2016, 10, 18), "tomorrow"),
        (date(2016, 10, 17), "today"),
        (date(2016, 10, 16), "yesterday"),
        (date(2016, 10, 14), "3 days late"),
        (date(2012, 4, 1), "1,660 days late"),
    ],
)
def test_how_far_a_due_date_is(day, words):
    assert text.days_from(day, TODAY) == words


def test_when_something_happened():
    assert text.days_ago(date(2016, 10, 14), TODAY) == "3 days ago"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(9, 0, "9am"), (14, 30, "2:30pm"), (12, 0, "midday"), (0, 0, "midnight"), (0, 5, "12:05am")],
)
def test_a_time_is_written_as_nhs_uk_does(hour, minute, words):
    assert text.moment_short(datetime(2016, 10, 31, hour, minute)) == f"31 Oct 2016, {words}"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 byte"),
        (812, "812 bytes"),
        (64_200, "64 KB"),
        (999_700, "1 MB"),
        (1_240_000, "1.2 MB"),
        (5 * 10**10, "50 GB"),
    ],
)
def test_the_size_of_a_file(size, words):
    assert text.filesize(size) == words


def test_numbers_with_their_noun():
    assert text.plural(1, "duty", "duties") == "1 duty"
    assert text.plural(1200, "duty", "duties") == "1,200 duties"
    assert text.plural(0, "flag") == "0 flags"


def test_a_list_in_a_sentence():
    assert text.join_and([]) == ""
    assert text.join_and(["day"]) == "day"
    assert text.join_and(["day", "month", "year"]) == "day, month and year"
