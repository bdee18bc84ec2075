"""Importing what was confirmed, one unit after the other, by any number of workers, killed at any line.

A unit's rows are claimed by a conditional update in the transaction that imports them: it is imported once and wholly,
or not at all and still to do. Nothing else says who works on it, so a worker that dies leaves nothing to clear up.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from bodies import audit
from bodies.access import can, reach_of
from bodies.imports.kinds import Context, Kind, Refused, kind_of
from bodies.models import Import, ImportRow

Fate = ImportRow.Fate
PAUSE = 0.05  # seconds after each unit: SQLite has one writer at a time, and others wait for a moment between two
AT_A_TIME = 200  # units: then the worker does what else waits
LEFT_ALONE = timedelta(minutes=2)
NOT_ALLOWED = "Whoever confirmed it may not import for this body any more. Upload the spreadsheet again."
log = logging.getLogger(__name__)


def run(pk: int, *, today: date, at_most: int = AT_A_TIME) -> bool:
    """Import units that are still to do; an import that nobody confirmed, or that stopped, is left as it is.

    Returns whether something is left. Whatever a kind raises but Refused stops the import and is raised again.
    """
    imported = Import.objects.select_related("body", "confirmed_by").filter(pk=pk).first()
    if imported is None or not imported.is_running:
        return False
    kind = kind_of(imported.kind)
    context = _context(imported, kind, today) if kind is not None else None
    if kind is None or context is None:
        _stop(imported, NOT_ALLOWED, today)
        return False
    for unit, number in _to_do(imported, at_most):
        try:
            _import_unit(imported, kind, unit, context)
        except Exception:
            _stop(imported, f"Something went wrong on our side at row {number}.", today)
            raise
        if connection.vendor == "sqlite":
            time.sleep(PAUSE)
    if _to_do(imported, 1):
        return True
    _finish(imported, kind, today)
    return False


def left_alone(now: datetime) -> list[int]:
    """Running imports in which nothing has moved for two minutes: their worker was killed, or nobody was told."""
    running = Import.objects.filter(confirmed_at__lt=now - LEFT_ALONE, stopped_at=None, finished_at=None)
    moved = running.annotate(moved_at=Max("rows__done_at"))
    return list(
        moved.filter(Q(moved_at=None) | Q(moved_at__lt=now - LEFT_ALONE)).order_by("pk").values_list("pk", flat=True)
    )


def _context(imported: Import, kind: Kind, today: date) -> Context | None:
    """For whom the rows are imported; None where they may not any more."""
    by = imported.confirmed_by
    if by is None or not can(reach_of(by, today), kind.needs, imported.body, today):
        return None
    return Context(imported.body, by, today, imported.is_invented, imported.file_name)


def _to_do(imported: Import, at_most: int) -> Sequence[tuple[str, int]]:
    """The units that are still to do, with their first row, in the order of the spreadsheet."""
    new = ImportRow.objects.filter(of=imported, fate=Fate.NEW).order_by()
    return list(
        new.values("unit").annotate(first=Min("number")).order_by("first").values_list("unit", "first")[:at_most]
    )


def _import_unit(imported: Import, kind: Kind, unit: str, context: Context) -> None:
    rows = ImportRow.objects.filter(of=imported, unit=unit, fate=Fate.NEW)
    try:
        with transaction.atomic():
            # One unit of an import at a time: what two of them share is made once.
            current = Import.objects.select_for_update(of=("self",)).get(pk=imported.pk)
            plans = list(rows.order_by("number").values_list("plan", flat=True))
            if current.is_running and rows.update(fate=Fate.DONE, done_at=timezone.now()):
                kind.apply(plans, context)
    except Refused as refusal:
        rows.update(fate=Fate.REFUSED, errors=[["", str(refusal)]])


@transaction.atomic
def _finish(imported: Import, kind: Kind, today: date) -> None:
    running = Import.objects.filter(pk=imported.pk, stopped_at=None, finished_at=None)
    if running.update(finished_at=timezone.now()):
        if kind.is_private:  # the record has what is kept; what was typed would outlive it
            imported.rows.update(cells={}, plan={})
        _record("finished an import", imported, today)


@transaction.atomic
def _stop(imported: Import, why: str, today: date) -> None:
    running = Import.objects.filter(pk=imported.pk, stopped_at=None, finished_at=None)
    if running.update(stopped_at=timezone.now(), stopped_why=why):
        log.warning("Import %s stopped: %s", imported.pk, why)
        _record("stopped an import", imported, today)


def _record(verb: str, imported: Import, today: date) -> None:
    done = imported.rows.filter(fate=Fate.DONE).count()
    audit.record(verb, imported, by=imported.confirmed_by, today=today, body=imported.body, done=done)
