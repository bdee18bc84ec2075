"""What happens to obligations when bodies close: they pass to who follows, and nothing is lost.

Level-triggered: every run asks who holds what a closed body left open. Everything still open passes to the body that
took it whole; a split body's obligations wait, listed as without a holder, until an administrator names one. Standing
reviews, and periods that begin after the closing, close with the body. What waits for review passes on whatever it is:
its round is decided first, and if it is sent back the next run closes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from bodies import audit
from bodies.history import heirs
from bodies.models import Body, User
from duties.actions import NotNow
from duties.flags import clear_flags
from duties.markers import UNMARKED
from duties.models import Obligation
from duties.opening import STANDING
from duties.querysets import OPEN, ObligationQuerySet

BODY_CLOSED = "body closed"
LEFT = Q(met_on=None, closed_on=None)  # open, or waiting for review
STANDING_REVIEW = Q(rule__code__in=STANDING, rule__date_basis="reminder", due_on__gte=F("body__closed_on"))
ENDS_WITH_ITS_BODY = OPEN & (STANDING_REVIEW | Q(period_first_on__gt=F("body__closed_on")))


def hand_over(*, today: date) -> int:
    """Pass on, or close, what bodies that have closed left open; returns how many obligations changed."""
    heir_of = heirs(today)
    unsettled = Obligation.objects.filter(LEFT).order_by()
    left = set(unsettled.filter(held_by__in=heir_of).values_list("held_by", flat=True).distinct())
    left |= set(unsettled.filter(ENDS_WITH_ITS_BODY, body__in=heir_of).values_list("body", flat=True).distinct())
    bodies = Body.objects.in_bulk(left | {heir_of[pk] for pk in left} - {None})
    changed = sum(_pass_on(bodies[pk], bodies.get(heir_of[pk] or 0), today) for pk in sorted(left))
    return changed + start_tracking(today=today)


@transaction.atomic
def _pass_on(body: Body, holder: Body | None, today: date) -> int:
    assert body.closed_on is not None
    left = Obligation.objects.filter(LEFT).filter(Q(held_by=body) | Q(ENDS_WITH_ITS_BODY, body=body))
    # Locked first: somebody may be sending one in, or certifying it, at this moment.
    keys = list(left.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if not keys:  # somebody else passed it on in this very moment
        return 0
    ending = Obligation.objects.filter(ENDS_WITH_ITS_BODY, pk__in=keys, body=body)
    closed = _close(list(ending.values_list("pk", flat=True)), body, today)
    passing = Obligation.objects.filter(pk__in=set(keys) - set(closed)).order_by("pk")
    passed = list(passing.values_list("pk", flat=True))
    passing.filter(
        body=body, period_first_on__lte=body.closed_on, period_last_on__gt=body.closed_on
    ).update(period_last_on=body.closed_on)  # fmt: skip
    _answer(passing, holder, today, owner=None)
    _record("handed over", passed, by=None, body=body, today=today, before=body.pk, after=holder and holder.pk)
    audit.record(
        "handed over", body, by=None, today=today, body=body, holder=holder and holder.pk, passed=len(passed),
        closed=len(closed),
    )  # fmt: skip
    return len(keys)


def _answer(rows: ObligationQuerySet, holder: Body | None, today: date, **facts: None) -> None:
    """Let another body answer for these. What was flagged is cleared: the sweep finds it again and tells its people."""
    clear_flags(rows, today=today)
    rows.update(held_by=holder, **UNMARKED, **facts)


def _close(keys: list[int], body: Body, today: date) -> list[int]:
    assert body.closed_on is not None
    ended = Obligation.objects.filter(pk__in=keys)
    clear_flags(ended, today=today)
    why = f"{body.name} closed on {body.closed_on:%-d %B %Y}."
    ended.update(
        closed_on=today, closed_reason=BODY_CLOSED, closed_why=why, **UNMARKED
    )  # fmt: skip
    audit.record_many(
        audit.entry(
            f"closed: {BODY_CLOSED}", Obligation(pk=pk), by=None, today=today, body=body,
            before={"closed_on": None}, after={"closed_on": today.isoformat(), "closed_why": why},
        )
        for pk in keys
    )  # fmt: skip
    return keys


def _record(
    verb: str, keys: Iterable[int], *, by: User | None, body: Body, today: date, before: int | None, after: int | None
) -> None:
    """One row for each obligation, so that its own history tells it; bodies by id."""
    audit.record_many(
        audit.entry(
            verb, Obligation(pk=pk), by=by, today=today, body=body, before={"held_by": before}, after={"held_by": after}
        )
        for pk in keys
    )


@transaction.atomic
def name_holder(*, body: Body, holder: Body, by: User, today: date) -> int:
    """Name who answers for what a split body left open; returns how many obligations. Raises NotNow."""
    if not holder.is_open(today):
        raise NotNow(f"{holder.name} does not exist today. Choose a body that does.")
    left = Obligation.objects.filter(body=body, held_by=None, closed_on=None)
    keys = list(left.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NotNow(f"Nothing that {body.name} left open is without a holder.")
    _answer(Obligation.objects.filter(pk__in=keys), holder, today)
    start_tracking(today=today)
    _record("named the holder", keys, by=by, body=holder, today=today, before=None, after=holder.pk)
    audit.record("named the holder", body, by=by, today=today, body=holder, holder=holder.pk, obligations=len(keys))
    return len(keys)


def start_tracking(*, today: date) -> int:
    """Tell obligations from which day they count, once a body has joined; returns how many changed.

    The day of the body that incurred it, else of the one that holds it. It is told once and never taken back: a later
    merger must not make what was late look as if nobody had used the tracker.
    """
    untracked = Obligation.objects.filter(tracked_from=None, closed_on=None)
    changed = 0
    for whose in ("body", "held_by"):
        joined = Body.objects.filter(pk=OuterRef(whose)).values("joined_on")
        known = untracked.filter(**{f"{whose}__joined_on__isnull": False})
        changed += known.update(tracked_from=Subquery(joined))
    return changed
