"""Files at rest: stored under their SHA-256, written under a hidden name, flushed, then renamed.

The type is read from the content, never from the name. What is refused, or interrupted, leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import os
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import filetype
from django.conf import settings

PDF = "application/pdf"
OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
IMAGES = {"image/png", "image/jpeg", "image/gif", "image/tiff", "image/webp"}
ACCEPTED = {PDF, *OFFICE.values(), *IMAGES}
KINDS_IN_WORDS = "Upload a PDF, Office or OpenDocument file, CSV, text or image."
HEAD = 8192


class FileRefused(ValueError):
    """The file cannot be taken; the words say why and what to upload instead."""


@dataclass(frozen=True)
class Received:
    """A file that lies safely under its digest. `is_new` when these bytes were not stored before."""

    sha256: str
    size: int
    content_type: str
    is_new: bool


def path_of(sha256: str) -> Path:
    """Where the file with this digest lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def receive(chunks: Iterable[bytes], *, name: str, limit: int | None = None) -> Received:
    """Store a file given in chunks. `limit` is in bytes (default: the setting). Raises FileRefused."""
    limit = settings.MAX_UPLOAD_BYTES if limit is None else limit
    incoming = Path(settings.MEDIA_ROOT) / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    hidden = incoming / uuid.uuid4().hex
    try:
        sha256, size = _write(hidden, chunks, limit)
        content_type = recognise(hidden, name)
        return Received(sha256, size, content_type, is_new=_place(hidden, sha256))
    finally:
        hidden.unlink(missing_ok=True)


def discard(received: Received) -> None:
    """Take away a file that was stored just now for a row that was not written after all."""
    if received.is_new:
        path_of(received.sha256).unlink(missing_ok=True)


def recognise(file: Path, name: str) -> str:
    """Return the media type read from the content. Raises FileRefused with the words for the person."""
    with file.open("rb") as stream:
        head = stream.read(HEAD)
        guessed = filetype.guess_mime(head)
        if guessed in ("application/zip", *OFFICE.values(), "application/epub+zip") or head[:4] == b"PK\x03\x04":
            guessed = _inside_zip(stream) or guessed
    if guessed in ACCEPTED:
        return guessed
    if head[:8] == bytes.fromhex("D0CF11E0A1B11AE1"):
        return OFFICE.get(Path(name).suffix.lower().lstrip("."), "") or _refuse("an old Office file of an unknown kind")
    if guessed is not None:
        return _refuse("a ZIP archive" if guessed == "application/zip" else f"of the type {guessed}")
    return _text_type(file, name)


def _write(hidden: Path, chunks: Iterable[bytes], limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with hidden.open("xb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise FileRefused(f"The file is larger than {limit // 1024 // 1024} MB. Upload a smaller one.")
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if size == 0:
        raise FileRefused("The file is empty. Upload the file again.")
    return digest.hexdigest(), size


def _place(hidden: Path, sha256: str) -> bool:
    final = path_of(sha256)
    if final.exists():
        return False
    final.parent.mkdir(parents=True, exist_ok=True)
    hidden.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
    hidden.rename(final)
    return True


def _inside_zip(stream: IO[bytes]) -> str | None:
    """Tell Office and OpenDocument files from other archives by what they hold."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return declared if declared in OFFICE.values() else None
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return _refuse("damaged, or not what it says it is")
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return OFFICE[kind]
    return None


def _text_type(file: Path, name: str) -> str:
    with file.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            if b"\x00" in block:
                return _refuse("of a type that we do not know")
    with file.open(encoding="utf-8-sig", errors="strict") as text:
        try:
            start = text.read(HEAD).lstrip().lower()
            for _ in iter(lambda: text.read(1 << 20), ""):
                pass
        except UnicodeDecodeError:
            return "text/csv" if name.lower().endswith(".csv") else "text/plain"
    if start.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script")):
        return _refuse("a web page or XML")
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _refuse(what: str) -> str:
    raise FileRefused(f"The file is {what}. {KINDS_IN_WORDS}")
