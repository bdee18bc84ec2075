"""What is done on a PostgreSQL that a test restarts, in processes of their own: the test's own database is another."""

from __future__ import annotations

import json
from copy import copy
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Q
from django.db.models.base import ModelState

from bodies.access import Role
from bodies.models import Body, DemonstrationClock, JobRun
from duties.models import DutyRule, Flag, Obligation
from tests.factories import TODAY, make_body, make_member, make_obligation, make_rule
from tests.faults.invariants import faults

YESTERDAY = TODAY - timedelta(days=1)


def prepare() -> None:
    """Make the tables, a body with its lead and a rule."""
    call_command("migrate", verbosity=0)
    DemonstrationClock.objects.create(pk=1, today=TODAY)
    make_member(Role.LEAD, make_body("10H"))
    make_rule()


@transaction.atomic
def make_late(*, number: int, batch: int) -> None:
    """Make so many obligations that are late, at once."""
    one = make_obligation(Body.objects.get(), DutyRule.objects.get(), due_on=YESTERDAY, subject=f"{batch} 0")
    Obligation.objects.bulk_create(_like(one, f"{batch} {n}") for n in range(1, number))


def _like(one: Obligation, subject: str) -> Obligation:
    made = copy(one)
    made.pk, made._state, made.subject = None, ModelState(), subject
    return made


def tell(*, to: str) -> None:
    """Write down how far it is, for the test to read."""
    runs, ended = JobRun.objects.filter(task="duties.sweep"), Q(finished_at__isnull=False)
    longest = runs.filter(ended, error="").order_by(F("started_at") - F("finished_at")).first()
    Path(to).write_text(json.dumps({
        "to do": Obligation.objects.newly_late(TODAY).count(),
        "flags": Flag.objects.filter(kind="late").count(),
        "broken off": runs.exclude(ended, error="").count(),
        "longest": (longest.finished_at - longest.started_at).total_seconds() if longest else 0,
    }))  # fmt: skip


def check(*, to: str) -> None:
    """Write down everything that is wrong."""
    Path(to).write_text(json.dumps(faults(TODAY, once=True)))
