"""Who may do what: the one access table, and the list of doors.

`ROLE_PERMISSIONS` says what a role may do in the body or office where it is held. `DOORS` says, for every URL name,
which permission opens it; the door keeper (bodies.web.middleware) refuses a URL that has no row. Which *object* may be
seen is asked of `can(...)` by the view: another body's unpublished record is 404.
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
    LAY_MEMBER = "lay_member"
    ASSURER = "assurer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize() if self is not Role.LEAD else "Governance lead"

    @property
    def in_body(self) -> bool:
        """Whether the role is held in a body; the others are held in an office of NHS England."""
        return self in (Role.LEAD, Role.CONTRIBUTOR, Role.LAY_MEMBER)


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
    OPEN_BY_HAND = "open a duty that nothing opens by itself"
    REVIEW = "review what was sent in"
    SEE_NATION = "see the national page"
    CERTIFY_NHS_ENGLAND = "certify what NHS England itself owes"
    ADMINISTER = "enter directed dates and holidays, name holders, move a demonstration's day"


PUBLIC = Permission.PUBLIC

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
        }
    ),
    Role.CONTRIBUTOR: frozenset({Permission.SEE_BODY, Permission.SEE_DRAFTS, Permission.ADD_EVIDENCE}),
    Role.LAY_MEMBER: frozenset({Permission.SEE_BODY, Permission.CHECK_MEETINGS}),
    Role.ASSURER: frozenset({Permission.SEE_BODY, Permission.REVIEW, Permission.SEE_NATION, Permission.OPEN_BY_HAND}),
    Role.ADMINISTRATOR: frozenset({Permission.ADMINISTER}),
}

DOORS: dict[str, Permission] = {
    # The public site: no sign-in, no writes.
    "register:home": PUBLIC,
    "register:search": PUBLIC,
    "register:bodies": PUBLIC,
    "register:body": PUBLIC,
    "register:body_meetings": PUBLIC,
    "register:meetings": PUBLIC,
    "register:month": PUBLIC,
    "register:meeting": PUBLIC,
    "register:meeting_print": PUBLIC,
    "register:meeting_ics": PUBLIC,
    "register:meetings_ics": PUBLIC,
    "register:meetings_atom": PUBLIC,
    "register:region_meetings_ics": PUBLIC,
    "register:region_meetings_atom": PUBLIC,
    "register:body_meetings_ics": PUBLIC,
    "register:body_meetings_atom": PUBLIC,
    "register:duties": PUBLIC,
    "register:duty": PUBLIC,
    "register:calculator": PUBLIC,
    "register:calculate": PUBLIC,
    "register:calculate_json": PUBLIC,
    "register:calculate_csv": PUBLIC,
    "register:published": PUBLIC,
    "register:evidence": PUBLIC,
    "register:file": PUBLIC,
    "register:about": PUBLIC,
    "register:accessibility": PUBLIC,
    "register:privacy": PUBLIC,
    "register:cookies": PUBLIC,
    # Whether the parts are well, for machines: "ok" or "late", and nothing else.
    "health:web": PUBLIC,
    "health:worker": PUBLIC,
    "health:beat": PUBLIC,
    "health:jobs": PUBLIC,
    # Signing in and out (django-allauth). The rest of its addresses stay shut.
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_signup": PUBLIC,  # answers that sign-up is closed
    "account_inactive": PUBLIC,
    "account_change_password": Permission.SIGNED_IN,
    # Each role's home.
    "desk:home": PUBLIC,  # sends who is not signed in to the register
    "desk:year": Permission.SEE_BODY,
    "desk:calendar": Permission.SEE_BODY,
    "desk:weeks": Permission.REVIEW,
    "desk:feed": PUBLIC,  # a calendar program cannot sign in: the secret address is the key, and the view asks whose
    "desk:feed_settings": Permission.SIGNED_IN,
    "desk:review_month": Permission.CERTIFY,
    "desk:contacts": Permission.CERTIFY,
    "desk:schedule": Permission.SEE_BODY,
    "desk:schedule_word": Permission.SEE_BODY,
    "desk:schedule_csv": Permission.SEE_BODY,
    "desk:schedule_paper": Permission.SEE_BODY,
    "desk:schedule_paper_word": Permission.SEE_BODY,
    "desk:log_link": Permission.ADD_EVIDENCE,
    "desk:open_by_hand": Permission.OPEN_BY_HAND,
    "desk:administration": Permission.ADMINISTER,
    "desk:jobs": Permission.ADMINISTER,
    "desk:directed_date": Permission.ADMINISTER,
    "desk:holiday": Permission.ADMINISTER,
    "desk:withdraw_holiday": Permission.ADMINISTER,
    "desk:recheck": Permission.ADMINISTER,
    "desk:name_holder": Permission.ADMINISTER,
    "desk:next_day": Permission.ADMINISTER,
    "desk:mark_seen": Permission.REVIEW,
    "desk:changes": Permission.REVIEW,
    # One obligation and its evidence.
    "evidence:obligation": Permission.SEE_BODY,
    "evidence:explanation_json": Permission.SEE_BODY,
    "evidence:explanation_csv": Permission.SEE_BODY,
    "evidence:add": Permission.ADD_EVIDENCE,
    "evidence:add_kind": Permission.ADD_EVIDENCE,
    "evidence:use_again": Permission.ADD_EVIDENCE,
    "evidence:use_instead": Permission.ADD_EVIDENCE,
    "evidence:change_draft": Permission.ADD_EVIDENCE,
    "evidence:confirm_again": Permission.CERTIFY,
    "evidence:add_period": Permission.ADD_EVIDENCE,
    "evidence:remove_period": Permission.ADD_EVIDENCE,
    "evidence:check": Permission.ADD_EVIDENCE,
    "evidence:remove_draft": Permission.ADD_EVIDENCE,
    "evidence:certify": Permission.SEE_BODY,
    "evidence:confirm_many": Permission.CERTIFY,
    "evidence:owner": Permission.CERTIFY,
    "evidence:explain": Permission.CERTIFY,
    "evidence:not_applicable": Permission.CERTIFY,
    "evidence:decide_not_applicable": Permission.REVIEW,
    "evidence:dispute": Permission.CERTIFY,
    "evidence:later_date": Permission.REVIEW,
    "evidence:replace": Permission.ADD_EVIDENCE,
    "evidence:replace_with": Permission.ADD_EVIDENCE,
    "evidence:withdraw": Permission.CERTIFY,
    "evidence:share": Permission.CERTIFY,
    "evidence:end_share": Permission.CERTIFY,
    "evidence:publish": Permission.CERTIFY,
    "evidence:embargo": Permission.CERTIFY,
    "evidence:unpublish": Permission.CERTIFY,
    "evidence:publishing": Permission.CERTIFY,
    "evidence:file": Permission.SEE_BODY,
    "evidence:held_files": Permission.IMPORT,
    "evidence:release_held_file": Permission.IMPORT,
    "evidence:queue": Permission.REVIEW,
    "evidence:verification": Permission.REVIEW,
    "evidence:review": Permission.SEE_BODY,
    # Drawn openly: ids and numbers, which say nothing of a body. What is behind an id asks for SEE_BODY.
    "evidence:samples": Permission.SIGNED_IN,
    "evidence:sample": Permission.SIGNED_IN,
    "evidence:sample_csv": Permission.SIGNED_IN,
    "evidence:call_in": Permission.REVIEW,
    "evidence:calls": Permission.REVIEW,
    "evidence:call": Permission.SEE_BODY,
    "evidence:answer_call": Permission.CERTIFY,
    "evidence:see_called": Permission.REVIEW,
    "evidence:take_back_call": Permission.REVIEW,
    "evidence:several": Permission.REVIEW,
    "evidence:claim": Permission.REVIEW,
    "evidence:release": Permission.REVIEW,
    "evidence:withdraw_round": Permission.ADD_EVIDENCE,
    "evidence:reopen": Permission.SEE_BODY,
    # What people were told, and mail.
    "outbox:told": Permission.SIGNED_IN,
    "outbox:letter": Permission.SIGNED_IN,
    "outbox:mail": Permission.ADMINISTER,
    "outbox:release": Permission.ADMINISTER,
    "outbox:try_again": Permission.ADMINISTER,
    # Meetings: planning them and keeping their record.
    "meetings:manage": Permission.SEE_DRAFTS,
    "meetings:year": Permission.SEE_BODY,
    "meetings:plan": Permission.KEEP_MEETINGS,
    "meetings:create": Permission.KEEP_MEETINGS,
    "meetings:new": Permission.KEEP_MEETINGS,
    "meetings:rules": Permission.KEEP_MEETINGS,
    "meetings:record": Permission.SEE_BODY,  # leads who sees no drafts on to the public page
    "meetings:details": Permission.KEEP_MEETINGS,
    "meetings:move": Permission.KEEP_MEETINGS,
    "meetings:postpone": Permission.KEEP_MEETINGS,
    "meetings:cancel": Permission.KEEP_MEETINGS,
    "meetings:announce": Permission.KEEP_MEETINGS,
    "meetings:held": Permission.KEEP_MEETINGS,
    "meetings:not_held": Permission.KEEP_MEETINGS,
    "meetings:send_proof": Permission.KEEP_MEETINGS,
    "meetings:notice": Permission.KEEP_MEETINGS,
    "meetings:remove_notice": Permission.KEEP_MEETINGS,
    "meetings:agenda": Permission.KEEP_MEETINGS,
    "meetings:publish_agenda": Permission.KEEP_MEETINGS,
    "meetings:change_item": Permission.KEEP_MEETINGS,
    "meetings:move_item": Permission.KEEP_MEETINGS,
    "meetings:remove_item": Permission.KEEP_MEETINGS,
    "meetings:publish_papers": Permission.KEEP_MEETINGS,
    "meetings:publish_paper": Permission.KEEP_MEETINGS,
    "meetings:withdraw_paper": Permission.KEEP_MEETINGS,
    "meetings:replace_paper": Permission.KEEP_MEETINGS,
    "meetings:minutes": Permission.KEEP_MEETINGS,
    "meetings:complete": Permission.KEEP_MEETINGS,
    "meetings:publish_record": Permission.KEEP_MEETINGS,
    "meetings:add_public_question": Permission.KEEP_MEETINGS,
    "meetings:change_public_question": Permission.KEEP_MEETINGS,
    "meetings:publish_public_question": Permission.KEEP_MEETINGS,
    "meetings:take_off_public_question": Permission.KEEP_MEETINGS,
    "meetings:remove_public_question": Permission.KEEP_MEETINGS,
    # Its papers are drafts that contributors work on too; the lead alone changes what is published.
    "meetings:add_paper": Permission.ADD_EVIDENCE,
    "meetings:change_paper": Permission.ADD_EVIDENCE,
    "meetings:remove_paper": Permission.ADD_EVIDENCE,
    "meetings:paper_file": Permission.SEE_DRAFTS,
    # Checking it, and what lay members ask. Whose a question is, its own page asks.
    "meetings:check": Permission.CHECK_MEETINGS,
    "meetings:questions": Permission.SEE_BODY,
    "meetings:question": Permission.SEE_BODY,
    "meetings:send_on": Permission.CHECK_MEETINGS,
    "meetings:agree": Permission.SEE_BODY,
    "meetings:take_back": Permission.SEE_BODY,
    # Letters for anybody: who has no account confirms and ends them by the address in the letter, which is the key.
    "meetings:subscribe": PUBLIC,
    "meetings:subscribe_asked": PUBLIC,
    "meetings:subscription": PUBLIC,
    "meetings:confirm_subscription": PUBLIC,
    "meetings:end_subscription": PUBLIC,
    # Importing from a spreadsheet.
    "imports:choose": Permission.IMPORT,
    "imports:start": Permission.IMPORT,
    "imports:template": Permission.IMPORT,
    "imports:one": Permission.IMPORT,
    "imports:confirm": Permission.IMPORT,
    "imports:go_on": Permission.IMPORT,
    # NHS England's dashboards.
    "assurance:national": Permission.SEE_NATION,
    "assurance:cell": Permission.SEE_NATION,
    "assurance:own_duties": Permission.SEE_NATION,
    "assurance:meetings": Permission.SEE_NATION,
    "assurance:meetings_csv": Permission.SEE_NATION,
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
