"""Where the bytes of files lie: on a disk or in S3-compatible storage, as STORAGES["evidence"] says.

The place of a file is its SHA-256. A store puts a whole file there or none, and tells of trouble by an OSError:
FileNotFoundError for a file that is not there. Nothing here knows of rows (evidence.storing does).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages

# Beside the stored files, so that a rename takes a file from here to its place.
INCOMING = "incoming"
DIGEST = re.compile(r"[0-9a-f]{64}")


class StoreAway(OSError):
    """The whole store does not answer, or does not let us in: that says nothing of a single file."""


@dataclass(frozen=True)
class Lying:
    """A file that a store holds: its name there, and when it was last written."""

    name: str
    touched_at: datetime

    @property
    def sha256(self) -> str:
        """Its digest, as its name says; empty for a name that we never gave."""
        digest = self.name[3:]
        return digest if DIGEST.fullmatch(digest) and self.name == name_of(digest) else ""


class Store(Protocol):
    """What a place for files can do. Names are those of `name_of`; each method may raise an OSError."""

    def put(self, hidden: Path, name: str) -> None:
        """Put a local file under a name, whole or not at all; over the same bytes too, so that they count as touched.

        The local file may be gone afterwards.
        """

    def read(self, name: str) -> File[bytes]:
        """Open a file for reading from its beginning, with its `size` in bytes; the reader closes it."""

    def exists(self, name: str) -> bool: ...

    def delete(self, name: str) -> None:
        """Take a file away; one that is gone already stays gone."""

    def lying(self) -> Iterator[Lying]:
        """Every file there is, whatever its name, but for those still arriving."""


class DiskStore(FileSystemStorage):
    """A folder: MEDIA_ROOT, or the `location` of the options."""

    def put(self, hidden: Path, name: str) -> None:
        final = Path(self.path(name))
        is_first = not final.parent.exists()
        final.parent.mkdir(parents=True, exist_ok=True)
        hidden.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        hidden.rename(final)
        # A name is kept by its folder: without these the power can go and take it along, and leave the row.
        _flush_folder(final.parent)
        if is_first:
            _flush_folder(final.parent.parent)

    def read(self, name: str) -> File[bytes]:
        return File(Path(self.path(name)).open("rb"))

    def lying(self) -> Iterator[Lying]:
        root = Path(self.location)
        for folder, folders, names in os.walk(root):
            if Path(folder) == root and INCOMING in folders:
                folders.remove(INCOMING)
            for name in names:
                file = Path(folder, name)
                with suppress(FileNotFoundError):  # another worker was quicker
                    yield Lying(file.relative_to(root).as_posix(), _moment(file))


def name_of(sha256: str) -> str:
    """The name under which a store holds the file with this digest."""
    return f"{sha256[:2]}/{sha256}"


def put(hidden: Path, sha256: str) -> None:
    """Store a local file under its digest."""
    _store().put(hidden, name_of(sha256))


def read(sha256: str) -> File[bytes]:
    """Open the file with this digest. Raises FileNotFoundError where there is none."""
    return _store().read(name_of(sha256))


def exists(sha256: str) -> bool:
    """Whether a file lies under this digest."""
    return _store().exists(name_of(sha256))


def delete(sha256: str) -> None:
    """Take the file with this digest away, if it is there."""
    _store().delete(name_of(sha256))


def lying() -> Iterator[Lying]:
    """Every file that the store holds."""
    return _store().lying()


def incoming() -> Path:
    """This machine's folder of files that are still arriving; it is there afterwards."""
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def remove_incoming(before: datetime) -> int:
    """Take away half-written files of this machine, untouched since a moment. Returns how many."""
    count = 0
    for file in incoming().iterdir():
        with suppress(FileNotFoundError):  # another worker was quicker
            if _moment(file) < before:
                file.unlink()
                count += 1
    return count


def write_all(out: IO[bytes], chunk: bytes) -> None:
    """Write a chunk to a file without a buffer, which may take it in parts."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[out.write(rest) :]


def flush(out: IO[bytes]) -> None:
    """Wait until the disk has what was written."""
    os.fsync(out.fileno())


def _store() -> Store:
    return cast("Store", storages["evidence"])


def _moment(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
