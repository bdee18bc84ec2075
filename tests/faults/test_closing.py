"""A body closes and its successor opens in one night: in whatever order, killed or doubled, it comes to the same."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction

from bodies.access import Role
from bodies.models import AuditEntry, Body, Membership, Notice, Succession
from duties.models import Flag, Obligation
from duties.opening import open_years
from duties.sweep import sweep
from evidence import actions
from tests.at_once import at_once
from tests.evidence.conftest import add_statement
from tests.factories import make_body, make_member, make_office, make_rule, national_office
from tests.faults.closing import JOBS, night
from tests.faults.invariants import faults
from tests.faults.victims import KILLED, Victims, victims

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
NIGHT = "tests.faults.closing:night"
CLOSING, OPENING = date(2017, 3, 31), date(2017, 4, 1)
KILLS = 15
ENOUGH = 200  # steps, more than the night has
Natural = tuple[Any, ...]


@dataclass(frozen=True)
class Merged:
    """One body that closes, one that was split, and the body that opens on the next day."""

    old: Body
    split: Body
    new: Body
    lead: Membership


@pytest.fixture
def merged(db) -> Merged:
    region = make_office("Y57")
    old, split = (make_body(code, closed_on=CLOSING, region=region) for code in ("OLD", "SPLIT"))
    new, other = (make_body(code, opened_on=OPENING, joined_on=OPENING, region=region) for code in ("NEW", "OTHER"))
    for before, after, scope in ((old, new, "whole"), (split, new, "part"), (split, other, "part")):
        Succession.objects.create(
            predecessor=before, successor=after, effective_on=OPENING, kind="ccg_merger", scope=scope
        )
    leads = {body: make_member(Role.LEAD, body, from_on=body.opened_on) for body in (old, split, new)}
    make_member(Role.CONTRIBUTOR, new, post="Accountable officer", from_on=OPENING)
    make_member(Role.ASSURER, region)
    make_member(Role.ASSURER, national_office())
    make_rule(code="FIXED_DATE:05-31", lead_days=14)
    make_rule(code="FIXED_DATE:03-31", lead_days=14)  # due on the very last day
    make_rule(code="FIXED_DATE:03-10", lead_days=14)  # escalated by then
    make_rule(code="STANDING_REVIEW_FY", date_basis="reminder", lead_days=14)
    make_rule(code="QUARTERLY", opens="quarterly", date_basis="reminder", lead_days=10)
    open_years(today=date(2017, 3, 1))
    _work(old, leads[old], make_member(Role.CONTRIBUTOR, old))
    sweep(CLOSING)
    return Merged(old, split, new, leads[new])


def _work(old: Body, lead: Membership, owner: Membership) -> None:
    """Something waits for review, and something has an owner, who is of the body that closes."""
    first, second, *_ = Obligation.objects.filter(body=old, due_on__lte=CLOSING, year=2016).order_by("due_on", "pk")
    day = date(2017, 3, 9)
    add_statement(first, lead, today=day)
    actions.send_in(obligation=first, done_on=day, note="", by=lead.user, today=day)
    Obligation.objects.filter(pk=second.pk).update(owner=owner)


@pytest.fixture
def program(tmp_path) -> Iterator[Victims]:
    with victims(tmp_path) as started:
        yield started


def picture() -> dict[str, set[Natural] | Counter[Natural]]:
    """Everything that the night brings, by what things are and not by their numbers."""
    rows = Obligation.objects.select_related("body", "held_by", "duty")
    names = {row.pk: (row.body.code, row.duty.slug, row.period_year, row.period) for row in rows}
    facts = ("due_on", "sent_on", "closed_on", "closed_reason", "owner_id", "tracked_from", "period_last_on")
    return {
        "obligations": {
            (*names[row.pk], row.held_by and row.held_by.code, *(getattr(row, fact) for fact in facts)) for row in rows
        },
        "flags": {(*names[one.obligation_id], one.kind, one.since_on, one.cleared_on) for one in Flag.objects.all()},
        "told": {
            (*names.get(one.subject_id or 0, ()), one.kind, one.since_on, one.person_id, one.no_mail_why)
            for one in Notice.objects.all()
        },
    }  # fmt: skip


def trail() -> Counter[Natural]:
    """How often what is on record; what opening a year records is one row each time, of what it opened then."""
    rows = AuditEntry.objects.filter(domain_on=OPENING).exclude(verb__startswith="opened")
    return Counter(rows.values_list("verb", "subject_kind", "subject_id"))


def by_itself(do: Callable[[], object]) -> tuple[dict[str, Any], Counter[Natural]]:
    """What the night would bring; nothing of it stays."""
    with transaction.atomic():
        do()
        found = picture(), trail()
        transaction.set_rollback(True)
    return found


def undisturbed() -> tuple[dict[str, Any], Counter[Natural]]:
    return by_itself(lambda: night(today=str(OPENING)))


def test_everything_passes_or_closes_the_new_year_is_open_and_who_answers_now_is_told(merged) -> None:
    night(today=str(OPENING))
    left = Obligation.objects.filter(met_on=None, closed_on=None)
    assert not left.filter(held_by__in=[merged.old, merged.split]).exists()
    assert set(left.filter(body=merged.split).values_list("held_by", flat=True)) == {None}
    late = left.filter(body=merged.old, held_by=merged.new, due_on=CLOSING)
    assert set(late.values_list("late_since", flat=True)) == {OPENING}
    told = Notice.objects.filter(person=merged.lead.user, kind="late", no_mail_why="")
    assert {one.subject_id for one in told} >= set(late.values_list("pk", flat=True))
    assert Obligation.objects.filter(body=merged.new, year=2017).exists()
    assert not Obligation.objects.filter(body=merged.old, closed_on=None, period_first_on__gt=CLOSING).exists()
    assert faults(OPENING) == []


def test_in_whatever_order_the_jobs_come_the_next_hour_leaves_the_same(merged) -> None:
    wanted, _ = undisturbed()
    for order in permutations(JOBS):
        jobs = (*order, *JOBS)
        found, _ = by_itself(lambda jobs=jobs: night(today=str(OPENING), jobs=jobs))
        assert found["obligations"] == wanted["obligations"], order
        live = {one for one in found["flags"] if one[-1] is None}
        assert live == {one for one in wanted["flags"] if one[-1] is None}, order
        assert found["told"] >= {one for one in wanted["told"] if not one[-1]}, order


def test_killed_at_random_moments_and_done_again_it_comes_to_the_same(merged, program) -> None:
    wanted, recorded = undisturbed()
    _, seconds = program.send(NIGHT, today=str(CLOSING))  # the night before: it takes about as long to find nothing
    chance, kills = random.Random(2017), 0
    for number in range(4 * KILLS):
        # Most die early, so that much is left to die in.
        after = seconds * chance.uniform(0.2, 1.0 + number / KILLS)
        kills += program.send(NIGHT, today=str(OPENING), after=after)[0] == KILLED
        if kills == KILLS:
            break
    assert kills >= KILLS // 3, f"{kills} are too few to have tried anything"
    assert program.send(NIGHT, today=str(OPENING))[0] == 0
    assert (picture(), trail()) == (wanted, recorded)
    assert faults(OPENING) == []


def test_killed_after_each_of_its_statements_and_done_again_it_comes_to_the_same(merged, program) -> None:
    wanted, recorded = undisturbed()
    step = 1
    while program.send(NIGHT, today=str(OPENING), at=step)[0] == KILLED:
        step += 1
        assert step < ENOUGH
    assert step >= 10, "too few to have tried anything"
    assert (picture(), trail()) == (wanted, recorded)
    assert faults(OPENING) == []


def test_done_by_several_at_once_it_comes_to_the_same(merged) -> None:
    wanted, recorded = undisturbed()
    at_once(*[lambda: night(today=str(OPENING))] * 3)
    night(today=str(OPENING))
    assert (picture(), trail()) == (wanted, recorded)
    assert faults(OPENING) == []


def test_the_control_without_transactions_is_found(merged, program) -> None:
    wanted, recorded = undisturbed()
    for step in range(1, ENOUGH):
        if program.send(NIGHT, today=str(OPENING), at=step, naive=True)[0] != KILLED:
            break
    assert program.send(NIGHT, today=str(OPENING))[0] == 0
    assert (picture(), trail()) != (wanted, recorded) or faults(OPENING)
