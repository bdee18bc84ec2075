"""The words, signs and colours of every state: one place for pages, CSV, feeds, mail and API. Pure.

Who fixed the date decides the words. The tracker never says "breach", and absence is "nothing recorded", never "not
done". Red is kept for dates that a confirmed law, or somebody with power to direct, has fixed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from duties.status import EvidenceState, Status, Timing


class DateBasis(StrEnum):
    """Who fixed the date."""

    LAW = "law"
    DIRECTED = "directed"
    OWN_RULES = "own rules"
    REMINDER = "reminder"
    NONE = "none"


@dataclass(frozen=True)
class Words:
    """One state for people: a word, a sign that works without colour, a colour of NHS.UK tags, and a rank (0 worst)."""

    word: str
    sign: str
    colour: str
    rank: int


class FlagKind(StrEnum):
    """What is flagged about an obligation."""

    SOON = "soon"
    LATE = "late"
    ESCALATED = "escalated"  # to the officers of the body
    ASSURER = "assurer"  # to NHS England
    GONE = "gone"


NO_DATE = Words("No date set", "–", "grey", 6)
VOLUNTARY = Words("Voluntary", "○", "white", 9)
NOT_TRACKED = Words("Not using the tracker then", "–", "grey", 8)
SOON = Words("Due soon", "●", "yellow", 4)
AHEAD = Words("Not due yet", "○", "white", 7)
ON_TIME = Words("On time", "✓", "green", 7)

TIMING_WORDS = {
    Timing.CLOSED: None,
    Timing.VOLUNTARY: VOLUNTARY,
    Timing.NO_DATE: NO_DATE,
    Timing.NOT_TRACKED: NOT_TRACKED,
    Timing.SOON: SOON,
    Timing.AHEAD: AHEAD,
    Timing.ON_TIME: ON_TIME,
}

EVIDENCE_WORDS = {
    EvidenceState.NOTHING: Words("Nothing recorded", "○", "white", 7),
    EvidenceState.GATHERING: Words("Being gathered", "◐", "blue", 6),
    EvidenceState.WAITING: Words("Waiting for review", "◷", "purple", 5),
    EvidenceState.SENT_BACK: Words("Sent back", "↩", "orange", 3),
    EvidenceState.SEEN: Words("Evidence seen", "✓", "green", 8),
    EvidenceState.CERTIFIED: Words("Certified", "✓", "green", 8),
    EvidenceState.RECORDED: Words("Recorded", "✓", "green", 8),
    EvidenceState.NOT_APPLICABLE: Words("Does not apply", "–", "grey", 9),
    EvidenceState.CLOSED: Words("Closed", "–", "grey", 9),
}

# A flag of its own: what proved it was published, and is there no more.
PAGE_GONE = Words("Published page gone", "▲", "orange", 3)

# What the public sees (register.public): never red, never a rank of the worst.
PUBLISHED = Words("Published", "✓", "green", 8)
RECORDED_NOT_PUBLISHED = Words("Recorded, not published", "◐", "grey", 7)
NOTHING_RECORDED_HERE = Words("Nothing recorded here", "○", "white", 7)

# Kinds of passed dates, worst first. The first two are the red ones.
PASSED_LAW = Words("Legal date passed", "■", "red", 0)
PASSED_DIRECTED = Words("Directed date passed", "■", "red", 1)
PASSED_UNCONFIRMED = Words("Date passed (to be confirmed)", "▲", "orange", 2)
PASSED_OWN_RULES = Words("Past the body's own date", "▲", "orange", 2)
PASSED_REVIEW = Words("Review overdue", "▲", "orange", 2)


def passed_words(basis: str, *, confirmed: bool) -> Words:
    """The words for a passed date on which nothing is done, by who fixed the date."""
    if basis == DateBasis.REMINDER:
        return PASSED_REVIEW
    if basis == DateBasis.OWN_RULES:
        return PASSED_OWN_RULES
    if not confirmed:
        return PASSED_UNCONFIRMED
    return PASSED_LAW if basis == DateBasis.LAW else PASSED_DIRECTED


def timing_words(status: Status, basis: str, *, confirmed: bool) -> Words | None:
    """The words for where it stands to its date; None when there is nothing to say (closed)."""
    if status.timing is Timing.PASSED:
        words = passed_words(basis, confirmed=confirmed)
        return replace(words, word=f"{words.word} · {days(status.days_late)}")
    if status.timing is Timing.DONE_LATE:
        return Words(f"Late by {days(status.days_late)}", "▲", "orange", 6)
    return TIMING_WORDS[status.timing]


def evidence_words(status: Status) -> Words:
    """The words for how far the proof has come."""
    return EVIDENCE_WORDS[status.evidence]


def status_words(status: Status, basis: str, *, confirmed: bool, achieved: bool | None = None) -> Words:
    """The one state to show where there is room for one: whichever of timing and evidence matters more.

    Done and achieved are two facts: accounts in on time that show an overspend are "On time, not achieved".
    """
    timing = timing_words(status, basis, confirmed=confirmed)
    words = evidence_words(status)
    if timing is not None and words.rank > timing.rank and not (status.is_met and timing is NO_DATE):
        words = timing
    if status.is_met and achieved is False:
        return replace(words, word=f"{words.word}, not achieved", sign="▲", colour="orange")
    return words


DATE_BASIS_SENTENCES = {
    DateBasis.LAW: "An Act or regulations fix this date.",
    DateBasis.DIRECTED: "{who} sets this date.",
    DateBasis.OWN_RULES: "The body's own constitution or standing orders fix this date.",
    DateBasis.REMINDER: "No law fixes a day: this is a reminder of ours (local policy).",
    DateBasis.NONE: "It has no date of its own.",
}


def who_fixed_the_date(basis: str, set_by: str) -> str:
    """One sentence on who fixed the date."""
    return DATE_BASIS_SENTENCES[DateBasis(basis)].format(who=set_by or "Another authority")


CONFIDENCE_SENTENCES = {
    "CONFIRMED": "We have seen the text of this law.",
    "MIXED": "We have seen the main legal basis; some details are recalled and still to be verified.",
    "RECALLED": "This reference is recalled from general knowledge and still to be verified.",
    "LOCAL": "No law asks for this: it is our own suggestion.",
}

CONFIDENCE_WORDS = {
    "CONFIRMED": Words("Confirmed", "✓", "green", 8),
    "MIXED": Words("Partly confirmed", "◐", "grey", 7),
    "RECALLED": Words("To be verified", "?", "yellow", 6),
    "LOCAL": Words("Local policy", "○", "grey", 6),
}

PROOF_SENTENCES = {
    "reviewed": "An assurer at NHS England looks at the evidence.",
    "certified": "The body certifies it; NHS England may ask to see the evidence.",
    "recorded": "The record's own dates settle it.",
    "": "Nothing is sent in for it on its own.",
}


# What the story of an obligation says of each kind of flag.
FLAG_SENTENCES: dict[str, str] = {
    FlagKind.SOON: "The tracker flagged it as due soon.",
    FlagKind.LATE: "The tracker flagged it: its date had passed and nothing stopped the clock.",
    FlagKind.ESCALATED: (
        "The tracker flagged it for the body's officers: it was still open some working days after its date."
    ),
    FlagKind.ASSURER: "The tracker flagged it for NHS England: it was still open more working days after its date.",
    FlagKind.GONE: "The tracker flagged it: a page that was published for it was gone.",
}


def flag_words(kind: str, what: str, *, due: str, basis: str, confirmed: bool, working_days: int) -> str:
    """One line that tells a person of a flag: "Annual report, 2015/16: Legal date passed, 31 May 2016".

    `due` is the due date in words. An escalated flag says after how many `working_days` it is raised.
    """
    if kind == FlagKind.SOON:
        return f"{what}: due on {due}"
    if kind == FlagKind.GONE:
        return f"{what}: a page that was published for it is gone"
    passed = f"{what}: {passed_words(basis, confirmed=confirmed).word}, {due}"
    if kind == FlagKind.LATE:
        return passed
    return f"{passed}; still open after {working_days} working {'day' if working_days == 1 else 'days'}"


TOGETHER = {
    FlagKind.SOON: "standing reviews due soon, {due}",
    FlagKind.LATE: "standing reviews overdue since {due}",
    FlagKind.ESCALATED: "standing reviews still open that were due on {due}",
}


def together_words(kind: str, basis: str, due: str) -> str:
    """What several standing reviews of one day are called in one line, after their number; empty for anything else."""
    return TOGETHER[FlagKind(kind)].format(due=due) if basis == DateBasis.REMINDER and kind in TOGETHER else ""


def days(count: int) -> str:
    """A number of days in words: "1 day", "36 days"."""
    return "1 day" if count == 1 else f"{count:,} days"
