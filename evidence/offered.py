"""What a round of one obligation would hold now, and what is to be said of it before it is sent."""

from __future__ import annotations

from collections.abc import Sequence

from duties.models import Obligation
from evidence.about import is_outside
from evidence.freezing import tell_confirmed
from evidence.models import Evidence


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
    first = obligation.period_first_on
    last = max(obligation.period_last_on, obligation.due_on or obligation.period_last_on)
    new = [item for item in items if item.use_sent_on is None]
    return [item for item in new if is_outside(item.about_on, item.days, first, last)]
