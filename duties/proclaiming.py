"""A newly proclaimed bank holiday, entered or withdrawn: what it moves is shown first, and moved in one action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bodies import audit
from bodies.models import User
from bodies.web.text import date_long, join_and
from duties.actions import NotNow
from duties.event_dates import counts_working_days
from duties.models import ProclaimedHoliday
from duties.opening import DueDates
from duties.proclaimed import as_holiday, calendars_with, known_holidays
from duties.redating import Plan, Preview, ShownAgain, carry_out, following, make_plan
from duties.working_days import ANY_UK_NATION, NATIONS, STANDARD, Extra, holidays_of

SAID = ("title", "nations", "source", "withdrawn_on")
WEEKEND = (5, 6)  # Saturday and Sunday, as date.weekday() counts


def preview_holiday(*, on: date, nations: Sequence[str], title: str, source: str, today: date) -> Preview:
    """What proclaiming this holiday would do; nothing is written. Raises NotNow."""
    _refuse(on, nations)
    return _plan(_with(on, nations, title), on, today=today).preview()


@transaction.atomic
def proclaim_holiday(
    *, on: date, nations: Sequence[str], title: str, source: str, by: User | None, today: date, shown: str | None = None
) -> int:
    """Enter or correct one holiday, and re-date what is not settled and counts working days across it.

    Returns how many obligations moved to another day. `shown` is the fingerprint of the preview that the person
    confirmed. Raises NotNow, and ShownAgain where what would be done is no longer what was shown.
    """
    _refuse(on, nations)
    plan = _shown(_plan(_with(on, nations, title), on, today=today, lock=True), shown)
    before = audit.facts(ProclaimedHoliday.objects.filter(on=on).first(), *SAID)
    row, _ = ProclaimedHoliday.objects.update_or_create(
        on=on,
        defaults={
            "nations": list(nations), "title": title, "source": source, "entered_by": by, "entered_at": timezone.now(),
            "is_demonstration": settings.DEMONSTRATION, "withdrawn_on": None,
        },
    )  # fmt: skip
    return _carry_out(plan, row, f"{title}, {date_long(on)}, was proclaimed", "proclaimed a holiday", by, before)


def preview_withdrawal(*, holiday: ProclaimedHoliday, today: date) -> Preview:
    """What taking this holiday back would do; nothing is written."""
    return _plan(_without(holiday), holiday.on, today=today).preview()


@transaction.atomic
def withdraw_holiday(*, holiday: ProclaimedHoliday, by: User | None, today: date, shown: str | None = None) -> int:
    """Take back a holiday that was entered wrongly; the row stays. Returns how many obligations moved.

    Raises NotNow where it was withdrawn already, and ShownAgain where what would be done is not what was shown.
    """
    row = ProclaimedHoliday.objects.select_for_update().get(pk=holiday.pk)
    if row.withdrawn_on is not None:
        raise NotNow("This holiday was withdrawn already.")
    plan = _shown(_plan(_without(row), row.on, today=today, lock=True), shown)
    before = audit.facts(row, *SAID)
    row.withdrawn_on = today
    row.save(update_fields=["withdrawn_on"])
    return _carry_out(plan, row, f"{row.title}, {date_long(row.on)}, was withdrawn", "withdrew a holiday", by, before)


def _refuse(on: date, nations: Sequence[str]) -> None:
    if not nations or set(nations) - set(NATIONS):
        raise NotNow("Choose the nations that keep the holiday.")
    if on.weekday() in WEEKEND:
        raise NotNow(f"{date_long(on)} is at a weekend, which is no working day anyway.")
    kept = {nation for known in holidays_of(ANY_UK_NATION, on.year).get(on, ()) for nation in known.nations}
    if set(nations) <= kept:
        raise NotNow(f"The table of holidays knows this day already, in {join_and(list(nations))}.")


def _with(on: date, nations: Sequence[str], title: str) -> Extra:
    given = ProclaimedHoliday(on=on, nations=list(nations), title=title, is_demonstration=settings.DEMONSTRATION)
    return known_holidays() | {on: as_holiday(given)}


def _without(holiday: ProclaimedHoliday) -> Extra:
    return {day: known for day, known in known_holidays().items() if day != holiday.on}


def _plan(extra: Extra, on: date, *, today: date, lock: bool = False) -> Plan:
    known = ProclaimedHoliday.objects.filter(on=on)
    before = (known.select_for_update() if lock else known).first()
    dates = DueDates.read().assuming(calendars=calendars_with(extra) if extra else STANDARD)
    entry = f"{before.title} {before.nations} {before.withdrawn_on}" if before else ""
    concerned = following(dates, counts_working_days)
    return make_plan(dates, concerned, among=Q(), today=today, entry=entry, lock=lock)


def _shown(plan: Plan, shown: str | None) -> Plan:
    preview = plan.preview()
    if shown is not None and shown != preview.fingerprint:
        raise ShownAgain(preview)
    return plan


def _carry_out(plan: Plan, row: ProclaimedHoliday, why: str, verb: str, by: User | None, before: dict[str, Any]) -> int:
    moved = carry_out(plan, why=why, by=by)
    audit.record(
        verb, row, by=by, today=plan.today, on=row.on.isoformat(),
        before=before, after=audit.facts(row, *SAID), redated=moved, moves=plan.preview().as_detail(),
    )  # fmt: skip
    return moved
