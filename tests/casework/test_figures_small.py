"""Nobody can work out a small number from what the public is shown, though they know the rule."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.figures.small import FEWER, FEWEST, NOT_SHOWN, shown, shown_alone

GROUPS = st.lists(st.integers(0, 12), min_size=1, max_size=4)


def named(numbers) -> dict[str, int]:
    return {f"line {position}": number for position, number in enumerate(numbers)}


def may_be(words: str, total: int, most: int, *, no_small_one_is_named: bool) -> range:
    """What a reader who knows the rule may think that a cell holds."""
    if words == FEWER:
        return range(1, FEWEST)
    if words == NOT_SHOWN:
        return range(total + 1) if no_small_one_is_named else range(FEWEST, most + 1)
    return range(int(words), int(words) + 1)


@given(GROUPS)
def test_every_hidden_number_may_be_one_of_two_at_least(numbers: list[int]) -> None:
    total, seen = sum(numbers), shown(named(numbers))
    cells = [words for _, words in seen.cells]
    if seen.total == FEWER:
        assert 0 < total < FEWEST
        assert set(cells) == {NOT_SHOWN}
        return
    assert seen.total == str(total)
    in_sight = [int(words) for words in cells if words not in (FEWER, NOT_SHOWN) and words != "0"]
    most = min(in_sight, default=total)
    ranges = [may_be(words, total, most, no_small_one_is_named=FEWER not in cells) for words in cells]
    fitting = [guess for guess in product(*ranges) if sum(guess) == total]
    assert tuple(numbers) in fitting
    for position, words in enumerate(cells):
        if words in (FEWER, NOT_SHOWN):
            assert len({guess[position] for guess in fitting}) > 1


@given(GROUPS)
def test_no_count_from_1_to_4_is_ever_shown_and_nothing_is_hidden_without_need(numbers: list[int]) -> None:
    cells = [words for _, words in shown(named(numbers)).cells]
    for number, words in zip(numbers, cells, strict=True):
        assert words in (str(number), FEWER, NOT_SHOWN)
        if 0 < number < FEWEST:
            assert words in (FEWER, NOT_SHOWN)
    if not any(0 < number < FEWEST for number in numbers):
        assert cells == [str(number) for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "cells"),
    [
        ([30, 12, 7, 0], ["30", "12", "7", "0"]),
        ([30, 12, 3, 2, 0], ["30", "12", FEWER, FEWER, "0"]),
        ([30, 12, 3, 0], ["30", NOT_SHOWN, FEWER, "0"]),  # 45 - 30 - 12 would give 3 back
        ([30, 12, 1, 1], ["30", NOT_SHOWN, FEWER, FEWER]),  # two ones are told by their sum
        ([30, 30, 4], [NOT_SHOWN, NOT_SHOWN, FEWER]),  # hiding one 30 of two that are alike hides nothing
        ([1, 1, 1, 1, 1, 0], [NOT_SHOWN] * 6),
    ],
)
def test_what_subtraction_would_give_back_is_hidden_with_it(numbers: list[int], cells: list[str]) -> None:
    assert [words for _, words in shown(named(numbers)).cells] == cells


def test_a_small_total_hides_its_whole_group() -> None:
    seen = shown(named([2, 0, 1]))
    assert seen.total == FEWER
    assert {words for _, words in seen.cells} == {NOT_SHOWN}
    assert seen.hides
    assert not shown(named([0, 0])).hides


def test_a_number_alone() -> None:
    assert [shown_alone(number) for number in (0, 1, 4, 5, 1200)] == ["0", FEWER, FEWER, "5", "1,200"]
