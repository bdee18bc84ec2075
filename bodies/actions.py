"""Writes to bodies and people: the register is loaded, a body joins, a person gets a role.

Every action is one transaction with its audit row inside. `by` is the person, or None for the system; `today` is the
domain's day. A refusal is a `Refused` whose words can be shown to the person.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from bodies import audit
from bodies.access import Role
from bodies.looking import Drawn
from bodies.models import Body, LoadedData, Membership, Office, User
from bodies.querysets import BodyQuerySet
from bodies.register import Register
from bodies.register_loading import Loaded, write_register


class Refused(Exception):
    """This cannot be done as things stand; the words say why."""


@transaction.atomic
def load_register(*, register: Register, digest: str, by: User | None, today: date) -> Loaded:
    """Make the database say what the register says; running it again changes nothing.

    Raises DataFileError where a body or office that was loaded before has no row any more: records may hang on it.
    """
    LoadedData.objects.get_or_create(name="register", defaults={"digest": "", "loaded_at": Now()})
    mark = LoadedData.objects.select_for_update().get(name="register")  # one load at a time
    done = write_register(register, by=by, today=today)
    before, mark.digest = mark.digest, digest
    mark.loaded_at = Now()
    mark.save(update_fields=["digest", "loaded_at"])
    audit.record("register loaded", mark, by=by, today=today, before=before or None, digest=digest, **vars(done))
    return done


@transaction.atomic
def join_body(*, body: Body, on: date, by: User | None, today: date) -> Body:
    """Let a body use the tracker from a day. Raises Refused where it has joined, or does not exist on that day."""
    current = Body.objects.select_for_update().get(pk=body.pk)
    if current.joined_on is not None:
        raise Refused(f"{current.name} joined on {current.joined_on:%-d %B %Y}.")
    if not current.is_open(on):
        raise Refused(f"{current.name} does not exist on {on:%-d %B %Y}, so it cannot join on that day.")
    current.joined_on = on
    current.save(update_fields=["joined_on"])
    audit.record(
        "joined", current, by=by, today=today, body=current, before={"joined_on": None}, after={"joined_on": on}
    )
    return current


@transaction.atomic
def join_bodies(*, bodies: BodyQuerySet, on: date, by: User | None, today: date) -> int:
    """Let many bodies join, each on a day or on its own first day if that is later; returns how many joined.

    Bodies that have joined already, and those that closed before the day, are left as they are.
    """
    joining = list(
        bodies.filter(Q(closed_on=None) | Q(closed_on__gte=on), joined_on=None).order_by("pk").select_for_update()
    )
    for body in joining:
        body.joined_on = max(on, body.opened_on)
    Body.objects.bulk_update(joining, ["joined_on"], batch_size=500)
    audit.record_many(
        audit.entry(
            "joined", body, by=by, today=today, body=body,
            before={"joined_on": None}, after={"joined_on": body.joined_on},
        )
        for body in joining
    )  # fmt: skip
    return len(joining)


@transaction.atomic
def open_account(
    *, email: str, name: str, by: User | None, today: date, password: str | None = None
) -> tuple[User, bool]:
    """Return the account with this address and whether it is new; an old one keeps its name.

    Without a password a new account has none: the person chooses one by asking for a reset. Raises Refused.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(f"{email!r} is not an e-mail address.") from None
    user = User.objects.select_for_update().filter(email=address).first()
    if user is not None and not user.is_active:
        raise Refused(f"The account of {address} has been switched off.")
    _check_password(password, user or User(email=address, name=name))
    if user is None:
        user = User.objects.create_user(address, password, name=name)
        audit.record("account made", user, by=by, today=today)
        return user, True
    if password is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record("password set", user, by=by, today=today)
    return user, False


@transaction.atomic
def give_role(
    *, user: User, role: Role, place: Body | Office, post: str, from_on: date, by: User | None, today: date
) -> tuple[Membership, bool]:
    """Give a person a role in a body or an office; returns the membership and whether it is new. Raises Refused.

    A role that the person holds there on that day or later is left as it is.
    """
    _check_place(role, place, from_on)
    User.objects.select_for_update().get(pk=user.pk)  # one at a time, so that a role is given once
    body = place if isinstance(place, Body) else None
    office = place if isinstance(place, Office) else None
    held = user.memberships.filter(Q(to_on=None) | Q(to_on__gte=from_on), role=role.value, body=body, office=office)
    membership = held.first()
    if membership is not None:
        return membership, False
    membership = Membership.objects.create(
        user=user, role=role.value, body=body, office=office, post=post, from_on=from_on
    )
    audit.record(
        "role given", membership, by=by, today=today, body=body, user=user.pk, role=role.value, from_on=from_on
    )
    return membership, True


def _check_place(role: Role, place: Body | Office, from_on: date) -> None:
    if role.in_body != isinstance(place, Body):
        wanted = "a body" if role.in_body else "an office of NHS England"
        raise Refused(f"The role {role.value} is held in {wanted}.")
    if isinstance(place, Body):
        if place.has_closed(from_on):
            raise Refused(f"{place.name} closed on {place.closed_on:%-d %B %Y}, so no role in it can begin later.")
    elif place.kind == Office.Kind.LOCAL_OFFICE:
        raise Refused(f"Which bodies {place.name} had is not recorded, so it reaches none. Name the region instead.")
    elif role is Role.ADMINISTRATOR and place.kind != Office.Kind.NATIONAL:
        raise Refused("An administrator is one of the national office.")


def _check_password(password: str | None, user: User) -> None:
    if password is None:
        return
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from None


@transaction.atomic
def mark_seen(*, membership: Membership, page: Drawn, by: User, today: date) -> Membership:
    """Record that an assurer has looked: what comes after this page was drawn is counted anew.

    A page that is older than the one that was marked last, left open in another window, changes nothing.
    """
    current = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    before = current.looked_at
    if before is not None and page.at < before:
        return current
    current.looked_at, current.looked_place, current.looked_on = page.at, page.place, page.on
    current.save(update_fields=["looked_at", "looked_place", "looked_on"])
    audit.record("marked as seen", current, by=by, today=today, before=before, at=page.at, place=page.place)
    return current
