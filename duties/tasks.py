"""What Celery runs: each task reads the clock, calls one function and returns a count."""

from celery import shared_task

from bodies import clock
from bodies.outbox.holding import hold_after_silence
from duties.handover import hand_over
from duties.opening import open_years
from duties.rechecking import look_at_dates
from duties.sweep import sweep_beside_others


@shared_task(name="duties.open_years")
def open_years_task() -> int:
    """Keep this year and the next open."""
    return open_years(today=clock.today())


@shared_task(name="duties.hand_over")
def hand_over_task() -> int:
    """Pass on what closed bodies left open."""
    return hand_over(today=clock.today())


@shared_task(name="duties.look_at_dates")
def look_at_dates_task() -> int:
    """Tell administrators of dates that stand otherwise than the rules give them today."""
    return look_at_dates(today=clock.today())


@shared_task(name="duties.sweep")
def sweep_task() -> dict[str, int]:
    """Raise the flags that the state of obligations calls for; after a long silence their mail is held."""
    today = clock.today()
    hold_after_silence("duties.sweep", today=today)
    return vars(sweep_beside_others(today))
