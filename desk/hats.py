"""Who somebody is here: one hat for each body they lead, one for all they contribute to, one for each office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bodies.access import CONTRIBUTORS, Reach, Role
from bodies.models import Body, Membership, Office

# The order in which a person's homes are offered; the first is shown.
ORDER = (Role.LEAD, Role.CONTRIBUTOR, Role.ASSURER, Role.ADMINISTRATOR, Role.LAY_MEMBER)


@dataclass(frozen=True, slots=True)
class Hat:
    """One home of a person: a role, and the memberships that it covers."""

    key: str
    role: Role
    memberships: tuple[Membership, ...]

    @property
    def membership(self) -> Membership:
        return self.memberships[0]

    @property
    def bodies(self) -> list[Body]:
        return list({m.body_id: m.body for m in self.memberships if m.body is not None}.values())

    @property
    def office(self) -> Office:
        assert self.membership.office is not None
        return self.membership.office

    @property
    def place(self) -> str:
        """Where it is worn: the body, the office, or how many bodies."""
        if len(self.bodies) > 1:
            return f"{len(self.bodies)} bodies"
        return str(self.membership.body or self.membership.office)

    @property
    def label(self) -> str:
        return f"{self.role.label}, {self.place}"


def hats_of(reach: Reach) -> list[Hat]:
    """What somebody contributes, and the logs that they keep, are one list of work, so one hat; every other
    membership is its own.
    """
    hats = []
    for role in ORDER:
        wanted = CONTRIBUTORS if role is Role.CONTRIBUTOR else (role,)
        mine = tuple(m for m in reach.memberships if Role(m.role) in wanted)
        if role is Role.CONTRIBUTOR and mine:
            hats.append(Hat(role.value, Role(mine[0].role), mine))
        else:
            hats += [Hat(str(m.pk), role, (m,)) for m in mine]
    return hats


def chosen(hats: list[Hat], asked: Mapping[str, str]) -> Hat | None:
    """The hat that the address asks for with ?as=, else the first; None for somebody without a role."""
    return next((hat for hat in hats if hat.key == asked.get("as")), hats[0] if hats else None)
