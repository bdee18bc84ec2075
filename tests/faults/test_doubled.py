"""Beat doubled by mistake, and four workers on as many hosts: everything happens once all the same."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from bodies.access import Role
from bodies.models import DemonstrationClock, JobRun
from duties.models import Flag, Obligation
from tests.factories import TODAY, make_body, make_member, make_obligation, make_rule
from tests.faults.invariants import faults
from tests.faults.machines import Machines, broker, machines

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
DAY = timedelta(days=1)
SWEEP = "duties.sweep"


@pytest.fixture
def three_bodies() -> list:
    DemonstrationClock.objects.create(pk=1, today=TODAY)
    bodies = [make_body() for _ in range(3)]
    for body in bodies:
        make_member(Role.LEAD, body)
    return bodies


def late_ones(bodies: list, number: int, due_on) -> list[int]:
    """So many obligations that are late the day after."""
    rule = make_rule()
    return [make_obligation(bodies[n % 3], rule, due_on=due_on, subject=f"{due_on} {n}").pk for n in range(number)]


def run(hosts: Machines, workers: int) -> None:
    for number in range(2):
        hosts.beat(f"beat-{number}")
    for number in range(workers):
        hosts.worker(f"worker-{number}")


def swept() -> Counter:
    """How many sweeps each worker finished."""
    done = JobRun.objects.filter(task=SWEEP, finished_at__isnull=False, error="")
    return Counter(done.values_list("host", flat=True))


def test_two_beats_and_four_workers_do_everything_once(tmp_path, three_bodies) -> None:
    keys = late_ones(three_bodies, 900, TODAY - DAY)
    tomorrow = late_ones(three_bodies, 300, TODAY)
    with broker(tmp_path) as url, machines(tmp_path / "hosts", every=0.5, CELERY_BROKER_URL=url) as hosts:
        run(hosts, 4)
        hosts.wait_until(lambda: len(swept()) == 4 and swept().total() >= 12, "every worker swept")
        assert Flag.objects.filter(kind="late").count() == len(keys)
        DemonstrationClock.objects.update(today=TODAY + DAY)
        hosts.wait_until(lambda: not Obligation.objects.newly_late(TODAY + DAY).exists(), "the next day was swept")
        DemonstrationClock.objects.update(today=TODAY + 2 * DAY)
        hosts.wait_until_all_is_told(TODAY + 2 * DAY)
        before = swept().total()
        hosts.wait_until(lambda: swept().total() >= before + 6, "more sweeps came after it")
        hosts.stop()
        received = hosts.received()
    assert faults(TODAY + 2 * DAY, once=True, mailed=True, received=received) == []
    assert max(Counter(address for _, address in received).values()) <= 3, "three days, a digest each for every lead"
    assert Flag.objects.filter(kind="late").count() == len(keys + tomorrow)


def test_the_control_one_who_reads_then_writes_is_found(tmp_path, three_bodies) -> None:
    with (
        broker(tmp_path) as url,
        machines(tmp_path / "hosts", every=0.5, CELERY_BROKER_URL=url, NAIVE="row_by_row") as hosts,
    ):
        run(hosts, 2)
        hosts.wait_until(lambda: len(swept()) == 2, "both are at work")
        with transaction.atomic():
            late_ones(three_bodies, 300, TODAY - DAY)
        hosts.wait_until(lambda: not Obligation.objects.newly_late(TODAY).exists(), "they swept")
        hosts.stop()
    assert any(fault.startswith("I2: 2 audit rows tell of 'late'") for fault in faults(TODAY, once=True))
