"""Which duties a pasted link is likely to be about. Pure: words of the address against words of the obligations.

A guess that saves looking: the person chooses. A word that many duties share says little, so it weighs little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

# Words that name no duty, because every address of these bodies may hold them.
_STOP = frozenset(
    """
    a about and at by ccg clinical commissioning content default doc docs docx document documents download downloads
    each every file files for get group groups has have home htm html http https in index is it its keep media nhs of
    on or org our page pages pdf php the their to uk upload uploads us website with wp www xls xlsx year
    """.split()  # noqa: SIM905  a list of words is read as words
)
# What people write in addresses for what the catalogue calls otherwise.
_MEANS = {
    "agm": "annual public meeting",
    "aga": "annual public meeting",
    "coi": "conflicts interests",
    "foi": "freedom information",
    "foia": "freedom information",
    "eir": "freedom information",
    "ara": "annual report accounts",
    "accounts": "annual accounts",
    "auditor": "audit",
    "declarations": "interests registers",
    "hwb": "health wellbeing board",
    "jsna": "needs assessment",
    "spend": "spending",
    "expenditure": "spending",
    "25k": "spending",
    "pals": "complaints",
    "minutes": "minutes meetings",
    "prospectus": "annual report",
    "constitution": "constitution",
}
_SPAN = re.compile(r"(20\d\d)[-_/. ]?(?:20)?(\d\d)(?!\d)")
_WORD = re.compile(r"[a-z]+|\d+[a-z]+")
TITLE, THEME, CATEGORY = 3.0, 1.5, 0.5
SAME_YEAR, MINE = 1.5, 1.1


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one open obligation. `period_year` is the first calendar year of the period it is about."""

    key: int
    title: str
    theme: str
    category: str
    period_year: int
    is_mine: bool = False


def words_of(text: str) -> set[str]:
    """The telling words of a text, in their singular, with what abbreviations stand for."""
    found: set[str] = set()
    for word in _WORD.findall(text.lower()):
        found |= {_singular(meant) for meant in _MEANS.get(word, word).split()}
    return found - _STOP


def words_of_url(url: str) -> set[str]:
    """The telling words of an address: its path and query, not its host, which names the body."""
    parts = urlsplit(url)
    return words_of(unquote(f"{parts.path} {parts.query} {parts.fragment}").replace("_", " "))


def years_of_url(url: str) -> set[int]:
    """The financial years named in an address ("2015-16", "201516", "2015_2016"), by their first calendar year."""
    found = _SPAN.findall(unquote(url))
    return {int(first) for first, last in found if (int(first) + 1) % 100 == int(last)}


def likely(url: str, candidates: Sequence[Candidate], *, at_most: int = 8) -> list[int]:
    """The keys of the obligations that the address is likely to be about, likeliest first; none where no word fits."""
    words, years = words_of_url(url), years_of_url(url)
    shared = Counter(word for title in {c.title for c in candidates} for word in words_of(title))
    scored = [(score(candidate, words, years, shared), candidate) for candidate in candidates]
    fitting = [(points, candidate) for points, candidate in scored if points > 0]
    fitting.sort(
        key=lambda pair: (-pair[0], abs(pair[1].period_year - max(years, default=pair[1].period_year)), pair[1].key)
    )
    return [candidate.key for _, candidate in fitting[:at_most]]


def score(candidate: Candidate, words: Iterable[str], years: Iterable[int], shared: Counter[str]) -> float:
    """How well an obligation fits the words and years of an address; 0 where no word fits."""
    wanted = set(words)
    points = sum(TITLE / max(shared[word], 1) ** 0.5 for word in words_of(candidate.title) & wanted)
    points += THEME * len(words_of(candidate.theme) & wanted) + CATEGORY * len(words_of(candidate.category) & wanted)
    if candidate.period_year in set(years):
        points *= SAME_YEAR
    return points * MINE if candidate.is_mine else points


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
