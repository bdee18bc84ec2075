"""What a round of one obligation would hold now, and what is to be said of it before it is sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from duties.models import Obligation
from evidence.about import is_outside
from evidence.freezing import tell_confirmed
from evidence.models import Evidence, EvidenceUse


def offered(obligation: Obligation) -> list[Evidence]:
    """What was sent before, and what is not sent in yet; a draft that replaces something stands in its place."""
    pieces = Evidence.objects.used_for(obligation).current().for_pages().prefetch_related("periods")
    found = list(pieces.order_by("pk"))
    tell_confirmed(found)
    replaced = {item.supersedes_id for item in found if item.use_sent_on is None}
    return [item for item in found if item.pk not in replaced]


def outside_the_period(obligation: Obligation, items: Sequence[Evidence]) -> list[Evidence]:
    """New pieces about what was before the period, or after both it and the due date.

    A report on a year is written after it, so the days to the due date are no fault.
    """
    return [item for item in items if item.use_sent_on is None and _is_outside(obligation, item)]


@dataclass(frozen=True)
class SentAlong:
    """A piece that certifying sends in, and whether its date is to be looked at first."""

    item: Evidence
    is_outside: bool


def sent_along(obligations: Collection[Obligation]) -> dict[int, list[SentAlong]]:
    """What certifying each of these would send in, by the id of the obligation; two statements for any number."""
    uses = EvidenceUse.objects.filter(obligation__in=obligations, sent_on=None, evidence__in=Evidence.objects.current())
    by_id = {one.pk: one for one in obligations}
    found: dict[int, list[SentAlong]] = {}
    for use in uses.select_related("evidence").prefetch_related("evidence__periods").order_by("pk"):
        is_outside = use.confirmed_from_id is None and _is_outside(by_id[use.obligation_id], use.evidence)
        found.setdefault(use.obligation_id, []).append(SentAlong(use.evidence, is_outside))
    return found


def _is_outside(obligation: Obligation, item: Evidence) -> bool:
    last = max(obligation.period_last_on, obligation.due_on or obligation.period_last_on)
    return is_outside(item.about_on, item.days, obligation.period_first_on, last)
