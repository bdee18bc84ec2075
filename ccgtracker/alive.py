"""How beat and the workers say that they are alive: a row each, which /health/ reads.

Beat says it from its own loop and a worker from its main process, so that neither is taken for dead because the other
is, nor a worker because a long task keeps its children busy.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from celery import bootsteps
from celery.beat import PersistentScheduler
from django.db import DatabaseError, connection

log = logging.getLogger(__name__)


def say_alive(*names: str) -> None:
    """Write it down; a database that is away must stop neither beat nor a worker."""
    from bodies import jobs

    try:
        for name in names:
            jobs.alive(name)
    except DatabaseError as error:
        log.warning("Could not say that %s is alive: %s", " and ".join(names), error)
    finally:
        connection.close()


class Scheduler(PersistentScheduler):
    """Beat's own scheduler, which says at each turn of its loop that it is alive."""

    _said_at: float | None = None

    def tick(self, *args: Any, **kwargs: Any) -> float:
        from bodies.jobs import BEAT, EVERY

        if self._said_at is None or monotonic() - self._said_at >= EVERY.total_seconds():
            self._said_at = monotonic()
            say_alive(BEAT)
        return super().tick(*args, **kwargs)


class Alive(bootsteps.StartStopStep):
    """Lets a worker say for each of its queues that somebody works for it."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker: Any) -> None:
        from bodies.jobs import EVERY, worker_of

        names = [worker_of(queue) for queue in worker.app.amqp.queues.consume_from]
        say_alive(*names)
        self.timer = worker.timer.call_repeatedly(EVERY.total_seconds(), say_alive, names)

    def stop(self, worker: Any) -> None:
        self.timer.cancel()
