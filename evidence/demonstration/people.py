"""Who signs in to the demonstration: posts, not names, on real bodies and offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from bodies.access import Role
from bodies.models import Body, Membership, Office, User

# Known to everybody: production refuses to start with these accounts.
PASSWORD = "nothing-here-is-real"  # noqa: S105
DOMAIN = "demonstration.example"
JOINED_ON = date(2015, 4, 1)
HOME = "10H"  # NHS Chiltern CCG, the body of the body's own sign-ins
REGION = "Y57"  # South of England, the region that it is in until 2018
NATIONAL = "NHSE"


@dataclass(frozen=True)
class SignIn:
    """One account that the demonstration offers."""

    email: str
    post: str
    role: Role
    place: str


SIGN_INS = (
    SignIn(f"lead@{DOMAIN}", "Governance lead", Role.LEAD, HOME),
    SignIn(f"contributor@{DOMAIN}", "Complaints manager", Role.COMPLAINTS_MANAGER, HOME),
    SignIn(f"foi@{DOMAIN}", "Freedom of Information officer", Role.FOI_OFFICER, HOME),
    SignIn(f"lay@{DOMAIN}", "Lay member for audit", Role.LAY_MEMBER, HOME),
    SignIn(f"region@{DOMAIN}", "Assurer, South of England", Role.ASSURER, REGION),
    SignIn(f"national@{DOMAIN}", "National assurer", Role.ASSURER, NATIONAL),
    SignIn(f"administrator@{DOMAIN}", "Administrator", Role.ADMINISTRATOR, NATIONAL),
)
# Posts that own obligations at the sign-ins' body and sign in to nothing.
OWNERS = (("finance", "Chief finance officer"),)
SUPPORTED = "11N"  # NHS Kernow CCG: the FOI officer serves it too, as people of support units do


def make_people(bodies: list[Body]) -> None:
    """Make the sign-ins, a governance lead for every body and an assurer for every region; a few statements in all."""
    password = make_password(PASSWORD)
    locked = make_password(None)
    places: dict[str, Body | Office] = {body.code: body for body in bodies}
    offices = list(Office.objects.filter(kind__in=("national", "region")))
    places |= {office.code: office for office in offices}
    wanted = [(s.email, s.post, s.role, places[s.place], password) for s in SIGN_INS]
    wanted += [(f"{key}.{HOME.lower()}@{DOMAIN}", post, Role.CONTRIBUTOR, places[HOME], locked) for key, post in OWNERS]
    wanted += [
        (f"lead.{body.code.lower()}@{DOMAIN}", "Governance lead", Role.LEAD, body, locked)
        for body in bodies
        if body.code != HOME
    ]
    wanted += [
        (f"assurer.{office.code.lower()}@{DOMAIN}", f"Assurer, {office.name}", Role.ASSURER, office, locked)
        for office in offices
        if office.kind == "region" and office.code != REGION
    ]
    wanted += [
        (f"foi@{DOMAIN}", "Freedom of Information officer", Role.FOI_OFFICER, body, password)
        for body in bodies
        if body.code == SUPPORTED
    ]
    User.objects.bulk_create(
        [User(email=email, name=post, password=word, is_demonstration=True) for email, post, _, _, word in wanted],
        ignore_conflicts=True,
    )
    users = User.objects.in_bulk([email for email, *_ in wanted], field_name="email")
    Membership.objects.bulk_create(
        [_membership(users[email], post, role, place) for email, post, role, place, _ in wanted]
    )


def _membership(user: User, post: str, role: Role, place: Body | Office) -> Membership:
    if isinstance(place, Body):
        return Membership(user=user, post=post, role=role.value, body=place, from_on=max(JOINED_ON, place.opened_on))
    return Membership(user=user, post=post, role=role.value, office=place, from_on=JOINED_ON)
