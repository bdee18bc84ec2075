"""Finds published files whose text was not read yet, and texts that nothing published needs any more.

What is to be done is asked of the rows, so a pass may be cut anywhere, come twice or be made by two at once.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import IO

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from evidence.files import storage
from evidence.files.verifying import read_again
from evidence.models import Evidence, FileText, StoredFile
from evidence.texts import apart

BATCH = 100
BLOCK = 1024 * 1024  # bytes


@dataclass
class Pass:
    """What one pass did: files with text, those that have none to read, those that could not be fetched, texts gone."""

    read: int = 0
    without_text: int = 0
    not_fetched: int = 0
    forgotten: int = 0

    def told(self) -> dict[str, int]:
        return asdict(self)


def unread(today: date) -> QuerySet[StoredFile]:
    """Files of what is published, as whole as they were recorded, of which no text was read yet; the newest first."""
    published = Evidence.objects.published(today).filter(file=OuterRef("pk"))
    return StoredFile.objects.filter(Exists(published), fault="", words=None).order_by("-pk")


def unneeded() -> QuerySet[FileText]:
    """Texts of files with which nothing is published, nor will be by a decision that was made."""
    return FileText.objects.exclude(Exists(Evidence.objects.filter(file=OuterRef("pk"), published_on__isnull=False)))


def gather(today: date, *, for_long: timedelta) -> Pass:
    """Read texts for so long, and forget those that are not needed. Raises StoreAway when the store does not answer."""
    done = Pass(forgotten=unneeded().delete()[0])
    until = timezone.now() + for_long
    tried: set[int] = set()
    while batch := list(unread(today).exclude(pk__in=tried)[:BATCH]):
        for file in batch:
            if timezone.now() > until:
                return done
            tried.add(file.pk)
            _read(file, today, done)
    return done


def _read(file: StoredFile, today: date, done: Pass) -> None:
    """Read one file and keep what was found; one that is not as it was recorded is left to verification to tell of."""
    with _fetched(file) as local:
        if local is None:
            read_again(file.pk, today)
            done.not_fetched += 1
            return
        found = apart.read(local, file.content_type)
    row = FileText(
        file=file, text=found.text, is_cut=found.is_cut, why_none=found.why_none, extracted_on=today
    )  # fmt: skip
    FileText.objects.bulk_create([row], ignore_conflicts=True)  # another worker may have been quicker
    done.read += not found.why_none
    done.without_text += bool(found.why_none)


@contextmanager
def _fetched(file: StoredFile) -> Iterator[IO[bytes] | None]:
    """The file on this machine's disk, for a moment; None where it is not there, or not what was recorded."""
    with tempfile.TemporaryFile() as local:
        yield local if _copy(file, local) else None


def _copy(file: StoredFile, local: IO[bytes]) -> bool:
    digest = hashlib.sha256()
    try:
        with storage.read(file.sha256) as stream:
            while block := stream.read(BLOCK):
                digest.update(block)
                local.write(block)
    except storage.StoreAway:
        raise
    except OSError:
        return False
    local.flush()
    return digest.hexdigest() == file.sha256
