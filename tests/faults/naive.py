"""Sweeps as one would write them who never lost a server: the controls of the faults."""

from __future__ import annotations

import time
from datetime import date

from celery import shared_task
from django.utils import timezone

from bodies import audit
from duties.models import Flag, Obligation
from duties.sweep import Swept, late_since

SLOWLY = 0.005  # seconds a row: on a fast machine too others come while it is at work


def row_by_row(today: date, **_: object) -> Swept:
    """Read all that is late, then mark, flag and record one after the other, each by itself."""
    found = list(Obligation.objects.newly_late(today))
    for row in found:
        time.sleep(SLOWLY)
        since_on = late_since(row)
        Obligation.objects.filter(pk=row.pk).update(late_since=since_on)
        Flag.objects.get_or_create(
            obligation=row, kind=Flag.Kind.LATE, since_on=since_on, defaults={"raised_at": timezone.now()}
        )
        audit.record("flagged: late", row, by=None, today=today, body=row.body, since_on=since_on.isoformat())
    return Swept(late=len(found))


@shared_task(name="tests.flag_one")
def flag_one(pk: int) -> None:
    """Raise the flag of one obligation: the message alone knows that it is due."""
    row = Obligation.objects.get(pk=pk)
    Flag.objects.create(obligation=row, kind=Flag.Kind.LATE, since_on=late_since(row), raised_at=timezone.now())
