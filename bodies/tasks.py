"""What Celery runs: each task reads the clock, calls one function and returns a count."""

from celery import shared_task

from bodies import clock
from bodies.register_loading import name_of_the_day


@shared_task(name="bodies.name_of_the_day")
def name_of_the_day_task() -> int:
    """Let every body bear the name it has today."""
    return name_of_the_day(clock.today())
