"""What a file is, read from its content and never from its name, and whether it may be taken.

Refused, in words: what is not one of the accepted kinds; what is two things at once; what unfolds to far more than it
weighs; what acts by itself when somebody opens it; what nobody can read without a password.
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path
from typing import IO

import filetype

from bodies.archives import END, END_SIZE, Unfit, ends_as_archive, office_type
from evidence.files import images, kinds, old_office, pdfs

HEAD = 8192
IN_WORDS = {
    "application/zip": "a ZIP archive",
    "application/x-msdownload": "a program",
    "application/x-executable": "a program",
    "application/gzip": "an archive",
    "application/x-tar": "an archive",
    "application/x-7z-compressed": "an archive",
    "application/x-rar-compressed": "an archive",
    "application/rtf": "an RTF document",
    "image/heic": "a photograph of the type HEIC: save it as JPEG",
}
# Told by two or three letters at the start, so that a text may begin with them: "BM", "MZ", "ID3", "FWS".
TOLD_BY_LETTERS = {"image/bmp", "application/x-msdownload", "audio/mpeg", "application/x-shockwave-flash"}
MARKUP = re.compile(r"[\s\ufeff]*<[a-z!?/]", re.IGNORECASE)
PDF_SEEN_IN = 1024  # bytes: programs that show PDFs look for the beginning so far
OTHER_ARCHIVES = re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")
IN_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# A cell that makes a spreadsheet start a program: =cmd|'/c calc'!A1.
STARTS_A_PROGRAM = re.compile(rb"""(?:^|[,;\t])[ "']*[=+\-@][^|,;\t\r\n]{0,200}\w\|[^,\t\r\n]{0,500}?!""", re.MULTILINE)


def recognise(file: Path, name: str) -> str:
    """Return the media type of a file. Raises Unfit with the words that finish "The file is …".

    The name only tells CSV from other text.
    """
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _type_of(stream, content, name)
        if not kinds.is_accepted(found):
            raise Unfit(f"of the type {kinds.type_words(found)}, which is not taken here")
        _refuse_two_at_once(content, found)
    return found


def _type_of(stream: IO[bytes], content: mmap.mmap, name: str) -> str:
    head = content[:HEAD]
    if head[:4] == b"PK\x03\x04":
        found = office_type(stream)
        if found is None:
            raise Unfit(IN_WORDS["application/zip"])
        return found
    if head[:8] == old_office.SIGNATURE:
        return old_office.type_of(content)
    guessed = filetype.guess_mime(head)
    if guessed == "image/apng":  # one that moves
        guessed = kinds.PNG
    if head.startswith(b"%PDF-"):
        pdfs.look(content)
        return kinds.PDF
    if guessed in images.LOOKS:
        images.look(content, guessed)
        return str(guessed)
    # A PDF is only one at the very beginning: what stands in front is what another program sees.
    if guessed is not None and guessed != kinds.PDF and guessed not in TOLD_BY_LETTERS:
        raise Unfit(IN_WORDS.get(guessed, f"of the type {guessed}"))
    return _text_type(content, name, otherwise=IN_WORDS.get(guessed or "", "of a type that we do not know"))


def _text_type(content: mmap.mmap, name: str, *, otherwise: str) -> str:
    """Text has no NUL and does not begin as markup; any encoding that keeps ASCII will do."""
    if content[:2] in IN_UTF_16:
        raise Unfit("a text in an encoding that we do not read: save it as UTF-8")
    if content.find(b"\x00") >= 0:
        raise Unfit(otherwise)
    if MARKUP.match(content[:HEAD].decode("utf-8", "replace")):
        raise Unfit("a web page or XML")
    if not name.lower().endswith(".csv"):
        return kinds.TEXT
    if STARTS_A_PROGRAM.search(content):
        raise Unfit("a CSV with a formula that starts a program: take the formula out")
    return kinds.CSV


def _refuse_two_at_once(content: mmap.mmap, found: str) -> None:
    """What one program shows as a picture or a page, and another opens as something else."""
    words = kinds.type_words(found)
    if content[:4] == b"PK\x03\x04":
        has_archive = False
    elif content[:8] == old_office.SIGNATURE:
        has_archive = content[-END_SIZE:].startswith(END)  # a sheet within a document is an archive somewhere within it
    else:
        has_archive = ends_as_archive(content) or bool(OTHER_ARCHIVES.search(content))
    if has_archive:
        raise Unfit(f"of two kinds at once, {words} and an archive: save what it shows as a PDF")
    if found != kinds.PDF and content.find(b"%PDF-", 0, PDF_SEEN_IN) >= 0:
        raise Unfit(f"of two kinds at once, {words} and PDF: save what it shows as a PDF")
