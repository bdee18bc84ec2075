"""Where an agreed action stands on a day, from its dated facts. Pure: no Django, no clock.

A fact dated after the day is not known yet. An agreed date binds nobody as a law does, so nothing here is ever red.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duties.words import Words, days

SOON = timedelta(days=14)


class Closed(StrEnum):
    """How an action ended."""

    DONE = "done"
    DROPPED = "dropped"


class State(StrEnum):
    """Where it stands, the most urgent first."""

    PAST = "past"
    SAID = "said"
    SOON = "soon"
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Facts:
    """The dated facts of an action. `said_on` is the day on which somebody said that it was done on `done_on`."""

    due_on: date
    said_on: date | None = None
    done_on: date | None = None
    closed_on: date | None = None
    closed_how: str = ""


def state_of(facts: Facts, today: date) -> State:
    """The one state of an action on a day."""
    if facts.closed_on is not None and facts.closed_on <= today:
        return State(facts.closed_how)
    if facts.said_on is not None and facts.said_on <= today:
        return State.SAID
    if facts.due_on < today:
        return State.PAST
    return State.SOON if facts.due_on <= today + SOON else State.OPEN


def days_past(facts: Facts, today: date) -> int:
    """How many days after the agreed date: the day it was done, once that was said, or else today. 0 where none."""
    state = state_of(facts, today)
    if state is State.DROPPED:
        return 0
    until = facts.done_on if state in (State.SAID, State.DONE) and facts.done_on is not None else today
    return max(0, (until - facts.due_on).days)


def words_of(facts: Facts, today: date) -> Words:
    """The state in words, with a sign and a colour: amber at most."""
    state, late = state_of(facts, today), days_past(facts, today)
    after = f", {days(late)} after the agreed date" if late else ""
    return {
        State.PAST: Words(f"Past the agreed date · {days(late)}", "▲", "orange", 2),
        State.SAID: Words(f"Said to be done{after}", "◷", "purple", 5),
        State.SOON: Words("Due soon", "●", "yellow", 4),
        State.OPEN: Words("Open", "○", "white", 7),
        State.DONE: Words(f"Done{after}", "✓", "green", 8),
        State.DROPPED: Words("Closed without being done", "–", "grey", 9),
    }[state]
