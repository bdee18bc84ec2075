"""Files at rest: stored under their SHA-256, written under a hidden name, flushed, then renamed.

The type is read from the content, never from the name. What is refused, or interrupted, leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

import filetype
from django.conf import settings

from evidence.archives import OFFICE, Unfit, office_type

PDF = "application/pdf"
IMAGES = {"image/png", "image/jpeg", "image/gif", "image/tiff", "image/webp"}
ACCEPTED = {PDF, *OFFICE.values(), *IMAGES}
TYPES_IN_WORDS = {
    PDF: "PDF",
    **dict.fromkeys((OFFICE["docx"], OFFICE["doc"], OFFICE["odt"]), "Text document"),
    **dict.fromkeys((OFFICE["xlsx"], OFFICE["xls"], OFFICE["ods"]), "Spreadsheet"),
    **dict.fromkeys((OFFICE["pptx"], OFFICE["ppt"], OFFICE["odp"]), "Slides"),
    **dict.fromkeys(IMAGES, "Image"),
    "text/csv": "CSV",
    "text/plain": "Plain text",
}
ENDINGS = {
    PDF: (".pdf",),
    **{kind: (f".{ending}",) for ending, kind in OFFICE.items()},
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    "text/csv": (".csv",),
    "text/plain": (".txt",),
}
KINDS_IN_WORDS = "Upload a PDF, Office or OpenDocument file, CSV, text or image."
HEAD = 8192
OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
REFUSED_IN_WORDS = {
    "application/zip": "a ZIP archive",
    "application/x-msdownload": "a program",
    "application/x-executable": "a program",
    "application/gzip": "an archive",
    "application/x-tar": "an archive",
    "application/x-7z-compressed": "an archive",
    "application/x-rar-compressed": "an archive",
    "application/rtf": "an RTF document",
}
# Told by two or three letters at the start, so that a text may begin with them: "BM", "MZ", "ID3", "FWS".
TOLD_BY_LETTERS = {"image/bmp", "application/x-msdownload", "audio/mpeg", "application/x-shockwave-flash"}
MARKUP = re.compile(r"[\s\ufeff]*<[a-z!?/]", re.IGNORECASE)


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


def remove_incoming(before: float) -> int:
    """Take away half-written files untouched since a moment (seconds since 1970). Returns how many."""
    old = [file for file in (Path(settings.MEDIA_ROOT) / "incoming").glob("*") if _touched_at(file) < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def lying_since(before: float) -> Iterator[str]:
    """The digests of stored files untouched since a moment (seconds since 1970)."""
    for file in Path(settings.MEDIA_ROOT).glob("??/*"):
        if _touched_at(file) < before:
            yield file.name


def _touched_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another worker was quicker
        return float("inf")


def plain_name(name: str) -> str:
    """A file's name as text: without folders and unprintable characters, at most 200 characters, its ending kept."""
    name = "".join(letter for letter in re.split(r"[/\\]", name)[-1] if letter.isprintable()).strip()
    stem, ending = Path(name).stem, Path(name).suffix[:20]
    return stem[: 200 - len(ending)] + ending


def download_name(name: str, content_type: str) -> str:
    """The name that a file is saved under: its ending says what it is, so that no "invoice.bat" runs when opened."""
    name = name.strip(" .") or "evidence"
    endings = ENDINGS.get(content_type, (".bin",))
    return name if name.lower().endswith(endings) else name + endings[0]


def too_large_words(limit: int) -> str:
    """What to say of a file that is larger than `limit` bytes."""
    return f"The file is larger than {limit // 1024 // 1024} MB. Upload a smaller one."


def recognise(file: Path, name: str) -> str:
    """Return the media type read from the content. Raises FileRefused with the words for the person."""
    with file.open("rb") as stream:
        head = stream.read(HEAD)
        guessed = filetype.guess_mime(head)
        if guessed == PDF and not head.startswith(b"%PDF-"):
            guessed = None  # something else comes first, and a reader may see that
        if head[:4] == b"PK\x03\x04":
            guessed = _inside_zip(stream) or "application/zip"
    if guessed in ACCEPTED:
        return guessed
    if head[:8] == OLD_OFFICE:
        return OFFICE.get(Path(name).suffix.lower().lstrip("."), "") or _refuse("an old Office file of an unknown kind")
    if guessed is not None and guessed not in TOLD_BY_LETTERS:
        return _refuse(REFUSED_IN_WORDS.get(guessed, f"of the type {guessed}"))
    return _text_type(file, name, otherwise=REFUSED_IN_WORDS.get(guessed or "", "of a type that we do not know"))


def _write(hidden: Path, chunks: Iterable[bytes], limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with hidden.open("xb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise FileRefused(too_large_words(limit))
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if size == 0:
        raise FileRefused("The file is empty. Upload the file again.")
    return digest.hexdigest(), size


def _place(hidden: Path, sha256: str) -> bool:
    """Put the file where its digest says; over the same bytes too, so that they count as touched just now."""
    final = path_of(sha256)
    is_new = not final.exists()
    final.parent.mkdir(parents=True, exist_ok=True)
    hidden.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
    hidden.rename(final)
    return is_new


def _inside_zip(stream: IO[bytes]) -> str | None:
    try:
        return office_type(stream)
    except Unfit as unfit:
        return _refuse(str(unfit))


def _text_type(file: Path, name: str, *, otherwise: str) -> str:
    """Text has no NUL and does not begin as markup; any encoding that keeps ASCII will do."""
    with file.open("rb") as stream:
        start = stream.read(HEAD)
        stream.seek(0)
        if any(b"\x00" in block for block in iter(lambda: stream.read(1 << 20), b"")):
            return _refuse(otherwise)
    if MARKUP.match(start.decode("utf-8", "replace")):
        return _refuse("a web page or XML")
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _refuse(what: str) -> NoReturn:
    raise FileRefused(f"The file is {what}. {KINDS_IN_WORDS}")
