"""What proves a return is as open as the return: published with it, and taken off with it.

Its public page is one piece of evidence for all returns of a period, whichever of them stands there; what says that
there was nothing to count is published with that return alone.
"""

from __future__ import annotations

from datetime import date

from bodies.models import User
from casework.models import Return
from evidence.actions import publish, withhold
from evidence.models import Evidence


def show_proof(row: Return, *, by: User, today: date) -> None:
    """Let anybody read what proves a return that is published. Raises NotNow while that is held back."""
    for piece in _pieces(row):
        if piece.pk != row.evidence_id and piece.kind != Evidence.Kind.LINK:
            _hide(piece, by, today)
        elif not piece.is_published(today):
            # A pre-election period does not hold a return back, nor what proves it; the audit trail names it.
            publish(evidence=piece, by=by, today=today, anyway=True)


def hide_proof(row: Return, *, by: User, today: date) -> None:
    """Take off what proves a return that is public no more. Why is asked where such decisions are made."""
    for piece in _pieces(row):
        _hide(piece, by, today)


def _hide(piece: Evidence, by: User, today: date) -> None:
    if piece.published_on is not None:
        withhold(evidence=piece, why="", until=None, by=by, today=today)


def _pieces(row: Return) -> list[Evidence]:
    """The pieces that prove the returns of a period, and were not withdrawn."""
    returns = Return.objects.of_period(row).exclude(evidence=None)
    return list(Evidence.objects.filter(pk__in=returns.values("evidence"), withdrawn_on=None).order_by("pk"))
