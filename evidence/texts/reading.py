"""The text of one file, read in a program of its own: `python -m evidence.texts.reading TYPE < FILE`.

What somebody uploaded may be made to be read for ever. So this program may take so much memory and time, and no more,
and who starts it (evidence.texts.apart) kills it if it does not end. It writes JSON: the text and whether it is cut, or
why there is none. No Django here: the program starts in a moment, and knows no settings and no secret.

Not read: what was deleted with changes tracked, comments, speakers' notes, the codes of fields and formulas.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from bodies.archives import OFFICE

MOST_CHARACTERS = 200_000
MOST_PAGES = 500
MOST_BYTES = 4 * MOST_CHARACTERS  # of a text
ENOUGH = 30  # seconds after which a PDF's next page is not begun
MOST_SECONDS, MOST_MEMORY = 60, 1_500_000_000  # of the processor; bytes
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGKILL)  # by what a program ends that took all of it
KIND, EMPTY, LOCKED, BROKEN, LONG = "kind", "empty", "locked", "broken", "long"


class Locked(Exception):
    """It cannot be read without a password."""


def text_of(file: IO[bytes], content_type: str) -> tuple[str, bool]:
    """The text of a file and whether it is cut. Raises Locked, and whatever the libraries raise on a broken file.

    Raises KeyError for a type that no text is read from.
    """
    parts, size, is_cut = [], 0, False
    for part in READERS[content_type](file):
        if part is CUT:
            is_cut = True
            break
        words = plain(part)
        if words:
            parts.append(words)
            size += len(words) + 1
        if size > MOST_CHARACTERS:
            is_cut = True
            break
    return " ".join(parts)[:MOST_CHARACTERS].rstrip(), is_cut


def plain(text: str) -> str:
    """Words with single spaces, of characters that can be printed: no ligatures, soft hyphens or halves of letters."""
    whole = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode())
    kept = (letter if letter.isprintable() else "" if unicodedata.category(letter) == "Cf" else " " for letter in whole)
    return " ".join("".join(kept).split())


CUT = "\0cut"  # what a reader gives instead of more


def _pdf(file: IO[bytes]) -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    began = time.monotonic()
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):  # many only forbid changes, and need no password
            raise Locked
        for page in islice(reader.pages, MOST_PAGES):
            yield page.extract_text()
            if time.monotonic() - began > ENOUGH:
                yield CUT
        if len(reader.pages) > MOST_PAGES:
            yield CUT
    except (DependencyError, FileNotDecryptedError, WrongPasswordError):
        raise Locked from None


@dataclass(frozen=True)
class Parts:
    """Where the text of a packed document stands: in which parts, in the elements of which names."""

    names: re.Pattern[str]
    blocks: frozenset[str]

    def read(self, file: IO[bytes]) -> Iterator[str]:
        with zipfile.ZipFile(file) as archive:
            for name in sorted(filter(self.names.fullmatch, archive.namelist()), key=_in_order):
                with archive.open(name) as part:
                    yield from self._blocks(part)

    def _blocks(self, part: IO[bytes]) -> Iterator[str]:
        from lxml import etree

        hidden = 0
        found = etree.iterparse(
            part, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for event, element in found:
            name = etree.QName(element).localname
            if event == "start":
                hidden += name in HIDDEN
            elif name in HIDDEN:
                hidden -= 1
                element.clear(keep_tail=True)
            elif name in BLANKS:
                element.text = " "
            elif name in self.blocks and not hidden:
                if element.get("t") != "s":  # a cell that only names one of the texts of the sheet
                    yield "".join(element.itertext())
                element.clear(keep_tail=True)


HIDDEN = frozenset(
    {"delText", "instrText", "moveFrom", "annotation", "tracked-changes", "notes", "rPh", "f", "Fallback"}
)
BLANKS = frozenset({"tab", "br", "cr", "line-break", "s"})


def _in_order(name: str) -> tuple[bool, int, str]:
    """A document before its footnotes, texts before the cells that name them, and the second slide before the tenth."""
    number = re.search(r"(\d+)\.xml$", name)
    return (number is not None, int(number[1][:9]) if number else 0, name)


def _text(file: IO[bytes]) -> Iterator[str]:
    content = file.read(MOST_BYTES + 1)
    try:
        yield content[:MOST_BYTES].decode("utf-8-sig", "strict" if len(content) <= MOST_BYTES else "ignore")
    except UnicodeDecodeError:
        yield content[:MOST_BYTES].decode("cp1252", "replace")
    if len(content) > MOST_BYTES:
        yield CUT


def _parts(names: str, *blocks: str) -> Callable[[IO[bytes]], Iterator[str]]:
    return Parts(re.compile(names), frozenset(blocks)).read


READERS: dict[str, Callable[[IO[bytes]], Iterator[str]]] = {
    "application/pdf": _pdf,
    "text/plain": _text,
    "text/csv": _text,
    OFFICE["docx"]: _parts(r"word/(?:document|footnotes|endnotes)\.xml", "p"),
    OFFICE["xlsx"]: _parts(r"xl/(?:sharedStrings|worksheets/sheet\d+)\.xml", "si", "c"),
    OFFICE["pptx"]: _parts(r"ppt/slides/slide\d+\.xml", "p"),
    **{OFFICE[kind]: _parts(r"content\.xml", "p", "h") for kind in ("odt", "ods", "odp")},
}


def told(file: IO[bytes], content_type: str) -> dict[str, Any]:
    """What the program says of a file: its text, or why there is none."""
    try:
        text, is_cut = text_of(file, content_type)
    except Locked:
        return {"why": LOCKED}
    except Exception:  # noqa: BLE001  whatever a library meets in what somebody broke on purpose
        return {"why": BROKEN}
    return {"text": text, "is_cut": is_cut} if text else {"why": EMPTY}


def _limit(what: int, most: int) -> None:
    """No more than so much, nor more than whoever started this allows."""
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def main() -> None:
    """Read standard input within the limits."""
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_CPU, MOST_SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    sys.stdout.write(json.dumps(told(sys.stdin.buffer, sys.argv[1])))


if __name__ == "__main__":
    main()
