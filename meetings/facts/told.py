"""What is told of one meeting, and one fact computed from it: what the pure modules of facts take and give. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from duties.words import AHEAD, DateBasis, Words
from duties.working_days import STANDARD, Calendars
from meetings.dates import NO_RULES, Dated, Rules

PLANNED, HELD, POSTPONED, CANCELLED = "planned", "held", "postponed", "cancelled"
ANNUAL = "annual"

STATE_WORDS = {
    PLANNED: Words("Planned", "○", "white", 7),
    HELD: Words("Held", "✓", "green", 8),
    POSTPONED: Words("Postponed", "↷", "yellow", 5),
    CANCELLED: Words("Cancelled", "×", "grey", 8),
}
NOT_RECORDED = Words("Not recorded", "–", "grey", 6)
RECORDED = Words("Recorded", "✓", "blue", 8)
NOTHING_DUE = Words("Nothing due", "–", "grey", 9)


@dataclass(frozen=True, slots=True)
class PaperTold:
    """One document of Part 1. `on` is empty while it is not published; `is_agenda`: it is the agenda itself."""

    on: date | None = None
    at: time | None = None
    has_reason: bool = False
    is_agenda: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting as its record has it; the fields mean what they mean in Meeting.

    `inside`: the reader may see what the body has not published: the record before `record_on`, and papers before
    theirs. `rules` are those of the body that keeps the record on the day of the meeting, `next_on` the next meeting
    that can approve its minutes, as far as the reader may know of it. The three counts are of public questions.
    """

    on: date
    kind: str
    state: str
    regime: str
    state_on: date | None = None
    state_why: str = ""
    starts: time | None = None
    in_public: bool | None = None
    convened_on: date | None = None
    inside: bool = False
    rules: Rules = NO_RULES
    next_on: date | None = None
    calendars: Calendars = STANDARD
    notice_on: date | None = None
    notice_where: str = ""
    agenda_on: date | None = None
    papers: tuple[PaperTold, ...] = ()
    record_on: date | None = None
    voting_present: int | None = None
    voting_members: int | None = None
    quorate: bool | None = None
    public_present: int | None = None
    had_part2: bool | None = None
    resolution: str = ""
    resolution_why: str = ""
    minutes_draft_on: date | None = None
    minutes_on: date | None = None
    ratified_on: date | None = None
    ask_by: date | None = None
    questions: int = 0
    questions_answered: int = 0
    questions_unpublished: int = 0
    has_recording: bool = False
    presents_year: int | None = None
    report_presented: bool | None = None
    report_published_on: date | None = None

    def state_by(self, today: date) -> str:
        """Its state as at a day: what was recorded later is not known yet."""
        return self.state if self.state_on is None or self.state_on <= today else PLANNED

    def is_put_off(self, today: date) -> bool:
        return self.state_by(today) in (POSTPONED, CANCELLED)

    def is_over(self, today: date) -> bool:
        """Whether its day has passed, or somebody has said on the day that it was held."""
        return self.on < today or (self.on == today and self.state_by(today) == HELD)

    def shows_record(self, today: date) -> bool:
        return self.inside or (self.record_on is not None and self.record_on <= today)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a meeting, for people.

    `is_recorded`: somebody recorded it. `in_time` is True or False where a date was to be kept, else None. `is_due`:
    by now it could be recorded; what is not due yet, or not at all, is no gap.
    """

    key: str
    title: str
    words: Words
    sentence: str
    is_recorded: bool
    in_time: bool | None = None
    is_due: bool = True

    @property
    def is_missing(self) -> bool:
        """Nobody recorded it, and it could be recorded by now. That is a gap to name, never a failing."""
        return self.is_due and not self.is_recorded


def missing(key: str, title: str, sentence: str) -> Fact:
    return Fact(key, title, NOT_RECORDED, sentence, is_recorded=False)


def ahead(key: str, title: str, sentence: str) -> Fact:
    return Fact(key, title, AHEAD, sentence, is_recorded=False, is_due=False)


def nothing_due(key: str, title: str, sentence: str) -> Fact:
    return Fact(key, title, NOTHING_DUE, sentence, is_recorded=False, is_due=False)


def known_by(day: date | None, today: date) -> date | None:
    """A day as known today: what comes later does not exist yet."""
    return day if day is not None and day <= today else None


def plain(text: str) -> str:
    """What somebody typed, as part of a sentence of ours: on one line, without its own full stop."""
    return " ".join(text.split()).rstrip(".").rstrip()


def put_off(key: str, title: str, told: Told, today: date, had: str = "") -> Fact:
    """Of a meeting that was put off: what had been done, and that nothing more is owed."""
    nothing = f"the meeting was {told.state_by(today)}"
    sentence = f"{had} Nothing more is due: {nothing}." if had else f"Nothing is due: {nothing}."
    return nothing_due(key, title, sentence)


def asked(dated: Dated, *, after: bool = False) -> str:
    """How many days were asked for, and by whom: never in stricter words than the source of the date allows.

    After a number of days has been told: "3 were needed (…)", "target 20 (local policy)". `after`: after the meeting.
    """
    if dated.basis is DateBasis.OWN_RULES:
        return asked_in_full(dated)
    if after:
        return f"target {dated.needed} (local policy)"
    if dated.basis is DateBasis.REMINDER:
        return f"{dated.needed} were needed (good practice {_BORROWED})"
    return f"{dated.needed} were needed ({_law(dated)})"


def asked_in_full(dated: Dated, *, after: bool = False) -> str:
    """The same where no number of days has been told: "the target is 20 working days (local policy)"."""
    number = f"{dated.needed} {dated.unit}"
    if dated.basis is DateBasis.OWN_RULES:
        source = plain(dated.working.section)
        return f"the body's rule asks for {number}{f' ({source})' if source else ''}"
    if after:
        return f"the target is {number} (local policy)"
    if dated.basis is DateBasis.REMINDER:
        return f"{number} are good practice ({_BORROWED})"
    return f"{number} are needed ({_law(dated)})"


_BORROWED = "borrowed from an Act of 1960 that did not bind it"


def _law(dated: Dated) -> str:
    return f"{plain(dated.working.section)}{'' if dated.confirmed else '; some details are still to be verified'}"


def late_words(late: int, dated: Dated) -> Words:
    """The words for what was done so many days after its date."""
    number = "1 day" if late == 1 else f"{late:,} days"
    if dated.basis is DateBasis.REMINDER:
        return Words(f"{number} after the target", "▲", "yellow", 6)
    return Words(f"Late by {number}", "▲", "orange", 6)
