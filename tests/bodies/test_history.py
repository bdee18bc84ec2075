"""A body's history and its heir, as known on a day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.history import heirs, history_of
from bodies.models import Body, Succession

pytestmark = pytest.mark.usefixtures("real_register")


def body(code: str) -> Body:
    return Body.objects.get(code=code)


def codes(links) -> list[str]:
    return [link.body.code for link in links]


def test_a_merged_body_knows_whom_it_followed():
    history = history_of(body("13T"), date(2016, 10, 17))
    assert sorted(codes(history.predecessors)) == ["00F", "00G", "00H"]
    assert {link.effective_on for link in history.predecessors} == {date(2015, 4, 1)}
    assert history.successors == ()


@pytest.mark.parametrize(("day", "known"), [(date(2017, 3, 31), []), (date(2017, 4, 1), ["14L"])])
def test_a_succession_is_known_from_the_day_it_happens(day, known):
    assert codes(history_of(body("00W"), day).successors) == known


def test_successions_are_followed_to_the_last_known():
    day = date(2026, 4, 1)
    [merged] = history_of(body("10G"), day).successors
    assert (merged.body.code, merged.links[0].body.code) == ("15D", "D4U1Y")
    [board] = merged.links[0].links
    assert (board.body.code, board.effective_on) == ("QNQ", date(2022, 7, 1))
    assert sorted(codes(board.links)) == ["QRL", "S0E4D", "S9B9J"]
    assert all(link.in_part for link in board.links)


def test_predecessors_are_followed_to_the_first():
    history = history_of(body("QNQ"), date(2023, 1, 1))
    [frimley] = history.predecessors
    east_berkshire = next(link for link in frimley.links if link.body.code == "15D")
    assert sorted(codes(east_berkshire.links)) == ["10G", "10T", "11C"]


def test_a_split_body_says_so_once_it_is_split():
    assert not history_of(body("06H"), date(2022, 6, 30)).successors
    history = history_of(body("06H"), date(2022, 7, 1))
    assert all(link.in_part for link in history.successors)
    assert sorted((link.body.code, link.share) for link in history.successors) == [("QPM", "9/507"), ("QUE", "498/507")]


def test_a_predecessor_bears_the_name_of_its_last_day_and_a_successor_that_of_the_day_asked():
    Succession.objects.create(
        predecessor=body("00F"), successor=body("01H"), effective_on="2015-04-01", kind="ccg_merger", scope="part"
    )
    links = history_of(body("00F"), date(2016, 10, 17)).successors
    assert "NHS Cumbria CCG" in [link.name for link in links]
    assert "NHS North Cumbria CCG" in [link.name for link in history_of(body("00F"), date(2018, 1, 1)).successors]
    [board] = [link for link in history_of(body("QHM"), date(2023, 1, 1)).predecessors if link.body.code == "01H"]
    assert board.name == "NHS North Cumbria CCG"


def test_former_names_are_known_once_they_are_former():
    before = history_of(body("01H"), date(2017, 3, 31))
    after = history_of(body("01H"), date(2017, 4, 1))
    assert (before.name, before.former_names) == ("NHS Cumbria CCG", ())
    assert after.name == "NHS North Cumbria CCG"
    assert [name.name for name in after.former_names] == ["NHS Cumbria CCG"]


def test_spellings_are_told_apart_from_names():
    history = history_of(body("99P"), date(2016, 10, 17))
    assert [name.name for name in history.spellings] == ["NHS North, East, West Devon CCG"]
    assert (history.name, history.former_names) == ("NHS Northern, Eastern and Western Devon CCG", ())


def test_a_long_history_costs_as_many_statements_as_none():
    for code in ("99A", "S9B9J"):
        with CaptureQueriesContext(connection) as captured:
            history_of(Body(pk=body(code).pk), date(2026, 4, 1))
        assert len(captured) - 1 == 3  # one was our own


@pytest.mark.parametrize(
    ("code", "day", "heir"),
    [
        ("00W", date(2017, 3, 31), None),  # still open
        ("00W", date(2017, 4, 1), "14L"),
        ("00W", date(2022, 7, 1), "QOP"),  # by way of 14L
        ("06H", date(2022, 7, 1), None),  # split
        ("05C", date(2021, 4, 1), "D2P2L"),
        ("05C", date(2022, 7, 1), None),  # its successor was split
        ("99A", date(2022, 7, 1), "QYG"),
        ("QHG", date(2026, 4, 1), "S1Y5D"),
    ],
)
def test_the_heir_of_a_day(code, day, heir):
    answer = heirs(day).get(body(code).pk)
    assert answer == (body(heir).pk if heir else None)


def test_every_body_has_an_heir_but_those_on_a_split_way():
    day = date(2022, 7, 1)
    without = Body.objects.filter(pk__in=[pk for pk, heir in heirs(day).items() if heir is None])
    assert sorted(without.values_list("code", flat=True)) == ["01Y", "05C", "05L", "05Y", "06A", "06H", "D2P2L"]
    assert set(heirs(day)) == set(Body.objects.filter(closed_on__lt=day).values_list("pk", flat=True))


def test_heirs_take_two_statements(django_assert_num_queries):
    with django_assert_num_queries(2):
        heirs(date(2026, 4, 1))
