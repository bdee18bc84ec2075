"""Opening what falls due in a financial year, for every body at once.

Set-based and idempotent: existing obligations are read once, new rows are inserted in batches, and a run that finds
nothing new writes nothing. By openings and closings up to the day: a later run completes the year when one happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from bodies import audit
from bodies.history import heirs
from bodies.models import Body, User
from bodies.querysets import BodyQuerySet
from duties.answers import Answer, Due
from duties.catalogue import PERIODIC
from duties.deadlines import due, falls_due_in, periods_due_in
from duties.lookups import DirectedDates, RegimeLookup
from duties.models import DirectedDate, DutyRule, Obligation
from duties.periods import Kind, Period, owed_part, single_day
from duties.proclaimed import known_calendars
from duties.review_day import MARCH, in_own_month
from duties.working_days import STANDARD as STANDARD_CALENDARS
from duties.working_days import Calendars
from duties.years import FinancialYear

BATCH = 1000
PERIOD = ("period_year", "period", "period_first_on", "period_last_on")  # the columns that tell a period
STANDING = ("STANDING_REVIEW_FY", "FY_END", "QUARTERLY")
Key = tuple[int, int, str, int, str, str]
KEY = ("body_id", "duty_id", "step", "period_year", "period", "subject")


def open_years(*, today: date, by: User | None = None) -> int:
    """Keep the current and the next year open, so that nothing opens late. Returns how many were opened."""
    current = FinancialYear.containing(today)
    return open_year(current, today=today, by=by) + open_year(current.next(), today=today, by=by)


def open_year(year: FinancialYear, *, today: date, by: User | None = None, bodies: BodyQuerySet | None = None) -> int:
    """Open everything that falls due in a year, for every body known today (or those given). Returns how many."""
    present = _present(year)
    asked = (Body.objects.all() if bodies is None else bodies).known(today).order_by("pk")
    rows = (row for row in _falling_due(year, asked, today) if _key(row) not in present)
    opened = 0
    while batch := list(islice(rows, BATCH)):  # each batch is one transaction
        opened += _insert(batch, year=year, today=today, by=by)
    return opened


@dataclass
class DueDates:
    """The rules of dates over the loaded catalogue, the directed dates entered so far and the holidays proclaimed.

    Each answer is found once.
    """

    rules: list[DutyRule]
    entered: DirectedDates
    calendars: Calendars = STANDARD_CALENDARS
    _answers: dict[tuple[str, str, Period], Answer] = field(default_factory=dict)
    _lookups: dict[str, RegimeLookup] = field(default_factory=dict)

    @classmethod
    def read(cls) -> DueDates:
        """Read rules, entered dates and proclaimed holidays; three queries."""
        rules = list(DutyRule.objects.select_related("duty").order_by("duty__position", "pk"))
        return cls(rules, entered_dates(), known_calendars())

    def assuming(self, *, entered: DirectedDates | None = None, calendars: Calendars | None = None) -> DueDates:
        """The same, as if these dates had been entered too, or with other holidays."""
        return DueDates(self.rules, {**self.entered, **(entered or {})}, calendars or self.calendars)

    def answer(self, rule: DutyRule, period: Period) -> Answer:
        """When a rule is due for a body's part of a period."""
        key = (rule.code, rule.regime, period)
        if key not in self._answers:
            self._answers[key] = due(rule.code, period=period, lookup=self._lookup(rule.regime))
        return self._answers[key]

    def facts(self, rule: DutyRule, period: Period, review_month: int = MARCH) -> dict[str, Any]:
        """The facts of an obligation that follow from its date: the date, who fixed it, the year it falls in."""
        answer = in_own_month(rule.code, rule.date_basis, self.answer(rule, period), period, review_month)
        return _facts_of(rule, answer) | {"year": falls_due_in(rule.code, period=period, answer=answer).start_year}

    def _lookup(self, regime: str) -> RegimeLookup:
        if regime not in self._lookups:
            codes = {rule.duty.slug: rule.code for rule in self.rules if rule.regime == regime and not rule.step}
            self._lookups[regime] = RegimeLookup(codes, self.entered, calendars=self.calendars)
        return self._lookups[regime]


def period_of(opens: str, *, period_year: int, period: str, period_first_on: date, period_last_on: date) -> Period:
    """The period that an obligation is about, from its columns."""
    kind, year = Kind(opens), FinancialYear(period_year)
    if kind is Kind.ONCE:
        return replace(single_day(period_first_on), last_on=period_last_on)
    number = 1
    if kind is Kind.QUARTERLY:
        number = int(period[1:])
    elif kind is Kind.MONTHLY:
        number = (date.fromisoformat(f"{period}-01").month - 4) % 12 + 1
    return Period(kind, year, number, period_first_on, period_last_on, year)


def entered_dates() -> DirectedDates:
    """The directed dates entered so far, as the pure rules read them."""
    return {(row.key, FinancialYear(row.year), row.period): row.as_directed() for row in DirectedDate.objects.all()}


def is_standing_review(rule: DutyRule) -> bool:
    """Whether it is a review of ours that ends with its body; what the law or somebody else asks for outlives it."""
    return rule.code in STANDING and rule.date_basis == "reminder"


def _facts_of(rule: DutyRule, answer: Answer) -> dict[str, Any]:
    if not isinstance(answer, Due):
        return {
            "due_on": None, "strictly_before": None, "soon_on": None, "no_date_reason": answer.reason[:200],
            "date_basis": "none", "date_confirmed": False, "date_set_by": rule.set_by, "date_source": "",
            "date_is_demonstration": False,
        }  # fmt: skip
    return {
        "due_on": answer.on, "strictly_before": answer.strictly_before,
        "soon_on": answer.on - timedelta(days=rule.lead_days), "no_date_reason": "",
        "date_basis": rule.date_basis,
        "date_confirmed": rule.confidence == "CONFIRMED" if answer.confirmed is None else answer.confirmed,
        "date_set_by": answer.set_by or rule.set_by, "date_source": answer.source,
        "date_is_demonstration": answer.is_demonstration,
    }  # fmt: skip


def _present(year: FinancialYear) -> set[Key]:
    """What is open already. An agreed later date can have moved one to the next year, so the years beside it count."""
    near = (year.start_year - 1, year.start_year + 1)
    rows = Obligation.objects.filter(year__range=near).order_by()
    return set(rows.values_list(*KEY))


def _key(row: Obligation) -> Key:
    return (row.body_id, row.duty_id, row.step, row.period_year, row.period, row.subject)


def _falling_due(year: FinancialYear, asked: BodyQuerySet, today: date) -> Iterator[Obligation]:
    """Every obligation, unsaved, that falls due in the year; a constant number of queries."""
    bodies = list(asked)
    heir_of = heirs(today)
    named = Body.objects.in_bulk({heir for heir in heir_of.values() if heir})
    holders = {pk: named[heir] if heir else None for pk, heir in heir_of.items()}
    dates = DueDates.read()
    for rule in dates.rules:
        if rule.opens not in PERIODIC:
            continue
        of_regime = [body for body in bodies if body.kind.upper() == rule.regime]
        for period in periods_due_in(rule.opens, rule.code, year):
            for body in of_regime:
                part = _part_owed(rule, period, body, today)
                if part is not None:
                    yield _row(rule, part, body, holders.get(body.pk, body), dates, today)


def _part_owed(rule: DutyRule, period: Period, body: Body, today: date) -> Period | None:
    closed_on = body.closed_on if body.has_closed(today) else None
    if closed_on is not None and is_standing_review(rule):
        return None
    return owed_part(period, opened_on=body.opened_on, closed_on=closed_on, from_on=rule.from_on, to_on=rule.to_on)


def _row(rule: DutyRule, period: Period, body: Body, holder: Body | None, dates: DueDates, today: date) -> Obligation:
    return Obligation(
        body=body, held_by=holder, owed_by=rule.duty.owed_by, duty=rule.duty, rule=rule, step=rule.step,
        period_year=period.year.start_year, period=period.label,
        period_first_on=period.first_on, period_last_on=period.last_on,
        tracked_from=body.joined_on or (holder.joined_on if holder else None),
        voluntary=rule.voluntary, proof=rule.proof, opened_on=today, **dates.facts(rule, period, body.review_month),
    )  # fmt: skip


@transaction.atomic
def _insert(rows: list[Obligation], *, year: FinancialYear, today: date, by: User | None) -> int:
    """Insert rows (another run may have been quicker with some) and one audit row for the batch."""
    rows = _not_there(rows)
    if not rows:
        return 0
    Obligation.objects.bulk_create(rows, ignore_conflicts=True)
    audit.record("opened the year", rows[0].rule, by=by, today=today, year=str(year), rows=len(rows))
    return len(rows)


def _not_there(rows: list[Obligation]) -> list[Obligation]:
    """Without those that another run opened meanwhile, or whose date was moved to a year far from this one."""
    there = Obligation.objects.filter(
        body__in={row.body_id for row in rows}, duty__in={row.duty_id for row in rows},
        period_year__in={row.period_year for row in rows},
    )  # fmt: skip
    keys = set(there.order_by().values_list(*KEY))
    return [row for row in rows if _key(row) not in keys]
