"""Dates that stand otherwise than the rules give them today: a new table of holidays, dates loaded with the catalogue.

Both arrive with an upgrade and touch no obligation by themselves. Every night they are looked for, and an administrator
is told, who sees what differs and re-dates it.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from bodies import audit
from bodies.access import Role
from bodies.models import Membership, User
from bodies.outbox import Telling, tell
from bodies.web.text import plural
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


@transaction.atomic
def look_at_dates(*, today: date) -> int:
    """Tell the administrators, once, of obligations that have another day than the rules give; returns how many."""
    shown = _plan(today).preview()
    if shown.moved:
        tell(_tellings(shown, today), today=today)
    return shown.moved


def _tellings(shown: Preview, today: date) -> list[Telling]:
    """For each administrator; what differs otherwise than when they were told is news."""
    found = sha256(repr(shown.as_detail()).encode()).hexdigest()[:32]
    administrators = Membership.objects.current(today).filter(role=Role.ADMINISTRATOR.value, user__is_active=True)
    return [
        Telling(
            key=f"dates differ {found}", person_id=person, kind="dates differ",
            words=f"{plural(shown.moved, 'obligation has', 'obligations have')} another date than the rules give now",
            url_path=reverse("desk:recheck"), body_id=None, subject_kind=Obligation._meta.label_lower, subject_id=None,
            since_on=today,
        )
        for person in administrators.order_by().values_list("user", flat=True).distinct()
    ]  # fmt: skip


def _plan(today: date, *, lock: bool = False) -> Plan:
    dates = DueDates.read()
    return make_plan(dates, following(dates, _rests_on_facts), among=Q(), today=today, lock=lock)


def _rests_on_facts(code: Code) -> bool:
    return bool(code.directed_key) or counts_working_days(code)
