"""Who may do what with an agreed action: assurers of the body keep it, its leads and its owner say how it goes.

After a body closed, the lead of the body that took it over whole stands in the place of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assessments.agreed.querysets import answered_by
from assessments.models import AgreedAction
from bodies.access import Permission, Reach, can
from bodies.models import Body


@dataclass(frozen=True, slots=True)
class Part:
    """What one person may do with one action."""

    may_see: bool
    may_keep: bool  # add, correct, confirm and close: an assurer, who works for no body involved
    may_update: bool  # add notes, and say that it is done
    is_in_body: bool

    @property
    def side(self) -> str:
        """For which side this person writes."""
        return AgreedAction.Side.BODY.value if self.is_in_body else AgreedAction.Side.NHS_ENGLAND.value


def may_keep(reach: Reach, body: Body, today: date) -> bool:
    """Whether somebody keeps what was agreed with a body; nobody does for the body that they work for."""
    return body.pk not in reach.bodies_where(Permission.SEE_BODY) and can(reach, Permission.ASSESS, body, today)


def part_in(action: AgreedAction, reach: Reach, today: date) -> Part:
    """What somebody may do; `body__offices` should be prefetched."""
    keeps = may_keep(reach, action.body, today)
    leads = action.body_id in answered_by(reach.bodies_where(Permission.CERTIFY), today)
    owns = action.owner_id is not None and action.owner_id in {membership.pk for membership in reach.memberships}
    may_update = keeps or leads or owns
    return Part(may_update or can(reach, Permission.ASSESS, action.body, today), keeps, may_update, leads or owns)
