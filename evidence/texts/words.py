"""What somebody typed as words to search for, and the place in a text where they stand. Pure.

What is typed is never the syntax of a query: of it only letters and figures are kept, in words. Each must stand in
what is found; one of three letters or more may be the beginning of a longer word ("report" finds "reports").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

Snippet = tuple[tuple[str, bool], ...]  # parts of a text in order, and whether each is one of the words

MOST_WORDS = 20
LONGEST_WORD = 60  # characters; a longer one is searched for by its beginning
SHORTEST_BEGINNING = 3  # characters
TYPED_AT_MOST = 2_000  # characters that are looked at
LENGTH, BEFORE = 240, 60  # characters of a snippet, and of them before the first of the words
MOST_PLACES = 200  # that are weighed against each other
MORE = "…"
A_WORD = re.compile(r"[^\W_]+")


def words_in(typed: str) -> list[str]:
    """The different words of what was typed, in lower case; none where it holds no letter and no figure."""
    plain = unicodedata.normalize("NFKC", typed[:TYPED_AT_MOST]).lower()
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in A_WORD.findall(plain)))[:MOST_WORDS]


def for_sqlite(words: Sequence[str]) -> str:
    """The question as FTS5 reads it."""
    return " AND ".join(f'"{word}"{"*" if _may_go_on(word) else ""}' for word in words)


def for_postgresql(words: Sequence[str]) -> str:
    """The question as to_tsquery reads it."""
    return " & ".join(f"'{word}'{':*' if _may_go_on(word) else ''}" for word in words)


def snippet_of(text: str, words: Sequence[str]) -> Snippet:
    """The place in a text that shows most of the words, in parts; nothing where it has none of them."""
    wanted = _pattern(words)
    places = [found.span() for found, _ in zip(wanted.finditer(text), range(MOST_PLACES), strict=False)]
    if not places:
        return ()
    start, end = _window(text, max(places, key=lambda place: (_shown_from(text, places, place), -place[0])))
    parts = [(MORE, False)] if start > 0 else []
    at = start
    for found in wanted.finditer(text, start, end):
        parts += [(text[at : found.start()], False), (found[0], True)]
        at = found.end()
    parts += [(text[at:end], False), (MORE if end < len(text) else "", False)]
    return tuple(part for part in parts if part[0])


def _may_go_on(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    ends = [re.escape(word) + (r"[^\W_]*" if _may_go_on(word) else r"(?![^\W_])") for word in words]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ends) or '(?!)'})", re.IGNORECASE)


def _shown_from(text: str, places: Sequence[tuple[int, int]], first: tuple[int, int]) -> int:
    """How many different words a snippet shows that begins at one of them."""
    near = {
        text[start:end].lower()[:LONGEST_WORD]
        for start, end in places
        if first[0] <= start < first[0] + LENGTH - BEFORE
    }
    return len(near)


def _window(text: str, place: tuple[int, int]) -> tuple[int, int]:
    """Where the snippet around a place begins and ends: at the ends of words."""
    start = max(0, place[0] - BEFORE)
    if start > 0:
        blank = text.find(" ", start, place[0])
        start = place[0] if blank < 0 else blank + 1
    end = min(len(text), start + LENGTH)
    if end < len(text):
        blank = text.rfind(" ", place[1], end)
        end = max(end, place[1]) if blank < 0 else blank
    return start, end
