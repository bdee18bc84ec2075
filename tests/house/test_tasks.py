"""Celery's tasks, through a real worker on the broker of the settings."""

from datetime import timedelta
from threading import Event

import pytest
from celery.contrib.testing.worker import start_worker
from celery.signals import task_postrun

from bodies import clock
from bodies.models import AuditEntry
from ccgtracker.celery import app
from duties.models import Flag
from duties.tasks import sweep_task
from tests.factories import make_obligation


@pytest.fixture
def broker(tmp_path, monkeypatch):
    """The broker of the settings; the one of files in a folder of its own, Redis under names of its own."""
    # Other tests send wake-ups, and may have a worker of their own.
    options: dict[str, object] = {"global_keyprefix": f"{tmp_path} "}
    if str(app.conf.broker_url).startswith("filesystem"):
        folders = {"data_folder_in": "in", "data_folder_out": "in", "control_folder": "control"}
        options = {name: str(tmp_path / folder) for name, folder in folders.items()}
        for folder in folders.values():
            (tmp_path / folder).mkdir(exist_ok=True)
        options["polling_interval"] = 0.05
    monkeypatch.setitem(app.conf, "broker_transport_options", {**app.conf.broker_transport_options, **options})
    # What was sent before in this process, to another place, holds connections open.
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    return app


@pytest.mark.django_db(transaction=True)
def test_a_task_sent_to_the_broker_is_done_by_a_worker(broker) -> None:
    make_obligation(due_on=clock.today() - timedelta(1))
    done = Event()
    task_postrun.connect(lambda **_: done.set(), sender=sweep_task, weak=False, dispatch_uid="done")
    with start_worker(broker, perform_ping_check=False, pool="solo", queues=["default"]):
        sweep_task.delay()
        assert done.wait(30)
    task_postrun.disconnect(sender=sweep_task, dispatch_uid="done")
    assert Flag.objects.filter(kind="late").count() == 1
    assert AuditEntry.objects.get().origin == "job duties.sweep"
