"""The sweep: finds by state what is due soon and what is late, and raises each flag once.

Set-based and level-triggered: any number of passes a day, by any number of workers, gives the same flags. Each batch is
one transaction that writes flag, marker and audit row together, so a pass killed at any line loses and doubles nothing.
The cost follows what became due (two partial indexes), not what exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from bodies import audit
from bodies.models import AuditEntry
from duties.flags import clear_flags
from duties.models import Flag, Obligation
from duties.querysets import ObligationQuerySet

BATCH = 500


@dataclass(frozen=True)
class Swept:
    """How many flags one pass raised and cleared."""

    late: int = 0
    soon: int = 0
    soon_cleared: int = 0


def sweep(today: date, *, batch: int = BATCH) -> Swept:
    """Raise every flag that the state of an obligation calls for on this day and that it has not yet."""
    return Swept(
        soon_cleared=_clear_passed_soon(today, batch),
        late=_raise_all(Flag.Kind.LATE, "late_since", today, batch),
        soon=_raise_all(Flag.Kind.SOON, "soon_since", today, batch),
    )


def since_when(kind: str, obligation: Obligation) -> date:
    """The day on which a flag became true: the day after the due date, or a later day on which it was sent back.

    Due soon begins with the lead time, or on the day it was opened or sent back where that is later.
    """
    assert obligation.due_on is not None and obligation.soon_on is not None  # both queries ask for a date
    if kind == Flag.Kind.SOON:
        began = max(obligation.soon_on, obligation.opened_on)
    else:
        began = obligation.due_on + timedelta(days=1)
    return max(began, obligation.sent_back_on) if obligation.sent_back_on else began


def _pending(kind: str, today: date) -> ObligationQuerySet:
    return Obligation.objects.newly_late(today) if kind == Flag.Kind.LATE else Obligation.objects.newly_soon(today)


def _raise_all(kind: str, marker: str, today: date, batch: int) -> int:
    total = 0
    while True:
        raised = _raise_batch(kind, marker, today, batch)
        total += raised
        if raised < batch:
            return total


@transaction.atomic
def _raise_batch(kind: str, marker: str, today: date, batch: int) -> int:
    rows = list(
        _skip_locked(_pending(kind, today)).only(
            "pk", "due_on", "soon_on", "sent_back_on", "opened_on", "held_by_id", "body_id"
        )[:batch]
    )
    if not rows:
        return 0
    since = {row.pk: since_when(kind, row) for row in rows}
    _insert(kind, since)
    _mark(marker, since)
    audit.record_many((_entry(kind, row, since[row.pk], today) for row in rows), batch=batch)
    return len(rows)


def _entry(kind: str, row: Obligation, since_on: date, today: date) -> AuditEntry:
    made = audit.entry(f"flagged: {kind}", row, by=None, today=today, since_on=since_on.isoformat())
    made.body_id = row.held_by_id or row.body_id
    return made


def _skip_locked(rows: ObligationQuerySet) -> ObligationQuerySet:
    """Leave to another sweep what it is working on; SQLite has one writer at a time and needs no lock."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def _insert(kind: str, since: dict[int, date]) -> None:
    """Insert the flags; one that was raised and cleared for the same day before lives again."""
    now = timezone.now()
    Flag.objects.bulk_create(
        [Flag(obligation_id=pk, kind=kind, since_on=day, raised_at=now) for pk, day in since.items()],
        update_conflicts=True,
        unique_fields=["obligation", "kind", "since_on"],
        update_fields=["cleared_on"],
    )


def _mark(marker: str, since: dict[int, date]) -> None:
    """Set the marker of each obligation: one statement for each different day."""
    by_day: dict[date, list[int]] = {}
    for pk, day in since.items():
        by_day.setdefault(day, []).append(pk)
    for day, keys in by_day.items():
        Obligation.objects.filter(pk__in=keys).update(**{marker: day})


def _clear_passed_soon(today: date, batch: int) -> int:
    """What was due soon and is now past its date is due soon no more."""
    total = 0
    while True:
        cleared = _clear_batch(today, batch)
        total += cleared
        if cleared < batch:
            return total


@transaction.atomic
def _clear_batch(today: date, batch: int) -> int:
    # Locked first: its date may be moving at this moment, and a flag that is raised for the new one must stay.
    passed = _skip_locked(Obligation.objects.no_longer_soon(today))
    keys: Sequence[int] = list(passed.values_list("pk", flat=True)[:batch])
    clear_flags(Obligation.objects.filter(pk__in=keys), today=today, kinds=(Flag.Kind.SOON,))
    return Obligation.objects.filter(pk__in=keys).update(soon_since=None)
