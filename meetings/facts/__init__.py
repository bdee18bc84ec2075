"""The facts of a meeting: was it held, was notice in time, were the papers there, who came, are the minutes out. Pure.

What a citizen or a lay member sees of it in a minute. A fact nobody recorded is named and grey, never a failing; what
is not due yet says by when it is; a meeting that was put off owes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from meetings.facts.after import attendance, held, part2, questions, recording, report
from meetings.facts.in_time import notice, papers
from meetings.facts.minutes import minutes
from meetings.facts.told import ANNUAL, Fact, PaperTold, Told

__all__ = ["KEYS", "Fact", "PaperTold", "Told", "facts"]

_FACTS: dict[str, Callable[[Told, date], Fact]] = {
    "held": held,
    "notice": notice,
    "papers": papers,
    "attendance": attendance,
    "part2": part2,
    "minutes": minutes,
    "questions": questions,
    "recording": recording,
    "report": report,  # of an annual public meeting only
}
KEYS = tuple(_FACTS)


def facts(told: Told, today: date, keys: Sequence[str] = KEYS) -> list[Fact]:
    """The facts of one meeting, in the order in which they are read."""
    is_annual = told.kind == ANNUAL
    return [fact(told, today) for key, fact in _FACTS.items() if key in keys and (is_annual or key != "report")]
