"""The facts of a meeting that have a date to keep before it: notice, agenda and papers. Pure.

The dates come from `meetings.dates`, as those of the obligations do, so that both tell the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bodies.web.text import date_long, plural
from duties.counting import clear_days_between, clear_working_days_between
from duties.words import ON_TIME, DateBasis, Words
from meetings import dates
from meetings.dates import CLEAR_WORKING_DAYS, Dated
from meetings.facts.told import (
    NOT_RECORDED,
    RECORDED,
    Fact,
    PaperTold,
    Told,
    ahead,
    asked,
    asked_in_full,
    known_by,
    late_words,
    missing,
    nothing_due,
    put_off,
)

NOTICE = ("notice", "Notice")
PAPERS = ("papers", "Agenda and papers")


def notice(told: Told, today: date) -> Fact:
    """When notice was published, against the day by which it was needed."""
    done = known_by(told.notice_on, today)
    if told.is_put_off(today):
        return put_off(*NOTICE, told, today, f"Notice had been published on {date_long(done)}." if done else "")
    by = _due(told, dates.notice_by)
    if by is None or by.on is None:
        return unjudged(*NOTICE, f"Notice was published {_before(told, done)}." if done else "", told, today)
    if done is None and today <= by.on:
        return ahead(*NOTICE, f"Notice is due by {date_long(by.on)}: {_needed(told, by, asked_in_full)}.")
    if done is None:
        when = f"It was due by {date_long(by.on)}: {_needed(told, by, asked_in_full)}"
        return missing(*NOTICE, f"When notice was published is not recorded. {when}.")
    is_late = done > by.on
    sentence = f"Notice was published {_before(told, done, by)}; {_needed(told, by)}{_so(by, is_late)}."
    words = late_words((done - by.on).days, by) if is_late else ON_TIME
    return Fact(*NOTICE, words, sentence, is_recorded=True, in_time=not is_late)


def papers(told: Told, today: date) -> Fact:
    """How many papers of Part 1 came after the deadline, how many of them with a reason; and when the agenda came."""
    seen = [one for one in told.papers if told.inside or known_by(one.on, today)]
    listed = [one for one in seen if not one.is_agenda]
    agenda = _agenda_on(told, seen, today)
    if told.is_put_off(today):
        return put_off(*PAPERS, told, today, f"The agenda had been published on {date_long(agenda)}." if agenda else "")
    by = _due(told, dates.papers_by)
    if by is None or by.on is None:
        had = _agenda(told, agenda) if agenda else ""
        return unjudged(*PAPERS, f"{had} {_listed(listed, 0, today)}".strip() if agenda or listed else "", told, today)
    if agenda is None and not any(known_by(one.on, today) for one in seen):
        if today <= by.on:
            return ahead(
                *PAPERS, f"Agenda and papers are due by {date_long(by.on)}: {_needed(told, by, asked_in_full)}."
            )
        when = f"They were due by {date_long(by.on)}: {_needed(told, by, asked_in_full)}"
        return missing(*PAPERS, f"When the agenda and the papers were published is not recorded. {when}.")
    return _judged_papers(told, listed, agenda, by, by.on, today)


def papers_needed_by(told: Told) -> date | None:
    """The last day on which a paper is in time; None of a meeting that is not known to be held in public."""
    by = _due(told, dates.papers_by)
    return by.on if by is not None else None


def unjudged(key: str, title: str, had: str, told: Told, today: date) -> Fact:
    """Of a meeting that is not held in public, or of which that is not recorded: what is known, without a date."""
    if had:
        return Fact(key, title, RECORDED, had, is_recorded=True)
    if told.in_public is False:
        return nothing_due(key, title, "Nothing is due: the meeting is not held in public.")
    sentence = "Not recorded; nor is it recorded whether the meeting is held in public."
    return missing(key, title, sentence) if told.is_over(today) else ahead(key, title, sentence)


def _judged_papers(
    told: Told, listed: list[PaperTold], agenda: date | None, by: Dated, by_on: date, today: date
) -> Fact:
    late = [one for one in listed if (on := known_by(one.on, today)) and on > by_on]
    waiting = sum(known_by(one.on, today) is None for one in listed)
    agenda_is_late = agenda is not None and agenda > by_on
    is_recorded = agenda is not None and not waiting
    parts = [_listed(listed, len(late), today), _late(late, told), _waiting(waiting), _agenda(told, agenda)]
    sentence = " ".join(part for part in parts if part)
    deadline = f"The deadline was {date_long(by_on)}" if today > by_on else f"The deadline is {date_long(by_on)}"
    sentence = f"{sentence} {deadline}: {_needed(told, by, asked_in_full)}."
    if late or agenda_is_late:
        words, in_time = _late_papers(len(late), len(listed), by), False
    elif is_recorded:
        words, in_time = ON_TIME, True
    else:
        words, in_time = NOT_RECORDED, None
    return Fact(*PAPERS, words, sentence, is_recorded, in_time, is_due=is_recorded or today > by_on)


def _due(told: Told, by: Callable[..., Dated]) -> Dated | None:
    """The latest day of a meeting in public; None where it is not known to be one."""
    if not told.in_public:
        return None
    # Called after it was held: a slip of whoever typed it, of which nothing follows.
    convened = told.convened_on if told.convened_on and told.convened_on <= told.on else None
    return by(told.on, regime=told.regime, rules=told.rules, convened=convened, calendars=told.calendars)


def _before(told: Told, done: date, by: Dated | None = None) -> str:
    """How early: "7 clear days before", counted as the rule counts."""
    if done == told.on:
        return "on the day of the meeting"
    if done == told.on - timedelta(days=1):
        return "on the day before the meeting"
    if done > told.on:
        return f"on {date_long(done)}, after the meeting"
    if by is not None and by.unit == CLEAR_WORKING_DAYS.replace("_", " "):
        number, unit = clear_working_days_between(done, told.on, told.calendars.england_and_wales), "clear working day"
    else:
        number, unit = clear_days_between(done, told.on), "clear day"
    return f"{plural(number, unit)} before"


def _needed(told: Told, by: Dated, words: Callable[[Dated], str] = asked) -> str:
    """What was asked for; of a meeting called at shorter notice, that it was."""
    if by.basis is not DateBasis.OWN_RULES and told.convened_on is not None and by.on == told.convened_on:
        return f"{words(by)}, but the meeting was called at shorter notice on {date_long(told.convened_on)}"
    return words(by)


def _so(by: Dated, is_late: bool) -> str:
    """The day itself, where it was not kept: days are counted in more than one way, and the day says which."""
    return f", so by {date_long(by.on)}" if is_late else ""


def _agenda_on(told: Told, seen: list[PaperTold], today: date) -> date | None:
    """When the agenda was out: the later of its page and its document; None while either is not known."""
    days = [told.agenda_on, *(one.on for one in seen if one.is_agenda)]
    known = [day for one in days if (day := known_by(one, today))]
    return max(known) if len(known) == len(days) else None


def _agenda(told: Told, agenda: date | None) -> str:
    if agenda is None:
        return "When the agenda was published is not recorded."
    return f"The agenda was published {_before(told, agenda)}."


def _listed(listed: list[PaperTold], late: int, today: date) -> str:
    total = len(listed)
    if not total:
        return "No paper is recorded."
    if late:
        return f"{late} of {plural(total, 'paper')} {'was' if late == 1 else 'were'} published after the deadline"
    published = sum(known_by(one.on, today) is not None for one in listed)
    are = "is" if published == 1 else "are"
    return f"{published} of {plural(total, 'paper')} {are} published, none after the deadline."


def _late(late: list[PaperTold], told: Told) -> str:
    """How many late ones have a reason; and how many came after the meeting had begun, where a time tells."""
    if not late:
        return ""
    reasons = sum(one.has_reason for one in late)
    begun = sum(_after_it_began(one, told) for one in late)
    came = f" {begun} came after the meeting had begun." if begun else ""
    return f"({reasons} with a reason stated).{came}"


def _after_it_began(one: PaperTold, told: Told) -> bool:
    """Published on a later day, or at a time of its day that was not before it began; without a time: not known."""
    if one.on is None or one.on != told.on:
        return one.on is not None and one.on > told.on
    return one.at is not None and told.starts is not None and one.at >= told.starts


def _waiting(waiting: int) -> str:
    return f"{plural(waiting, 'paper')} {'is' if waiting == 1 else 'are'} not published." if waiting else ""


def _late_papers(late: int, total: int, by: Dated) -> Words:
    what = f"{late} of {total} papers" if late else "Agenda"
    if by.basis is DateBasis.REMINDER:
        return Words(f"{what} after the target", "▲", "yellow", 6)
    return Words(f"{what} late", "▲", "orange", 6)
