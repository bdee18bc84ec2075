"""The working of a date in words."""

from datetime import date

import pytest

from duties.explanation import Explanation, Pause, SkippedDay
from duties.explanation_words import CSV_HEADER, Line, Told, answer_words

UK = ("England", "Wales", "Scotland", "Northern Ireland")


def make(**facts) -> Explanation:
    return Explanation(**{"rule": "foi_due", "title": "Twenty working days", "section": "s10(1)"} | facts)


FOI = make(
    answer=date(2013, 12, 10), day_0=date(2013, 11, 11), day_0_words="the day the request was received", counted=20,
    unit="working days", calendar="any nation of the United Kingdom", table_version="holidays 1",
    skipped=(
        SkippedDay(date(2013, 11, 16), "Saturday"), SkippedDay(date(2013, 11, 17), "Sunday"),
        SkippedDay(date(2013, 12, 2), "St Andrew's Day (Scotland)", ("Scotland",)),
    ),
)  # fmt: skip


def lines(e: Explanation) -> dict[str, str]:
    return {line.key: line.words for line in Told(e).lines}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"answer": date(2013, 12, 10)}, "Tuesday 10 December 2013"),
        (
            {"answer": date(2016, 12, 23), "strictly_before": date(2016, 12, 24)},
            "Before Saturday 24 December 2016, so by Friday 23 December 2016",
        ),
        ({"reason": "Nobody has entered it"}, "No date set. Nobody has entered it."),
        ({}, "No date set."),
    ],
)
def test_the_answer_in_words(facts, words) -> None:
    assert answer_words(make(**facts)) == words


def test_what_the_date_rests_on_is_told_in_order() -> None:
    assert lines(FOI) == {
        "Rule": "Twenty working days",
        "Where it stands": "s10(1)",
        "Day 0": "Monday 11 November 2013, the day the request was received. It is not counted itself",
        "Counted": "20 working days",
        "What does not count": "Saturdays, Sundays and the bank holidays of any nation of the United Kingdom",
        "Table of holidays": "holidays 1",
    }


def test_a_first_day_that_counts_is_no_day_0() -> None:
    told = lines(make(day_0=date(2014, 1, 15), includes_day_0=True, counted=1, unit="months"))
    assert told["First day"] == "Wednesday 15 January 2014. It counts as the first day"
    assert told["Counted"] == "1 month"
    assert "Day 0" not in told


def test_restarts_pauses_and_notes_are_told() -> None:
    pause = Pause(date(2015, 6, 10), date(2015, 6, 24), "a fees notice")
    told = lines(make(restarted_on=date(2015, 4, 20), pauses=(pause,), notes=("It may be asked again",)))
    assert told["Counting starts again"].startswith("Monday 20 April 2015.")
    assert told["Pause"] == ("Wednesday 10 June to Wednesday 24 June 2015: a fees notice (15 days, both ends included)")
    assert told["Note"] == "It may be asked again"


def test_weekends_are_put_together_and_a_holiday_says_where() -> None:
    weekend, holiday = Told(FOI).runs
    assert (weekend.words, weekend.why, weekend.nations) == (
        "Saturday 16 November to Sunday 17 November 2013", "Weekend", "Everywhere",
    )  # fmt: skip
    assert (holiday.words, holiday.why, holiday.nations) == ("Monday 2 December 2013", "St Andrew's Day", "Scotland")


def test_a_saturday_alone_is_a_saturday() -> None:
    told = Told(make(skipped=(SkippedDay(date(2013, 11, 16), "Saturday"),)))
    assert [run.why for run in told.runs] == ["Saturday"]


def test_days_of_another_reason_or_apart_are_not_put_together() -> None:
    days = [(25, "Christmas Day", UK), (26, "Boxing Day", UK), (28, "Saturday", ()), (30, "fees notice", ())]
    told = Told(make(skipped=tuple(SkippedDay(date(2013, 12, day), why, where) for day, why, where in days)))
    assert [run.why for run in told.runs] == ["Christmas Day", "Boxing Day", "Saturday", "Fees notice"]
    assert told.runs[0].nations == "All four nations"


def test_a_run_over_new_year_names_both_years() -> None:
    days = (SkippedDay(date(2022, 12, 31), "Saturday"), SkippedDay(date(2023, 1, 1), "Sunday"))
    assert Told(make(skipped=days)).runs[0].words == "Saturday 31 December 2022 to Sunday 1 January 2023"


def test_csv_and_json_say_the_same_as_the_page() -> None:
    told = Told(FOI, (Line("How sure we are", "Seen"),))
    rows = list(told.csv_rows())
    assert {len(row) for row in rows} == {len(CSV_HEADER)}
    assert rows[0] == ("Answer", "2013-12-10", "", "Tuesday 10 December 2013", "")
    assert [(row[0], row[3]) for row in rows[1 : 1 + len(told.lines)]] == [(x.key, x.words) for x in told.lines]
    assert [row[1] for row in rows if row[0] == "Day that did not count"] == ["2013-11-16", "2013-11-17", "2013-12-02"]
    assert told.as_json() == {"answer_words": "Tuesday 10 December 2013", **FOI.as_json()}
