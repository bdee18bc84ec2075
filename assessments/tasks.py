"""What Celery runs: each task reads the clock, calls one function and returns a count."""

from celery import shared_task

from assessments.settling import settle_all
from bodies import clock


@shared_task(name="assessments.settle_what_is_owed")
def settle_what_is_owed() -> int:
    """Settle what NHS England owed once an embargo has ended: published assessments prove it by themselves."""
    return settle_all(clock.today())
