"""What Celery runs: each task reads the clock, calls one function and returns a count."""

from celery import shared_task

from bodies import clock
from meetings.actions.waiting import follow_questions


@shared_task(name="meetings.follow_questions")
def follow_questions_task() -> int:
    """Pass on what lay members asked and nobody answered."""
    return follow_questions(clock.today())
