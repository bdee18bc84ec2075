"""Figures to the one fact of a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.heat import BY_SLUG, NOTHING, THEMES, Figures, cell_words, summed
from duties.catalogue import THEMES as NAMES

CONSTITUTION, MEETINGS = BY_SLUG["constitution"], BY_SLUG["meetings-in-public"]
REQUESTS, COMPLAINTS = BY_SLUG["freedom-of-information"], BY_SLUG["complaints"]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (Figures(total=7, passed_red=2, passed_amber=1, sent_back=1, soon=1), "■ 2 late"),
        (Figures(total=7, passed_amber=1, sent_back=1), "▲ 1 past date"),
        (Figures(total=7, sent_back=1, soon=3), "↩ 1 sent back"),
        (Figures(total=7, soon=3, waiting=1), "● 3 due soon"),
        (Figures(total=7, waiting=1, done=6), "◷ 1 to review"),
        (Figures(total=7, done=7, on_time=6, late_done=1), "✓ 7 of 7"),
        (Figures(total=7, done=6), "✓ 6 of 7"),
        (Figures(total=7, no_date=7), "– No date set"),
        (Figures(total=7, no_date=6), "○ 7 not due yet"),
        (NOTHING, "– Nothing due"),
        (Figures(total=1254, passed_red=1254), "■ 1,254 late"),
    ],
)
def test_the_worst_fact_is_the_one_that_is_shown(figures, said):
    words = cell_words(figures, CONSTITUTION)
    assert f"{words.sign} {words.word}" == said


def test_what_is_not_kept_here_says_so_until_there_is_something_to_act_on():
    assert cell_words(NOTHING, MEETINGS).word == "Not recorded"
    assert cell_words(Figures(total=1), MEETINGS).word == "1 not due yet"
    for theme in (REQUESTS, COMPLAINTS):
        assert cell_words(NOTHING, theme).word == "No log"
        assert cell_words(Figures(total=4, done=4), theme).word == "No log"
        assert cell_words(Figures(total=4, passed_red=1), theme).word == "1 late"


def test_the_columns_are_the_catalogues_headline_themes():
    assert tuple(theme.name for theme in THEMES) == NAMES


figures = st.builds(Figures, *[st.integers(0, 50)] * 10)


@given(figures, st.sampled_from([*THEMES, None]))
def test_red_is_kept_for_legal_and_directed_dates(found, theme):
    assert (cell_words(found, theme).colour == "red") == (found.passed_red > 0 and found.total > 0)


@given(st.lists(figures))
def test_a_total_adds_up_every_figure(rows):
    total = summed(rows)
    assert total.total == sum(row.total for row in rows)
    assert total.late == sum(row.late for row in rows)
