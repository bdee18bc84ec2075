"""What happens to obligations when bodies close: they pass to who follows, and nothing is lost.

Level-triggered: every run asks who holds what a closed body left open. Everything still open passes to the body that
took it whole; a split body's obligations wait, listed as without a holder, until an administrator names one. Standing
reviews, and periods that begin after the closing, close with the body.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from bodies import audit
from bodies.history import heirs
from bodies.models import Body, User
from duties.actions import NotNow, clear_flags
from duties.models import Obligation
from duties.opening import STANDING
from duties.querysets import ObligationQuerySet

BODY_CLOSED = "body closed"


def hand_over(*, today: date) -> int:
    """Pass on, or close, what bodies that have closed left open; returns how many obligations changed."""
    closed = Body.objects.in_bulk(heirs(today))
    holders = Body.objects.in_bulk([heir for heir in heirs(today).values() if heir])
    changed = start_tracking(today=today)
    for pk, heir in heirs(today).items():
        left = Obligation.objects.exclude(Q(closed_on__isnull=False) | Q(met_on__isnull=False)).filter(held_by_id=pk)
        if left.exists():
            changed += _pass_on(closed[pk], holders.get(heir or 0), left, today)
    return changed


@transaction.atomic
def _pass_on(body: Body, holder: Body | None, left: ObligationQuerySet, today: date) -> int:
    assert body.closed_on is not None
    standing = Q(rule__code__in=STANDING, rule__date_basis="reminder", body=body, due_on__gte=body.closed_on)
    ending = left.filter(Q(body=body, period_first_on__gt=body.closed_on) | standing)
    keys = list(ending.values_list("pk", flat=True))
    ended = Obligation.objects.filter(pk__in=keys)
    clear_flags(ended, today=today)
    closing = ended.update(
        closed_on=today, closed_reason=BODY_CLOSED, closed_why=f"{body.name} closed on {body.closed_on:%-d %B %Y}.",
        late_since=None, soon_since=None,
    )  # fmt: skip
    left.filter(body=body, period_last_on__gt=body.closed_on).update(period_last_on=body.closed_on)
    passing = left.filter(pk__in=list(left.values_list("pk", flat=True)))
    passed = passing.update(
        held_by=holder, owner=None, tracked_from=body.joined_on or (holder.joined_on if holder else None)
    )
    audit.record(
        "handed over", body, by=None, today=today, body=body, holder=holder and holder.pk, passed=passed, closed=closing
    )
    return closing + passed


@transaction.atomic
def name_holder(*, body: Body, holder: Body, by: User, today: date) -> int:
    """Name who answers for what a split body left open; returns how many obligations. Raises NotNow."""
    if not holder.is_open(today):
        raise NotNow(f"{holder.name} does not exist today. Choose a body that does.")
    left = Obligation.objects.filter(body=body, held_by=None, closed_on=None)
    count = left.update(held_by=holder, tracked_from=body.joined_on or holder.joined_on)
    if count == 0:
        raise NotNow(f"Nothing that {body.name} left open is without a holder.")
    audit.record("named the holder", body, by=by, today=today, body=holder, holder=holder.pk, obligations=count)
    return count


def start_tracking(*, today: date) -> int:
    """Tell the obligations of bodies that have joined since they were opened; returns how many changed."""
    waiting = Obligation.objects.filter(tracked_from=None, closed_on=None)
    joined = Body.objects.filter(joined_on__isnull=False, pk__in=waiting.values("body")).order_by("pk")
    changed = 0
    for body in joined:
        changed += waiting.filter(body=body).update(tracked_from=body.joined_on)
    return changed
