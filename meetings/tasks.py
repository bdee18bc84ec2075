"""What Celery runs: each task reads the clock, calls one function and returns a count."""

from celery import shared_task
from django.utils import timezone

from bodies import clock
from meetings.actions.following import tidy
from meetings.actions.papers import follow_all
from meetings.actions.waiting import follow_questions
from meetings.actions.writing import write_letters
from meetings.keeping import keep_all


@shared_task(name="meetings.follow_questions")
def follow_questions_task() -> int:
    """Pass on what lay members asked and nobody answered."""
    return follow_questions(clock.today())


@shared_task(name="meetings.keep_what_they_owe")
def keep_what_they_owe() -> int:
    """Keep what meetings owe: holidays, rules, the next meeting and papers' evidence change by themselves."""
    today = clock.today()
    return follow_all(today) + keep_all(today)


@shared_task(name="meetings.write_letters")
def write_letters_task() -> int:
    """Write to who follows a body's meetings."""
    return write_letters(clock.today(), timezone.now())


@shared_task(name="meetings.tidy_subscriptions")
def tidy_subscriptions_task() -> int:
    """End what nobody confirmed, and what is about closed bodies."""
    return tidy(clock.today())
