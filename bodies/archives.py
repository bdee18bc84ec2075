"""Looks into Office and OpenDocument files, which are ZIP archives, without unfolding them to anywhere."""

from __future__ import annotations

import mmap
import re
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
END = b"PK\x05\x06"  # begins what stands behind the directory
LARGE_END = b"PK\x06\x07"  # stands before that in archives of over 4 GB, or that say so
END_SIZE, LONGEST_COMMENT = 22, 65_535
MOST_PARTS = 20_000
MOST_UNFOLDED = 1_000_000_000  # bytes
# A sheet of one repeated number packs some twenty times smaller; a bomb a thousand times. Small ones do no harm.
HARMLESS_UNFOLDED, MOST_TIMES = 50_000_000, 100
LARGEST_LIST = 4_000_000  # bytes of the part that lists the others
IS_LOCKED = 0x1  # a part's flag
DAMAGED = "damaged, or not what it says it is"
MACROS = "a document with macros: save it without them, or as a PDF"
PASSWORD = "a document with a password: save it without one"  # noqa: S105  words
BOMB = "a packed file that unfolds to far more than a document holds"
# A part of macros may have any name: the list of parts tells what it is, or the document's own type does.
MACRO_WORDS = re.compile(r"macroEnabled|vbaProject|macrosheet", re.IGNORECASE)


class Unfit(ValueError):
    """The file is not to be taken; the words finish the sentence "The file is …"."""


def office_type(stream: IO[bytes]) -> str | None:
    """Tell Office and OpenDocument files from other archives by what they hold; None for the others. Raises Unfit."""
    if _has_too_many_parts(stream):
        raise Unfit("a packed file of more parts than a document has")
    try:
        with zipfile.ZipFile(stream) as archive:
            _refuse_bombs(archive, size=stream.seek(0, 2))
            found = _type_of(archive)
            if found is not None:
                _refuse_unless_whole(archive)
                _refuse_unless_last(stream)
            return found
    except Unfit:
        raise
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, struct.error, ValueError,
        KeyError, OverflowError,
    ):  # fmt: skip
        raise Unfit(DAMAGED) from None  # all that zipfile raises on what somebody broke


def ends_as_archive(content: mmap.mmap) -> bool:
    """Whether programs that unpack archives would find one here: they look from the end, whatever stands in front."""
    size = len(content)
    start, end = max(0, size - END_SIZE - LONGEST_COMMENT), size
    while (end := content.rfind(END, start, end)) >= 0:
        if end + END_SIZE <= size:
            length = int.from_bytes(content[end + 12 : end + 16], "little")
            if 0 < length <= end and content[end - length : end - length + 4] == ENTRY:
                return True
            if content[max(0, end - 20) : end].startswith(LARGE_END):
                return True
    return False


def _has_too_many_parts(stream: IO[bytes]) -> bool:
    """Whether the directory is one that costs memory to read: counted before it is read."""
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found, at = 0, content.find(ENTRY)
        while at >= 0 and found <= MOST_PARTS:
            found, at = found + 1, content.find(ENTRY, at + len(ENTRY))
    return found > MOST_PARTS


def _refuse_bombs(archive: zipfile.ZipFile, *, size: int) -> None:
    parts = archive.infolist()
    unfolded = sum(part.file_size for part in parts)
    if unfolded > MOST_UNFOLDED or (unfolded > HARMLESS_UNFOLDED and unfolded > MOST_TIMES * size):
        raise Unfit(BOMB)
    if sum(part.compress_size for part in parts) > size:  # several parts made of the same bytes
        raise Unfit(BOMB)


def _type_of(archive: zipfile.ZipFile) -> str | None:
    if any(part.compress_type not in PACKINGS for part in archive.infolist()):
        return None  # reading a byte of these may unfold any number
    names = set(archive.namelist())
    kind = _declared(archive, names) if "mimetype" in names else _by_main_part(archive, names)
    if kind is None:
        return None
    if any(part.flag_bits & IS_LOCKED for part in archive.infolist()) or b"encryption-data" in _part(
        archive, names, "META-INF/manifest.xml"
    ):
        raise Unfit(PASSWORD)
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Unfit(MACROS)
    return kind


def _declared(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    # Read only what says of itself that it is short: an archive may unfold to any size.
    if archive.getinfo("mimetype").file_size >= 100:
        return None
    declared = archive.read("mimetype").decode("ascii", "replace").strip()
    return declared if declared in OFFICE.values() and "content.xml" in names else None


def _by_main_part(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    listed = "[Content_Types].xml"
    if listed not in names:
        return None
    kind = next((kind for kind, part in MAIN_PARTS.items() if part in names), None)
    if kind is None:
        return None
    content = _part(archive, names, listed)
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    if MACRO_WORDS.search(content.decode(encoding, "replace")):
        raise Unfit(MACROS)
    return OFFICE[kind]


def _part(archive: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    """A part that lists others; empty where there is none."""
    if name not in names:
        return b""
    if archive.getinfo(name).file_size > LARGEST_LIST:
        raise Unfit(BOMB)
    return b"" if archive.getinfo(name).flag_bits & IS_LOCKED else archive.read(name)


def _refuse_unless_whole(archive: zipfile.ZipFile) -> None:
    """Raise Unfit unless each part is what the directory says of it, there is one of each, and none stands in front.

    Programs disagree on which of two parts of one name, or of two archives in one file, is the true one: who reads it
    would not see what was looked at. Reading ends where a part says that it ends, so nothing unfolds further.
    """
    parts = archive.infolist()
    names = {part.filename for part in parts}
    outside = any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names)
    if len(names) < len(parts) or outside or min(part.header_offset for part in parts) > 0:
        raise Unfit(DAMAGED)
    if archive.testzip() is not None:
        raise Unfit(DAMAGED)


def _refuse_unless_last(stream: IO[bytes]) -> None:
    stream.seek(-END_SIZE, 2)
    if stream.read(4) != END:  # no writer of documents adds a comment, or anything else
        raise Unfit(DAMAGED)
