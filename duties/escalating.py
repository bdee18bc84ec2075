"""When what is late is told to others than who does it. Pure; our own policy (docs/decisions/escalation.md), no law.

Day 0 is the due date, or the later day on which it was sent back. On the `number`-th working day after it (in England
and Wales) it escalates, if nothing has stopped the clock.
"""

from __future__ import annotations

from datetime import date, timedelta

from duties.working_days import Calendar, add_working_days, subtract_working_days

ONE_DAY = timedelta(days=1)


def escalates_on(due_on: date, sent_back_on: date | None, number: int, calendar: Calendar) -> date:
    """The day on which it escalates. Raises ValueError where `number` is less than 1."""
    return add_working_days(max(due_on, sent_back_on or due_on), number, calendar)


def latest_day_zero(today: date, number: int, calendar: Calendar) -> date:
    """The latest day 0 of what has escalated by `today`: the same question asked of many at once. Raises as above."""
    return subtract_working_days(today + ONE_DAY, number, calendar) - ONE_DAY
