"""Let a membership have looked, without a page."""

from datetime import date, datetime

from bodies.looking import drawn
from bodies.models import Membership
from tests.factories import TODAY


def look(membership: Membership, at: datetime, on: date = TODAY) -> None:
    """Have it looked at a moment, at whatever the audit trail says by now."""
    membership.looked_at, membership.looked_on, membership.looked_place = at, on, drawn(on).place
    membership.save()
