"""The regulator's bands at their edges, in whole numbers, and no band where few were answered."""

from datetime import date

import pytest

from casework.figures.bands import (
    ADEQUATE,
    GOOD,
    NO_REVIEW,
    NONE_ANSWERED,
    TOO_FEW,
    UNSATISFACTORY,
    Share,
    band_of,
    is_watched,
    review_band_of,
    trigger_on,
)

DAY = date(2016, 9, 30)


@pytest.mark.parametrize(
    ("kept", "base", "band"),
    [
        (19, 20, GOOD),  # 95% exactly
        (9_496, 10_000, ADEQUATE),  # 94.96% is not 95%
        (9_499_999, 10_000_000, ADEQUATE),
        (18, 20, ADEQUATE),  # 90% exactly
        (8_999, 10_000, UNSATISFACTORY),
        (0, 5, UNSATISFACTORY),
        (5, 5, GOOD),
    ],
)
def test_the_bands_hold_to_the_last_answer(kept: int, base: int, band: object) -> None:
    assert band_of(kept, base, DAY) is band


@pytest.mark.parametrize("base", [1, 2, 3, 4])
def test_a_body_with_few_answers_is_not_shamed(base: int) -> None:
    assert band_of(0, base, DAY) is TOO_FEW
    assert not is_watched(0, base, DAY)


def test_nothing_answered_is_no_band_at_all() -> None:
    assert band_of(0, 0, DAY) is NONE_ANSWERED
    assert review_band_of(0, 0, DAY) is NO_REVIEW
    assert review_band_of(19, 20, DAY) is GOOD


def test_the_trigger_rose_with_2017() -> None:
    assert trigger_on(date(2016, 12, 31)).below == 85
    assert trigger_on(date(2017, 1, 1)).below == 90
    assert "to be verified" in trigger_on(DAY).source
    assert not is_watched(85, 100, date(2016, 12, 31))
    assert is_watched(84, 100, date(2016, 12, 31))
    assert is_watched(89, 100, date(2017, 3, 31))
    assert not is_watched(90, 100, date(2017, 3, 31))


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Share(37, 39), "94.8% (37 of 39)"),  # 94.87 in a hundred
        (Share(9_496, 10_000), "94.9% (9,496 of 10,000)"),
        (Share(19, 20), "95% (19 of 20)"),
        (Share(20, 20), "100% (20 of 20)"),
        (Share(0, 0), "None to count"),
    ],
)
def test_a_percentage_is_rounded_down_and_says_of_how_many(share: Share, words: str) -> None:
    assert share.words == words


def test_more_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="is no share"):
        band_of(3, 2, DAY)
