"""Holding all mail after a long silence, until an administrator has looked at what would leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from bodies import audit, jobs
from bodies.models import MailHold
from bodies.web.text import date_long

SILENCE = timedelta(days=14)


def hold_standing() -> MailHold | None:
    """The hold that stands, if one does."""
    return MailHold.objects.filter(released_at=None).first()


@transaction.atomic
def hold_after_silence(task: str, *, today: date) -> bool:
    """Hold all mail where this run of a task ends a silence of more than 14 days; returns whether it does so now.

    A silence is held for once: what an administrator released stays released, however often the task runs today.
    """
    last = jobs.last_finished(task, before=today)
    if last is None or today - last <= SILENCE:
        return False
    if hold_standing() is not None or MailHold.objects.filter(since_on__gt=last).exists():
        return False
    why = f"From {date_long(last)} to {date_long(today)} nothing was looked for: “{_name(task)}” did not run."
    return _hold(why, today=today, task=task, silent_since=last.isoformat())


@transaction.atomic
def hold_after_restore(*, of: date, today: date) -> bool:
    """Hold all mail of a database that was restored: it does not know what left since the back-up of that day."""
    why = f"The database was restored from a back-up of {date_long(of)}: it does not know which mail left since then."
    return hold_standing() is None and _hold(why, today=today, backed_up_on=of.isoformat())


def _hold(why: str, *, today: date, **detail: Any) -> bool:
    try:
        with transaction.atomic():
            hold = MailHold.objects.create(since_on=today, made_at=timezone.now(), why=why)
    except IntegrityError:  # another run was quicker
        return False
    audit.record("held all mail", hold, by=None, today=today, **detail)
    return True


def _name(task: str) -> str:
    """What a job is called on the page of jobs."""
    return next((job.name for job in settings.BEAT_TABLE if job.task == task), task)
