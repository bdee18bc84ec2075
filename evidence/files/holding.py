"""Files held for an import: taken with every check that evidence meets, named in a spreadsheet later, else purged."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.core.files import File
from django.db import transaction

from bodies import audit
from bodies.imports.kinds import Context
from bodies.models import User
from duties.actions import NotNow
from evidence.actions.drafts import stored_row
from evidence.files import arriving, storing
from evidence.models import HeldFile

KEPT = timedelta(days=31)


@dataclass
class Taken:
    """What became of several files: each is taken or refused by itself."""

    held: list[HeldFile] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)  # names that were held before
    refused: list[tuple[str, str]] = field(default_factory=list)  # name, words


def name_key(name: str) -> str:
    """A file's name as it is compared: computers write é in two ways, and most do not tell A from a."""
    return unicodedata.normalize("NFC", arriving.plain_name(name)).casefold()


def hold(*, uploads: Iterable[File[bytes]], context: Context) -> Taken:
    """Take files that a spreadsheet will name. A second one of a name takes the first one's place."""
    taken = Taken()
    for upload in uploads:
        name = arriving.plain_name(upload.name or "")
        try:
            held, was_there = _hold(arriving.receive(upload.chunks(), name=name), name, context)
        except (arriving.FileRefused, NotNow) as refusal:
            taken.refused.append((name, str(refusal)))
            continue
        taken.held.append(held)
        if was_there:
            taken.replaced.append(name)
    return taken


def _hold(received: arriving.Received, name: str, context: Context) -> tuple[HeldFile, bool]:
    """Write the row of a file; when it cannot be written the file just stored goes too."""
    try:
        return _write(received, name, context)
    except BaseException:
        storing.remove_if_unused(received.sha256)
        raise


@transaction.atomic
def _write(received: arriving.Received, name: str, context: Context) -> tuple[HeldFile, bool]:
    stored = stored_row(received, today=context.today)
    before = HeldFile.objects.select_for_update(of=("self",)).filter(body=context.body, name_key=name_key(name)).first()
    held, _ = HeldFile.objects.update_or_create(
        body=context.body, name_key=name_key(name),
        defaults={
            "file": stored, "name": name, "uploaded_by": context.by, "uploaded_on": context.today,
            "is_invented": context.invented,
        },
    )  # fmt: skip
    audit.record(
        "held a file", held, by=context.by, today=context.today, body=context.body, sha256=received.sha256,
        replaced=before is not None,
    )  # fmt: skip
    if before is not None and before.file_id != held.file_id:
        transaction.on_commit(partial(storing.remove_if_unused, before.file.sha256))
    return held, before is not None


@transaction.atomic
def release(*, held: HeldFile, by: User | None, today: date) -> None:
    """Take a held file away; evidence that was made of it keeps its bytes."""
    sha256 = held.file.sha256
    audit.record("let go of a held file", held, by=by, today=today, body=held.body, sha256=sha256)
    held.delete()
    transaction.on_commit(partial(storing.remove_if_unused, sha256))


def purge(today: date) -> int:
    """Take away what was held for a month; returns how many."""
    old = list(HeldFile.objects.filter(uploaded_on__lt=today - KEPT).select_related("file", "body").order_by("pk"))
    for held in old:
        release(held=held, by=None, today=today)
    return len(old)
