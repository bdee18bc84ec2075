"""The beat table: what runs by itself, and when. Every job asks for a state, so a missed or doubled run does no harm.

A job that has not come to its end for as long as the third column says is overdue itself: the administrators' page and
/health/jobs/ say so. What is slow runs on a queue of its own, so that nothing quick waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery.schedules import crontab

DEFAULT, SLOW = "default", "slow"
QUEUES = (DEFAULT, SLOW)


@dataclass(frozen=True)
class When:
    """A time to run: for beat, and in words for people."""

    schedule: crontab | float
    words: str


@dataclass(frozen=True)
class Job:
    """One row of the table."""

    name: str
    task: str
    when: When
    overdue_after: timedelta
    queue: str = DEFAULT


def every(seconds: int) -> When:
    minutes = seconds // 60
    return When(float(seconds), "every minute" if minutes == 1 else f"every {minutes} minutes")


def hourly(minute: int) -> When:
    return When(crontab(minute=minute), f"every hour at {minute} past")


def daily(hour: int, minute: int) -> When:
    return When(crontab(hour=hour, minute=minute), f"every day at {hour}:{minute:02}")


def sundays(hour: int, minute: int) -> When:
    return When(crontab(day_of_week=0, hour=hour, minute=minute), f"every Sunday at {hour}:{minute:02}")


SOON = timedelta(minutes=20)
LONGER = timedelta(minutes=45)  # of what waits for slow work besides
HOURS = timedelta(hours=3)
A_DAY = timedelta(hours=26)
A_WEEK = timedelta(days=8)


def jobs(*, demonstration: bool) -> tuple[Job, ...]:
    """The table. A demonstration sweeps every few minutes, so that one sees what the next day brings."""
    sweeping = every(180) if demonstration else hourly(40)
    return (
        # Every few minutes.
        Job("go on with imports", "bodies.go_on_with_imports", every(120), SOON),
        Job("go on with exports", "assurance.go_on_with_exports", every(120), LONGER, SLOW),
        Job("make mail of what people are told", "bodies.compose_mail", every(120), SOON),
        Job("write to who follows meetings", "meetings.write_letters", every(300), SOON),
        Job("send mail", "bodies.send_mail", every(60), SOON),
        Job("read the text of what was published", "evidence.read_texts", every(600), HOURS, SLOW),
        # Every hour.
        Job("sweep", "duties.sweep", sweeping, HOURS),
        Job("follow questions of lay members", "meetings.follow_questions", hourly(45), HOURS),
        Job("look at published links", "evidence.look_at_links", hourly(50), HOURS),
        Job(
            "verify stored files", "evidence.verify", hourly(25), HOURS, SLOW
        ),  # a part each hour, once a week the whole
        # Every night.
        Job("names of the day", "bodies.name_of_the_day", daily(0, 5), A_DAY),
        Job("hand over what closed bodies left open", "duties.hand_over", daily(0, 10), A_DAY),
        Job("open this year and the next", "duties.open_years", daily(0, 20), A_DAY),
        Job("keep what meetings owe", "meetings.keep_what_they_owe", daily(0, 40), A_DAY, SLOW),
        Job("keep what cases owe", "casework.keep_what_is_owed", daily(0, 50), A_DAY, SLOW),
        Job("settle what assessments prove", "assessments.settle_what_is_owed", daily(0, 55), A_DAY),
        Job("draw samples of what was certified", "evidence.draw_samples", daily(1, 10), A_DAY),
        Job("check the dates", "duties.look_at_dates", daily(2, 20), A_DAY, SLOW),
        Job("end letters that nobody confirmed", "meetings.tidy_subscriptions", daily(2, 50), A_DAY),
        Job("thin cases that ended long ago", "casework.thin_old_cases", daily(2, 55), A_DAY, SLOW),
        Job("purge unsent drafts", "evidence.purge_drafts", daily(3, 0), A_DAY),
        Job("purge imports", "bodies.purge_imports", daily(3, 10), A_DAY),
        Job("purge exports", "assurance.purge_exports", daily(3, 15), A_DAY),
        Job("purge held files", "evidence.purge_held_files", daily(3, 20), A_DAY),
        Job("purge the log of jobs", "bodies.purge_jobs", daily(3, 30), A_DAY),
        # Every week.
        Job("verify the audit trail", "bodies.verify_audit", sundays(4, 0), A_WEEK, SLOW),
    )


# Slow work that no row of the table names: others send it.
ALSO_SLOW = ("assurance.make_export", "evidence.look_at_host")


def schedule_of(table: tuple[Job, ...]) -> dict[str, dict[str, Any]]:
    """The table as beat reads it. What waited until it was overdue is not run any more: a later run sees the same."""
    return {
        job.name: {
            "task": job.task,
            "schedule": job.when.schedule,
            "options": {"queue": job.queue, "expires": job.overdue_after.total_seconds()},
        }
        for job in table
    }


def routes_of(table: tuple[Job, ...]) -> dict[str, dict[str, str]]:
    """Which queue each task goes to that does not go to the default one, whoever sends it."""
    slow = {job.task for job in table if job.queue == SLOW} | set(ALSO_SLOW)
    return {task: {"queue": SLOW} for task in sorted(slow)}
