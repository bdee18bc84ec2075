"""The words in which pages tell of a meeting: its time and its state."""

from __future__ import annotations

from datetime import date, time

from bodies.web.text import date_prose, time_of_day
from duties.words import Words
from meetings.facts.told import STATE_WORDS
from meetings.models import Meeting

UNSAID = Words("Whether it was held is not recorded", "–", "grey", 6)


def hours(starts: time | None, ends: time | None = None) -> str:
    """A time of day in words: "1:30pm", "9am to midday"; empty where none is recorded."""
    if starts is None:
        return ""
    begins = time_of_day(starts)
    return f"{begins} to {time_of_day(ends)}" if ends else begins


def when(meeting: Meeting) -> str:
    """Its day and time: "Thursday 8 December 2016, 1pm to 4pm"."""
    at = hours(meeting.starts, meeting.ends)
    return f"{date_prose(meeting.on)}, {at or 'time not recorded'}"


def standing(meeting: Meeting, today: date) -> Words:
    """Its state; of a day that passed while nobody said what became of it: that this is not recorded."""
    if meeting.state == Meeting.State.PLANNED and meeting.on < today:
        return UNSAID
    return STATE_WORDS[meeting.state]
