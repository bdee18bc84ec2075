"""Somebody leaves: their name and address are taken out, and what they did stays on record, by number.

The audit trail holds ids and no names, so it verifies as before. What people typed into a reason or a statement is the
record of a body and stays as it is.
"""

from __future__ import annotations

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Case, F, Q, When

from bodies import audit, feeds
from bodies.actions import Refused
from bodies.models import User

NOWHERE = "invalid"  # the top-level domain that leads nowhere, RFC 2606


@transaction.atomic
def pseudonymise(*, user: User, by: User | None, today: date) -> User:
    """Switch an account off for good and call its owner a leaver with a number. Raises Refused.

    Roles end today, or on their first day if that is later; a password that nobody has ends every session.
    """
    current = User.objects.select_for_update().get(pk=user.pk)
    if current.email == _address(current):
        raise Refused(f"{current.name} was pseudonymised already.")
    was_active, current.is_active = current.is_active, False
    current.name, current.email = f"Leaver {current.pk}", _address(current)
    current.set_unusable_password()
    current.save(update_fields=["name", "email", "is_active", "password"])
    EmailAddress.objects.filter(user=current).delete()
    feeds.revoke_feed(user=current, by=by, today=today)
    ended = _end_roles(current, today)
    audit.record(
        "pseudonymised", current, by=by, today=today, before={"is_active": was_active}, after={"is_active": False},
        roles_ended=ended,
    )  # fmt: skip
    return current


def _address(user: User) -> str:
    return f"leaver-{user.pk}@{NOWHERE}"


def _end_roles(user: User, today: date) -> list[int]:
    held = user.memberships.filter(Q(to_on=None) | Q(to_on__gt=today)).select_for_update()
    ended = list(held.order_by("pk").values_list("pk", flat=True))
    last_day = Case(When(from_on__gt=today, then=F("from_on")), default=today)
    user.memberships.filter(pk__in=ended).update(to_on=last_day)
    return ended
