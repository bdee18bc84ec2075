"""The Celery app: `celery -A ccgtracker worker` and `celery -A ccgtracker beat`."""

import os
from contextlib import suppress
from functools import cache
from typing import Any

from celery import Celery, Task
from celery.signals import beat_init, worker_init
from django.db import DatabaseError
from kombu.transport import TRANSPORT_ALIASES

from bodies.logs import ids
from bodies.origin import coming_from
from ccgtracker.alive import Alive

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")

TRANSPORT_ALIASES["filesystem"] = "ccgtracker.filesystem_broker:Transport"


class Job(Task):
    """A task by whose name the audit trail tells from where something was done.

    What the beat table names is written down in the log of jobs besides, whoever calls it. What a request sends bears
    the request's id.
    """

    def apply_async(self, *args: Any, headers: dict[str, Any] | None = None, **options: Any) -> Any:
        if request_id := ids().get("request_id"):
            headers = {"request_id": request_id, **(headers or {})}
        return super().apply_async(*args, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with coming_from(lambda: f"job {self.name}"):
            if self.name not in in_the_beat_table():
                return super().__call__(*args, **kwargs)
            return self._logged(*args, **kwargs)

    def _logged(self, *args: Any, **kwargs: Any) -> Any:
        from bodies import clock, jobs

        run = jobs.begin(
            task=self.name, today=clock.today(), host=self.request.hostname or "", task_id=self.request.id or ""
        )
        try:
            did = super().__call__(*args, **kwargs)
        except Exception as error:
            with suppress(DatabaseError):  # that the database is gone is told by what it stopped
                jobs.fail(run, error)
            raise
        jobs.finish(run, did)
        return did


@cache
def in_the_beat_table() -> frozenset[str]:
    """The tasks that beat calls."""
    from django.conf import settings

    return frozenset(job.task for job in settings.BEAT_TABLE)


app = Celery("ccgtracker", task_cls=Job)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(Alive)


@worker_init.connect
@beat_init.connect
def _before_work(**_: object) -> None:
    from bodies.guards import refuse_demonstration_in_production

    refuse_demonstration_in_production()
