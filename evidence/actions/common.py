"""What the actions share."""

from __future__ import annotations

from datetime import date

from bodies.access import Permission, Reach, can
from bodies.models import Body
from duties.actions import NotNow
from duties.models import Obligation, OwedBy


def locked(obligation: Obligation) -> Obligation:
    """The obligation as it stands now, kept from others until the transaction ends."""
    return Obligation.objects.for_pages().select_for_update(of=("self",)).get(pk=obligation.pk)


def holder_of(obligation: Obligation) -> Body:
    """Who answers for it now; of a body that was split, the body itself until somebody names a holder."""
    return obligation.held_by or obligation.body


def may_see(reach: Reach, obligation: Obligation, today: date) -> bool:
    """Whether somebody may know of it; of what is inside a body only its own members (`ObligationQuerySet.seen_by`)."""
    involved = {obligation.body, holder_of(obligation)}
    if obligation.is_inside:
        return not reach.bodies_where(Permission.SEE_BODY).isdisjoint(body.pk for body in involved)
    return any(can(reach, Permission.SEE_BODY, body, today) for body in involved)


def is_settled(obligation: Obligation) -> bool:
    """Whether it is met or closed: what is said of it now goes on top of a decision."""
    return obligation.met_on is not None or obligation.closed_on is not None


def takes_at_once(obligation: Obligation) -> bool:
    """Whether a newer piece takes its place there at once, because nothing more is sent in for it.

    So it is of what is settled, and of what the dates of a record settle.
    """
    return is_settled(obligation) or obligation.proof == "recorded"


def somebody_else(does: str) -> NotNow:
    """The refusal of somebody who sent it in, or belongs to a body that did; `does` is what they wanted to do."""
    return NotNow(f"Somebody else must {does}: nobody decides about what they, or a body of theirs, sent in.")


def refuse_unless_gathering(obligation: Obligation) -> None:
    """Raise NotNow when nothing can be added to it or sent in for it."""
    if obligation.closed_on is not None:
        raise NotNow("This is closed.")
    if obligation.met_on is not None:
        _refuse_unless_called_in(obligation)
        return
    if obligation.sent_on is not None:
        raise NotNow("This was sent in and is waiting for review. You can add to it if it is sent back.")
    if obligation.owed_by == OwedBy.NHS_ENGLAND:
        raise NotNow("NHS England owes this, not the body.")
    if obligation.proof not in ("reviewed", "certified"):
        raise NotNow("The record's own dates settle this: nothing is sent in for it.")


def _refuse_unless_called_in(obligation: Obligation) -> None:
    """What is settled is gathered for only while NHS England asks to see it, and no answer waits."""
    if not obligation.call_ins.open().exists():
        raise NotNow("This is settled already.")
    if obligation.submissions.waiting().exists():
        raise NotNow("Your answer waits for review. You can add to it if it is sent back.")
