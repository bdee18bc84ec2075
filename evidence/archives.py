"""Looks into Office and OpenDocument files, which are ZIP archives, without unfolding them."""

from __future__ import annotations

import mmap
import struct
import zipfile
import zlib
from typing import IO

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
# What each newer Office file must hold.
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what Office and OpenDocument write
ENTRY = b"PK\x01\x02"  # begins every line of an archive's directory
MOST_PARTS = 20_000
MOST_UNFOLDED = 1_000_000_000  # bytes
# A sheet of one repeated number packs some twenty times smaller; a bomb a thousand times. Small ones do no harm.
HARMLESS_UNFOLDED, MOST_TIMES = 50_000_000, 100
DAMAGED = "damaged, or not what it says it is"


class Unfit(ValueError):
    """The archive is not to be taken; the words finish the sentence "The file is …"."""


def office_type(stream: IO[bytes]) -> str | None:
    """Tell Office and OpenDocument files from other archives by what they hold; None for the others. Raises Unfit."""
    if _has_too_many_parts(stream):
        raise Unfit("a packed file of more parts than a document has")
    try:
        with zipfile.ZipFile(stream) as archive:
            _refuse_bombs(archive, size=stream.seek(0, 2))
            return _type_of(archive)
    except Unfit:
        raise
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, struct.error, ValueError,
        KeyError, OverflowError,
    ):  # fmt: skip
        raise Unfit(DAMAGED) from None  # all that zipfile raises on what somebody broke


def _has_too_many_parts(stream: IO[bytes]) -> bool:
    """Whether the directory is one that costs memory to read: counted before it is read."""
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found, at = 0, content.find(ENTRY)
        while at >= 0 and found <= MOST_PARTS:
            found, at = found + 1, content.find(ENTRY, at + len(ENTRY))
    return found > MOST_PARTS


def _refuse_bombs(archive: zipfile.ZipFile, *, size: int) -> None:
    unfolded = sum(part.file_size for part in archive.infolist())
    if unfolded > MOST_UNFOLDED or (unfolded > HARMLESS_UNFOLDED and unfolded > MOST_TIMES * size):
        raise Unfit("a packed file that unfolds to far more than a document holds")


def _type_of(archive: zipfile.ZipFile) -> str | None:
    if any(part.compress_type not in PACKINGS for part in archive.infolist()):
        return None  # reading a byte of these may unfold any number
    names = set(archive.namelist())
    kind = _declared(archive, names) if "mimetype" in names else _by_main_part(archive, names)
    if kind is None:
        return None
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise Unfit("a document with macros: save it without them, or as a PDF")
    return kind


def _declared(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    # Read only what says of itself that it is short: an archive may unfold to any size.
    if archive.getinfo("mimetype").file_size >= 100:
        return None
    declared = archive.read("mimetype").decode("ascii", "replace").strip()
    return declared if declared in OFFICE.values() and "content.xml" in names else None


def _by_main_part(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "[Content_Types].xml" not in names:
        return None
    kind, part = next(((kind, part) for kind, part in MAIN_PARTS.items() if part in names), ("", ""))
    return OFFICE[kind] if kind and archive.open(part).read(1) else None
