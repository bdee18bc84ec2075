"""A person's secret address for calendar programs: made, renewed and revoked; kept only as a digest.

Every action is one transaction with its audit row inside; the token itself is returned once and stored nowhere.
"""

from __future__ import annotations

import secrets
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.actions import Refused
from bodies.models import CalendarFeed, User

TOKEN_BYTES = 32


def feed_of(user: User) -> CalendarFeed | None:
    """The address that a person uses now."""
    return CalendarFeed.objects.filter(user=user, revoked_at=None).first()


def owner_of(token: str) -> User | None:
    """Whose feed a token opens: nobody's where it is unknown or revoked, or the account is switched off."""
    feed = CalendarFeed.objects.filter(digest=_digest(token), revoked_at=None, user__is_active=True)
    found = feed.select_related("user").first()
    return found.user if found else None


@transaction.atomic
def make_feed(*, user: User, seen: int | None, today: date) -> str:
    """Make a new address, which revokes the one before; returns its token, which is never shown again.

    `seen` is the id of the address in use when the person was asked (None: there was none), so that a form sent twice
    does not revoke what it has just shown. Raises Refused.
    """
    current = _in_use(user)
    if (current.pk if current else None) != seen:
        raise Refused("Another address was made meanwhile. Nothing was done. Look at what is in use now.")
    _revoke(current)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed.objects.create(user=user, digest=_digest(token), created_at=timezone.now())
    audit.record("made a calendar address", feed, by=user, today=today, instead_of=current.pk if current else None)
    return token


@transaction.atomic
def revoke_feed(*, user: User, by: User | None, today: date) -> None:
    """Revoke the address in use, if there is one; from now on it answers as one that never was."""
    current = _in_use(user)
    if current is not None:
        _revoke(current)
        audit.record("revoked a calendar address", current, by=by, today=today)


def _in_use(user: User) -> CalendarFeed | None:
    User.objects.select_for_update().get(pk=user.pk)  # one at a time
    return feed_of(user)


def _revoke(feed: CalendarFeed | None) -> None:
    if feed is not None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
