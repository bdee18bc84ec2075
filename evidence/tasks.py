"""What this room does by itself: read the clock, call one function, return a count."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from bodies import clock
from evidence import actions
from evidence.files import holding, verifying
from evidence.links import checking, watching
from evidence.texts import gathering

log = logging.getLogger(__name__)

# Much less than CELERY_TASK_TIME_LIMIT, and than the time after which a broker gives a task to somebody else.
FOR_LONG = timedelta(minutes=5)
NOT_IN_A_DEMONSTRATION = "A demonstration asks nothing of the web: its links are invented, or a stranger's."


@shared_task(name="evidence.purge_drafts")
def purge_drafts() -> int:
    """Take away drafts that nobody sent in within a week."""
    return actions.purge_drafts(clock.today())


@shared_task(name="evidence.draw_samples")
def draw_samples() -> int:
    """Draw the samples of certified duties that are due."""
    return actions.draw_due_samples(today=clock.today(), invented=settings.DEMONSTRATION)


@shared_task(name="evidence.verify")
def verify() -> str:
    """Go on with this week's reading of every stored file; says how far it is."""
    run = verifying.verify_weekly(clock.today(), for_long=FOR_LONG)
    for fault in run.faults if run else ():
        log.error("Stored files: %s", fault)
    return f"{run.count} read, {len(run.faults)} faults" if run else "done this week, or more to read"


@shared_task(name="evidence.look_at_links")
def look_at_links() -> dict[str, int] | str:
    """Find published links that are due, and send one task for each site. A demonstration asks nothing, and says so."""
    if settings.DEMONSTRATION:
        return NOT_IN_A_DEMONSTRATION
    now = timezone.now()
    begun = watching.keep_up(clock.today(), now)
    hosts = checking.due_hosts(now)
    for host in hosts:
        # What nobody takes up within the hour is found again by the next pass.
        look_at_host.apply_async((host,), expires=checking.PUT_OFF.total_seconds())
    return {"newly watched": begun, "sites": len(hosts)}


@shared_task(name="evidence.look_at_host")
def look_at_host(host: str) -> int:
    """Look at the pages of one site that are due."""
    return checking.check_host(host, checking.way(), today=clock.today())


@shared_task(name="evidence.purge_held_files")
def purge_held_files() -> int:
    """Take away files that were held for an import for a month."""
    return holding.purge(clock.today())


@shared_task(name="evidence.read_texts")
def read_texts() -> dict[str, int]:
    """Read the text of published files that was not read yet, for the search."""
    return gathering.gather(clock.today(), for_long=FOR_LONG).told()
