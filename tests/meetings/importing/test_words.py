"""How the cells of a list of meetings are read."""

from datetime import date, time

import pytest

from bodies.imports.cells import Wrong
from meetings.importing import words


@pytest.mark.parametrize(
    ("cell", "starts", "ends"),
    [
        ("13:30", time(13, 30), None), ("2pm", time(14), None), ("14:00-16:00", time(14), time(16)),
        ("2.30 p.m.", time(14, 30), None), ("2 to 4pm", time(14), time(16)), ("11-1pm", time(11), time(13)),
        ("9.30am – 12 noon", time(9, 30), time(12)), ("13:30:00", time(13, 30), None), ("1330", time(13, 30), None),
        ("10:00 until 12:30", time(10), time(12, 30)), ("noon", time(12), None),
    ],
)  # fmt: skip
def test_times_as_people_write_them(cell: str, starts: time, ends: time | None) -> None:
    assert words.times(cell) == words.Times(starts, ends)


@pytest.mark.parametrize("cell", ["9", "25:00", "13pm", "0pm", "9:5", "2-4", "after lunch", "10:00-", "9-10-11am", "-"])
def test_what_is_no_time_is_refused_in_words(cell: str) -> None:
    if cell == "-":
        assert words.times(cell) is None
        return
    with pytest.raises(Wrong, match=r"Write it like 13:30"):
        words.times(cell)


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Wrong, match="ends before it begins"):
        words.times("16:00-14:00")


@pytest.mark.parametrize(
    ("cell", "kind", "committee", "in_public"),
    [
        ("governing_body", "governing_body", "", True), ("Board", "governing_body", "", True),
        ("Governing Body Meeting in Public", "governing_body", "", True), ("agm", "annual", "", True),
        ("NHS Leeds West CCG Governing Body", "governing_body", "", True),
        ("Annual Public Meeting", "annual", "", True),
        ("primary_care_committee", "primary_care", "", None), ("PCCC", "primary_care", "", None),
        ("annual_report_approval", "other", "Annual report approval", None), ("Audit", "other", "Audit", None),
    ],
)  # fmt: skip
def test_kinds_and_words_near_them_and_any_other_is_a_committee_named_by_it(
    cell: str, kind: str, committee: str, in_public: bool | None
) -> None:
    assert words.kind_of(cell) == words.Of(kind, committee, in_public)


@pytest.mark.parametrize("cell", ["Governing body (private)", "Governing Body Part 2", "confidential_session"])
def test_what_says_that_it_is_private_is_not_made_public(cell: str) -> None:
    with pytest.raises(Wrong, match="is not for the public"):
        words.kind_of(cell)


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("virtual", "Online"), ("online", "Online"), ("Microsoft Teams", "Online (Microsoft Teams)"),
        ("via Zoom", "Online (Zoom)"), ("Microsoft Teams Meeting", "Online (Microsoft Teams)"), ("TBC", None),
        ("Teams Valley House", "Teams Valley House"), ("Hall, and online", "Hall, and online"),
    ],
)  # fmt: skip
def test_a_screen_is_no_street(cell: str, place: str | None) -> None:
    assert words.place(cell) == place
    assert words.is_online(place or "") == bool(place and place.startswith("Online"))


def test_the_weekday_is_checked_and_the_right_one_named() -> None:
    words.check_weekday(date(2018, 2, 28), words.weekday("Weds"))
    with pytest.raises(Wrong, match=r"28 February 2018 is a Wednesday, not a Thursday\. .* write Wed"):
        words.check_weekday(date(2018, 2, 28), words.weekday("Thu"))
    for cell in ("T", "Tomorrow", "ursday"):
        with pytest.raises(Wrong, match="not a day of the week"):
            words.weekday(cell)


def test_a_note_is_read_only_where_it_leaves_no_doubt() -> None:
    assert words.noted("6 members of the public present", "governing_body", "held").public_present == 6
    assert words.noted("minutes: confirmed quorate", "governing_body", "held").quorate is True
    assert words.noted("The meeting was not quorate", "governing_body", "held").quorate is False
    assert words.noted("quorate, then not quorate", "governing_body", "held").quorate is None
    assert words.noted("6 members of the public present", "governing_body", "planned") == words.Noted()
    assert words.noted("for 2017/18", "annual", "held").presents_year == 2017
    assert words.noted("for 2017/18", "governing_body", "held").presents_year is None
    assert words.noted("for 2017/19", "annual", "held").presents_year is None
    assert words.noted("for 2016/17 and 2017/18", "annual", "held").presents_year is None
