"""A body chooses the month by whose end it looks at its standing reviews: shown first, then done in one transaction.

What is past stays: a review whose day has passed keeps it (late is a fact that cannot be edited away), and none is
moved to a day that has passed (nobody becomes late by a choice). Reviews sent in, settled, closed, or with a later date
agreed stay as well.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from bodies import audit
from bodies.models import Body, User
from bodies.web.text import MONTHS
from duties.actions import NotNow
from duties.deadlines import LOCAL_POLICY
from duties.flags import clear_flags
from duties.models import Obligation
from duties.periods import Kind, Period
from duties.querysets import ObligationQuerySet
from duties.review_day import MARCH, OWN_MONTH, STANDING_REVIEW, review_day
from duties.years import FinancialYear


@dataclass(frozen=True, slots=True)
class Moved:
    """The reviews of one year that go from one day to another."""

    year: FinancialYear
    before: date
    after: date
    obligations: tuple[Obligation, ...]


def reviews_of(body: Body) -> ObligationQuerySet:
    """The yearly standing reviews that a body incurred and answers for itself."""
    mine = Obligation.objects.filter(body=body, held_by=body)
    return mine.filter(rule__code=STANDING_REVIEW, rule__date_basis="reminder")


def would_move(*, body: Body, month: int, today: date) -> list[Moved]:
    """What choosing a month (1 to 12) would re-date, by year; one statement, and nothing is written."""
    coming = reviews_of(body).open().filter(later_agreed_on=None, due_on__gte=today)
    groups: dict[tuple[int, date, date], list[Obligation]] = defaultdict(list)
    for row in coming.select_related("duty", "rule").order_by("period_year", "duty__position", "pk"):
        assert row.due_on is not None
        after = review_day(_period(row), month)
        if after != row.due_on and after >= today:
            groups[row.period_year, row.due_on, after].append(row)
    return [
        Moved(FinancialYear(year), before, after, tuple(rows)) for (year, before, after), rows in sorted(groups.items())
    ]


@transaction.atomic
def choose_review_month(*, body: Body, month: int, expected: int, by: User | None, today: date) -> int:
    """Set a body's review month and re-date its open standing reviews; returns how many moved.

    `expected` is how many the person was shown. Raises NotNow where the month is the same, or the number is not.
    """
    # The body's key stays free: a sweep that has its obligations in hand writes rows that name the body.
    current = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    if current.review_month == month:
        raise NotNow(f"{current.name} looks at its standing reviews by the end of {MONTHS[month - 1]} already.")
    # Locked first: a sweep may be flagging them at this moment.
    list(reviews_of(current).open().select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    moves = would_move(body=current, month=month, today=today)
    moved = sum(len(move.obligations) for move in moves)
    if moved != expected:
        raise NotNow("Something changed after this was shown to you. Nothing was done. Look at it again.")
    before, current.review_month = current.review_month, month
    current.save(update_fields=["review_month"])
    for move in moves:
        _redate(move, month, today)
    audit.record(
        "chose its review month", current, by=by, today=today, body=current, before=before, after=month, redated=moved
    )
    audit.record_many(
        audit.entry(
            "re-dated", row, by=by, today=today, body=current, why="the body chose its review month",
            before={"due_on": move.before.isoformat()}, after={"due_on": move.after.isoformat()},
        )
        for move in moves for row in move.obligations
    )  # fmt: skip
    return moved


def _redate(move: Moved, month: int, today: date) -> None:
    """Move the rows; the statements grow with the lead times of rules (few), not with the number of reviews."""
    by_lead: dict[int, list[int]] = defaultdict(list)
    for row in move.obligations:
        by_lead[row.rule.lead_days].append(row.pk)
    for lead_days, keys in by_lead.items():
        rows = Obligation.objects.filter(pk__in=keys)
        clear_flags(rows, today=today)  # the sweep raises them again where they are true of the new day
        rows.move(
            today, due_on=move.after, soon_on=move.after - timedelta(days=lead_days), strictly_before=None,
            date_source=LOCAL_POLICY if month == MARCH else OWN_MONTH,
        )  # fmt: skip


def _period(row: Obligation) -> Period:
    year = FinancialYear(row.period_year)
    return Period(Kind.YEARLY, year, 1, row.period_first_on, row.period_last_on, year)
