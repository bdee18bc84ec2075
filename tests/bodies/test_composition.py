"""Who must sit on a governing body: the rule of each time, at the days on which it changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bodies.composition import CCG, ICB, RULES, PostKind, kinds_of, rule_on

AO, CFO, NURSE, DOCTOR = PostKind.ACCOUNTABLE_OFFICER, PostKind.FINANCE, PostKind.NURSE, PostKind.SPECIALIST
AUDIT, PUBLIC = PostKind.LAY_AUDIT, PostKind.LAY_PUBLIC
WHOLE = (AO, CFO, NURSE, DOCTOR, AUDIT, PUBLIC)
LAST_OF_OLD, FIRST_OF_NEW = date(2022, 4, 13), date(2022, 4, 14)


def missing(day: date, *filled: PostKind, kind: str = CCG) -> list[str]:
    rule = rule_on(kind, day)
    assert rule is not None
    return [seat.words for seat in rule.missing(filled)]


def test_six_seats_to_13_april_2022_and_four_from_the_14th() -> None:
    old, new = rule_on(CCG, LAST_OF_OLD), rule_on(CCG, FIRST_OF_NEW)
    assert old and new and old is not new
    assert (old.minimum, len(old.seats)) == (6, 6) and (new.minimum, len(new.seats)) == (4, 4)
    assert missing(date(2014, 1, 1), *WHOLE) == []  # no GP need sit on it


def test_nurse_and_doctor_to_13_april_2022_then_either() -> None:
    with_nurse = (AO, CFO, NURSE, AUDIT, PUBLIC)
    assert missing(LAST_OF_OLD, *with_nurse) == ["Secondary care specialist"]
    assert missing(FIRST_OF_NEW, *with_nurse) == [] == missing(FIRST_OF_NEW, AO, CFO, DOCTOR, AUDIT)
    assert missing(FIRST_OF_NEW, AO, CFO, PUBLIC) == ["Registered nurse or secondary care specialist"]


def test_two_lay_members_to_13_april_2022_then_one_of_either_kind() -> None:
    with_one = (AO, CFO, NURSE, DOCTOR, AUDIT)
    assert missing(LAST_OF_OLD, *with_one) == ["Another lay member, who knows the area"]
    assert missing(LAST_OF_OLD, *with_one, AUDIT) == ["Another lay member, who knows the area"]  # not two of one kind
    assert missing(FIRST_OF_NEW, *with_one) == []
    assert missing(FIRST_OF_NEW, AO, CFO, NURSE, PostKind.LAY_OTHER) == ["Lay member of either kind"]


@pytest.mark.parametrize("seat", WHOLE)
def test_each_seat_of_the_old_rule_is_asked_for_by_itself(seat: PostKind) -> None:
    others = [one for one in WHOLE if one is not seat]
    assert len(missing(LAST_OF_OLD, *others, PostKind.PRACTICE, PostKind.CHAIR)) == 1


def test_groups_end_on_30_june_2022_and_boards_begin_the_day_after() -> None:
    assert rule_on(CCG, date(2013, 3, 31)) is None and rule_on(CCG, date(2022, 7, 1)) is None
    assert rule_on(ICB, date(2022, 6, 30)) is None
    board = (PostKind.CHAIR, PostKind.CHIEF_EXECUTIVE, PostKind.OF_TRUSTS, PostKind.OF_PRIMARY_CARE)
    assert missing(date(2022, 7, 1), *board, kind=ICB) == ["Member nominated by local authorities"]


def test_every_day_of_the_groups_has_one_rule_and_no_seat_shares_a_kind() -> None:
    day = date(2013, 4, 1)
    while day <= date(2022, 6, 30):
        fits = [rule for rule in RULES if rule.body_kind == CCG and rule.from_on <= day <= (rule.to_on or day)]
        assert len(fits) == 1, day
        day += timedelta(days=1)
    for rule in RULES:
        kinds = [kind for seat in rule.seats for kind in seat.kinds]
        assert len(kinds) == len(set(kinds)) and len(rule.seats) <= rule.minimum
        assert set(kinds) <= set(kinds_of(rule.body_kind))


def test_each_kind_of_body_has_its_own_kinds_of_post() -> None:
    assert AO in kinds_of(CCG) and AO not in kinds_of(ICB)
    assert PostKind.CHIEF_EXECUTIVE in kinds_of(ICB) and PostKind.CHIEF_EXECUTIVE not in kinds_of(CCG)
    assert all(kind.label for kind in PostKind)
