"""Who may do what: the one access table.

`ROLE_PERMISSIONS` says what a role may do in the body or office where it is held. Which address asks for which
permission stands in bodies.doors. Which *object* may be seen is asked of `can(...)` by the view: another body's
unpublished record is 404.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    from bodies.models import Body, Membership


class Role(Enum):
    """What a membership lets a person be."""

    LEAD = "lead"
    CONTRIBUTOR = "contributor"
    FOI_OFFICER = "foi_officer"
    COMPLAINTS_MANAGER = "complaints_manager"
    LAY_MEMBER = "lay_member"
    ASSURER = "assurer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        named = {Role.LEAD: "Governance lead", Role.FOI_OFFICER: "FOI officer"}
        return named.get(self) or self.value.replace("_", " ").capitalize()

    @property
    def in_body(self) -> bool:
        """Whether the role is held in a body; the others are held in an office of NHS England."""
        return self in (Role.LEAD, *CONTRIBUTORS, Role.LAY_MEMBER)


# Those who do things for a body; some keep a log besides.
CONTRIBUTORS = (Role.CONTRIBUTOR, Role.FOI_OFFICER, Role.COMPLAINTS_MANAGER)


class Permission(Enum):
    """One thing that a person may do. A door opens to who holds the permission anywhere; a record asks where."""

    PUBLIC = "open to anybody"
    SIGNED_IN = "any signed-in person"
    SEE_BODY = "see the obligations of the body"
    SEE_DRAFTS = "see drafts of the body"
    ADD_EVIDENCE = "add evidence and send it in"
    CERTIFY = "certify, publish, assign, explain, ask for does not apply"
    IMPORT = "import records of the body from a spreadsheet"
    KEEP_MEETINGS = "plan meetings and keep their record"
    CHECK_MEETINGS = "check the record of a meeting and ask about it"
    KEEP_REQUESTS = "keep the log of information requests and publish what was disclosed"
    KEEP_COMPLAINTS = "keep the log of complaints"
    OPEN_BY_HAND = "open a duty that nothing opens by itself"
    REVIEW = "review what was sent in"
    SEE_NATION = "see the national page"
    ASSESS = "propose, moderate and publish an assessment; keep what was agreed with a body"
    ANSWER_SURVEY = "answer for the body what it thinks of NHS England"
    CERTIFY_NHS_ENGLAND = "certify what NHS England itself owes"
    ADMINISTER = "enter directed dates and holidays, name holders, move a demonstration's day"


PUBLIC = Permission.PUBLIC
_CONTRIBUTES = frozenset({Permission.SEE_BODY, Permission.SEE_DRAFTS, Permission.ADD_EVIDENCE})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.LEAD: frozenset(
        {
            Permission.SEE_BODY,
            Permission.SEE_DRAFTS,
            Permission.ADD_EVIDENCE,
            Permission.CERTIFY,
            Permission.IMPORT,
            Permission.OPEN_BY_HAND,
            Permission.KEEP_MEETINGS,
            Permission.KEEP_REQUESTS,
            Permission.KEEP_COMPLAINTS,
            Permission.ANSWER_SURVEY,
        }
    ),
    Role.CONTRIBUTOR: _CONTRIBUTES,
    # Each imports the log that it keeps, and nothing else: bodies.imports.kinds.Kind.needs says which permission.
    Role.FOI_OFFICER: _CONTRIBUTES | {Permission.IMPORT, Permission.KEEP_REQUESTS},
    Role.COMPLAINTS_MANAGER: _CONTRIBUTES | {Permission.IMPORT, Permission.KEEP_COMPLAINTS},
    Role.LAY_MEMBER: frozenset({Permission.SEE_BODY, Permission.CHECK_MEETINGS}),
    Role.ASSURER: frozenset(
        {
            Permission.SEE_BODY,
            Permission.REVIEW,
            Permission.SEE_NATION,
            Permission.OPEN_BY_HAND,
            Permission.ASSESS,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.ADMINISTER}),
}

Person = "AbstractBaseUser | AnonymousUser"


@dataclass(frozen=True)
class Reach:
    """What one person may do and where, on one day: read once for a request, then asked without a query."""

    memberships: tuple[Membership, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(m.role) for m in self.memberships)

    def holds(self, permission: Permission) -> bool:
        """Whether the person holds a permission anywhere; decides whether a door opens."""
        if permission is Permission.CERTIFY_NHS_ENGLAND:
            return any(_is_national_assurer(m) for m in self.memberships)
        return any(permission in ROLE_PERMISSIONS[Role(m.role)] for m in self.memberships)

    def in_bodies(self, *roles: Role) -> list[Membership]:
        """The person's memberships of bodies in one of these roles, in the order they were made."""
        return [m for m in self.memberships if m.body_id is not None and Role(m.role) in roles]

    def membership_in(self, body_ids: Iterable[int], *roles: Role) -> Membership | None:
        """The first membership in one of these bodies and one of these roles (any of them when none is named)."""
        wanted = set(body_ids)
        return next((m for m in self.memberships if m.body_id in wanted and (not roles or Role(m.role) in roles)), None)

    def bodies_where(self, permission: Permission) -> set[int]:
        """Ids of the bodies in which the person holds a permission by a membership of the body itself."""
        return {
            m.body_id
            for m in self.memberships
            if m.body_id is not None and permission in ROLE_PERMISSIONS[Role(m.role)]
        }

    def offices(self) -> list[Membership]:
        """The person's memberships as an assurer, national before regional."""
        mine = [m for m in self.memberships if Role(m.role) is Role.ASSURER]
        return sorted(mine, key=lambda m: not _is_national_assurer(m))

    def is_national(self) -> bool:
        return any(_is_national_assurer(m) for m in self.memberships)


NOBODY = Reach()


def reach_of(user: AbstractBaseUser | AnonymousUser, today: date) -> Reach:
    """Read what a person may do today; one query. Nobody is signed in: nothing."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    rows = user.memberships.current(today).select_related("body", "office")  # type: ignore[attr-defined]
    return Reach(tuple(rows))


def can(reach: Reach, permission: Permission, body: Body, today: date) -> bool:
    """Whether a permission holds for one body on a day.

    In a body it comes with a membership of that body. At NHS England it comes with the national office, or with the
    region that the body is in on that day.
    """
    for membership in reach.memberships:
        if permission not in ROLE_PERMISSIONS[Role(membership.role)]:
            continue
        if membership.body_id is not None:
            if membership.body_id == body.pk:
                return True
        elif _is_national_assurer(membership) or body_in_office(body, membership.office_id, today):
            return True
    return False


def _is_national_assurer(membership: Membership) -> bool:
    office = membership.office
    return Role(membership.role) is Role.ASSURER and office is not None and office.kind == "national"


def body_in_office(body: Body, office_id: int | None, today: date) -> bool:
    """Whether a body belongs to an office on a day (its last day's office counts after it closed)."""
    day = min(today, body.closed_on) if body.closed_on else today
    return any(
        place.office_id == office_id and place.from_on <= day and (place.to_on is None or place.to_on >= day)
        for place in body.offices.all()
    )
