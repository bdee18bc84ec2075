"""What the cells of the tables say: few words, a sign and a colour. Pure.

Every rate has its base beside it. Too small a base gets no band and no colour: one late answer of three shames nobody.
"""

from __future__ import annotations

from datetime import date

from casework.figures.bands import NONE_ANSWERED, SMALL, TOO_FEW, Share
from casework.figures.counting import Counts
from casework.tallies import LogCounts
from casework.words import LATE_REASONS
from duties.words import Words

NO_LOG = Words("No log kept here", "–", "grey", 9)
EMPTY = Words("–", "", "none", 9)  # where no log is kept there is nothing to say in the other columns
NONE = Words("None", "–", "grey", 9)
NONE_LATE = Words("None late", "–", "grey", 9)
REASONS = {value: f"{words[0].lower()}{words[1:]}" for value, words in LATE_REASONS} | {"": "not recorded"}


def rate(share: Share, band: Words | None = None) -> Words:
    """Such as "94% of 50, good"; "2 of 3, too few for a band"; without a band "94% of 50"."""
    if not share.base:
        return NONE if band is None else Words("None answered", NONE_ANSWERED.sign, NONE_ANSWERED.colour, 9)
    if share.base < SMALL:
        few = f"{share.kept} of {share.base}"
        return plain(few) if band is None else Words(f"{few}, too few for a band", TOO_FEW.sign, TOO_FEW.colour, 9)
    said = f"{share.percent} of {share.base:,}"
    return plain(said) if band is None else Words(f"{said}, {band.word.lower()}", band.sign, band.colour, band.rank)


def number(count: int) -> Words:
    return plain(f"{count:,}")


def plain(words: str) -> Words:
    return Words(words, "", "white", 6)


def still_open(counts: LogCounts) -> Words:
    """Such as "12, 3 of them late"."""
    if not counts.open_late:
        return number(counts.open)
    return Words(f"{counts.open:,}, {counts.open_late:,} of them late", "▲", "yellow", 3)


def oldest(counts: LogCounts, day: date) -> Words:
    """How many days the oldest open one had been there at the end."""
    if counts.oldest_open_on is None:
        return NONE
    days = (day - counts.oldest_open_on).days
    return plain(f"{days:,} day{'' if days == 1 else 's'}")


def main_reason(reasons: Counts) -> tuple[str, int]:
    """The reason that is there most often and how often; of several the first of the list. Empty where none was late.

    Where most say nothing it is told so only if nobody gave any reason.
    """
    given = {code: count for code, count in reasons.items() if code} or reasons
    if not given:
        return "", 0
    code = max(given, key=lambda one: (given[one], -list(REASONS).index(one)))
    return REASONS[code], given[code]


def reason(reasons: Counts) -> Words:
    """Such as "waiting for approval, 3 of 5 late"."""
    words, count = main_reason(reasons)
    return plain(f"{words}, {count:,} of {sum(reasons.values()):,} late") if words else NONE_LATE
