"""What this room does by itself: read the clock, call one function, return a count."""

from celery import shared_task
from django.utils import timezone

from assurance.exports import actions, running
from bodies import clock


@shared_task(name="assurance.make_export")
def make_export(pk: int) -> None:
    """Make one export that somebody asked for."""
    running.run(pk, today=clock.today())


@shared_task(name="assurance.go_on_with_exports")
def go_on_with_exports() -> int:
    """Take up exports whose worker was killed, or of which no worker was told."""
    return sum(running.run(pk, today=clock.today()) for pk in running.left_alone(timezone.now()))


@shared_task(name="assurance.purge_exports")
def purge_exports() -> dict[str, int]:
    """Take away files that were kept for a week, and what is known of exports of long ago."""
    return actions.purge(clock.today())
