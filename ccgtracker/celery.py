"""The Celery app: `celery -A ccgtracker worker` and `celery -A ccgtracker beat`."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import beat_init, worker_init
from kombu.transport import TRANSPORT_ALIASES

from bodies.origin import coming_from

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")

TRANSPORT_ALIASES["filesystem"] = "ccgtracker.filesystem_broker:Transport"


class Job(Task):
    """A task by whose name the audit trail tells from where something was done."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with coming_from(lambda: f"job {self.name}"):
            return super().__call__(*args, **kwargs)


app = Celery("ccgtracker", task_cls=Job)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def _before_work(**_: object) -> None:
    from bodies.guards import refuse_demonstration_in_production

    refuse_demonstration_in_production()
