"""By when a meeting's notice, papers and minutes are due: the body's own rules, else what the catalogue suggests. Pure.

Who fixed the date decides the words, and they are never stricter than the source allows. The Public Bodies (Admission
to Meetings) Act 1960 never bound groups: where a group's own rules are not recorded, three clear days are good practice
that we borrow from it, so a reminder. It binds integrated care boards (Health and Care Act 2022 Sch 4 para 3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from duties.clocks.meetings import minutes_draft_due, minutes_final_due, notice_latest
from duties.clocks.registry import CCG
from duties.counting import Working, clear_days_before, clear_working_days_before, working_days_after
from duties.explanation import Explanation
from duties.words import DateBasis
from duties.working_days import STANDARD, Calendars

CLEAR_WORKING_DAYS = "clear_working_days"
NEXT_PAPERS = "next_papers"
GOOD_PRACTICE_DAYS = 3
NO_NEXT = "The next meeting is not planned yet"
_MEETING = "the day of the meeting"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a body's standing orders ask on the day of a meeting; the fields mean what they mean in MeetingRules."""

    notice_days: int | None = None
    notice_count: str = "clear_days"
    papers_days: int | None = None
    papers_count: str = "clear_days"
    draft_minutes: str = ""
    draft_minutes_days: int | None = None
    ratified_days: int | None = None
    meetings_a_year: int | None = None
    source: str = ""


NO_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with its working, and who fixed it. `needed` is how many days were asked, `unit` of what."""

    working: Explanation
    basis: DateBasis
    confirmed: bool = False
    needed: int = 0
    unit: str = ""

    @property
    def on(self) -> date | None:
        return self.working.answer


def notice_by(
    meeting: date,
    *,
    regime: str,
    rules: Rules = NO_RULES,
    convened: date | None = None,
    calendars: Calendars = STANDARD,
) -> Dated:
    """The latest day for the meeting notice (1960 Act s1(4)(a) for boards; a group's own standing orders)."""
    own = (rules.notice_days, rules.notice_count)
    return _before(meeting, own, "Publish the meeting notice", regime, rules, convened, calendars)


def papers_by(
    meeting: date,
    *,
    regime: str,
    rules: Rules = NO_RULES,
    convened: date | None = None,
    calendars: Calendars = STANDARD,
) -> Dated:
    """The latest day for agenda and papers (1960 Act s1(4)(b) for boards, recalled; a group's own standing orders)."""
    own = (rules.papers_days, rules.papers_count)
    return _before(meeting, own, "Publish agenda and papers", regime, rules, convened, calendars)


def draft_minutes_by(
    meeting: date, next_meeting: date | None, *, regime: str, rules: Rules = NO_RULES, calendars: Calendars = STANDARD
) -> Dated:
    """The latest day for draft minutes: the body's own rule, else 20 working days (local policy)."""
    title = "Publish draft minutes"
    if rules.draft_minutes == NEXT_PAPERS:
        if next_meeting is None:
            return Dated(Explanation("MINUTES", title, rules.source, reason=NO_NEXT), DateBasis.OWN_RULES)
        found = papers_by(next_meeting, regime=regime, rules=rules, calendars=calendars)
        note = "They are due with the papers of the next meeting"
        told = replace(found.working, title=title, section=rules.source, notes=(note, *found.working.notes))
        return Dated(told, DateBasis.OWN_RULES)
    if rules.draft_minutes_days is not None:
        found_by = working_days_after(meeting, rules.draft_minutes_days, calendars.england_and_wales, _MEETING)
        return _own(found_by, title, rules, rules.draft_minutes_days, "working days")
    return _suggested(minutes_draft_due(meeting, calendars=calendars), title, "working days")


def ratified_minutes_by(
    next_meeting: date | None, *, rules: Rules = NO_RULES, calendars: Calendars = STANDARD
) -> Dated:
    """The latest day for ratified minutes, after the meeting that approves them; else 5 working days (local policy)."""
    title = "Publish ratified minutes"
    if next_meeting is None:
        basis = DateBasis.REMINDER if rules.ratified_days is None else DateBasis.OWN_RULES
        return Dated(Explanation("MINUTES", title, rules.source, reason=NO_NEXT), basis)
    if rules.ratified_days is None:
        return _suggested(minutes_final_due(next_meeting, calendars=calendars), title, "working days")
    day_0 = "the day of the next meeting"
    found = working_days_after(next_meeting, rules.ratified_days, calendars.england_and_wales, day_0)
    return _own(found, title, rules, rules.ratified_days, "working days")


def _before(
    meeting: date, own: tuple[int | None, str], title: str, regime: str, rules: Rules, convened: date | None,
    calendars: Calendars,
) -> Dated:  # fmt: skip
    number, count = own
    if number is None:
        found = notice_latest(meeting, convened=convened, regime=regime, calendars=calendars)
        basis = DateBasis.REMINDER if regime == CCG else DateBasis.LAW
        return Dated(
            found.explained("NOTICE", title, found.section), basis, needed=GOOD_PRACTICE_DAYS, unit="clear days"
        )
    if count == CLEAR_WORKING_DAYS:
        by = clear_working_days_before(meeting, number, calendars.england_and_wales, _MEETING)
        return _own(by, title, rules, number, "clear working days")
    return _own(clear_days_before(meeting, number, _MEETING), title, rules, number, "clear days")


def _own(found: Working, title: str, rules: Rules, needed: int, unit: str) -> Dated:
    return Dated(found.explained("OWN_RULES", title, rules.source), DateBasis.OWN_RULES, needed=needed, unit=unit)


def _suggested(found: Working, title: str, unit: str) -> Dated:
    told = found.explained("MINUTES", title, "Local policy: the law sets no number of days")
    return Dated(told, DateBasis.REMINDER, needed=found.counted, unit=unit)
