"""What is told of answers never lets anybody conclude what one body said. Worked out here by trying every case."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.figures import COARSER, FEWEST, FINER, MANY, Coarseness, Told, share_words, told
from surveys.words import VALUES

counts_of_five = st.lists(st.integers(0, 12), min_size=5, max_size=5)
few_answers = st.lists(st.integers(0, 10), min_size=5, max_size=5).filter(lambda given: 5 <= sum(given) <= 10)


def as_counts(given_counts: list[int]) -> dict[int, int]:
    return dict(zip(VALUES, given_counts, strict=True))


def plainly(count: int, answers: int, edge: int) -> int:
    """The share told, by fractions: the nearest ten, half up, within the edges."""
    tens = Fraction(count * 10, answers)
    nearest = 10 * int(tens + Fraction(1, 2))
    return max(edge, min(100 - edge, nearest))


@cache
def stories(answers: int) -> list[tuple[int, ...]]:
    """Every way in which so many answers can fall on five values."""
    chosen = combinations_with_replacement(range(5), answers)
    return [tuple(one.count(value) for value in range(5)) for one in chosen]


def that_fit(shown: Told, most: int) -> Iterator[tuple[int, ...]]:
    """Every set of answers, of at most so many, that would be told in the same way."""
    edge = shown.coarseness.edge
    for answers in range(shown.coarseness.floor, most + 1):
        for story in stories(answers):
            if tuple(plainly(count, answers, edge) for count in story) == shown.shares:
                yield story


@given(counts_of_five, st.integers(0, 250))
def test_below_five_answers_nothing_is_told(given_counts: list[int], bodies: int) -> None:
    shown = told(as_counts(given_counts), bodies)
    assert shown is None or sum(given_counts) >= FEWEST
    assert shown is None or bodies > FEWEST


@given(counts_of_five, st.integers(6, 90))
def test_the_shares_are_those_of_plain_arithmetic(given_counts: list[int], bodies: int) -> None:
    shown = told(as_counts(given_counts), max(bodies, sum(given_counts)))
    if shown is not None:
        answers, edge = sum(given_counts), shown.coarseness.edge
        assert shown.shares == tuple(plainly(count, answers, edge) for count in given_counts)
        assert answers >= shown.coarseness.floor


# Answers that are told are rare among all that could be given: most are drawn in vain.
ODD = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


@ODD
@given(few_answers, st.integers(0, 3))
def test_what_is_told_also_fits_that_one_body_did_not_answer_and_that_not_all_agree(
    given_counts: list[int], silent: int
) -> None:
    """So of no body can it be concluded that it answered, or what: each may be the one that is missing."""
    bodies = sum(given_counts) + silent
    shown = told(as_counts(given_counts), bodies)
    others = [story for story in that_fit(shown, bodies - 1) if max(story) < sum(story)] if shown else []
    assert shown is None or others


@ODD
@given(few_answers, st.integers(0, 3))
def test_nothing_is_held_back_that_has_another_story(given_counts: list[int], silent: int) -> None:
    bodies = sum(given_counts) + silent
    would_be = Told(COARSER, tuple(plainly(count, sum(given_counts), COARSER.edge) for count in given_counts))
    has_another = any(max(story) < sum(story) for story in that_fit(would_be, bodies - 1))
    assert (told(as_counts(given_counts), bodies) is not None) == has_another


@pytest.mark.parametrize("answers", [5, 7, 12, 20, 50, 209])
def test_that_all_are_of_one_mind_is_never_told_for_certain(answers: int) -> None:
    shown = told({1: answers}, answers + 1)
    assert shown is not None and shown.words[-1] in {"80% or more", "90% or more"}
    assert told({1: answers - 1, 2: 1}, answers + 1) == shown


def test_that_every_body_of_an_office_answered_is_never_told() -> None:
    assert told({5: 2, 4: 3}, 5) is None, "five of five"
    assert told({5: 3, 4: 2, 3: 1}, 6) is None, "a half cannot be told of five, so all six must have answered"
    assert told({5: 3, 4: 2, 3: 1}, 7) is not None, "of seven one was silent, and nobody can say which"
    twenty = {5: 2, 4: 8, 3: 6, 2: 3, 1: 1}
    of_twenty, of_more = told(twenty, 20), told(twenty, 21)
    assert of_twenty is not None and of_twenty.base == "5 or more", "20 or more of 20 would be all"
    assert of_more is not None and of_more.base == "20 or more"


def test_cannot_say_is_no_answer() -> None:
    assert told({5: 2, 4: 2, 0: 9}, 50) is None
    assert told({5: 2, 4: 3, 0: 9}, 50) == told({5: 2, 4: 3}, 50) is not None


def test_many_answers_are_told_more_finely() -> None:
    shown = told({5: 2, 4: 9, 3: 6, 2: 2, 1: 1}, 50)
    assert shown == Told(FINER, (10, 50, 30, 10, 10)) and shown.base == f"{MANY} or more"
    assert shown.words == ("10% or less", "about 50%", "about 30%", "10% or less", "10% or less")
    few = told({5: 1, 4: 3, 3: 2}, 50)
    assert few is not None and few.coarseness is COARSER and few.base == "5 or more"


def test_the_words_of_shares() -> None:
    assert [share_words(share, 20) for share in (20, 30, 70, 80)] == [
        "20% or less", "about 30%", "about 70%", "80% or more",
    ]  # fmt: skip


def test_a_count_below_none_is_refused() -> None:
    with pytest.raises(ValueError, match="none or more"):
        told({5: -1}, 9)


@given(st.integers(5, 60), st.sampled_from([COARSER, FINER]))
def test_the_ends_of_a_share_are_those_of_trying(answers: int, coarseness: Coarseness) -> None:
    for share in range(coarseness.edge, 101 - coarseness.edge, 10):
        fits = [count for count in range(answers) if plainly(count, answers, coarseness.edge) == share]
        least, most = coarseness.counts(share, answers)
        assert list(range(least, most + 1)) == fits
