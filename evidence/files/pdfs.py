"""Looks into PDFs: whole, with nothing behind their end, and unable to act by themselves when somebody opens them.

This finds what honest programs write and what common attacks are made of; it is no virus scanner. What a PDF with a
password holds in packed objects cannot be seen: such a PDF is taken (docs/decisions/evidence.md).
"""

from __future__ import annotations

import mmap
import re
import zlib

from bodies.archives import Unfit

END = b"%%EOF"
# After its end a PDF may have blanks, and remarks of programs that changed it.
NOTHING_ELSE = re.compile(rb"(?:[\s\x00\x1a]++|%[^\r\n]{0,1000}+)*+\Z")
ACTS = re.compile(
    rb"/(?:(?P<script>JavaScript)|(?P<program>Launch|RichMedia)"
    rb"|(?P<files>EmbeddedFile|EF\s*(?=<<|\d+\s+\d+\s+R)))(?![A-Za-z0-9])"
)
IN_WORDS = {
    "script": "a PDF that runs scripts: print it to a PDF anew, without them",
    "program": "a PDF that starts a program or plays a film: print it to a PDF anew, without that",
    "files": "a PDF with other files in it: upload those on their own, and the PDF without them",
}
# No honest program writes a letter of a name by its number; who hides a name does.
HIDDEN = re.compile(rb"/[A-Za-z0-9]*#[0-9A-Fa-f]{2}[A-Za-z0-9#]*")
CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
WATCHED = {b"JavaScript", b"Launch", b"RichMedia", b"EmbeddedFile", b"EF", b"ObjStm"}
# Objects may be packed, many together: these are unfolded, so far.
PACKED = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
STREAM = re.compile(rb"stream\r?\n")
NEAR = 2048  # bytes around the name within which the stream's own dictionary lies
PREDICTED = re.compile(rb"/Predictor\s+(?!1\b)\d")
MOST_UNFOLDED = 64_000_000  # bytes
BLOCK = 65_536  # bytes
CUT = "a PDF that was cut off, or has something else behind its end: save or download it again"
ODD = "a PDF packed in an unusual way: print it to a PDF anew"


def look(content: mmap.mmap) -> None:
    """Raise Unfit for a PDF that is not whole, or that can act."""
    end = content.rfind(END)
    if end < 0 or not NOTHING_ELSE.match(content, end + len(END)):
        raise Unfit(CUT)
    if any(CODE.sub(_letter, name[0][1:]) in WATCHED for name in HIDDEN.finditer(content)):
        raise Unfit(ODD)
    _refuse_acting(content)
    _look_into_packed(content)


def _refuse_acting(content: mmap.mmap | bytes) -> None:
    found = ACTS.search(content)
    if found is not None:
        raise Unfit(IN_WORDS[str(found.lastgroup)])


def _look_into_packed(content: mmap.mmap) -> None:
    """Unfold each group of packed objects once; all together they are read and written only so far."""
    to_read, to_write = 2 * len(content), MOST_UNFOLDED
    seen = set()
    for place in PACKED.finditer(content):
        stream = STREAM.search(content, place.end(), place.end() + NEAR)
        if stream is None or stream.end() in seen:
            continue
        seen.add(stream.end())
        dictionary = content[max(0, place.start() - NEAR) : stream.start()]
        dictionary = dictionary[dictionary.rfind(b"obj") + 1 :]
        if b"/Filter" not in dictionary:
            continue  # not packed: what it holds was seen already
        if PREDICTED.search(dictionary):
            raise Unfit(ODD)
        unfolded, read = _unfold(content, stream.end(), to_write)
        to_read, to_write = to_read - read, to_write - len(unfolded)
        if to_read < 0 or to_write <= 0:
            raise Unfit("a PDF that unfolds to far more than a document holds")
        _refuse_acting(unfolded)


def _unfold(content: mmap.mmap, at: int, limit: int) -> tuple[bytes, int]:
    """What is packed at a place, and how much was read of it; nothing where a password hides it."""
    unpacker, unfolded, start = zlib.decompressobj(), bytearray(), at
    try:
        while not unpacker.eof and len(unfolded) < limit and at < len(content):
            block = unpacker.unconsumed_tail or content[at : at + BLOCK]
            at += 0 if unpacker.unconsumed_tail else len(block)
            unfolded += unpacker.decompress(block, limit - len(unfolded))
    except zlib.error:
        if content.find(b"/Encrypt") < 0:
            raise Unfit(ODD) from None
        return b"", at - start
    return bytes(unfolded), at - start


def _letter(code: re.Match[bytes]) -> bytes:
    return bytes([int(code[1], 16)])
