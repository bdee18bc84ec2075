"""Rounds as pages show them: what was sent in, beside what came before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from evidence.frozen import FrozenItem, Since, changed_since
from evidence.models import Evidence, Submission


@dataclass(frozen=True)
class ShownRound:
    """One round with its items, what changed since it came back, and the rounds before it, the latest first."""

    round: Submission
    items: list[FrozenItem]
    present: set[int]  # what is still there can be opened; the frozen item says what it was
    earlier: list[Submission]
    since: Since | None


def shown_rounds(rounds: Sequence[Submission]) -> list[ShownRound]:
    """These rounds as they are shown, in their order; two statements for any number."""
    prefetch_related_objects(rounds, "obligation__submissions")
    keys = {item["id"] for one in rounds for item in one.items}
    present = set(Evidence.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return [_shown(one, present) for one in rounds]


def _shown(one: Submission, present: set[int]) -> ShownRound:
    before = [other for other in one.obligation.submissions.all() if other.number < one.number]
    earlier = sorted(before, key=lambda other: other.number, reverse=True)
    came_back = next((other for other in earlier if other.asks_again), None)
    since = changed_since(came_back.number, came_back.frozen, one.frozen) if came_back else None
    return ShownRound(one, one.frozen, present, earlier, since)
