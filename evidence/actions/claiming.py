"""An assurer says that they look at a round, so that two do not read the same; others see it and may still decide.

It is a lease in real time and no fact of the record: it settles nothing, so it leaves no audit row.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone

from bodies.access import Reach
from bodies.models import User
from duties.actions import NotNow
from evidence.actions.common import somebody_else
from evidence.actions.deciding import AlreadyDecided, may_decide
from evidence.models import Submission


class Claimed(NotNow):
    """Somebody else looks at it already."""


def claim(*, submission: Submission, reach: Reach, by: User, today: date) -> None:
    """Take a round in hand, or go on with it; the database says who was first. Raises NotNow."""
    if not may_decide(reach, submission, today):
        raise somebody_else("review this")
    now = timezone.now()
    free = Q(claimed_by=None) | Q(claimed_by=by) | Q(claimed_at__lte=now - Submission.CLAIM_LASTS)
    taken = Submission.objects.filter(free, pk=submission.pk, decision="").update(claimed_by=by, claimed_at=now)
    if not taken:
        current = Submission.objects.for_pages().get(pk=submission.pk)
        if current.decision:
            raise AlreadyDecided(current)
        raise Claimed("Somebody else has taken this in hand. You can still decide it.")


def release(*, submission: Submission, by: User) -> None:
    """Give back a round that one has in hand; what one has not stays as it is."""
    Submission.objects.filter(pk=submission.pk, decision="", claimed_by=by).update(claimed_by=None, claimed_at=None)
