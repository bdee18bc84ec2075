"""How an obligation's date was worked out, in words: for its page, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from bodies.web.text import date_long, date_prose
from duties.codes import UnknownCode
from duties.deadlines import in_words
from duties.explanation import Explanation
from duties.explanation_words import Line, Told
from duties.models import DutyRule, Obligation
from duties.words import CONFIDENCE_SENTENCES


def told_of(obligation: Obligation) -> Told:
    """The working of the obligation's date, with where the date was seen and how sure we are."""
    return Told(_explanation_of(obligation), tuple(_more(obligation)))


def _explanation_of(obligation: Obligation) -> Explanation:
    rule: DutyRule = obligation.rule
    return Explanation(
        rule=rule.code, title=_in_words(rule.code), section=rule.legal_basis, answer=obligation.due_on,
        strictly_before=obligation.strictly_before, reason=obligation.no_date_reason, day_0=obligation.event_on,
    )  # fmt: skip


def _in_words(code: str) -> str:
    try:
        return in_words(code).removesuffix(".")
    except UnknownCode:
        return ""


def _more(obligation: Obligation) -> Iterator[Line]:
    rule: DutyRule = obligation.rule
    yield Line("When, by the duty", rule.when)
    yield Line("The duty's legal basis", rule.legal_basis)
    yield Line("How sure we are", CONFIDENCE_SENTENCES.get(rule.confidence, ""))
    first_on, last_on = obligation.period_first_on, obligation.period_last_on
    yield Line("The period it is about", f"{date_long(first_on)} to {date_long(last_on)}", first_on, last_on)
    if obligation.date_set_by:
        yield Line("Who sets the date", obligation.date_set_by)
    if obligation.date_source:
        yield Line("Where the date was seen", obligation.date_source)
    if obligation.date_is_demonstration:
        yield Line("Demonstration date", "This date was invented for the demonstration")
    if obligation.later_agreed_on and obligation.due_on:
        words = f"{date_prose(obligation.due_on)}, agreed for this body by {obligation.later_agreed_by}"
        yield Line("A later date", words, obligation.due_on)
    if obligation.soon_on:
        yield Line("Due soon from", date_long(obligation.soon_on), obligation.soon_on)
    yield Line("The rule's code", rule.code)
