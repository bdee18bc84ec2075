"""Charts: whole numbers on the scale, bars that add up, lines with gaps, and the same numbers as a table."""

import re
from itertools import pairwise

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from bodies.web import charts
from bodies.web.charts import Course, Part, bar_chart, line_chart, percent, scale, share_words

MONTHS = ("April", "May", "June")
PARTS = (Part("Met on time", "solid", (4, 0, 2)), Part("Late", "striped", (1, 0, 3)))
chart = bar_chart("year", "What fell due", "Month by month.", MONTHS, PARTS)


def drawn(macro: str, made) -> str:
    source = f'{{% from "_components/charts.html" import {macro} %}}{{{{ {macro}(chart) }}}}'
    return engines["nhsuk"].from_string(source).render({"chart": made})


@given(st.integers(min_value=0, max_value=10**7))
def test_the_scale_has_few_whole_steps_of_one_size_and_reaches_the_highest(highest):
    steps = scale(highest)
    assert steps[0] == 0 and steps[-1] >= highest
    assert 2 <= len(steps) <= charts.MOST_STEPS + 1
    assert len({after - before for before, after in pairwise(steps)}) == 1
    assert len(steps) == 2 or steps[-2] < highest  # no empty step at the top


def test_the_scale_is_of_round_numbers():
    assert scale(3) == (0, 1, 2, 3)
    assert scale(23) == (0, 5, 10, 15, 20, 25)
    assert scale(117) == (0, 50, 100, 150)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=12))
def test_bars_stand_on_the_floor_and_their_parts_on_each_other_within_the_drawing(rows):
    columns = zip(*rows, strict=True)
    parts = [Part(str(at), "solid", tuple(column)) for at, column in enumerate(columns)]
    made = bar_chart("k", "t", "s", [str(at) for at in range(len(rows))], parts)
    assert [bar.total for bar in made.bars] == [sum(row) for row in rows]
    for bar, row in zip(made.bars, rows, strict=True):
        floor = charts.FLOOR
        assert len(bar.boxes) == sum(number > 0 for number in row)
        for box in bar.boxes:
            assert box.y + box.height == pytest.approx(floor, abs=0.02)
            assert box.x >= charts.LEFT and box.x + box.width <= charts.WIDTH - charts.RIGHT + 0.02
            floor = box.y
        assert bar.top == pytest.approx(floor, abs=0.02)
        assert charts.TOP - 0.01 <= bar.top <= charts.FLOOR


def test_heights_are_in_proportion():
    four, one = chart.bars[0].boxes
    assert four.height == pytest.approx(4 * one.height, abs=0.05)


def test_the_table_of_bars_has_every_number_and_the_sums():
    assert chart.header == ("Month", "Met on time", "Late", "All")
    assert chart.rows == (("April", 4, 1, 5), ("May", 0, 0, 0), ("June", 2, 3, 5))
    assert bar_chart("k", "t", "s", MONTHS, PARTS, total="").rows[0] == ("April", 4, 1)


def test_a_part_without_a_number_for_a_period_is_refused():
    with pytest.raises(ValueError, match="one number for each period"):
        bar_chart("k", "t", "s", MONTHS, [Part("a", "solid", (1, 2))])
    with pytest.raises(ValueError, match="one number for each period"):
        line_chart("k", "t", "s", MONTHS, [Course("a", ((1, 2),))])


def test_a_line_has_a_gap_where_nothing_was_to_count():
    made = line_chart("k", "t", "s", ("a", "b", "c", "d"), [Course("2016/17", ((1, 2), None, (0, 4), (4, 4)))])
    (stroke,) = made.strokes
    assert [len(piece) for piece in stroke.pieces] == [1, 2]
    half, none, whole = stroke.marks
    assert (none.y, whole.y) == (charts.FLOOR, charts.TOP)
    assert half.y == pytest.approx((none.y + whole.y) / 2)
    assert made.rows == (("a", "1 of 2 (50%)"), ("b", "None"), ("c", "0 of 4 (0%)"), ("d", "4 of 4 (100%)"))
    assert line_chart("k", "t", "s", ("a",), [Course("x", ((0, 0),))]).strokes[0].pieces == ()


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_all_and_none_are_said_of_all_and_none_alone(kept, base):
    kept = min(kept, base)
    share = percent(kept, base)
    assert (share == 100) == (kept == base) and (share == 0) == (kept == 0)
    assert abs(share - 100 * kept / base) <= 1


def test_a_share_is_said_with_its_base():
    assert share_words((1_400, 1_600)) == "1,400 of 1,600 (87%)"
    assert share_words((0, 0)) == share_words(None) == "None"


def test_a_drawing_names_itself_has_patterns_beside_colours_and_no_style():
    page = drawn("bars", chart)
    assert 'role="img" aria-labelledby="year-title year-said"' in page
    assert '<title id="year-title">What fell due</title>' in page and '<desc id="year-said">Month by month.' in page
    assert 'fill="url(#year-striped)"' in page and 'id="year-striped"' in page
    assert "style=" not in page
    cells = re.findall(r"</span><span>([^<]*)</span></t[dh]>", page)
    assert cells == [str(cell) for row in chart.rows for cell in row]


def test_every_line_of_a_drawing_has_dashes_or_marks_of_its_own():
    made = line_chart("k", "t", "s", MONTHS, [Course(name, ((1, 2),) * 3) for name in ("a", "b", "c")])
    page = drawn("line", made)
    assert page.count("<polyline") == 3 and "style=" not in page
    assert [stroke.look for stroke in made.strokes] == list(charts.STROKES)
    assert len(set(re.findall(r'<polyline[^>]*stroke-dasharray="([^"]*)"', page))) == 3
