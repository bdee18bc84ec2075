"""Figures to the one fact that a cell of the national page shows. Pure: no Django, no clock.

One cell, one fact, with sign, word and number; the worst fact wins. Red is kept for legal and directed dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter

from duties import words
from duties.status import EvidenceState
from duties.words import Words


@dataclass(frozen=True, slots=True)
class Figures:
    """What one cell counts: the figures of `ObligationQuerySet.figures`."""

    total: int = 0
    passed_red: int = 0
    passed_amber: int = 0
    sent_back: int = 0
    waiting: int = 0
    soon: int = 0
    no_date: int = 0
    done: int = 0
    on_time: int = 0
    late_done: int = 0

    def __add__(self, other: Figures) -> Figures:
        return summed((self, other))

    @property
    def late(self) -> int:
        """How many dates have passed with nothing done, whoever fixed the date."""
        return self.passed_red + self.passed_amber


NOTHING = Figures()
_values = attrgetter(*(field.name for field in fields(Figures)))  # dataclasses.astuple copies deeply: ten times slower


def summed(figures: Iterable[Figures]) -> Figures:
    """The figures of a row, a column or a region."""
    return Figures(*map(sum, zip(*map(_values, (NOTHING, *figures)), strict=True)))


# Which bodies an address may ask for with ?only=, and the words of the choice.
ONLY: dict[str, tuple[str, Callable[[Figures], int]]] = {
    "late": ("something late or past its date", lambda figures: figures.late),
    "legal": ("a legal or directed date passed", lambda figures: figures.passed_red),
    "past": ("another date passed", lambda figures: figures.passed_amber),
    "sent_back": ("something sent back", lambda figures: figures.sent_back),
    "soon": ("something due soon", lambda figures: figures.soon),
    "waiting": ("something to review", lambda figures: figures.waiting),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A theme, a category or one duty, and what its cell says while there is nothing to act on, or nothing at all.

    `calm` is said in place of how many are done, where the records that would tell are kept in a log of their own, and
    no log is kept here.
    """

    slug: str
    name: str
    title: str
    empty: Words
    calm: Words | None = None


def _grey(word: str) -> Words:
    return Words(word, "–", "grey", 8)


NO_LOG = _grey("No log")
NOTHING_DUE = _grey("Nothing due")
THEMES = (
    Column("constitution", "constitution", "Constitution", NOTHING_DUE),
    Column("meetings-in-public", "meetings in public", "Meetings in public", _grey("Not recorded")),
    Column("annual-report", "annual report", "Annual report", NOTHING_DUE),
    Column("audited-accounts", "audited accounts", "Audited accounts", NOTHING_DUE),
    Column("freedom-of-information", "freedom of information", "Freedom of information", NO_LOG, NO_LOG),
    Column("complaints", "complaints", "Complaints", NO_LOG, NO_LOG),
)
BY_SLUG = {theme.slug: theme for theme in THEMES}


def cell_words(figures: Figures, column: Column | None = None, log: Words | None = None) -> Words:
    """The one fact of a cell; without a column, of a total. Figures with nothing in them say so in the column's words.

    `log` is what the log of the theme says, where one is kept: it is told while no duty asks for anything.
    """
    told = (_to_act_on(figures) if figures.total else None) or log
    if told is not None:
        return told
    if figures.total == 0:
        return column.empty if column else NOTHING_DUE
    return (column and column.calm) or _how_far(figures)


# Thousands of cells say one of some dozens of facts: making each anew takes longer than finding it.
said_of = lru_cache(maxsize=4096)(cell_words)


def _to_act_on(figures: Figures) -> Words | None:
    """What somebody must do something about, worst first."""
    facts = (
        (figures.passed_red, "late", words.PASSED_LAW),
        (figures.passed_amber, "past date", words.PASSED_UNCONFIRMED),
        (figures.sent_back, "sent back", words.EVIDENCE_WORDS[EvidenceState.SENT_BACK]),
        (figures.soon, "due soon", words.SOON),
        (figures.waiting, "to review", words.EVIDENCE_WORDS[EvidenceState.WAITING]),
    )
    for number, word, look in facts:
        if number:
            return Words(f"{number:,} {word}", look.sign, look.colour, look.rank)
    return None


def _how_far(figures: Figures) -> Words:
    """How much is done, where nothing is wrong."""
    if figures.done:
        return Words(
            f"{figures.done:,} of {figures.total:,}", words.ON_TIME.sign, words.ON_TIME.colour, words.ON_TIME.rank
        )
    if figures.no_date == figures.total:
        return words.NO_DATE
    return Words(f"{figures.total:,} not due yet", words.AHEAD.sign, words.AHEAD.colour, words.AHEAD.rank)
