"""A date and its working, for any rule: by the name of an event's rule, or by the due-rule code of the catalogue. Pure.

The explanation is what the rule wrote down while it counted; there is no second implementation.
"""

from collections.abc import Mapping
from typing import Any

from duties.clocks import RULE_INPUTS, EventRule
from duties.counting import Working
from duties.explanation import Explanation
from duties.inputs import BadInput, read_inputs
from duties.working_days import STANDARD, Calendars

__all__ = ["BadInput", "UnknownRule", "answer_event", "explain_event", "explain_event_parts", "work_event"]


class UnknownRule(ValueError):
    """The name of a rule about events that there is none of. The message names it."""


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
    return known.works(**read_inputs(known.inputs, inputs), calendars=calendars)


def rule_of(name: str) -> EventRule:
    """The rule of that name. Raises UnknownRule."""
    if name not in RULE_INPUTS:
        raise UnknownRule(f"there is no rule called {name!r}")
    return RULE_INPUTS[name]
