"""Worked cases of the law of dates, run through the casework: what happened is recorded, and the dates are read.

The same files as `duties.cases`. Each case is logged for a body of its own, by the actions that people use, in a
transaction that is undone: nothing of it is left.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bodies.models import Body
from casework.worked_rules import RULES, Answer, Given, Trial, meanwhile
from duties.actions import NotNow
from duties.cases import NOT_COVERED, Case, Outcome, Result
from duties.clocks.foi_clock import DAY_1
from duties.explain import REGIME, BadInput, UnknownRule, rule_of
from duties.inputs import read_inputs
from duties.models import ProclaimedHoliday

OPENED = date(2013, 4, 1)
MILD = "by a policy for weekends that the logs do not have"


def check(case: Case, *, entered_holidays: bool = False) -> Result:
    """Run one case through the casework. What it refuses counts as failed, in the words of the refusal."""
    if case.rule in NOT_COVERED:
        return Result(case, Outcome.NOT_COVERED)
    try:
        known = rule_of(case.rule)
        if case.rule not in RULES:
            return Result(case, Outcome.NOT_COVERED)
        given = read_inputs(known.inputs, _without_regime(case.inputs))
        if given.get("weekend_receipt", DAY_1) != DAY_1:
            return Result(case, Outcome.NOT_COVERED, fault=MILD)
        answer = _answer(case.rule, given, entered_holidays=entered_holidays)
    except (UnknownRule, BadInput, NotNow) as fault:
        return Result(case, Outcome.FAILED, fault=str(fault).removesuffix("."))
    same = answer.value == case.expected and isinstance(answer.value, bool) == isinstance(case.expected, bool)
    return Result(case, Outcome.PASSED if same else Outcome.FAILED, answer.value, "", answer.workings)


def _answer(rule: str, given: Given, *, entered_holidays: bool) -> Answer:
    """What the casework answers, in a transaction that is undone. Raises BadInput and NotNow."""
    days = [value for value in given.values() if isinstance(value, date)] + [on for on, _ in meanwhile(given)]
    with transaction.atomic():
        if not entered_holidays:
            ProclaimedHoliday.objects.filter(withdrawn_on=None).update(withdrawn_on=max(days))
        name, opened_on = "NHS Worked Cases CCG", min(OPENED, *days)
        body = Body.objects.create(code="WORKED", name=name, last_name=name, kind="ccg", opened_on=opened_on)
        answer = RULES[rule](Trial(body, max(days)), given)
        transaction.set_rollback(True)
    return answer


def _without_regime(inputs: Given) -> Given:
    """The inputs less the regime, which makes no difference to a case; it must be one that there is."""
    if REGIME.name in inputs:
        read_inputs((REGIME,), {REGIME.name: inputs[REGIME.name]})
    return {name: value for name, value in inputs.items() if name != REGIME.name}
