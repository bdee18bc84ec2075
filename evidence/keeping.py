"""Who decides on a piece of evidence that was sent in: replaces, withdraws, shares and publishes it."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from bodies.access import Permission, Reach
from bodies.history import heirs
from bodies.models import Body
from duties.models import Obligation
from evidence.models import Evidence


class Keepers:
    """The bodies that decide on pieces used for one obligation, whoever used them there."""

    def __init__(self, obligation: Obligation, reach: Reach, today: date) -> None:
        self.obligation, self.today = obligation, today
        self._leads = reach.bodies_where(Permission.CERTIFY)
        self._adds = reach.bodies_where(Permission.ADD_EVIDENCE)

    def of(self, evidence: Evidence) -> int | None:
        """Id of the body that logged it; once that has closed, of the one that answers for what it owed.

        None where it was split, and nobody was named who answers for this obligation. `evidence.body` is read.
        """
        if not evidence.body.has_closed(self.today):
            return evidence.body_id
        if evidence.body_id == self.obligation.body_id and self.obligation.held_by_id != evidence.body_id:
            return self.obligation.held_by_id
        return self._heirs.get(evidence.body_id)

    def body_of(self, evidence: Evidence) -> Body | None:
        """The same as a body."""
        found = self.of(evidence)
        return evidence.body if found == evidence.body_id else Body.objects.filter(pk=found).first()

    def may_lead(self, evidence: Evidence) -> bool:
        """Whether the person is a lead of that body."""
        return self.of(evidence) in self._leads

    def may_replace(self, evidence: Evidence, *, is_settled: bool) -> bool:
        """Who adds evidence there may; where something is settled by it the lead alone, because it is so at once."""
        return self.of(evidence) in (self._leads if is_settled else self._adds)

    @cached_property
    def _heirs(self) -> dict[int, int | None]:
        return heirs(self.today)
