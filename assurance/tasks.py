"""What this room does by itself: read the clock, call one function, return a count."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from assurance.exports import actions, running
from bodies import clock

# A part of the time that a task may take: no export is begun after it.
FOR_LONG = timedelta(minutes=5)


@shared_task(name="assurance.make_export")
def make_export(pk: int) -> None:
    """Make one export that somebody asked for."""
    running.run(pk, today=clock.today())


@shared_task(name="assurance.go_on_with_exports")
def go_on_with_exports() -> int:
    """Take up exports whose worker was killed, or of which no worker was told; what is left, the next run takes up."""
    until, made = timezone.now() + FOR_LONG, 0
    for pk in running.left_alone(timezone.now()):
        if timezone.now() < until:
            made += running.run(pk, today=clock.today())
    return made


@shared_task(name="assurance.purge_exports")
def purge_exports() -> dict[str, int]:
    """Take away files that were kept for a week, and what is known of exports of long ago."""
    return actions.purge(clock.today())
