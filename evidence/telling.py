"""How an obligation's date was worked out, in words: for its page, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from bodies.web.text import date_long
from duties.explaining import explanation_of, when_worked_out
from duties.explanation_words import Line, Told
from duties.models import DutyRule, Obligation
from duties.words import CONFIDENCE_SENTENCES


def told_of(obligation: Obligation) -> Told:
    """The working of the obligation's date, with how sure we are and where it was seen; nothing is said twice."""
    found = explanation_of(obligation)
    said = " ".join((found.title, found.section, *found.notes))
    law, more = (
        tuple(line for line in lines if line.words and line.words not in said)
        for lines in (_law(obligation), _more(obligation))
    )
    return Told(found, law, more)


def _law(obligation: Obligation) -> Iterator[Line]:
    rule: DutyRule = obligation.rule
    yield Line("What the duty says", rule.when)
    yield Line("The duty's legal basis", rule.legal_basis)
    yield Line("How sure we are", CONFIDENCE_SENTENCES.get(rule.confidence, ""))


def _more(obligation: Obligation) -> Iterator[Line]:
    yield Line("Who sets the date", obligation.date_set_by)
    yield Line("Where the date was seen", obligation.date_source)
    if obligation.date_is_demonstration:
        yield Line("Demonstration date", "This date was invented for the demonstration")
    first_on, last_on = obligation.period_first_on, obligation.period_last_on
    yield Line("The period it is about", f"{date_long(first_on)} to {date_long(last_on)}", first_on, last_on)
    if obligation.soon_on:
        yield Line("Due soon from", date_long(obligation.soon_on), obligation.soon_on)
    yield Line("The rule's code", obligation.rule.code)
    yield Line("When it was worked out", when_worked_out(obligation))
