"""Making an export: claimed by one run at a time, begun anew wherever it broke off, fetchable whole or not at all.

A run claims with a token and says with each chunk that it goes on. Whoever has said nothing for a while is taken for
dead: another run claims, begins at the first row, and the token of the dead one counts no more. The file is written
apart; it comes into the database, all its parts at once, in the transaction that says that it is finished.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import IO
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from assurance.exports.asked import Asked, Scope, scope_of
from assurance.exports.kinds import Kind, kinds
from assurance.exports.reading import Reading, reading
from assurance.exports.writing import write
from assurance.models import Export, ExportPart
from assurance.querysets import ExportQuerySet
from bodies import audit
from bodies.access import Permission, reach_of
from bodies.actions import Refused
from bodies.outbox import Telling, tell
from bodies.web.text import date_long
from bodies.web.workbook import Sheet, TooLong
from evidence.files import storage

LEASE = timedelta(minutes=5)  # much longer than a chunk takes, or putting a whole workbook together
MOST_RUNS = 5
PART = 1024 * 1024  # bytes
GAVE_UP = f"It was begun {MOST_RUNS} times and never came to its end. Ask for less, such as one region or one theme."
NOT_REACHED = "You do not reach any of these bodies any more."
OLD = "It was asked for before the tracker was changed. Ask for it again."
NO_ROOM = "It has more rows than a workbook holds. Ask for it as CSV, or for less."


class LostError(Exception):
    """Somebody else has it: this run took so long that it was taken for dead."""


def run(pk: int, *, today: date) -> bool:
    """Make one export from its beginning to its end, if nobody is at it. Returns whether this run made the file.

    What breaks a run that may go better the next time is raised; the export stays claimed for a while and is then
    begun anew.
    """
    token = _claim(pk, today)
    if not token:
        return False
    export = Export.objects.select_related("asked_by").get(pk=pk)
    try:
        _make(export, token, today)
    except LostError:
        return False
    except Refused as refusal:
        _fail(export, str(refusal), today, claim=token)
        return False
    return True


def left_alone(now: datetime) -> list[int]:
    """Exports that wait and that nobody is at, the oldest first."""
    return list(Export.objects.free(now - LEASE).order_by("pk").values_list("pk", flat=True))


def _claim(pk: int, today: date) -> str:
    """Begin, if it waits and nobody is at it: the token of this run, else nothing."""
    now, token = timezone.now(), uuid4().hex
    free = Export.objects.free(now - LEASE).filter(pk=pk)
    begun = free.filter(runs__lt=MOST_RUNS).update(
        claim=token, claimed_at=now, begun_at=now, rows_done=0, rows_in_all=None, runs=F("runs") + 1
    )
    if begun:
        return token
    if (tried := free.select_related("asked_by").first()) is not None:
        _fail(tried, GAVE_UP, today, claim=tried.claim)
    return ""


def _held(export: Export, token: str) -> ExportQuerySet:
    """The row, as long as it waits and this run has it."""
    return Export.objects.waiting().filter(pk=export.pk, claim=token)


def _say(export: Export, token: str, **how_far: object) -> None:
    """Say how far it is, and that this run goes on. Raises LostError."""
    if not _held(export, token).update(claimed_at=timezone.now(), **how_far):
        raise LostError


def _make(export: Export, token: str, today: date) -> None:
    kind, scope = _what(export, today)
    found = reading(kind, scope)
    _say(export, token, rows_in_all=found.total, covers=scope.covers, offices=list(scope.offices))
    sheet = Sheet(kind.title, kind.header, _rows(found, export, token))
    with tempfile.TemporaryFile(dir=storage.incoming()) as out:
        try:
            write(export.form, out, sheet)
        except TooLong:
            raise Refused(NO_ROOM) from None
        _finish(export, token, out, today)


def _what(export: Export, today: date) -> tuple[Kind, Scope]:
    """What is made, of the bodies that whoever asked reaches now. Raises Refused."""
    kind = kinds().get(export.kind)
    try:
        asked = Asked.read(export.asked)
    except (KeyError, TypeError, ValueError):
        raise Refused(OLD) from None
    if kind is None:
        raise Refused(OLD)
    reach = reach_of(export.asked_by, today)
    scope = scope_of(asked, reach, today)
    if not reach.holds(Permission.SEE_NATION) or not scope.places:
        raise Refused(NOT_REACHED)
    return kind, scope


def _rows(found: Reading, export: Export, token: str) -> Iterator[Sequence[object]]:
    """Every row as it is written; after each chunk it is said how far it is."""
    tell_row, done = found.kind.teller(found.scope), 0
    for chunk in found:
        yield from map(tell_row, chunk)
        done += len(chunk)
        _say(export, token, rows_done=done)


@transaction.atomic
def _finish(export: Export, token: str, out: IO[bytes], today: date) -> None:
    """Put the whole file there, in the name of this run alone. Raises LostError, and then nothing is there."""
    size = out.seek(0, 2)
    out.seek(0)
    sha256 = hashlib.file_digest(out, "sha256").hexdigest()  # type: ignore[arg-type]  # a real file, with readinto
    asked = Asked.read(export.asked)
    year, name = f"{asked.year}".replace("/", "-"), f"{asked.quarter.lower()}-" if asked.quarter else ""
    finished = {
        "finished_at": timezone.now(), "finished_on": today, "size": size, "sha256": sha256,
        "name": f"{export.kind}-{year}-{name}as-at-{asked.as_at}.{export.form}", "rows_in_all": F("rows_done"),
    }  # fmt: skip
    if not _held(export, token).update(**finished):
        raise LostError
    out.seek(0)
    number = 0
    while content := out.read(PART):
        ExportPart.objects.create(of=export, number=number, content=content)
        number += 1
    export.refresh_from_db()
    audit.record(
        "made an export", export, by=export.asked_by, today=today, kind=export.kind, rows=export.rows_done,
        bodies=len(export.covers), sha256=sha256,
    )  # fmt: skip
    tell([_ready(export, today)], today=today)


@transaction.atomic
def _fail(export: Export, why: str, today: date, *, claim: str) -> None:
    if _held(export, claim).update(failed_at=timezone.now(), failed_why=why):
        audit.record("gave up an export", export, by=export.asked_by, today=today, kind=export.kind)


def _ready(export: Export, today: date) -> Telling:
    title = kinds()[export.kind].title
    return Telling(
        key=f"export {export.pk}", person_id=export.asked_by_id, kind="export ready",
        words=f"{title}: ready to fetch until {date_long(export.kept_until)}", url_path=reverse("assurance:exports"),
        body_id=None, subject_kind="assurance.export", subject_id=export.pk, since_on=today,
    )  # fmt: skip
