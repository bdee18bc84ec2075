"""Who answered for what on a day that has passed.

An obligation names who answers for it now. As at a day before a hand-over that was another body, which existed still:
later facts do not exist. Asks two statements for a day that has passed, and none for today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from bodies.models import Body, Succession


@dataclass(frozen=True, slots=True)
class Holders:
    """Who answers on a day; `is_now`: every obligation says it itself.

    `of_closed` has who had taken over from each body that had closed, None where it was split; `later` are the bodies
    that had not opened yet.
    """

    is_now: bool = True
    of_closed: Mapping[int, int | None] = field(default_factory=dict)
    later: frozenset[int] = frozenset()

    @property
    def fields(self) -> tuple[str, ...]:
        """What a statement that counts is grouped by, so that `taken_from` finds who answers."""
        return ("held_by_id",) if self.is_now else ("body_id", "held_by_id")

    def taken_from(self, row: dict[str, Any]) -> int | None:
        """Take who answers out of a row that was grouped by `fields`."""
        held_by = row.pop("held_by_id")
        return held_by if self.is_now else self.holder_of(row.pop("body_id"), held_by)

    def holder_of(self, incurred_by: int, held_by: int | None) -> int | None:
        """The body that answers for an obligation, by who incurred it and who answers for it now."""
        if self.is_now:
            return held_by
        heir = self.of_closed.get(incurred_by, incurred_by)
        if heir is not None:
            return heir
        return None if held_by in self.later else held_by

    def answered_by(self, bodies: Iterable[int]) -> Q:
        """The obligations that some bodies answer for; equal to `holder_of(...) in bodies` of each."""
        wanted = set(bodies)
        if self.is_now:
            return Q(held_by__in=wanted)
        own = {body for body in wanted if body not in self.of_closed}
        taken_over = {closed for closed, heir in self.of_closed.items() if heir in wanted}
        split = {closed for closed, heir in self.of_closed.items() if heir is None}
        return Q(body__in=own | taken_over) | Q(body__in=split, held_by__in=wanted - self.later)


def holders_on(day: date, today: date) -> Holders:
    """Who answered on a day. A body takes over on the day after the last of the body before it."""
    if day >= today:
        return Holders()
    days = Body.objects.values_list("pk", "opened_on", "closed_on")
    closed = {body for body, _, closed_on in days if closed_on is not None and closed_on < day}
    later = frozenset(body for body, opened_on, _ in days if opened_on > day)
    whole = Succession.objects.filter(scope=Succession.Scope.WHOLE).values_list("predecessor", "successor")
    heirs = dict(whole)
    return Holders(False, {body: _last_heir(body, heirs, closed) for body in closed}, later)


def _last_heir(body: int, heirs: Mapping[int, int], closed: set[int]) -> int | None:
    """Who came last after a body that had closed; None where it, or one after it, was split."""
    steps = 0
    while body in closed:
        steps += 1
        if body not in heirs or steps > len(heirs):
            return None
        body = heirs[body]
    return body
