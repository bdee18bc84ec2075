"""The sweep: finds by state what is due soon, late and escalated, and raises each flag once.

Set-based and level-triggered: any number of passes a day, by any number of workers, gives the same flags. Each batch is
one transaction that writes flag, marker, audit row and who is told, so a pass killed at any line loses and doubles
nothing. The cost follows what became due (a partial index for each question), not what exists.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from bodies import audit
from bodies.models import AuditEntry
from duties import telling
from duties.escalating import ONE_DAY, escalates_on, latest_day_zero
from duties.flags import clear_flags
from duties.markers import MARKER_OF
from duties.models import Flag, Obligation
from duties.proclaimed import known_calendars
from duties.querysets import ObligationQuerySet
from duties.working_days import Calendar

BATCH = 500
READ = ("pk", "soon_on", "sent_back_on", "opened_on", *telling.READ)


@dataclass(frozen=True)
class Swept:
    """How many flags one pass raised and cleared."""

    late: int = 0
    soon: int = 0
    escalated: int = 0
    assurer: int = 0
    cleared: int = 0

    @property
    def raised(self) -> int:
        return self.late + self.soon + self.escalated + self.assurer


@dataclass(frozen=True)
class Search:
    """What one pass asks for one kind of flag, and since when what it finds is so."""

    kind: str
    found: ObligationQuerySet
    since: Callable[[Obligation], date]

    @property
    def marker(self) -> str:
        return MARKER_OF[self.kind]


def sweep(today: date, *, batch: int = BATCH, pause: float = 0.0) -> Swept:
    """Raise every flag that the state of an obligation calls for on this day and that it has not yet.

    `pause` is for how many seconds others may write between two batches: SQLite has one writer at a time.
    """
    rows = Obligation.objects
    cleared = sum(
        _clear_all(kind, found, today, batch, pause)
        for kind, found in (
            (Flag.Kind.SOON, rows.no_longer_soon(today)),
            (Flag.Kind.ASSURER, rows.for_assurer_no_more()),
        )
    )
    raised = {one.kind: _raise_all(one, today, batch, pause) for one in searches(today)}
    return Swept(cleared=cleared, **raised)


def searches(today: date) -> Iterator[Search]:
    """What is asked, in this order: what escalates was flagged as late before, in this pass or in one before it."""
    rows, calendar = Obligation.objects, known_calendars().england_and_wales
    yield Search(Flag.Kind.LATE, rows.newly_late(today), late_since)
    yield Search(Flag.Kind.SOON, rows.newly_soon(today), soon_since)
    for kind, find, number in (
        (Flag.Kind.ESCALATED, rows.escalated_by, settings.ESCALATE_AFTER_WORKING_DAYS),
        (Flag.Kind.ASSURER, rows.for_assurer_by, settings.TELL_ASSURER_AFTER_WORKING_DAYS),
    ):
        found = find(latest_day_zero(today, number, calendar))
        yield Search(kind, found, partial(escalated_since, number=number, calendar=calendar))


def late_since(obligation: Obligation) -> date:
    """The day after the due date, or the later day on which it was sent back."""
    assert obligation.due_on is not None  # every search asks for a date
    return _not_before(obligation.sent_back_on, obligation.due_on + ONE_DAY)


def soon_since(obligation: Obligation) -> date:
    """The day on which the lead time began, or the later day on which it was opened or sent back."""
    assert obligation.soon_on is not None
    return _not_before(obligation.sent_back_on, max(obligation.soon_on, obligation.opened_on))


def escalated_since(obligation: Obligation, *, number: int, calendar: Calendar) -> date:
    assert obligation.due_on is not None
    return escalates_on(obligation.due_on, obligation.sent_back_on, number, calendar)


def _not_before(day: date | None, began: date) -> date:
    return max(began, day) if day else began


def _raise_all(search: Search, today: date, batch: int, pause: float) -> int:
    return _batches(lambda: _raise_batch(search, today, batch), batch, pause) if search.found.exists() else 0


def _clear_all(kind: str, found: ObligationQuerySet, today: date, batch: int, pause: float) -> int:
    """Clear what the state calls for no more: due soon and past its date, and what no assurer is told of."""
    return _batches(lambda: _clear_batch(kind, found, today, batch), batch, pause) if found.exists() else 0


def _batches(do: Callable[[], int], batch: int, pause: float) -> int:
    """Do one batch after the other until one is not full; returns how many rows."""
    total = done = do()
    while done == batch:
        time.sleep(pause)
        done = do()
        total += done
    return total


@transaction.atomic
def _raise_batch(search: Search, today: date, batch: int) -> int:
    rows = list(_skip_locked(search.found.select_related("duty")).only(*READ)[:batch])
    if not rows:
        return 0
    since = {row.pk: search.since(row) for row in rows}
    _insert(search.kind, since)
    _mark(search.marker, since)
    telling.tell_flags(search.kind, rows, since, today=today)
    audit.record_many((_entry(search.kind, row, since[row.pk], today) for row in rows), batch=batch)
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


@transaction.atomic
def _clear_batch(kind: str, found: ObligationQuerySet, today: date, batch: int) -> int:
    # Locked first: its date may be moving at this moment, and a flag that is raised for the new one must stay.
    keys: Sequence[int] = list(_skip_locked(found).values_list("pk", flat=True)[:batch])
    rows = Obligation.objects.filter(pk__in=keys)
    clear_flags(rows, today=today, kinds=(kind,))
    return rows.update(**{MARKER_OF[kind]: None})
