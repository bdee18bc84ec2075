"""Calling in what a body certified: NHS England asks to see the evidence, the body shows it, an assurer looks.

The obligation stays certified all the while; only re-opening the certification ends that.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from bodies.access import Permission, Reach, can
from bodies.models import User
from duties.actions import NotNow
from duties.models import Obligation
from evidence.actions.calls import certification_of, close_call, current_call, open_call_of, say
from evidence.actions.common import locked, somebody_else
from evidence.actions.deciding import may_assure, refuse_unless_ticked, vouched_for
from evidence.actions.rounds import new_round
from evidence.models import CallIn, Submission
from evidence.notices import tell_called_in


@transaction.atomic
def call_in(
    *, obligation: Obligation, reach: Reach, why: str, by: User, today: date, invented: bool = False
) -> CallIn:  # fmt: skip
    """Ask to see the evidence of a duty that a body certified. Raises NotNow."""
    current = locked(obligation)
    if not may_assure(reach, current, today):
        raise somebody_else("do this")
    if current.met_how != "certified" or current.closed_on is not None:
        raise NotNow("Only what a body certified can be called in.")
    if open_call_of(current) is not None:
        raise NotNow("NHS England asks to see this already.")
    made = CallIn.objects.create(
        obligation=current, called_on=today, called_by=by, why=why, is_invented=invented
    )  # fmt: skip
    say("called in", made, by=by, today=today, why=why)
    tell_called_in(made, today=today)
    return made


def may_answer(reach: Reach, call: CallIn, today: date) -> bool:
    """Who may send the answer: who leads the body that answers for it."""
    holder = call.obligation.held_by
    return holder is not None and can(reach, Permission.CERTIFY, holder, today)


@transaction.atomic
def answer_call(
    *, call: CallIn, reach: Reach, note: str, by: User, today: date, invented: bool = False
) -> Submission:  # fmt: skip
    """Show what NHS England asks to see: everything sent in for the duty, as a round for an assurer. Raises NotNow."""
    current, obligation = _open(call)
    if not may_answer(reach, current, today):
        raise NotNow("The governance lead of the body answers this.")
    assert obligation.done_on is not None  # it is certified
    made = new_round(
        obligation, done_on=obligation.done_on, note=note, by=by, today=today, achieved=obligation.achieved,
        is_invented=invented, call_in=current,
    )  # fmt: skip
    if not made.items:
        raise NotNow("Add evidence first: a file, a link or a statement.")
    say("answered a call", current, by=by, today=today)
    return made


@transaction.atomic
def see_called(*, call: CallIn, reach: Reach, ticked: Collection[str], by: User, today: date) -> CallIn:
    """Say "Evidence seen" of what was sent in with the certification itself, where that is enough. Raises NotNow."""
    current, obligation = _open(call)
    certified = certification_of(obligation)
    if certified is None or not certified.items:
        raise NotNow("Nothing was sent in with the certification. Wait for the body's answer.")
    if vouched_for(reach, obligation) or not may_assure(reach, obligation, today):
        raise somebody_else("do this")
    refuse_unless_ticked(certified, ticked)
    return close_call(current, CallIn.Outcome.SEEN, by=by, today=today)


@transaction.atomic
def take_back_call(*, call: CallIn, reach: Reach, why: str, by: User, today: date) -> CallIn:
    """Ask no longer to see it, saying why. Raises NotNow."""
    current, obligation = _open(call)
    if not may_assure(reach, obligation, today):
        raise somebody_else("do this")
    return close_call(current, CallIn.Outcome.TAKEN_BACK, by=by, today=today, why=why)


def _open(call: CallIn) -> tuple[CallIn, Obligation]:
    """The call and its obligation as they stand now, while no answer waits for review. Raises NotNow."""
    obligation = locked(call.obligation)
    current = current_call(call, obligation)
    if obligation.submissions.waiting().exists():
        raise NotNow("The body's answer waits for review. Decide that instead.")
    return current, obligation
