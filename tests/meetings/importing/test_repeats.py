"""When an event repeats: as another library has it, and never further than its end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from meetings.importing.repeats import DAYS, NotFollowed, Rule, days_of

LENGTH = timedelta(days=900)


@st.composite
def rules(draw: Any) -> dict[str, list[Any]]:
    often = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts: dict[str, list[Any]] = {"FREQ": [often], "INTERVAL": [draw(st.integers(1, 5))]}
    of_months = often in ("MONTHLY", "YEARLY")
    if draw(st.booleans()):
        which = st.sampled_from([1, 2, 3, 4, 5, -1, -2]).map(str) if of_months and draw(st.booleans()) else st.just("")
        parts["BYDAY"] = [draw(which) + day for day in draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=2))]
        if len({bool(one[:-2]) for one in parts["BYDAY"]}) > 1:
            parts.pop("BYDAY")
    if often != "WEEKLY" and draw(st.booleans()):
        parts["BYMONTHDAY"] = [draw(st.sampled_from([1, 13, 28, 30, 31, -1, -3]))]
    if draw(st.booleans()):
        parts["BYMONTH"] = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))
    if of_months and len(parts) > 2 and draw(st.booleans()):
        parts["BYSETPOS"] = [draw(st.sampled_from([1, 2, -1]))]
    return parts


@given(parts=rules(), first=st.dates(date(2014, 1, 1), date(2019, 12, 31)))
def test_the_days_are_those_that_another_library_finds(parts: dict[str, list[Any]], first: date) -> None:
    last = first + LENGTH
    text = ";".join(f"{name}={','.join(map(str, values))}" for name, values in parts.items())
    theirs = rrulestr(f"{text};UNTIL={last:%Y%m%d}", dtstart=datetime.combine(first, datetime.min.time()))
    assert list(days_of(Rule.of(parts), first, last)) == [one.date() for one in theirs]


@pytest.mark.parametrize(
    "parts",
    [
        {"FREQ": ["HOURLY"]}, {}, {"FREQ": ["WEEKLY"], "INTERVAL": [0]}, {"FREQ": ["WEEKLY"], "BYDAY": ["XX"]},
        {"FREQ": ["DAILY"], "BYHOUR": [9]}, {"FREQ": ["WEEKLY"], "BYDAY": ["2MO"]},
        {"FREQ": ["MONTHLY"], "BYMONTH": ["x"]},
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_said(parts: dict[str, list[Any]]) -> None:
    with pytest.raises(NotFollowed):
        Rule.of(parts)


def test_a_rule_that_never_comes_to_a_day_ends() -> None:
    never = Rule.of({"FREQ": ["DAILY"], "BYMONTH": [2], "BYMONTHDAY": [30]})
    assert not list(days_of(never, date(2016, 1, 1), date(2026, 1, 1)))
