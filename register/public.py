"""What the public sees of an obligation, in words. Pure: no Django, no clock.

The list is closed. Shown are published items; and, of a public-facing duty of the body with a confirmed legal or
directed date, once the body has joined and ten working days have passed: "Nothing recorded here", or "Recorded, not
published" with the stated reason. Where a duty is only partly public, published items are shown and absence never.
Rounds of review, reasons sent back and reminders are never asked for here, so they cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bodies.web.text import date_long
from duties.words import (
    NOTHING_RECORDED_HERE,
    PUBLISHED,
    RECORDED_NOT_PUBLISHED,
    DateBasis,
    Words,
)
from duties.working_days import ENGLAND_AND_WALES, add_working_days

WORKING_DAYS_BEFORE_ABSENCE = 10
NO_REASON = "No reason is stated."
# By the value of evidence.models.Evidence.Withheld; a test holds the two together.
WITHHELD_SENTENCES = {
    "future": "It will be published later",
    "commercial": "It is commercially sensitive",
    "personal": "It holds personal data",
    "legal": "It is legally privileged",
    "audit": "The audit is not finished",
}


@dataclass(frozen=True)
class Withheld:
    """Why one piece of evidence is not published, and until when the body keeps it back."""

    why: str
    until: date | None = None


@dataclass(frozen=True)
class PublicFacts:
    """All that may decide what the public sees of one obligation.

    `recorded_on` is a day by which a round had been sent in or certified; None while none ever was.
    """

    public_facing: str
    owed_by_body: bool = True
    date_basis: str = DateBasis.NONE
    date_confirmed: bool = False
    voluntary: bool = False
    due_on: date | None = None
    tracked_from: date | None = None
    closed_on: date | None = None
    recorded_on: date | None = None
    is_published: bool = False
    withheld: tuple[Withheld, ...] = ()
    own_sentence: str = ""


@dataclass(frozen=True)
class PublicView:
    """What is shown: the state, the sentence that tells it, why, and the body's own sentence beside it."""

    words: Words
    sentence: str = ""
    why: str = ""
    own_sentence: str = ""


def public_view(facts: PublicFacts, today: date) -> PublicView | None:
    """What the public sees of an obligation on a day; None where it sees nothing of it."""
    if facts.public_facing not in ("yes", "partly"):
        return None
    if facts.is_published:
        return PublicView(PUBLISHED)
    if not absence_may_be_told(facts, today):
        return None
    due = f"Due {date_long(facts.due_on)}."
    if facts.recorded_on is not None and facts.recorded_on <= today:
        why = why_withheld(facts.withheld, today)
        return PublicView(RECORDED_NOT_PUBLISHED, f"{due} {RECORDED_NOT_PUBLISHED.word}.", why, facts.own_sentence)
    return PublicView(NOTHING_RECORDED_HERE, f"{due} {NOTHING_RECORDED_HERE.word}.", own_sentence=facts.own_sentence)


def absence_may_be_told(facts: PublicFacts, today: date) -> bool:
    """Whether the public may be told that nothing is published here."""
    if facts.public_facing != "yes" or not facts.owed_by_body or facts.voluntary:
        return False
    if facts.date_basis not in (DateBasis.LAW, DateBasis.DIRECTED) or not facts.date_confirmed:
        return False
    if facts.due_on is None or facts.tracked_from is None or not facts.tracked_from <= facts.due_on:
        return False
    if facts.closed_on is not None and facts.closed_on <= today:
        return False
    return today >= told_from(facts.due_on)


def told_from(due_on: date) -> date:
    """The first day on which absence is told: the tenth working day (England and Wales) after the date."""
    return add_working_days(due_on, WORKING_DAYS_BEFORE_ABSENCE, ENGLAND_AND_WALES)


def why_withheld(withheld: tuple[Withheld, ...], today: date) -> str:
    """The stated reasons as sentences, each once; a day that has passed is told as passed."""
    if not withheld:
        return NO_REASON
    return " ".join(dict.fromkeys(_reason(one, today) for one in withheld))


def _reason(one: Withheld, today: date) -> str:
    words = WITHHELD_SENTENCES[one.why]
    if one.until is None:
        return f"{words}."
    if one.until < today:
        return f"{words}. The body gave {date_long(one.until)} as the day until which it would not be published."
    return f"{words}. Not published until {date_long(one.until)}."
