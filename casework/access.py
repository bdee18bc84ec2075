"""Who keeps which log: the officers and leads of the body, and of the body that answers for it after it closed."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from bodies.access import Permission, Reach
from bodies.history import heirs
from duties.models import Obligation
from duties.querysets import LOGGED

REQUESTS, COMPLAINTS = Permission.KEEP_REQUESTS, Permission.KEEP_COMPLAINTS


def logs_of(bodies: set[int], today: date) -> set[int]:
    """Ids of the bodies whose logs these bodies keep: their own, and of those that closed and left them theirs.

    At most three statements. Of a body that was split whoever an administrator named keeps its log.
    """
    if not bodies:
        return set()
    left = {closed for closed, heir in heirs(today).items() if heir in bodies}
    named = Obligation.objects.filter(held_by__in=bodies, record_kind__in=LOGGED).exclude(body=F("held_by"))
    return bodies | left | set(named.order_by().values_list("body", flat=True).distinct())


def may_keep(reach: Reach, permission: Permission, today: date) -> set[int]:
    """Ids of the bodies whose log of one kind a person keeps."""
    return logs_of(reach.bodies_where(permission), today)
