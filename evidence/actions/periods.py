"""Say of a draft which periods it is about. From its sending in on that stays."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bodies import audit
from bodies.models import User
from duties.actions import NotNow
from evidence.actions.drafts import locked_draft
from evidence.models import AboutPeriod, Evidence


@transaction.atomic
def add_period(*, evidence: Evidence, first_on: date, last_on: date, by: User, today: date) -> AboutPeriod:
    """Say that a draft is about a period too; the same one twice is one. Raises NotNow."""
    if last_on < first_on:
        raise NotNow("The last day must not be before the first.")
    current = locked_draft(evidence)
    period, is_new = AboutPeriod.objects.get_or_create(evidence=current, first_on=first_on, last_on=last_on)
    if is_new:
        audit.record("changed a draft", current, by=by, today=today, body=current.body, period=[first_on, last_on])
    return period


@transaction.atomic
def remove_period(*, period: AboutPeriod, by: User, today: date) -> None:
    """Say that a draft is not about a period after all; what is gone already stays gone. Raises NotNow."""
    current = locked_draft(period.evidence)
    removed, _ = AboutPeriod.objects.filter(pk=period.pk).delete()
    if removed:
        audit.record(
            "changed a draft", current, by=by, today=today, body=current.body,
            no_period=[period.first_on, period.last_on],
        )  # fmt: skip
