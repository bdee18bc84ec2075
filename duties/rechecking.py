"""Dates that stand otherwise than the rules give them today: a new table of holidays, dates loaded with the catalogue.

Both arrive with an upgrade and touch no obligation by themselves. An administrator sees what differs, and re-dates it.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from bodies import audit
from bodies.models import User
from duties.codes import Code
from duties.event_dates import counts_working_days
from duties.models import Obligation
from duties.opening import DueDates
from duties.redating import Plan, Preview, ShownAgain, carry_out, following, make_plan
from duties.working_days import holiday_table_version


def preview_recheck(*, today: date) -> Preview:
    """What differs under every rule that rests on a directed date or on working days; nothing is written."""
    return _plan(today).preview()


@transaction.atomic
def recheck(*, by: User | None, today: date, shown: str) -> int:
    """Re-date what differs, as it was shown; returns how many moved. Raises ShownAgain."""
    plan = _plan(today, lock=True)
    preview = plan.preview()
    if shown != preview.fingerprint:
        raise ShownAgain(preview)
    moved = carry_out(plan, why="the dates and holidays known were checked", by=by)
    if plan.rows:
        first = Obligation(pk=plan.rows[0]["pk"])
        audit.record(
            "re-dated what differed", first, by=by, today=today, redated=moved, table=holiday_table_version(),
            moves=preview.as_detail(),
        )  # fmt: skip
    return moved


def _plan(today: date, *, lock: bool = False) -> Plan:
    dates = DueDates.read()
    return make_plan(dates, following(dates, _rests_on_facts), among=Q(), today=today, lock=lock)


def _rests_on_facts(code: Code) -> bool:
    return bool(code.directed_key) or counts_working_days(code)
