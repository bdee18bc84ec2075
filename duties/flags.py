"""The ledger of flags: raised once, cleared, never deleted.

What is late or due soon the sweep raises, in sets. What other rooms find about an obligation they raise and clear here,
one at a time. Each is told to whom it concerns and has its audit row, in the same transaction.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bodies import audit
from bodies.models import User
from bodies.outbox import untell
from duties.markers import SWEPT
from duties.models import Flag, Obligation
from duties.telling import key_of, read, tell_flags


def clear_flags(obligations: QuerySet[Obligation], *, today: date, kinds: tuple[str, ...] = SWEPT) -> int:
    """Clear the live flags of these obligations; the rows stay. Who was not mailed of them yet needs no mail.

    The caller has locked the obligations, and clears the markers in the same transaction.
    """
    live = Flag.objects.filter(obligation__in=obligations, kind__in=kinds, cleared_on=None).order_by()
    keys = [key_of(*flag) for flag in live.values_list("kind", "obligation", "since_on")]
    if not keys:
        return 0
    untell(keys, today=today)
    return live.update(cleared_on=today)


@transaction.atomic
def raise_flag(*, obligation: Obligation, kind: str, since_on: date, by: User | None, today: date) -> bool:
    """Raise a flag that another room found; returns whether it is new.

    There is one live flag of a kind, and one row for each day since which it is so: one that was cleared and is true
    again lives again. Raises ValueError for what the sweep finds.
    """
    current = _locked(obligation, kind)
    if current.flags.filter(kind=kind, cleared_on=None).exists():
        return False
    current.flags.update_or_create(
        kind=kind, since_on=since_on, defaults={"raised_at": timezone.now(), "cleared_on": None}
    )
    tell_flags(kind, read(Obligation.objects.filter(pk=current.pk)), {current.pk: since_on}, today=today)
    audit.record(
        f"flagged: {kind}", current, by=by, today=today, body=current.held_by or current.body,
        since_on=since_on.isoformat(),
    )  # fmt: skip
    return True


@transaction.atomic
def clear_flag(*, obligation: Obligation, kind: str, by: User | None, today: date) -> bool:
    """Clear a flag that another room raised; returns whether there was one. Raises ValueError for the sweep's."""
    current = _locked(obligation, kind)
    if not clear_flags(Obligation.objects.filter(pk=current.pk), today=today, kinds=(kind,)):
        return False
    audit.record(f"cleared: {kind}", current, by=by, today=today, body=current.held_by or current.body)
    return True


def _locked(obligation: Obligation, kind: str) -> Obligation:
    if kind in SWEPT:
        raise ValueError(f"{kind!r} belongs to the sweep")
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("body", "held_by")
    return rows.get(pk=obligation.pk)
