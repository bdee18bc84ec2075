"""Where an assessment stands: by its dated facts alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.course import WORDS, Facts, State, is_past_comment, state_of

D = date(2016, 7, 1)


def day(number: int) -> date:
    return D + timedelta(days=number)


AGREED = {"proposed_on": day(0), "agreed_on": day(2)}
SHOWN = AGREED | {"shown_on": day(3), "comment_by_on": day(10)}


@pytest.mark.parametrize(
    ("facts", "on", "state"),
    [
        ({}, 0, State.DRAFT), ({"proposed_on": day(0)}, 0, State.PROPOSED),
        ({"sent_back_on": day(1)}, 1, State.SENT_BACK),
        (AGREED, 1, State.PROPOSED), (AGREED, 2, State.AGREED), (SHOWN, 3, State.WITH_BODY),
        (SHOWN, 10, State.WITH_BODY), (SHOWN, 11, State.HEARD), (SHOWN | {"commented_on": day(5)}, 5, State.HEARD),
        (SHOWN | {"published_on": day(20)}, 19, State.EMBARGOED),
        (SHOWN | {"published_on": day(20)}, 20, State.PUBLISHED),
        (SHOWN | {"published_on": day(20), "superseded_on": day(30)}, 29, State.PUBLISHED),
        (SHOWN | {"published_on": day(20), "superseded_on": day(30)}, 30, State.REPLACED),
    ],
)  # fmt: skip
def test_the_state_follows_from_the_facts(facts: dict[str, date], on: int, state: State) -> None:
    assert state_of(Facts(**facts), day(on)) is state


def test_every_state_has_a_word_a_sign_and_a_colour_and_none_is_red() -> None:
    assert set(WORDS) == set(State)
    assert all(words.word and words.sign and words.colour != "red" for words in WORDS.values())
    assert len({words.word for words in WORDS.values()}) == len(WORDS)


DAYS = st.none() | st.integers(0, 40).map(day)


@given(st.builds(Facts, *[DAYS] * 8), st.integers(0, 40).map(day))
def test_nobody_reads_before_the_day_of_publication_whatever_else_is_so(facts: Facts, today: date) -> None:
    public = state_of(facts, today) in (State.PUBLISHED, State.REPLACED)
    if facts.superseded_on is None:
        assert public == (facts.published_on is not None and facts.published_on <= today)
    elif facts.published_on is None:
        assert not public


@given(st.builds(Facts, *[DAYS] * 8), st.integers(0, 40).map(day))
def test_the_body_has_had_its_time_only_once_it_was_shown(facts: Facts, today: date) -> None:
    if is_past_comment(facts, today):
        assert facts.shown_on is not None
        assert facts.comment_by_on < today or facts.commented_on <= today
