"""How the date of an obligation was worked out: the frozen working where there is one, else worked out today.

One place for the page, CSV, JSON and every other reader. It costs a few statements for each obligation, so that lists
never ask. What was met or closed in bulk (the demonstration) has no frozen working and says so.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from bodies.web.text import date_long
from duties.answers import Answer, Directed, NotYetSet
from duties.catalogue_rows import PERIODIC
from duties.deadlines import due, in_words
from duties.event_dates import Gives, gives
from duties.events import explain_opening
from duties.explain import explain_answer
from duties.explanation import Explanation
from duties.models import DirectedDate, DutyRule, Obligation
from duties.opening import PERIOD, period_of
from duties.periods import Period
from duties.proclaimed import known_calendars
from duties.review_day import in_own_month
from duties.working_days import Calendars
from duties.years import FinancialYear


def explanation_of(obligation: Obligation) -> Explanation:
    """The working of an obligation's date. At most a few statements; none where it is frozen."""
    if obligation.explanation:
        return Explanation.from_json(obligation.explanation)
    if obligation.record_working:
        return _as_it_stands(obligation, Explanation.from_json(obligation.record_working))
    return _as_it_stands(obligation, _by_the_rule(obligation))


def when_worked_out(obligation: Obligation) -> str:
    """When this working was made, as a sentence without its full stop."""
    if not obligation.explanation:
        return "Worked out today, with the dates and bank holidays known today"
    settled_on = date_long(obligation.met_on or obligation.closed_on)
    return f"Kept as it was worked out on {settled_on}, when this was settled"


def freeze(obligation: Obligation) -> None:
    """Keep the working as of now with an obligation that is being settled; two statements and what it looks up."""
    obligation.explanation = explanation_of(obligation).as_json()
    Obligation.objects.filter(pk=obligation.pk).update(explanation=obligation.explanation)


def unfreeze(obligation: Obligation) -> None:
    """Let the working follow the rule again, of an obligation that is settled no more. Its date stays as judged."""
    obligation.explanation = {}
    Obligation.objects.filter(pk=obligation.pk).update(explanation={})


def _by_the_rule(obligation: Obligation) -> Explanation:
    rule: DutyRule = obligation.rule
    if obligation.event_on is not None:
        given = None if gives(rule.code) is Gives.RULE else obligation.first_due_on or obligation.due_on
        return explain_opening(rule, obligation.event_on, given)
    if rule.opens not in PERIODIC:  # opened by a record that told no day of an event
        found = Explanation(rule.code, in_words(rule.code).removesuffix("."), rule.legal_basis)
        return replace(found, answer=obligation.due_on, reason=obligation.no_date_reason)
    period = period_of(rule.opens, **{name: getattr(obligation, name) for name in PERIOD})
    answer = due(rule.code, period=period, lookup=_Stored(rule.regime))
    answer = in_own_month(rule.code, rule.date_basis, answer, period, obligation.body.review_month)
    return explain_answer(rule.code, answer, period=period, section=rule.legal_basis)


def _as_it_stands(obligation: Obligation, found: Explanation) -> Explanation:
    """The working told of the date that the obligation has, where that is not the one the rule gives by itself."""
    due_on = obligation.due_on
    if obligation.later_agreed_on is not None:
        note = (
            f"A later date, {date_long(due_on)}, was agreed for this body by {obligation.later_agreed_by}; "
            f"before, it was {date_long(obligation.first_due_on)}"
        )
    elif found.answer == due_on:
        return found
    else:
        by_the_rule = date_long(found.answer, none="no date")
        note = f"With the dates and holidays known today the rule gives {by_the_rule}; this was not re-dated"
    return replace(
        found, answer=due_on, strictly_before=obligation.strictly_before,
        reason="" if due_on else obligation.no_date_reason, notes=(*found.notes, note),
    )  # fmt: skip


class _Stored:
    """What the rules of one regime may ask, read from the database only when they ask."""

    def __init__(self, regime: str, path: tuple[str, ...] = ()) -> None:
        self.regime, self.path = regime, path

    @cached_property
    def calendars(self) -> Calendars:
        return known_calendars()

    def directed(self, key: str, year: FinancialYear, label: str) -> Directed | None:
        row = DirectedDate.objects.filter(key=key, year=year.start_year, period=label).first()
        return row.as_directed() if row else None

    def other(self, slug: str, period: Period) -> Answer:
        code = DutyRule.objects.filter(duty__slug=slug, regime=self.regime, step="").values_list("code", flat=True)
        if slug in self.path or not code.exists():
            return NotYetSet(f"It follows another duty ({slug}), which gives no date")
        return due(code[0], period=period, lookup=_Stored(self.regime, (*self.path, slug)))
