"""Opening what falls due in a financial year, for every body at once.

Set-based and idempotent: existing obligations are read once, new rows are inserted in batches, and a run that finds
nothing new writes nothing. By openings and closings up to the day: a later run completes the year when one happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.db import transaction

from bodies import audit
from bodies.models import Body, Succession, User
from duties.deadlines import Answer, Due, Period, due, periods_due_in, shorten
from duties.directed import Lookup, read_directed
from duties.models import DutyRule, Obligation
from duties.years import FinancialYear

OPENED_BY_THE_YEAR = ("yearly", "quarterly", "monthly", "once")
BATCH = 1000
Key = tuple[int, int, str, int, str, str]


@dataclass
class _Holders:
    """Who answers for a body's obligations on a day: itself, the one body that took it whole, or nobody yet."""

    today: date
    successor: dict[int, Body] = field(default_factory=dict)

    @classmethod
    def read(cls, today: date) -> _Holders:
        whole = Succession.objects.filter(scope="whole", effective_on__lte=today).select_related("successor")
        return cls(today, {edge.predecessor_id: edge.successor for edge in whole})

    def of(self, body: Body) -> Body | None:
        holder: Body | None = body
        while holder is not None and holder.has_closed(self.today):
            holder = self.successor.get(holder.pk)
        return holder


def open_year(year: FinancialYear, *, today: date, by: User | None = None) -> int:
    """Open everything that falls due in a year, for every body known today. Returns how many were opened."""
    holders = _Holders.read(today)
    bodies = list(Body.objects.known(today).order_by("pk"))
    present: set[Key] = set(
        Obligation.objects.filter(year__range=(year.start_year - 1, year.start_year + 1)).values_list(
            "body_id", "duty_id", "step", "period_year", "period", "subject"
        )
    )
    fresh = (row for row in _falling_due(year, bodies, holders, today) if _key(row) not in present)
    return _insert(fresh, year=year, today=today, by=by)


def open_years(*, today: date, by: User | None = None) -> int:
    """Keep the current and the next year open, so that nothing opens late."""
    current = FinancialYear.containing(today)
    return open_year(current, today=today, by=by) + open_year(current.next(), today=today, by=by)


def _key(row: Obligation) -> Key:
    return (row.body_id, row.duty_id, row.step, row.period_year, row.period, row.subject)


def _falling_due(
    year: FinancialYear, bodies: list[Body], holders: _Holders, today: date
) -> Iterator[Obligation]:
    rules = DutyRule.objects.filter(opens__in=OPENED_BY_THE_YEAR).select_related("duty").order_by("duty__position", "pk")
    lookup = read_directed(list(DutyRule.objects.select_related("duty")))
    for rule in rules:
        of_regime = [body for body in bodies if body.kind.upper() == rule.regime]
        for period in periods_due_in(rule.opens, rule.code, year):
            if _in_force_for(rule, period, year):
                yield from _for_bodies(rule, period, of_regime, holders, lookup, today)


def _in_force_for(rule: DutyRule, period: Period, year: FinancialYear) -> bool:
    """Whether this version of the rule asks for this period: it began by the time it fell due, and had not ended."""
    if rule.to_on is not None and period.first_on > rule.to_on:
        return False
    return rule.from_on <= min(period.last_on, year.last_day)


def _for_bodies(
    rule: DutyRule, period: Period, bodies: Iterable[Body], holders: _Holders, lookup: Lookup, today: date
) -> Iterator[Obligation]:
    @cache
    def answer(lived: Period) -> Answer:
        return due(rule.code, period=lived, lookup=lookup.for_regime(rule.regime))

    for body in bodies:
        closed_on = body.closed_on if body.has_closed(today) else None
        lived = shorten(period, body.opened_on, closed_on)
        if lived is None or (rule.opens == "once" and not body.is_open(period.last_on)):
            continue
        found = answer(lived)
        if _closed_with_the_body(rule, found, closed_on):
            continue
        yield _row(rule, lived, body, holders.of(body), found, today)


def _closed_with_the_body(rule: DutyRule, found: Answer, closed_on: date | None) -> bool:
    """A standing review does not outlive its body; what the law or somebody else asks for does."""
    return closed_on is not None and is_standing_review(rule) and isinstance(found, Due) and found.on >= closed_on


def is_standing_review(rule: DutyRule) -> bool:
    return rule.code in ("STANDING_REVIEW_FY", "FY_END", "QUARTERLY") and rule.date_basis == "reminder"


def _row(
    rule: DutyRule, period: Period, body: Body, holder: Body | None, found: Answer, today: date
) -> Obligation:
    has_date = isinstance(found, Due)
    falls = FinancialYear.containing(found.on) if isinstance(found, Due) else period.falls_due_in
    return Obligation(
        body=body, held_by=holder, owed_by=rule.duty.owed_by, duty=rule.duty, rule=rule, step=rule.step,
        period_year=period.year.start_year, period=period.label,
        period_first_on=period.first_on, period_last_on=period.last_on, year=falls.start_year,
        due_on=found.on if isinstance(found, Due) else None,
        strictly_before=found.strictly_before if isinstance(found, Due) else None,
        soon_on=found.on - timedelta(days=rule.lead_days) if isinstance(found, Due) else None,
        no_date_reason="" if isinstance(found, Due) else found.reason[:200],
        date_basis=rule.date_basis if has_date else "none",
        date_confirmed=has_date and _confirmed(rule, found), date_set_by=_set_by(rule, found),
        date_is_demonstration=isinstance(found, Due) and found.is_demonstration,
        tracked_from=body.joined_on or (holder.joined_on if holder else None),
        voluntary=rule.voluntary, proof=rule.proof, opened_on=today,
    )  # fmt: skip


def _confirmed(rule: DutyRule, found: Answer) -> bool:
    if isinstance(found, Due) and found.confirmed is not None:
        return found.confirmed
    return rule.confidence == "CONFIRMED"


def _set_by(rule: DutyRule, found: Answer) -> str:
    return (found.set_by if isinstance(found, Due) else "") or rule.set_by


def _insert(rows: Iterable[Obligation], *, year: FinancialYear, today: date, by: User | None) -> int:
    opened = 0
    batch: list[Obligation] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            opened += _insert_batch(batch, year=year, today=today, by=by)
            batch = []
    return opened + (_insert_batch(batch, year=year, today=today, by=by) if batch else 0)


@transaction.atomic
def _insert_batch(batch: list[Obligation], *, year: FinancialYear, today: date, by: User | None) -> int:
    """Insert rows (another run may have been quicker with some) and one audit row for the batch."""
    Obligation.objects.bulk_create(batch, ignore_conflicts=True, batch_size=BATCH)
    audit.record("opened the year", batch[0].rule, by=by, today=today, year=str(year), rows=len(batch))
    return len(batch)
