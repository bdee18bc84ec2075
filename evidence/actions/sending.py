"""The body's side of a round: send in, certify, and withdraw before review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from bodies.access import Permission, Reach, can
from bodies.models import User
from duties import actions as duty_actions
from duties import reopening as duty_reopening
from duties.actions import NotNow
from duties.models import Obligation
from evidence.actions.calls import current_call, say
from evidence.actions.common import locked, refuse_unless_gathering
from evidence.actions.deciding import current_round, is_sender
from evidence.actions.rounds import Decision, decide, new_round
from evidence.models import Submission


@transaction.atomic
def send_in(
    *, obligation: Obligation, done_on: date, note: str, by: User, today: date, achieved: bool | None = None,
    invented: bool = False,
) -> Submission:  # fmt: skip
    """Send in all drafts of an obligation as one round; items and checks are frozen. Raises NotNow."""
    refuse_unless_gathering(locked(obligation))
    current = duty_actions.mark_sent(obligation=obligation, done_on=done_on, by=by, today=today)
    made = new_round(current, done_on=done_on, note=note, by=by, today=today, achieved=achieved, is_invented=invented)
    if not made.items:
        raise NotNow("Add evidence first: a file, a link or a statement.")
    return made


@transaction.atomic
def certify(
    *, obligation: Obligation, done_on: date, note: str, by: User, today: date, achieved: bool | None = None,
    invented: bool = False,
) -> Submission:  # fmt: skip
    """Who owes it certifies that it was done: settled at once, sampled later. Raises NotNow."""
    if locked(obligation).proof != "certified":
        raise NotNow("This is reviewed by an assurer: send the evidence in.")
    waiting = obligation.submissions.waiting().select_for_update(of=("self",)).first()
    if waiting is not None and achieved is None:
        achieved = waiting.achieved
    current = duty_actions.mark_met(
        obligation=obligation, how="certified", done_on=done_on, by=by, today=today, achieved=achieved
    )
    if waiting is None:
        return new_round(
            current, done_on=done_on, note=note, by=by, today=today, achieved=achieved, is_invented=invented,
            decision=Decision.CERTIFIED, decided_by=by, decided_on=today, decided_at=timezone.now(),
            decided_done_on=done_on,
        )  # fmt: skip
    waiting.obligation = current
    return decide(
        waiting, Decision.CERTIFIED, by=by, today=today, decided_done_on=done_on, decided_achieved=achieved,
        decided_note=note,
    )  # fmt: skip


@transaction.atomic
def certify_many(
    *, obligations: Sequence[Obligation], done_on: date, by: User, today: date, invented: bool = False
) -> int:
    """Certify several at once: all or none. Returns how many. Raises NotNow naming the first that cannot be."""
    for obligation in sorted(obligations, key=lambda one: one.pk):  # one order for everybody: nobody waits in a circle
        try:
            certify(obligation=obligation, done_on=done_on, note="", by=by, today=today, invented=invented)
        except NotNow as refusal:
            raise NotNow(f"{obligation.title}: {refusal} Nothing was certified.") from refusal
    return len(obligations)


def may_withdraw(reach: Reach, submission: Submission, today: date) -> bool:
    """Who may take a round back: the lead of the body that answers for it, or who sent it in and still works there."""
    holder = submission.obligation.held_by
    if holder is None:
        return False
    needed = Permission.ADD_EVIDENCE if is_sender(reach, submission) else Permission.CERTIFY
    return can(reach, needed, holder, today)


@transaction.atomic
def withdraw_round(*, submission: Submission, reach: Reach, why: str, by: User, today: date) -> Submission:
    """Take a round back before anybody decided it. What was sent in stays on the record. Raises NotNow."""
    current = current_round(submission)
    if not may_withdraw(reach, current, today):
        raise NotNow("The governance lead, or who sent it in, can withdraw this.")
    if current.call_in is not None:  # what is certified stays so, and the call stays open
        say("withdrew an answer", current_call(current.call_in, current.obligation), by=by, today=today, why=why)
    else:
        duty_reopening.take_back_sent(
            obligation=current.obligation, why=why, sent_back_on=_sent_back_before(current), by=by, today=today
        )
    return decide(current, Decision.WITHDRAWN, by=by, today=today, reason=why)


def _sent_back_before(submission: Submission) -> date | None:
    """The day on which the round before was sent back, if that is what still stands."""
    earlier = submission.obligation.submissions.filter(number__lt=submission.number).order_by("-number")
    last = earlier.exclude(decision=Decision.WITHDRAWN).first()
    if last is None or last.decision != Decision.SENT_BACK or last.reopened_on is not None:
        return None
    return last.decided_on
