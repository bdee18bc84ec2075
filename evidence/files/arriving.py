"""Files as they arrive: written under a hidden name, flushed, recognised, then stored under their SHA-256.

What is refused, or interrupted, leaves nothing behind.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bodies.archives import Unfit
from evidence.files import kinds, storage
from evidence.files.recognising import recognise

log = logging.getLogger(__name__)

LEFT_FOR = timedelta(days=1)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_ROOM_IN_WORDS = (
    "There is no room to store the file now. Try again later, or tell the people who run the tracker; "
    "nothing was lost of what you typed."
)
NOT_NOW_IN_WORDS = "The file could not be stored now. Try again in a few minutes; nothing was lost of what you typed."


class FileRefused(ValueError):
    """The file cannot be taken; the words say why and what to do."""


class NotStored(FileRefused):
    """The fault is ours: there is no room for it, or the storage does not answer."""


@dataclass(frozen=True)
class Received:
    """A file that lies safely under its digest."""

    sha256: str
    size: int
    content_type: str


def receive(chunks: Iterable[bytes], *, name: str, limit: int | None = None) -> Received:
    """Store a file given in chunks. `limit` is in bytes (default: the setting). Raises FileRefused, NotStored."""
    limit = settings.MAX_UPLOAD_BYTES if limit is None else limit
    with told_in_words():
        # Each machine that takes files in clears away its own.
        storage.remove_incoming(timezone.now() - LEFT_FOR)
        hidden = storage.incoming() / uuid.uuid4().hex
    try:
        sha256, size = _write(hidden, chunks, limit)
        content_type = _recognise(hidden, name)
        with told_in_words():
            storage.put(hidden, sha256)
        return Received(sha256, size, content_type)
    finally:
        with suppress(OSError):  # a purge comes by
            hidden.unlink(missing_ok=True)


def plain_name(name: str) -> str:
    """A file's name as text: without folders and unprintable characters, at most 200 characters, its ending kept."""
    name = "".join(letter for letter in re.split(r"[/\\]", name)[-1] if letter.isprintable()).strip()
    stem, ending = Path(name).stem, Path(name).suffix[:20]
    return stem[: 200 - len(ending)] + ending


def download_name(name: str, content_type: str) -> str:
    """The name that a file is saved under: its ending says what it is, so that no "invoice.bat" runs when opened."""
    name = name.strip(" .") or "evidence"
    endings = kinds.endings_of(content_type)
    return name if name.lower().endswith(endings) else name + endings[0]


def too_large_words(limit: int) -> str:
    """What to say of a file that is larger than `limit` bytes."""
    return f"The file is larger than {limit // 1024 // 1024} MB. Upload a smaller one."


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turn the trouble of a disk or a store into NotStored, and log it for who runs the tracker."""
    try:
        yield
    except OSError as error:
        log.exception("A file could not be stored")
        raise NotStored(NO_ROOM_IN_WORDS if error.errno in NO_ROOM else NOT_NOW_IN_WORDS) from error


def _write(hidden: Path, chunks: Iterable[bytes], limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with told_in_words():
        out = hidden.open("xb", buffering=0)
    with out:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise FileRefused(too_large_words(limit))
            digest.update(chunk)
            with told_in_words():
                storage.write_all(out, chunk)
        with told_in_words():
            storage.flush(out)
    if size == 0:
        raise FileRefused("The file is empty. Upload the file again.")
    return digest.hexdigest(), size


def _recognise(hidden: Path, name: str) -> str:
    try:
        return recognise(hidden, name)
    except Unfit as unfit:
        raise FileRefused(f"The file is {unfit}. {kinds.upload_words()}") from None
