"""Let a membership have looked, without a page."""

from datetime import date, datetime

from django.db import connection

from bodies.looking import drawn
from bodies.models import Membership
from tests.factories import TODAY


def look(membership: Membership, at: datetime, on: date = TODAY) -> None:
    """Have it looked at a moment, at whatever the audit trail says by now."""
    membership.looked_at, membership.looked_on, membership.looked_place = at, on, drawn(on).place
    membership.save()


def committed() -> None:
    """Let what a commit does be done, in a test that never commits: PostgreSQL chains the trail at the very end."""
    connection.check_constraints()
