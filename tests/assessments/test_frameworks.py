"""The frameworks: which is in force when, what it judges, and that no value of one is ever told by another."""

from __future__ import annotations

import inspect
import operator
import pkgutil
from importlib import import_module
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assessments
from assessments.frameworks import (
    CONFIRMED,
    FRAMEWORKS,
    MIXED,
    PERIODS,
    QUARTERS,
    RECALLED,
    Framework,
    Scale,
    Value,
    framework_of,
    value_of,
)
from assessments.frameworks.law import must_look_at

SURE = {CONFIRMED, MIXED, RECALLED}


def sheets(framework: Framework):
    return framework.sheets.values()


def scales(framework: Framework) -> list[Scale]:
    found = [sheet.headline for sheet in sheets(framework) if sheet.headline]
    return found + [unit.scale for sheet in sheets(framework) for unit in sheet.units]


def values(framework: Framework) -> list[Value]:
    return [value for scale in scales(framework) for value in scale.values]


@pytest.mark.parametrize(
    ("year", "period", "slug"),
    [
        (2012, "", None), (2013, "Q1", "interim-2013"), (2013, "Q2", "interim-2013"), (2013, "Q3", "assurance-2013"),
        (2013, "Q4", "assurance-2013"), (2013, "", "assurance-2013"), (2014, "Q1", "assurance-2014"),
        (2014, "", "assurance-2014"), (2015, "", "assurance-2015"), (2016, "Q2", "iaf-2016"), (2016, "", "iaf-2016"),
        (2017, "", "iaf-2017"), (2018, "", "iaf-2018"), (2019, "", "oversight-2019"), (2020, "", "slim-2020"),
        (2021, "", "system-oversight-2021"), (2022, "", "oversight-2022"), (2030, "", "oversight-2022"),
    ],
)  # fmt: skip
def test_the_framework_in_force_is_that_of_the_reference(year: int, period: str, slug: str | None) -> None:
    found = framework_of(year, period)
    assert (found and found.slug) == slug


@given(st.integers(2013, 2040), st.sampled_from(PERIODS))
def test_one_framework_and_no_more_is_in_force_at_any_time(year: int, period: str) -> None:
    assert [one for one in FRAMEWORKS if one.covers(year, period)] == [framework_of(year, period)]


def test_2013_14_changed_after_its_second_quarter() -> None:
    by_quarter = [framework_of(2013, quarter) for quarter in QUARTERS]
    assert [one.slug for one in by_quarter] == ["interim-2013"] * 2 + ["assurance-2013"] * 2


def test_2015_16_has_five_components_and_2014_15_kept_the_six_domains() -> None:
    names = [unit.name for unit in framework_of(2015).sheet("").units]
    assert names == ["Well-led", "Performance", "Financial management", "Planning", "Delegated functions"]
    assert len(framework_of(2014).sheet("").units) == 6
    assert framework_of(2014).sure == RECALLED


def test_three_words_of_assurance_four_grades_and_no_grade_at_all() -> None:
    words = {year: [v.word for v in framework_of(year).sheet("").headline.values] for year in (2013, 2015, 2019)}
    assert words[2013] == ["Assured", "Assured with support", "Not assured, intervention required"]
    assert words[2015] == words[2019] == ["Outstanding", "Good", "Requires improvement", "Inadequate"]
    assert [framework_of(year).sheet("").is_narrative for year in (2020, 2021, 2022)] == [True] * 3
    assert framework_of(2013, "Q1").sheet("Q1").is_narrative


def test_a_colour_is_kept_only_where_the_source_gives_one() -> None:
    coloured = {value.framework for one in FRAMEWORKS for value in values(one) if value.colour}
    assert coloured == {"iaf-2017", "iaf-2018"}  # red, amber and green by quarter


def test_everything_says_how_sure_it_is_and_where_it_was_seen() -> None:
    for one in FRAMEWORKS:
        assert one.source and one.sure in SURE
        assert {sheet.sure for sheet in sheets(one)} | {scale.sure for scale in scales(one)} <= SURE
        assert all(scale.note for scale in scales(one) if not scale.is_whole), one.slug


@pytest.mark.parametrize(("one", "other"), [*combinations(FRAMEWORKS, 2)], ids=lambda one: one.slug)
def test_no_value_of_a_framework_is_a_value_of_another(one: Framework, other: Framework) -> None:
    assert {value.key for value in values(one)}.isdisjoint(value.key for value in values(other))
    for value, scale in product(values(one), scales(other)):
        assert value_of(other, scale, value.key) is None
        assert value not in scale.values


def test_no_value_can_be_compared_with_another_or_sorted() -> None:
    some = [value for one in FRAMEWORKS for value in values(one)]
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError):
            compare(some[0], some[-1])
    with pytest.raises(TypeError):
        sorted({some[0], some[-1]})
    assert not any(isinstance(getattr(some[0], name), int | float) for name in Value.__dataclass_fields__)


def _functions():
    for module in pkgutil.walk_packages(assessments.__path__, "assessments."):
        if ".migrations" in module.name:
            continue
        for _, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            if function.__module__.startswith("assessments"):
                yield function


def test_no_function_maps_a_value_or_takes_two_frameworks() -> None:
    """Nothing in the room takes a value and answers with another, or is given two values, scales or frameworks."""
    seen = 0
    for function in _functions():
        given = [str(one.annotation) for name, one in inspect.signature(function).parameters.items() if name != "self"]
        answer = str(inspect.signature(function).return_annotation)
        takes = [one for one in given if one.split(" |")[0] in ("Value", "Grade")]
        assert not (takes and "Value" in answer), function
        for kind in ("Value", "Grade", "Scale", "Framework"):
            assert sum(one.split(" |")[0] == kind for one in given) <= 1, function
        seen += 1
    assert seen > 50


def test_the_law_has_six_things_looked_at_of_a_group_and_two_more_of_a_board() -> None:
    assert [one.slug for one in must_look_at("ccg", "")] == [
        "quality", "inequalities", "advice", "involvement", "finance", "strategy",
    ]  # fmt: skip
    assert [one.slug for one in must_look_at("icb", "")][6:] == ["research", "effects"]
    assert must_look_at("ccg", "Q1") == ()
