"""Who may do what with assessments of a body: assurers who reach it and belong to no body involved; the body's people.

After a body closed, the body that answers for it now stands in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bodies.access import Permission, Reach, can
from bodies.history import heirs
from bodies.models import Body


@dataclass(frozen=True, slots=True)
class Stands:
    """Where one person stands to one body."""

    may_assess: bool
    may_comment: bool
    is_in_body: bool

    @property
    def may_see(self) -> bool:
        return self.may_assess or self.is_in_body


def involved(body: Body, today: date) -> set[int]:
    """Ids of the body and, once it has closed, of the one that answers for it; two statements then, else none."""
    heir = heirs(today).get(body.pk) if body.has_closed(today) else None
    return {body.pk, heir} if heir else {body.pk}


def answering(body: Body, today: date) -> int:
    """The id of the body that answers: itself, or whoever followed it whole."""
    heir = heirs(today).get(body.pk) if body.has_closed(today) else None
    return heir or body.pk


def stands(reach: Reach, body: Body, today: date) -> Stands:
    """Where a person stands; `offices` of the body should be prefetched. Nobody assesses a body that they work for."""
    of_body = involved(body, today)
    is_in_body = not of_body.isdisjoint(reach.bodies_where(Permission.SEE_BODY))
    return Stands(
        may_assess=not is_in_body and can(reach, Permission.ASSESS, body, today),
        may_comment=not of_body.isdisjoint(reach.bodies_where(Permission.CERTIFY)),
        is_in_body=is_in_body,
    )
