"""Who answered on a day that has passed."""

import random
from datetime import date, timedelta

from assurance.holders import Holders, holders_on
from bodies.models import Succession
from duties.models import Obligation
from tests.factories import TODAY, make_body, make_obligation, make_rule


def follow(before, after, scope="whole"):
    Succession.objects.create(
        predecessor=before, successor=after, effective_on=after.opened_on, kind="ccg_merger", scope=scope
    )


def test_today_every_obligation_says_it_itself(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert holders_on(TODAY, TODAY) == Holders()
    assert Holders().holder_of(1, 2) == 2
    assert Holders().holder_of(1, None) is None


def test_each_day_has_its_own_heir_and_the_question_finds_the_same(db):
    """Two mergers one after the other, a body that lives on, and one that was split between two."""
    first = make_body("A1", closed_on=date(2014, 3, 31))
    second = make_body("A2", opened_on=date(2014, 4, 1), closed_on=date(2015, 3, 31))
    third = make_body("A3", opened_on=date(2015, 4, 1))
    split = make_body("B1", closed_on=date(2014, 12, 31))
    part = make_body("B2", opened_on=date(2015, 1, 1))
    alone = make_body("C1")
    follow(first, second)
    follow(second, third)
    follow(split, part, "part")
    follow(split, alone, "part")
    rule, chance = make_rule(), random.Random(3)
    now = {first: third, second: third, third: third, split: alone, part: part, alone: alone}
    for number, (body, holder) in enumerate(now.items()):
        for again in range(3):
            make_obligation(body, rule, subject=f"{number}.{again}", held_by=chance.choice([holder, holder, None]))
    wanted = {
        date(2014, 3, 31): {first: first, second: second, split: split},
        date(2014, 4, 1): {first: second, second: second, split: split},
        date(2015, 3, 31): {first: second, second: second},
        date(2015, 4, 1): {first: third, second: third},
    }
    for day, heirs in wanted.items():
        holders = holders_on(day, TODAY)
        for body, heir in heirs.items():
            assert holders.holder_of(body.pk, third.pk) == heir.pk
        for one in now:
            found = set(Obligation.objects.filter(holders.answered_by([one.pk])).values_list("pk", flat=True))
            by_hand = {o.pk for o in Obligation.objects.all() if holders.holder_of(o.body_id, o.held_by_id) == one.pk}
            assert found == by_hand, (day, one)


def test_what_a_split_body_left_goes_by_who_was_named_unless_that_body_came_later(db):
    split, heir = make_body("B1", closed_on=date(2014, 12, 31)), make_body("B2", opened_on=date(2016, 1, 1))
    alone = make_body("C1")
    follow(split, heir, "part")
    holders = holders_on(date(2015, 6, 1), TODAY)
    assert holders.holder_of(split.pk, alone.pk) == alone.pk
    assert holders.holder_of(split.pk, heir.pk) is None
    assert holders.holder_of(split.pk, None) is None


def test_bodies_that_name_each_other_as_heirs_have_none(db):
    one, two = make_body("D1", closed_on=date(2014, 12, 31)), make_body("D2", closed_on=date(2014, 12, 31))
    for before, after in ((one, two), (two, one)):
        Succession.objects.create(
            predecessor=before, successor=after, effective_on=date(2015, 1, 1), kind="ccg_merger", scope="whole"
        )
    assert holders_on(TODAY - timedelta(days=1), TODAY).holder_of(one.pk, 7) == 7
