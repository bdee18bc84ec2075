"""The domain's clock. Views, tasks and commands read it; pure code takes `today` as an argument.

In a demonstration the day comes from one database row, so that it can be moved; production never reads that row.
Sessions, leases and the audit trail's moments use real time.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.models import DemonstrationClock, User


def today() -> date:
    """The day it is in England for the domain."""
    if settings.DEMONSTRATION:
        row = DemonstrationClock.objects.filter(pk=1).first()
        if row is not None:
            return row.today
    return timezone.localdate()


def now() -> datetime:
    """The domain's moment: real time, moved to the demonstration's day where there is one."""
    moment = timezone.localtime()
    day = today()
    if day == moment.date():
        return moment
    return timezone.make_aware(datetime.combine(day, moment.time().replace(fold=0)))


@transaction.atomic
def set_demonstration_day(day: date, *, by: User | None = None) -> None:
    """Move a demonstration to a day. Raises RuntimeError outside a demonstration."""
    if not settings.DEMONSTRATION:
        raise RuntimeError("Only a demonstration's day can be moved.")
    row, is_new = DemonstrationClock.objects.select_for_update().get_or_create(pk=1, defaults={"today": day})
    if is_new or row.today == day:
        return
    before, row.today = row.today, day
    row.save(update_fields=["today"])
    audit.record("moved the day", row, by=by, today=before, before={"today": before}, after={"today": day})


@transaction.atomic
def next_demonstration_day(*, by: User | None) -> date:
    """Move a demonstration on by one day and return the new day."""
    day = today() + timedelta(days=1)
    set_demonstration_day(day, by=by)
    return day
