"""A date and its working, for any rule: by the name of an event's rule, or by the due-rule code of the catalogue. Pure.

The explanation is what the rule wrote down while it counted; there is no second implementation.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bodies.web.text import date_long
from duties.answers import Answer, Due, Lookup
from duties.clocks import RULE_INPUTS, EventRule
from duties.clocks.registry import regime
from duties.codes import parse
from duties.counting import Working
from duties.deadlines import due, in_words
from duties.event_codes import work_code
from duties.explanation import Explanation
from duties.inputs import BadInput, read_inputs
from duties.lookups import RegimeLookup
from duties.periods import Period
from duties.working_days import STANDARD, Calendars

__all__ = [
    "BadInput",
    "UnknownRule",
    "answer_event",
    "explain",
    "explain_answer",
    "explain_event",
    "explain_event_parts",
    "work_event",
]

NOTHING_ENTERED = RegimeLookup({}, {})
REGIME = regime(default=None)


class UnknownRule(ValueError):
    """The name of a rule about events that there is none of. The message names it."""


def explain(
    code: str,
    *,
    period: Period | None = None,
    lookup: Lookup = NOTHING_ENTERED,
    inputs: Mapping[str, object] | None = None,
    title: str = "",
    section: str = "",
) -> Explanation:
    """How the date by a due-rule code is worked out: for a period, or from the `inputs` of an event.

    `title` and `section` are those of the duty, where it is known; else the rule tells of itself. For a code that
    follows from an event, `duties.event_codes.code_inputs` says what has to be told; without it the record sets the
    date. Raises UnknownCode, BadInput, and ValueError for a code of periods without a period.
    """
    if parse(code).reason_without_date:
        found = work_code(code, inputs or {}, calendars=lookup.calendars)
        return found.explained(code, title or in_words(code).removesuffix("."), section)
    if period is None:
        raise ValueError(f"{code} is about a period; give one")
    answer = due(code, period=period, lookup=lookup)
    return explain_answer(code, answer, period=period, title=title, section=section)


def explain_answer(code: str, answer: Answer, *, period: Period, title: str = "", section: str = "") -> Explanation:
    """The explanation of an answer that `duties.deadlines.due` gave. Raises UnknownCode."""
    title = title or in_words(code).removesuffix(".")
    if not isinstance(answer, Due):
        return Working(reason=answer.reason).explained(code, title, section)
    found = answer.working or Working(on=answer.on)
    notes = (*found.notes, *_about(code, answer, period))
    told = replace(found, strictly_before=answer.strictly_before, notes=notes)
    return told.explained(code, title, section or answer.source)


def answer_event(rule: str, inputs: Mapping[str, Any], *, calendars: Calendars = STANDARD) -> Any:
    """The answer as a file of worked cases writes it: "2016-12-31", true, "2016/17", a list, an object, or null.

    Null (None) where the rule gives no date; the explanation says why. Raises UnknownRule and BadInput.
    """
    found = work_event(rule, inputs, calendars=calendars)
    if found.value is None:
        return found.on.isoformat() if found.on else None
    return list(found.value) if isinstance(found.value, tuple) else found.value


def explain_event(rule: str, inputs: Mapping[str, Any], *, calendars: Calendars = STANDARD) -> Explanation:
    """How the answer was worked out; of several counts the first. Raises UnknownRule and BadInput."""
    return explain_event_parts(rule, inputs, calendars=calendars)[0]


def explain_event_parts(
    rule: str, inputs: Mapping[str, Any], *, calendars: Calendars = STANDARD
) -> tuple[Explanation, ...]:
    """Every count of the answer: two for the public interest and for notice, else one. Raises as `explain_event`."""
    known = rule_of(rule)
    found = work_event(rule, inputs, calendars=calendars)
    return tuple(one.explained(known.name, known.title, known.section) for one in (found, *found.also))


def work_event(rule: str, inputs: Mapping[str, Any], *, calendars: Calendars = STANDARD) -> Working:
    """The working of the rule for these inputs, dates or their text. Raises UnknownRule and BadInput."""
    known = rule_of(rule)
    return known.works(**read_inputs(known.inputs, _without_regime(known, inputs)), calendars=calendars)


def rule_of(name: str) -> EventRule:
    """The rule of that name. Raises UnknownRule."""
    if name not in RULE_INPUTS:
        raise UnknownRule(f"there is no rule called {name!r}")
    return RULE_INPUTS[name]


def _without_regime(rule: EventRule, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The inputs less a regime that makes no difference to the rule; it must still be one that there is."""
    if REGIME.name not in inputs or any(one.name == REGIME.name for one in rule.inputs):
        return inputs
    read_inputs((REGIME,), {REGIME.name: inputs[REGIME.name]})
    return {name: value for name, value in inputs.items() if name != REGIME.name}


def _about(code: str, answer: Due, period: Period) -> list[str]:
    """What else the date of a period rests on: another duty, who gave it, how long the body existed."""
    notes = []
    if parse(code).tied_to:
        notes.append(f"It follows the duty {parse(code).tied_to}, for {period.words}")
    if answer.set_by:
        sure = "" if answer.confirmed else " (to be verified)"
        notes.append(f"{answer.set_by} gave the date; seen in: {answer.source}{sure}")
    if answer.on == period.last_on < period.ends_on:
        notes.append(f"The body's part of {period.words} ended on {date_long(period.last_on)}")
    return notes
