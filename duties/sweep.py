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
from bodies.inserting import insert_rows
from duties import telling
from duties.asking import anything
from duties.escalating import ONE_DAY, escalates_on, latest_day_zero
from duties.flags import clear_flags
from duties.markers import MARKER_OF, SWEPT
from duties.models import Flag, Obligation
from duties.proclaimed import known_calendars
from duties.querysets import ObligationQuerySet
from duties.telling import Row
from duties.working_days import ENGLAND_AND_WALES, Calendar

BATCH = 500


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
    since: Callable[[Row], date]

    @property
    def marker(self) -> str:
        return MARKER_OF[self.kind]


def sweep(today: date, *, batch: int = BATCH, pause: float = 0.0) -> Swept:
    """Raise every flag that the state of an obligation calls for on this day and that it has not yet.

    `pause` is for how many seconds at least others may write between two batches: SQLite has one writer at a time.
    """
    if not anything(questions, today, *_latest_days_zero(today, ENGLAND_AND_WALES)):
        return Swept()
    ended: list[int] = [_clear_all(kinds, found, today, batch, pause) for kinds, found in ahead(today)]
    raised = {one.kind: _raise_all(one, today, batch, pause, ended) for one in searches(today)}
    ended += [_clear_all(kinds, found, today, batch, pause) for kinds, found in over(today)]
    return Swept(cleared=sum(ended), **raised)


def sweep_beside_others(today: date) -> Swept:
    """Sweep while people work: on SQLite, which has one writer at a time, in small batches with room between them.

    A writer who waits there looks again only every tenth of a second.
    """
    return sweep(today, batch=BATCH // 2, pause=0.2) if connection.vendor == "sqlite" else sweep(today)


def ahead(today: date) -> list[tuple[tuple[str, ...], ObligationQuerySet]]:
    """What a clock that was ahead raised: all of it is cleared, and what is true today raised again since its day."""
    rows = Obligation.objects
    return [(SWEPT, rows.marked_ahead(today)), (SWEPT, rows.soon_ahead(today))]


def over(today: date) -> list[tuple[tuple[str, ...], ObligationQuerySet]]:
    """What the state calls for no more: due soon and past its date, and what no assurer is told of.

    What was due soon and is late now was cleared with the raising of that flag: asked before, it would be found twice.
    """
    rows = Obligation.objects
    return [((Flag.Kind.SOON,), rows.no_longer_soon(today)), ((Flag.Kind.ASSURER,), rows.for_assurer_no_more())]


def questions(today: date, escalated: date, for_assurer: date) -> list[ObligationQuerySet]:
    """Everything that a pass asks, of a day and the days zero of what escalates."""
    rows = Obligation.objects
    return [
        *(found for _, found in (*ahead(today), *over(today))), rows.newly_late(today), rows.newly_soon(today),
        rows.escalated_by(escalated), rows.for_assurer_by(for_assurer),
    ]  # fmt: skip


def _latest_days_zero(today: date, calendar: Calendar) -> tuple[date, date]:
    """As `duties.escalating` has them. A holiday proclaimed since makes them earlier, never later."""
    numbers = (settings.ESCALATE_AFTER_WORKING_DAYS, settings.TELL_ASSURER_AFTER_WORKING_DAYS)
    escalated, for_assurer = (latest_day_zero(today, number, calendar) for number in numbers)
    return escalated, for_assurer


def searches(today: date) -> Iterator[Search]:
    """What is asked, in this order: what escalates was flagged as late before, in this pass or in one before it."""
    rows, calendar = Obligation.objects, known_calendars().england_and_wales
    escalated, for_assurer = _latest_days_zero(today, calendar)
    yield Search(Flag.Kind.LATE, rows.newly_late(today), late_since)
    yield Search(Flag.Kind.SOON, rows.newly_soon(today), soon_since)
    for kind, found in (
        (Flag.Kind.ESCALATED, rows.escalated_by(escalated)),
        (Flag.Kind.ASSURER, rows.for_assurer_by(for_assurer)),
    ):
        yield Search(kind, found, partial(escalated_since, number=telling.working_days_of(kind), calendar=calendar))


def late_since(obligation: Row) -> date:
    """The day after the due date, or the later day on which it was sent back."""
    assert obligation.due_on is not None  # every search asks for a date
    return _not_before(obligation.sent_back_on, obligation.due_on + ONE_DAY)


def soon_since(obligation: Row) -> date:
    """The day on which the lead time began, or the later day on which it was opened or sent back."""
    assert obligation.soon_on is not None
    return _not_before(obligation.sent_back_on, max(obligation.soon_on, obligation.opened_on))


def escalated_since(obligation: Row, *, number: int, calendar: Calendar) -> date:
    assert obligation.due_on is not None
    return escalates_on(obligation.due_on, obligation.sent_back_on, number, calendar)


def _not_before(day: date | None, began: date) -> date:
    return max(began, day) if day else began


def _raise_all(search: Search, today: date, batch: int, pause: float, ended: list[int]) -> int:
    return _batches(lambda: _raise_batch(search, today, batch, ended), batch, pause) if search.found.exists() else 0


def _clear_all(kinds: tuple[str, ...], found: ObligationQuerySet, today: date, batch: int, pause: float) -> int:
    return _batches(lambda: _clear_batch(kinds, found, today, batch), batch, pause) if found.exists() else 0


def _batches(do: Callable[[], int], batch: int, pause: float) -> int:
    """Do one batch after the other until one is not full; returns how many rows."""
    total, done = 0, batch
    while done == batch:
        began = time.monotonic()
        done = do()
        total += done
        if pause and done == batch:
            # The longer a batch took, or waited for its turn, the more is to be left to others.
            time.sleep(max(pause, 2 * (time.monotonic() - began)))
    return total


@transaction.atomic
def _raise_batch(search: Search, today: date, batch: int, ended: list[int]) -> int:
    """Raise the flags of one batch; what was due soon and is late is due soon no more, and is counted in `ended`."""
    rows = telling.read(_skip_locked(search.found)[:batch])
    if not rows:
        return 0
    since = {row.pk: search.since(row) for row in rows}
    was_soon = [row.pk for row in rows if row.soon_since] if search.kind == Flag.Kind.LATE else []
    if was_soon:
        ended.append(clear_flags(Obligation.objects.filter(pk__in=was_soon), today=today, kinds=(Flag.Kind.SOON,)))
    _insert(search.kind, since)
    _mark(search.marker, since, also={MARKER_OF[Flag.Kind.SOON]: None} if was_soon else {})
    telling.tell_flags(search.kind, rows, since, today=today)
    audit.record_set(
        f"flagged: {search.kind}", Obligation, by=None, today=today,
        said=[(row.pk, row.answers, {"since_on": since[row.pk].isoformat()}) for row in rows],
    )  # fmt: skip
    return len(rows)


def _skip_locked(rows: ObligationQuerySet) -> ObligationQuerySet:
    """Leave to another sweep what it is working on; SQLite has one writer at a time and needs no lock."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def _insert(kind: str, since: dict[int, date]) -> None:
    """Insert the flags; one that was raised and cleared for the same day before lives again, and is news again."""
    now = timezone.now()
    insert_rows(
        Flag, ("obligation_id", "kind", "since_on", "raised_at"), ((pk, kind, day, now) for pk, day in since.items()),
        conflict="(obligation_id, kind, since_on) DO UPDATE SET cleared_on = NULL, raised_at = excluded.raised_at",
    )  # fmt: skip


def _mark(marker: str, since: dict[int, date], *, also: dict[str, None]) -> None:
    """Set the marker of each obligation: one statement for each different day."""
    by_day: dict[date, list[int]] = {}
    for pk, day in since.items():
        by_day.setdefault(day, []).append(pk)
    for day, keys in by_day.items():
        Obligation.objects.filter(pk__in=keys).update(**{marker: day}, **also)


@transaction.atomic
def _clear_batch(kinds: tuple[str, ...], found: ObligationQuerySet, today: date, batch: int) -> int:
    # Locked first: its date may be moving at this moment, and a flag that is raised for the new one must stay.
    keys: Sequence[int] = list(_skip_locked(found).values_list("pk", flat=True)[:batch])
    rows = Obligation.objects.filter(pk__in=keys)
    clear_flags(rows, today=today, kinds=kinds)
    return rows.update(**{MARKER_OF[kind]: None for kind in kinds})
