"""Looks into Word, Excel and PowerPoint files of before 2007: a small file system of sectors within one file."""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bodies.archives import DAMAGED, MACROS, OFFICE, PASSWORD, Unfit

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
SECTORS = {9, 12}  # as powers of two
LAST_SECTOR = 0xFFFFFFFA  # from here on a number says something else
ENTRY = 128  # bytes of the directory
MOST_ENTRIES = 100_000
# Streams shorter than this, in bytes, lie together in one stream, in sectors of their own.
SMALL, SMALL_SECTOR = 4096, 64
ROOT = "Root Entry"
WORD, EXCEL, POWERPOINT = {"WordDocument"}, {"Workbook", "Book"}, {"PowerPoint Document"}
MACRO_FOLDERS = {"macros", "vba", "_vba_project", "_vba_project_cur"}
# In PowerPoint macros are packed; a record says whether there are any.
SLIDES_HAVE_MACROS = re.compile(
    rb"[\x0f\x1f]\x00\xff\x03\x14\x00\x00\x00\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00", re.DOTALL
)
WORD_IS_LOCKED = 0x0100
BEGIN, LOCKED, SHEET, END = 0x0809, 0x002F, 0x0085, 0x000A  # records of a workbook
MACRO_SHEETS = {1, 6}
LOOKED_AT = 1_000_000  # bytes of a workbook: its sheets are listed first


@dataclass(frozen=True)
class _Stream:
    name: str
    first: int
    size: int


def type_of(content: mmap.mmap) -> str:
    """Return the media type by what the file holds. Raises Unfit for one with macros or a password, or of another."""
    try:
        file = _Sectors(content)
        streams = {one.name: one for one in file.directory()}
        _refuse_unfit(content, set(streams))
        if found := streams.keys() & WORD:
            _look_at_words(file.start_of(streams[found.pop()], ENTRY))
            return OFFICE["doc"]
        if found := streams.keys() & EXCEL:
            _look_at_sheets(file.start_of(streams[found.pop()], LOOKED_AT))
            return OFFICE["xls"]
    except (struct.error, IndexError, StopIteration):
        raise Unfit(DAMAGED) from None
    return OFFICE["ppt"]


def _refuse_unfit(content: mmap.mmap, names: set[str]) -> None:
    if {name.lower() for name in names} & MACRO_FOLDERS:
        raise Unfit(MACROS)
    if names & {"EncryptedPackage", "EncryptedSummary"}:
        raise Unfit(PASSWORD)
    if any(name.startswith("__properties_version") for name in names):
        raise Unfit("an e-mail saved from Outlook: save it as a PDF")
    if not names & (WORD | EXCEL | POWERPOINT):
        raise Unfit("an old Office file of an unknown kind")
    if names & POWERPOINT and SLIDES_HAVE_MACROS.search(content):
        raise Unfit(MACROS)


class _Sectors:
    """The file system: chains of sectors, told by a table that is itself in sectors."""

    def __init__(self, content: mmap.mmap) -> None:
        self.content = content
        (self.shift,) = struct.unpack_from("<H", content, 30)
        if self.shift not in SECTORS:
            raise Unfit(DAMAGED)
        self.count = len(content) >> self.shift
        self.table = list(islice(self._table(), self.count))

    def directory(self) -> Iterator[_Stream]:
        """Every folder and stream, wherever it is."""
        (first,) = struct.unpack_from("<L", self.content, 48)
        entries = (
            self._at(sector) + place
            for sector in self._chain(first)
            for place in range(0, 1 << self.shift, ENTRY)
        )  # fmt: skip
        for at in islice(entries, MOST_ENTRIES):
            (length, kind) = struct.unpack_from("<HB", self.content, at + 64)
            if kind:
                name = self.content[at : at + min(length, 64)].decode("utf-16-le", "replace").rstrip("\0")
                yield _Stream(name, *struct.unpack_from("<LL", self.content, at + 116))

    def start_of(self, stream: _Stream, length: int) -> bytes:
        """The first bytes of a stream."""
        length = min(length, stream.size)
        return self._small(stream, length) if stream.size < SMALL else self._read(stream.first, length)

    def _read(self, first: int, length: int) -> bytes:
        sectors = islice(self._chain(first), (length >> self.shift) + 1)
        return b"".join(self.content[self._at(one) : self._at(one) + (1 << self.shift)] for one in sectors)[:length]

    def _small(self, stream: _Stream, length: int) -> bytes:
        together = next(one for one in self.directory() if one.name == ROOT)
        held = self._read(together.first, together.size)
        table = self._read(*struct.unpack_from("<L", self.content, 60), len(self.content))
        found, sector = b"", stream.first
        while len(found) < length:
            found += held[sector * SMALL_SECTOR : (sector + 1) * SMALL_SECTOR]
            if sector * SMALL_SECTOR >= len(held):
                raise Unfit(DAMAGED)
            (sector,) = struct.unpack_from("<L", table, 4 * sector)
        return found[:length]

    def _at(self, sector: int) -> int:
        return (sector + 1) << self.shift

    def _chain(self, sector: int) -> Iterator[int]:
        """The sectors that follow each other; one that turns round ends with the file's number of sectors."""
        each = 1 << (self.shift - 2)
        for _ in range(self.count):
            if sector >= LAST_SECTOR:
                return
            yield sector
            if sector // each >= len(self.table):
                raise Unfit(DAMAGED)
            at = self._at(self.table[sector // each]) + 4 * (sector % each)
            (sector,) = struct.unpack_from("<L", self.content, at)
        raise Unfit(DAMAGED)

    def _table(self) -> Iterator[int]:
        """The sectors of the table: the first are listed in the header, more in sectors of their own."""
        yield from self._used(struct.unpack_from("<109L", self.content, 76))
        (following,) = struct.unpack_from("<L", self.content, 68)
        each = (1 << (self.shift - 2)) - 1
        for _ in range(self.count):
            if following >= LAST_SECTOR:
                return
            *listed, following = struct.unpack_from(f"<{each + 1}L", self.content, self._at(following))
            yield from self._used(listed)

    def _used(self, sectors: tuple[int, ...] | list[int]) -> Iterator[int]:
        return (one for one in sectors if one < LAST_SECTOR)


def _look_at_words(start: bytes) -> None:
    if struct.unpack_from("<H", start, 10)[0] & WORD_IS_LOCKED:
        raise Unfit(PASSWORD)


def _look_at_sheets(start: bytes) -> None:
    at = 0
    while at + 4 <= len(start):
        kind, length = struct.unpack_from("<HH", start, at)
        if kind == END:
            return
        if kind == LOCKED:
            raise Unfit(PASSWORD)
        if kind == SHEET and at + 9 < len(start) and start[at + 9] in MACRO_SHEETS:
            raise Unfit(MACROS)
        at += 4 + length
