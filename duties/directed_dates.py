"""Entering a directed date: who set it, for which year, with its source. Open obligations get it; met ones stay."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.models import User
from duties.actions import NotNow, clear_flags
from duties.codes import parse
from duties.directed_keys import DIRECTED_KEYS
from duties.models import DirectedDate, DutyRule, Obligation
from duties.opening import DueDates
from duties.periods import Kind, Period
from duties.years import FinancialYear


@transaction.atomic
def enter_directed_date(
    *, key: str, year: FinancialYear, period: str, due_on: date, set_by: str, source: str, by: User | None, today: date,
) -> int:  # fmt: skip
    """Enter or correct one directed date and put it on every open obligation that follows it.

    Returns how many obligations were re-dated. Before and after are recorded, and in a demonstration the
    date is marked as a demonstration's. Raises NotNow for an unknown key.
    """
    if key not in DIRECTED_KEYS:
        raise NotNow("Choose what the date is for.")
    known = DirectedDate.objects.filter(key=key, year=year.start_year, period=period).first()
    before = known.due_on if known else None
    row, _ = DirectedDate.objects.update_or_create(
        key=key, year=year.start_year, period=period,
        defaults={
            "due_on": due_on, "set_by": set_by, "source": source, "confidence": "CONFIRMED", "entered_by": by,
            "entered_at": timezone.now(), "is_demonstration": settings.DEMONSTRATION,
        },
    )  # fmt: skip
    redated = redate_open({key}, year, today=today)
    audit.record(
        "entered a directed date", row, by=by, today=today, key=key, year=str(year), period=period, source=source,
        before=before and before.isoformat(), after=due_on.isoformat(), redated=redated,
    )  # fmt: skip
    return redated


def redate_open(keys: set[str], year: FinancialYear, *, today: date) -> int:
    """Re-date what is open and follows these keys in a year; statements grow with rules, not with bodies."""
    dates = DueDates.read()
    following = [rule for rule in dates.rules if _follows(rule, keys, dates)]
    return sum(_redate_rule(rule, year, dates, today) for rule in following)


def _follows(rule: DutyRule, keys: set[str], dates: DueDates) -> bool:
    """Whether a rule's date comes, directly or through another duty, from one of the keys."""
    codes = {other.duty.slug: other.code for other in dates.rules if other.regime == rule.regime and not other.step}
    code = rule.code
    seen: set[str] = set()
    while code and code not in seen:
        seen.add(code)
        parsed = parse(code)
        if parsed.directed_key in keys:
            return True
        code = codes.get(parsed.tied_to, "")
    return False


def _redate_rule(rule: DutyRule, year: FinancialYear, dates: DueDates, today: date) -> int:
    open_rows = Obligation.objects.open().filter(rule=rule, period_year=year.start_year, later_agreed_on=None)
    shapes = open_rows.order_by().values_list("period", "period_first_on", "period_last_on").distinct()
    changed = 0
    for label, first_on, last_on in shapes:
        facts = dates.facts(rule, _period(rule, year, label, first_on, last_on))
        moving = open_rows.filter(period=label, period_first_on=first_on, period_last_on=last_on)
        clear_flags(moving, today=today)
        changed += moving.move(today, **facts)
    return changed


def _period(rule: DutyRule, year: FinancialYear, label: str, first_on: date, last_on: date) -> Period:
    kind = Kind(rule.opens)
    number = int(label[1:]) if kind is Kind.QUARTERLY else (first_on.month - 4) % 12 + 1
    return Period(kind, year, number if kind is not Kind.YEARLY else 1, first_on, last_on, year)
