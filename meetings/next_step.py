"""What is next to do for a meeting, for who keeps its record: one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.models import Meeting

State = Meeting.State


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing: the words of its button, the name of its address, and whether it is done by pressing it."""

    text: str
    name: str
    at_once: bool = False


ANNOUNCE = Step("Announce the meeting", "meetings:announce", at_once=True)
NEW_DAY = Step("Give it a new day", "meetings:move")
NOTICE = Step("Publish the notice", "meetings:notice")
AGENDA = Step("Publish the agenda", "meetings:agenda")
HELD = Step("Mark as held", "meetings:held", at_once=True)
RECORD = Step("Complete the record", "meetings:complete")
DRAFT_MINUTES = Step("Publish draft minutes", "meetings:minutes")
MINUTES = Step("Publish ratified minutes", "meetings:minutes")


def next_step(meeting: Meeting, today: date, *, following: date | None = None) -> Step | None:
    """The next thing to do; None where nothing is, or where it waits for its day.

    `following` is the day of the meeting that can approve the minutes: before it nothing is ratified.
    """
    if meeting.state == State.CANCELLED:
        return None
    if meeting.state == State.POSTPONED:
        return NEW_DAY
    if meeting.announced_on is None:
        return ANNOUNCE
    if meeting.state == State.PLANNED:
        return _before(meeting, today)
    return _after(meeting, today, following)


def _before(meeting: Meeting, today: date) -> Step | None:
    if meeting.on < today:
        return HELD
    if meeting.in_public and meeting.notice_on is None:
        return NOTICE
    if meeting.in_public and meeting.agenda_on is None:
        return AGENDA
    return HELD if meeting.on == today else None


def _after(meeting: Meeting, today: date, following: date | None) -> Step | None:
    if meeting.record_on is None:
        return RECORD
    if meeting.minutes_on is not None:
        return None
    if meeting.minutes_draft_on is None:
        return DRAFT_MINUTES
    return MINUTES if following is not None and following <= today else None
