"""Entering a directed date: who set it, for which year, with its source. What is not settled gets it, shown first."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bodies import audit
from bodies.models import User
from duties.actions import NotNow
from duties.answers import Directed
from duties.directed_keys import DIRECTED_KEYS
from duties.models import DirectedDate
from duties.opening import DueDates
from duties.redating import Plan, Preview, ShownAgain, carry_out, following, make_plan
from duties.years import FinancialYear

SAID = ("due_on", "set_by", "source", "confidence")


def preview_directed_date(
    *, key: str, year: FinancialYear, period: str, due_on: date, set_by: str, source: str, today: date
) -> Preview:
    """What entering this date would do; nothing is written. Raises NotNow for an unknown key."""
    return _plan(key, year, period, _directed(due_on, set_by, source), today=today).preview()


@transaction.atomic
def enter_directed_date(  # noqa: PLR0913  the date, who set it, who enters it, and what they were shown
    *, key: str, year: FinancialYear, period: str, due_on: date, set_by: str, source: str, by: User | None, today: date,
    shown: str | None = None,
) -> int:  # fmt: skip
    """Enter or correct one directed date and put it on every obligation that follows it and is not settled.

    Returns how many obligations moved to another day. Before and after are recorded, and in a demonstration the date is
    marked as a demonstration's. `shown` is the fingerprint of the preview that the person confirmed. Raises NotNow for
    an unknown key, and ShownAgain where what would be done is no longer what was shown.
    """
    plan = _plan(key, year, period, _directed(due_on, set_by, source), today=today, lock=True)
    preview = plan.preview()
    if shown is not None and shown != preview.fingerprint:
        raise ShownAgain(preview)
    known = DirectedDate.objects.filter(key=key, year=year.start_year, period=period).first()
    row, _ = DirectedDate.objects.update_or_create(
        key=key, year=year.start_year, period=period,
        defaults={
            "due_on": due_on, "set_by": set_by, "source": source, "confidence": "CONFIRMED", "entered_by": by,
            "entered_at": timezone.now(), "is_demonstration": settings.DEMONSTRATION,
        },
    )  # fmt: skip
    redated = carry_out(plan, why=f"{DIRECTED_KEYS[key].title}, {year}: a date was entered", by=by)
    audit.record(
        "entered a directed date", row, by=by, today=today, key=key, year=str(year), period=period,
        before=audit.facts(known, *SAID), after=audit.facts(row, *SAID), redated=redated, moves=preview.as_detail(),
    )  # fmt: skip
    return redated


def _directed(due_on: date, set_by: str, source: str) -> Directed:
    return Directed(due_on, set_by, source, confirmed=True, is_demonstration=settings.DEMONSTRATION)


def _plan(
    key: str, year: FinancialYear, period: str, given: Directed, *, today: date, lock: bool = False
) -> Plan:  # fmt: skip
    if key not in DIRECTED_KEYS:
        raise NotNow("Choose what the date is for.")
    known = DirectedDate.objects.filter(key=key, year=year.start_year, period=period)
    known = known.select_for_update() if lock else known
    before = known.first()
    dates = DueDates.read().assuming(entered={(key, year, period): given})
    return make_plan(
        dates, following(dates, lambda code: code.directed_key == key), among=Q(period_year=year.start_year),
        today=today, entry=before.due_on.isoformat() if before else "", lock=lock,
    )  # fmt: skip
