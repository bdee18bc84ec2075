"""What Celery runs: each task reads the clock, calls one function and returns a count."""

from celery import shared_task

from bodies import clock
from casework.actions.thinning import thin
from casework.keeping import keep_all


@shared_task(name="casework.keep_what_is_owed")
def keep_what_is_owed() -> int:
    """Keep what cases owe: holidays are proclaimed, and fees lapse, by themselves."""
    return keep_all(clock.today())


@shared_task(name="casework.thin_old_cases")
def thin_old_cases() -> int:
    """Take the words out of what ended long ago; its figures stay."""
    return thin(clock.today())
