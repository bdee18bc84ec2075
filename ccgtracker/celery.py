"""The Celery app: `celery -A ccgtracker worker` and `celery -A ccgtracker beat`."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import beat_init, worker_init
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")

TRANSPORT_ALIASES["filesystem"] = "ccgtracker.filesystem_broker:Transport"

app = Celery("ccgtracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def _before_work(**_: object) -> None:
    from bodies.guards import refuse_demonstration_in_production

    options = app.conf.broker_transport_options
    for key in ("data_folder_in", "control_folder"):
        if key in options:
            Path(options[key]).mkdir(parents=True, exist_ok=True)
    refuse_demonstration_in_production()
