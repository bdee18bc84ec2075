"""How a fact of an obligation is set: the row locked, the fact written, and the audit row beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

from bodies import audit
from bodies.models import User
from duties.models import Obligation


def locked(obligation: Obligation) -> Obligation:
    """The row as it stands now, kept from others until the transaction ends."""
    return (
        Obligation.objects.select_for_update(of=("self",)).select_related("body", "duty", "rule").get(pk=obligation.pk)
    )


def change(
    obligation: Obligation, verb: str, *, by: User | None, today: date, said: dict[str, Any] | None = None, **facts: Any
) -> Obligation:
    """Set facts, record before and after (and what else is `said` of it), and return the fresh row."""
    before = {name: getattr(obligation, name) for name in facts}
    for name, value in facts.items():
        setattr(obligation, name, value)
    obligation.save(update_fields=list(facts))
    body = obligation.held_by or obligation.body
    audit.record(
        verb, obligation, by=by, today=today, body=body,
        before=_words(before), after=_words({name: getattr(obligation, name) for name in facts}),
        **(said or {}),
    )  # fmt: skip
    return obligation


def say(obligation: Obligation, verb: str, *, by: User | None, today: date, **facts: Any) -> Obligation:
    """Do as `change` does, but for what says nothing new: a form sent twice is recorded once."""
    if all(getattr(obligation, name) == value for name, value in facts.items()):
        return obligation
    return change(obligation, verb, by=by, today=today, **facts)


def _words(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON can hold them; a person or post is recorded by id."""
    return {
        name: value.isoformat() if isinstance(value, date) else getattr(value, "pk", value)
        for name, value in facts.items()
    }
