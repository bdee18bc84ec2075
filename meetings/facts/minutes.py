"""The fact of a meeting's minutes: the draft against the body's rule or the local target, then the ratified ones. Pure.

No law sets a number of days for minutes: where the body's own rules do not either, the target is local policy.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bodies.web.text import date_long, plural
from duties.counting import clear_working_days_between
from duties.words import ON_TIME, Words
from meetings import dates
from meetings.dates import NEXT_PAPERS, Dated
from meetings.facts.in_time import unjudged
from meetings.facts.told import (
    NOT_RECORDED,
    RECORDED,
    Fact,
    Told,
    ahead,
    asked,
    asked_in_full,
    known_by,
    late_words,
    missing,
    plain,
    put_off,
)

MINUTES = ("minutes", "Minutes")
_ONE_DAY = timedelta(days=1)


def minutes(told: Told, today: date) -> Fact:
    """When draft and ratified minutes were published. Ratified ones without a draft answer for both."""
    draft, final = known_by(told.minutes_draft_on, today), known_by(told.minutes_on, today)
    first = draft or final
    if told.is_put_off(today):
        return put_off(*MINUTES, told, today)
    if not told.in_public:
        return unjudged(*MINUTES, f"Minutes were published on {date_long(first)}." if first else "", told, today)
    rules, calendars = told.rules, told.calendars
    by = dates.draft_minutes_by(told.on, told.next_on, regime=told.regime, rules=rules, calendars=calendars)
    if first is None:
        return _absent(by, told, today)
    then = dates.ratified_minutes_by(told.next_on, rules=rules, calendars=calendars)
    what = "Draft minutes" if draft else "Minutes (no draft is recorded)"
    counted = _after(first, told.on, "it", told)
    ratified = _ratified(final, then, told, today)
    sentence = f"{what} were published {counted}; {_draft_asked(by, told)}{_so(by, first)}. {ratified}"
    gap = final is None and then.on is not None and today > then.on
    words, in_time = _judged([(first, by), (final, then)], gap)
    return Fact(*MINUTES, words, sentence, is_recorded=not gap, in_time=in_time)


def _absent(by: Dated, told: Told, today: date) -> Fact:
    if by.on is None:
        return ahead(*MINUTES, "Draft minutes are due with the papers of the next meeting, which is not planned yet.")
    rule = _draft_asked(by, told, asked_in_full)
    if today <= by.on:
        return ahead(*MINUTES, f"Draft minutes are due by {date_long(by.on)}: {rule}.")
    return missing(*MINUTES, f"Draft minutes are not recorded. They were due by {date_long(by.on)}: {rule}.")


def _judged(done: list[tuple[date | None, Dated]], gap: bool) -> tuple[Words, bool | None]:
    """The words of the worst of both, and whether both were in time as far as they were due."""
    late = [((day - by.on).days, by) for day, by in done if day is not None and by.on is not None and day > by.on]
    if late:
        number, by = max(late, key=lambda one: one[0])
        return late_words(number, by), False
    if gap:
        return Words("Ratified not recorded", NOT_RECORDED.sign, NOT_RECORDED.colour, NOT_RECORDED.rank), None
    if done[0][1].on is None:
        return RECORDED, None
    return ON_TIME, True


def _ratified(final: date | None, then: Dated, told: Told, today: date) -> str:
    approved = known_by(told.ratified_on, today)
    at = f", approved on {date_long(approved)}," if approved else ""
    if final is not None and (told.next_on is None or then.on is None):
        return f"Ratified minutes{at} were published on {date_long(final)}."
    if final is not None and told.next_on is not None:
        counted = _after(final, told.next_on, "the next meeting", told)
        return f"Ratified minutes{at} were published {counted}; {asked(then, after=True)}{_so(then, final)}."
    if then.on is None:
        return "Ratified minutes wait for the next meeting, which is not planned yet."
    was = f"Ratified minutes are not recorded{', though approved on ' + date_long(approved) if approved else ''}."
    if today > then.on:
        return f"{was} They were due by {date_long(then.on)}: {asked_in_full(then, after=True)}."
    return f"Ratified minutes are due by {date_long(then.on)}."


def _draft_asked(by: Dated, told: Told, words: Callable[..., str] = asked) -> str:
    """What asked for the draft, and how soon: "target 20 (local policy)"."""
    if told.rules.draft_minutes == NEXT_PAPERS:
        source = f" ({plain(by.working.section)})" if plain(by.working.section) else ""
        return f"the body's rule asks for them with the papers of the next meeting{source}"
    return words(by, after=True)


def _so(by: Dated, done: date) -> str:
    """The day itself, where it was not kept, or where the rule names no number of days."""
    return f", so by {date_long(by.on)}" if by.on is not None and (done > by.on or not by.needed) else ""


def _after(done: date, day_0: date, what: str, told: Told) -> str:
    """How many working days after: day 0 is not counted, the day itself is."""
    if done <= day_0:
        return f"on {date_long(done)}" if done < day_0 else f"on the day of {'the meeting' if what == 'it' else what}"
    number = clear_working_days_between(day_0, done + _ONE_DAY, told.calendars.england_and_wales)
    return f"{plural(number, 'working day')} after{'' if what == 'it' else ' ' + what}"
