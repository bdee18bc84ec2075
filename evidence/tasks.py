"""What this room does by itself: read the clock, call one function, return a count."""

from celery import shared_task

from bodies import clock
from evidence import actions


@shared_task(name="evidence.purge_drafts")
def purge_drafts() -> int:
    """Take away drafts that nobody sent in within a week."""
    return actions.purge_drafts(clock.today())
