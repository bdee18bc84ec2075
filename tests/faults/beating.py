"""The Celery app as tests of faults run it: ours, with beat that beats fast and a day that a test moves.

`celery -A tests.faults.beating worker`. EVERY is the seconds between two beats; NAIVE names a sweep in place of ours.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")
django.setup()

from bodies import clock  # noqa: E402  (needs the apps to be loaded)
from bodies.models import DemonstrationClock  # noqa: E402
from bodies.outbox import composing  # noqa: E402
from ccgtracker.celery import app  # noqa: E402
from duties import tasks  # noqa: E402
from tests.faults import naive  # noqa: E402

JOBS = ("duties.sweep", "duties.hand_over", "bodies.compose_mail", "bodies.send_mail")


def _day_of_the_test() -> object:
    return DemonstrationClock.objects.get(pk=1).today


clock.today = _day_of_the_test
composing.FROM_HOUR = 0  # whatever time it is where the tests run
if name := os.environ.get("NAIVE", ""):
    assert hasattr(tasks, "sweep_beside_others"), "the task calls something else: no control would be one"
    tasks.sweep_beside_others = getattr(naive, name)
app.conf.beat_max_loop_interval = 0.1
app.conf.beat_schedule = {
    name: {**row, "schedule": float(os.environ["EVERY"])}
    for name, row in app.conf.beat_schedule.items()
    if row["task"] in JOBS
}
