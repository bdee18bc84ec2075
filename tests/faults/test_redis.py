"""Redis emptied, then killed and emptied, in the middle of the day: the next sweep makes everything good."""

from __future__ import annotations

import signal
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from kombu import Connection

from bodies.models import DemonstrationClock, JobRun
from duties.models import Flag, Obligation
from tests.factories import TODAY
from tests.faults.invariants import faults
from tests.faults.machines import machines, redis_server
from tests.faults.naive import flag_one
from tests.faults.test_doubled import late_ones, three_bodies

__all__ = ["three_bodies"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.faults,
    pytest.mark.skipif(
        not settings.CELERY_BROKER_URL.startswith("redis"), reason="the broker of these settings is files"
    ),
]
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
RECONNECTED = 30  # seconds; workers look for their broker every few


def all_flagged() -> bool:
    return not Obligation.objects.newly_late(TODAY).exists()


def test_redis_emptied_then_killed_costs_nothing_but_time(tmp_path, three_bodies) -> None:
    with redis_server() as server, machines(tmp_path / "hosts", every=0.5, CELERY_BROKER_URL=server.url) as hosts:
        hosts.beat("beat")
        for name in ("worker-1", "worker-2"):
            hosts.worker(name)
        keys = late_ones(three_bodies, 200, YESTERDAY)
        hosts.wait_until(all_flagged, "the first sweep")

        keys += late_ones(three_bodies, 200, YESTERDAY - timedelta(days=1))
        redis.Redis.from_url(server.url).flushall()
        hosts.wait_until(all_flagged, "a sweep after Redis was emptied")

        server.kill(signal.SIGKILL)
        keys += late_ones(three_bodies, 200, YESTERDAY - timedelta(days=2))
        server.start()
        assert hosts.wait_until(all_flagged, "a sweep after Redis was killed") < RECONNECTED
        done = JobRun.objects.count()
        hosts.wait_until(lambda: JobRun.objects.count() > done + 5, "sweeps went on")
        DemonstrationClock.objects.update(today=TOMORROW)  # what came after today's digest is in the next
        hosts.wait_until_all_is_told(TOMORROW)
        hosts.stop()
        received = hosts.received()
    assert faults(TOMORROW, once=True, mailed=True, received=received) == []
    assert Flag.objects.filter(kind="late").count() == len(keys)


def test_the_control_one_whose_messages_are_the_work_is_found(tmp_path, three_bodies) -> None:
    keys = late_ones(three_bodies, 20, YESTERDAY)
    last = late_ones(three_bodies, 1, YESTERDAY - timedelta(days=1))
    with redis_server() as server, machines(tmp_path / "hosts", CELERY_BROKER_URL=server.url) as hosts:
        for pk in keys:
            send(server.url, pk)
        server.kill(signal.SIGKILL)
        server.start()
        send(server.url, *last)
        hosts.worker("worker")
        hosts.wait_until(lambda: Flag.objects.filter(obligation__in=last).exists(), "the last message")
        hosts.stop()
    assert sum("has 0 live flags 'late', not 1" in fault for fault in faults(TODAY)) == len(keys)


def send(url: str, pk: int) -> None:
    with Connection(url) as connection:
        flag_one.apply_async((pk,), connection=connection)
