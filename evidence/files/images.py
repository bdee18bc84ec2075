"""Looks into images: whole, of a size that can be opened, and nothing else behind their end."""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable

from bodies.archives import Unfit
from evidence.files import kinds

MOST_BLOCKS = 1_000_000  # of up to 255 bytes: in a picture of up to 50 MB there are a fifth of that
MOST_PIXELS = 1_000_000_000  # a drawing of A0 at 600 dots an inch has 560 million
TOO_LARGE = "a picture of too many dots to open: save it smaller"
CUT = "a picture that is damaged or was cut off: save or download it again"
MORE = "a picture with something else behind its end: open it and save it anew"
BLANK = re.compile(rb"[\x00\s]*")
# A sign in a JPEG; and the next one in its picture that is neither part of it nor a place to start again.
SIGN = re.compile(rb"\xff++[^\x00\xff]")
NEXT_SIGN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def look(content: mmap.mmap, content_type: str) -> None:
    """Raise Unfit for a picture that is not whole, too large to open, or followed by something else."""
    try:
        LOOKS[content_type](content)
    except IndexError:
        raise Unfit(CUT) from None


def _png(content: mmap.mmap) -> None:
    at = 8
    if content[at + 4 : at + 8] != b"IHDR":
        raise Unfit(CUT)
    _refuse_dots(_number(content, at + 8, 4, "big"), _number(content, at + 12, 4, "big"))
    kind = b""
    while kind != b"IEND":
        length, kind = _number(content, at, 4, "big"), content[at + 4 : at + 8]
        at += 12 + length
    _refuse_cut(content, at)
    _refuse_more(content, at)


def _gif(content: mmap.mmap) -> None:
    _refuse_dots(_number(content, 6, 2, "little"), _number(content, 8, 2, "little"))
    at = 13 + _colours(content[10])
    while content[at] != 0x3B:
        if content[at] == 0x21:  # an extension: its kind, then blocks
            at = _after_blocks(content, at + 2)
        elif content[at] == 0x2C:  # a picture: its place, its colours, a number, then blocks
            at = _after_blocks(content, at + 11 + _colours(content[at + 9]))
        else:
            raise Unfit(CUT)
    _refuse_more(content, at + 1)


def _colours(flags: int) -> int:
    """The bytes of a table of colours, if the flags say that there is one."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: mmap.mmap, at: int) -> int:
    for _ in range(MOST_BLOCKS):
        if not content[at]:
            return at + 1
        at += content[at] + 1
    raise Unfit(CUT)


def _jpeg(content: mmap.mmap) -> None:
    """Cameras add a film or a second picture behind the end: those may stay."""
    at = 2
    while True:
        kind, at = _sign(SIGN.match(content, at))
        if kind == 0xD9:
            break
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            _refuse_dots(_number(content, at + 5, 2, "big"), _number(content, at + 3, 2, "big"))
        if kind != 0x01:
            at += _number(content, at, 2, "big")
        if kind == 0xDA:  # the picture itself, up to the next sign
            at = _sign(NEXT_SIGN.search(content, at))[1] - 2
    end = _after_blanks(content, at)
    is_picture = content[end : end + 2] == b"\xff\xd8"
    is_film = b"ftyp" in content[max(at, end - 8) : end + 16] or content[-4:] == b"SEFT"
    if end < len(content) and not is_picture and not is_film:
        raise Unfit(MORE)


def _sign(found: re.Match[bytes] | None) -> tuple[int, int]:
    """What kind of sign it is, and where it ends."""
    if found is None:
        raise Unfit(CUT)
    return found[0][-1], found.end()


def _webp(content: mmap.mmap) -> None:
    length = _number(content, 4, 4, "little")
    end = 8 + length + length % 2
    _refuse_cut(content, min(end, 8 + length))
    _refuse_more(content, end)


def _tiff(content: mmap.mmap) -> None:
    """Its parts lie anywhere: only that the first one is there can be said."""
    order = "little" if content[:2] == b"II" else "big"
    first = _number(content, 4, 4, order) if content[2:4] in (b"*\x00", b"\x00*") else _number(content, 8, 8, order)
    _refuse_cut(content, first + 2)


def _number(content: mmap.mmap, at: int, length: int, order: str) -> int:
    read = content[at : at + length]
    if len(read) < length:
        raise Unfit(CUT)
    return int.from_bytes(read, "little" if order == "little" else "big")


def _refuse_dots(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Unfit(TOO_LARGE)


def _refuse_cut(content: mmap.mmap, end: int) -> None:
    if end > len(content):
        raise Unfit(CUT)


def _refuse_more(content: mmap.mmap, end: int) -> None:
    if _after_blanks(content, end) < len(content):
        raise Unfit(MORE)


def _after_blanks(content: mmap.mmap, at: int) -> int:
    blanks = BLANK.match(content, at)
    return blanks.end() if blanks else at


LOOKS: dict[str, Callable[[mmap.mmap], None]] = {
    kinds.PNG: _png, kinds.JPEG: _jpeg, kinds.GIF: _gif, kinds.WEBP: _webp, kinds.TIFF: _tiff,
}  # fmt: skip
