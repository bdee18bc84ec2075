"""What Celery runs: each task reads the clock, calls one function and returns a count."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from bodies import clock, jobs
from bodies.imports import actions, running
from bodies.outbox import composing, holding, sending
from bodies.register_loading import name_of_the_day
from bodies.verification import verify_audit

# A part of the time that a task may take.
FOR_LONG = timedelta(minutes=3)


@shared_task(name="bodies.name_of_the_day")
def name_of_the_day_task() -> int:
    """Let every body bear the name it has today."""
    return name_of_the_day(clock.today())


@shared_task(name="bodies.verify_audit")
def verify_audit_task() -> int:
    """Read the whole audit trail again; returns how many faults were found."""
    found = verify_audit(settings.AUDIT_HEADS_FILE)
    for fault in found.faults:
        logging.getLogger(__name__).error("Audit trail: %s", fault)
    return len(found.faults)


@shared_task(name="bodies.run_import")
def run_import_task(pk: int) -> None:
    """Import the next units of what was confirmed, and come again for the rest: other work waits no longer."""
    if running.run(pk, today=clock.today()):
        run_import_task.delay(pk)


@shared_task(name="bodies.go_on_with_imports")
def go_on_with_imports_task() -> int:
    """Take up imports whose worker was killed, or of which no worker was told."""
    found = running.left_alone(timezone.now())
    for pk in found:
        run_import_task(pk)
    return len(found)


@shared_task(name="bodies.purge_imports")
def purge_imports_task() -> int:
    """Take away spreadsheets that nobody confirmed."""
    return actions.purge(clock.today())


@shared_task(name="bodies.purge_jobs")
def purge_jobs_task() -> int:
    """Take away what the log of jobs says of long ago."""
    return jobs.purge(timezone.now())


@shared_task(name="bodies.compose_mail")
def compose_mail_task() -> int:
    """Make mail of what people are told, and have it sent."""
    today = clock.today()
    holding.hold_after_silence("bodies.compose_mail", today=today)
    made = composing.compose(today, timezone.now())
    if made:
        send_mail_task.delay()
    return made


@shared_task(name="bodies.send_mail")
def send_mail_task() -> dict[str, int]:
    """Send mail that waits; what is left, the next run sends."""
    return sending.send_waiting(clock.today(), for_long=FOR_LONG)
