"""What people do with an import: check a spreadsheet, confirm it, go on with one that stopped."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bodies import audit
from bodies.imports import cells, reading
from bodies.imports.kinds import Context, Kind, Row, kind_of
from bodies.models import Import, ImportRow, User

BATCH = 500
UNCONFIRMED_KEPT = timedelta(days=31)
CHECKED = ("fate", "label", "errors", "notes", "unit", "plan")  # what a check finds out of a row


def check(*, kind: Kind, upload: IO[bytes], file_name: str, context: Context) -> Import:
    """Read and check a spreadsheet and keep its rows with the fate of each; nothing is imported.

    Raises sheets.Unreadable, and keeps nothing, where the file as a whole cannot be taken.
    """
    context = replace(context, file_name=cells.tidy(file_name))
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(upload, copy)
        copy.flush()
        rows, left_out = reading.rows_of(kind, kind.read(copy, context))
        copy.seek(0)
        sha256 = hashlib.file_digest(copy, "sha256").hexdigest()
    kind.check(rows, context)
    with transaction.atomic():
        made = Import.objects.create(
            kind=kind.name, body=context.body, file_name=context.file_name, sha256=sha256, left_out=left_out,
            outcome=_outcome(kind, rows, context), uploaded_by=context.by, uploaded_on=context.today,
            uploaded_at=timezone.now(), is_invented=context.invented,
        )  # fmt: skip
        ImportRow.objects.bulk_create((_kept(made, row) for row in rows), batch_size=BATCH)
        audit.record(
            "checked a spreadsheet", made, by=context.by, today=context.today, body=context.body, kind=kind.name,
            sha256=sha256, rows=len(rows), wrong=sum(bool(row.errors) for row in rows),
        )  # fmt: skip
    return made


def confirm(*, imported: Import, by: User, today: date) -> bool:
    """Begin to import what was shown; pressed twice it begins once. Returns whether it began.

    The rows are checked again first. Where one stands otherwise by now, or nothing may be imported, nothing begins: the
    rows say what became of them.
    """
    if imported.confirmed_at is not None:
        return True
    changed, outcome = _check_again(imported, by, today)  # before anything is locked: it takes a while
    with transaction.atomic():
        current = Import.objects.select_for_update(of=("self",)).select_related("body").get(pk=imported.pk)
        if current.confirmed_at is not None:
            return True
        if changed:
            _keep_again(current, changed, outcome, by, today)
        if changed or not may_begin(current):
            return False
        current.confirmed_by, current.confirmed_on, current.confirmed_at = by, today, timezone.now()
        current.save(update_fields=["confirmed_by", "confirmed_on", "confirmed_at"])
        count = current.rows.filter(fate=ImportRow.Fate.NEW).count()
        audit.record(
            "began an import", current, by=by, today=today, body=current.body, kind=current.kind, rows=count,
            sha256=current.sha256,
        )  # fmt: skip
        _wake(current.pk)
    return True


@transaction.atomic
def go_on(*, imported: Import, by: User, today: date) -> None:
    """Take up an import that stopped; what is done stays done."""
    current = Import.objects.select_for_update(of=("self",)).select_related("body").get(pk=imported.pk)
    if current.stopped_at is None:
        return
    current.stopped_at, current.stopped_why = None, ""
    current.save(update_fields=["stopped_at", "stopped_why"])
    audit.record("went on with an import", current, by=by, today=today, body=current.body)
    _wake(current.pk)


def may_begin(imported: Import) -> bool:
    """Whether there is something to import and no row to mend: a spreadsheet is taken whole or not at all."""
    fates = set(imported.rows.order_by().values_list("fate", flat=True).distinct())
    return ImportRow.Fate.NEW in fates and ImportRow.Fate.WRONG not in fates


def purge(today: date) -> int:
    """Take away what was uploaded and not confirmed within a month. Returns how many spreadsheets.

    Of a kind that is private what stopped for a month goes too, and what was imported keeps no words of its rows.
    """
    since = today - UNCONFIRMED_KEPT
    private = [name for name in settings.IMPORT_KINDS if (kind := kind_of(name)) is not None and kind.is_private]
    stopped = Q(kind__in=private, stopped_at__isnull=False, confirmed_on__lt=since)
    old = Import.objects.filter(Q(confirmed_at=None, uploaded_on__lt=since) | stopped).select_related("body")
    count = 0
    for imported in old.order_by("pk"):
        with transaction.atomic():
            rows = Import.objects.select_for_update(of=("self",)).filter(Q(confirmed_at=None) | stopped)
            current = rows.filter(pk=imported.pk).first()
            if current is not None:  # else somebody confirmed it, or went on with it, in this very moment
                audit.record("removed an import", current, by=None, today=today, body=imported.body)
                current.delete()
                count += 1
    return count + _without_words(private, since)


def _without_words(private: Sequence[str], since: date) -> int:
    """Empty what the rows of private imports still say: by then their records may have lost it. Returns how many."""
    told = ImportRow.objects.exclude(label="").filter(of__kind__in=private, of__confirmed_on__lt=since)
    found = set(told.filter(of__finished_at__isnull=False).values_list("of", flat=True).distinct())
    ImportRow.objects.filter(of__in=found).update(label="", errors=[], notes=[])
    return len(found)


def _wake(pk: int) -> None:
    """Tell a worker once this is committed. If the message is lost, beat finds the import (running.left_alone)."""
    from bodies.tasks import run_import_task

    def wake() -> None:
        run_import_task.delay(pk)

    transaction.on_commit(wake, robust=True)


def _outcome(kind: Kind, rows: Sequence[Row], context: Context) -> list[str]:
    return kind.outcome([row for row in rows if not row.errors and not row.is_here], context)


def _kept(imported: Import, row: Row) -> ImportRow:
    fate = ImportRow.Fate.WRONG if row.errors else ImportRow.Fate.HERE if row.is_here else ImportRow.Fate.NEW
    return ImportRow(
        of=imported, number=row.number, cells=row.cells, fate=fate, label=row.label[:500], errors=row.errors,
        notes=row.notes, unit=row.unit or f"row {row.number}", plan=row.plan,
    )  # fmt: skip


def _check_again(imported: Import, by: User, today: date) -> tuple[list[ImportRow], list[str]]:
    """Check the rows as they stand now. Returns those of which something else is found than before, and the outcome."""
    kind = kind_of(imported.kind)
    assert kind is not None  # the view found it
    context = Context(imported.body, by, today, imported.is_invented, imported.file_name)
    before = list(imported.rows.order_by("number"))
    rows = reading.read_again(kind, ((row.number, row.cells) for row in before))
    kind.check(rows, context)
    changed = []
    for old, row in zip(before, rows, strict=True):
        # As the database gives them back: a pair comes back as a list.
        new = _kept(imported, row)
        new.errors = [list(error) for error in new.errors]
        if any(getattr(old, name) != getattr(new, name) for name in CHECKED):
            new.pk = old.pk
            changed.append(new)
    return changed, _outcome(kind, rows, context)


def _keep_again(imported: Import, changed: list[ImportRow], outcome: list[str], by: User, today: date) -> None:
    ImportRow.objects.bulk_update(changed, CHECKED, batch_size=BATCH)
    imported.outcome = outcome
    imported.save(update_fields=["outcome"])
    wrong = imported.rows.filter(fate=ImportRow.Fate.WRONG).count()
    audit.record(
        "checked a spreadsheet again",
        imported,
        by=by,
        today=today,
        body=imported.body,
        changed=len(changed),
        wrong=wrong,
    )
