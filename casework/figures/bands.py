"""The Information Commissioner's bands for answers in time, and from what share it watched a body. Pure.

Of its self-assessment toolkit for freedom of information and of pages about its monitoring (reference/law.md §7, S20).
The Commissioner means the latest quarter, not a year, and the same bands for internal reviews. Arithmetic is exact:
94.96 in a hundred is not 95.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duties.words import Words

SMALL = 5
"""With fewer than this many answers a body gets no band: one late answer of three would shame it. Our own policy."""

TOOLKIT = "Information Commissioner, self-assessment toolkit for freedom of information"


@dataclass(frozen=True, slots=True)
class Band:
    """From how many in a hundred up (`floor`) which words hold, for periods that end from a day on."""

    floor: int
    rule: str
    words: Words
    from_on: date = date.min  # the toolkit was seen without the day from which it holds
    source: str = TOOLKIT


@dataclass(frozen=True, slots=True)
class Trigger:
    """Below how many in a hundred (`below`) the Commissioner may watch a body, in periods that end from a day on."""

    below: int
    from_on: date
    source: str


GOOD = Words("Good", "✓", "green", 8)
ADEQUATE = Words("Adequate", "◐", "yellow", 4)
UNSATISFACTORY = Words("Unsatisfactory", "▲", "orange", 2)
TOO_FEW = Words("Too few for a band", "–", "grey", 9)
NONE_ANSWERED = Words("None answered", "–", "grey", 9)
QUARTERS_ONLY = Words("Of quarters only", "–", "grey", 9)
NO_REVIEW = Words("No review completed", "–", "grey", 9)

BANDS = (
    Band(95, "95% or more", GOOD),
    Band(90, "90% to under 95%", ADEQUATE),
    Band(0, "below 90%", UNSATISFACTORY),
)
# Decided on 21 November 2016 to be raised; from which period on is approximate, to be verified.
TRIGGERS = (
    Trigger(90, date(2017, 1, 1), "raised from 85% by a decision of 21 November 2016; approximate, to be verified"),
    Trigger(85, date.min, "before 2017; approximate, to be verified"),
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many. The percentage is rounded down to a tenth, so that it never claims a band that is missed.

    Raises ValueError where more are kept than there are, or there are fewer than none.
    """

    kept: int
    base: int

    def __post_init__(self) -> None:
        if not 0 <= self.kept <= self.base:
            raise ValueError(f"{self.kept} of {self.base} is no share")

    @property
    def percent(self) -> str:
        """Such as "94.9%" or "95%"; empty where there is nothing to share."""
        if not self.base:
            return ""
        whole, tenth = divmod(self.kept * 1000 // self.base, 10)
        return f"{whole}.{tenth}%" if tenth else f"{whole}%"

    @property
    def words(self) -> str:
        """Such as "94.9% (37 of 39)": the base is part of every percentage."""
        return f"{self.percent} ({self.kept:,} of {self.base:,})" if self.base else "None to count"


def band_of(kept: int, base: int, on: date) -> Words:
    """The band of a period that ended on a day; where fewer than SMALL were answered there is none. Raises ValueError
    where more are kept than there are.
    """
    Share(kept, base)
    if not base:
        return NONE_ANSWERED
    if base < SMALL:
        return TOO_FEW
    return next(band.words for band in BANDS if band.from_on <= on and kept * 100 >= band.floor * base)


def review_band_of(kept: int, base: int, on: date) -> Words:
    """The same for internal reviews."""
    return band_of(kept, base, on) if base else NO_REVIEW


def trigger_on(on: date) -> Trigger:
    """What held for a period that ended on a day."""
    return next(one for one in TRIGGERS if on >= one.from_on)


def is_watched(kept: int, base: int, on: date) -> bool:
    """Whether the share was below the Commissioner's trigger; never with fewer than SMALL answers."""
    return base >= SMALL and kept * 100 < trigger_on(on).below * base
