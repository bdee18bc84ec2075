"""Two sweeps at once, and people who send in beside them: nobody meets a locked database, and nobody waits for long."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from bodies.access import Role
from bodies.models import Membership
from duties.models import Flag, Obligation
from evidence.models import Submission
from tests.factories import TODAY, make_body, make_member, make_obligation, make_rule
from tests.faults.beside import Done, together
from tests.faults.invariants import faults

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
PEOPLE, EACH = 4, 25
OVERDUE = 400  # of each body: seven small batches in all
# Seconds that sending in takes, on a machine with much else to do: nineteen of twenty, and any (half the time-out).
LONG, LONGEST = 10.0, 30.0


@dataclass
class Work:
    """Who sends in, and what."""

    people: list[Membership]
    keys: list[list[int]]

    @property
    def orders(self) -> list[dict[str, object]]:
        sweeps = [{"what": "sweep", "today": TODAY.isoformat(), "times": 2}] * 2
        return sweeps + [
            {"what": "send", "today": TODAY.isoformat(), "person": member.user_id, "keys": keys}
            for member, keys in zip(self.people, self.keys, strict=True)
        ]


@pytest.fixture
@transaction.atomic
def work(db) -> Work:
    """Bodies of which much became late tonight; somebody in each sends in some of that, from both ends."""
    rule = make_rule()
    people = [make_member(Role.LEAD, make_body()) for _ in range(PEOPLE)]
    keys = []
    for member in people:
        first = make_obligation(member.body, rule, due_on=date(2016, 10, 14), subject="0")
        rows = [first]
        for number in range(1, OVERDUE):
            one = copy(first)
            one.pk, one.subject = None, str(number)
            rows.append(one)
        Obligation.objects.bulk_create(rows[1:])
        mine = list(Obligation.objects.filter(body=member.body).order_by("pk").values_list("pk", flat=True))
        keys.append([key for pair in zip(mine, reversed(mine), strict=True) for key in pair][:EACH])
    return Work(people, keys)


def wrong(work: Work, done: list[Done]) -> list[str]:
    """What reached anybody, and what is not as it must be."""
    sent = [key for keys in work.keys for key in keys]
    lost = set(sent) - set(Submission.objects.waiting().values_list("obligation", flat=True))
    return [error for one in done for error in one.errors] + [f"{key} was lost" for key in lost] + faults(TODAY)


def test_nobody_meets_a_locked_database_and_each_flag_is_there_once(work, tmp_path: Path) -> None:
    done = together(tmp_path, work.orders)
    assert wrong(work, done) == []
    assert Flag.objects.filter(kind="late", cleared_on=None).count() == PEOPLE * (OVERDUE - EACH)
    waits = sorted(seconds for one in done[2:] for seconds in one.seconds)
    assert waits[len(waits) * 95 // 100] < LONG and waits[-1] < LONGEST, waits[-10:]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the whole database")
def test_the_control_with_the_defaults_of_django_is_found(work, tmp_path: Path) -> None:
    done = together(tmp_path, work.orders, naive=True)
    assert any("database is locked" in error for error in wrong(work, done))
