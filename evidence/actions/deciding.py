"""The assurer's side of a round: evidence seen, or sent back saying what is missing. One decides, and once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from bodies.access import Permission, Reach, can
from bodies.models import User
from bodies.web.text import date_long
from duties import actions as duty_actions
from duties.actions import NotNow
from duties.models import Obligation, OwedBy
from evidence.actions.calls import close_call, current_call, say
from evidence.actions.common import holder_of, locked, somebody_else
from evidence.actions.rounds import Decision, decide
from evidence.frozen import not_seen
from evidence.models import CallIn, Submission
from evidence.notices import tell_sent_back


class AlreadyDecided(NotNow):
    """Somebody else was quicker; `in_words` says who, when and what."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        super().__init__(self.in_words("Somebody else"))

    def in_words(self, who: str) -> str:
        """Tell it of somebody by their post."""
        return f"{self.fate(who)} What you typed is still here, but nothing of it was recorded."

    def fate(self, who: str) -> str:
        """What became of it, in one sentence."""
        day = date_long(self.submission.decided_on)
        if self.submission.decision == Decision.WITHDRAWN:
            return f"{who} withdrew this on {day}, before it was reviewed."
        return f"{who} decided this on {day}: {self.submission.get_decision_display()}."


def may_assure(reach: Reach, obligation: Obligation, today: date) -> bool:
    """Who may decide as an assurer: national, or of the region today of a body involved; never a member of one.

    The region of who answers now counts too: that of a closed body may have closed with it.
    """
    if obligation.owed_by == OwedBy.NHS_ENGLAND or obligation.is_inside:
        return False
    if reach.membership_in([obligation.body_id, obligation.held_by_id or 0]):
        return False
    return any(can(reach, Permission.REVIEW, body, today) for body in {obligation.body, holder_of(obligation)})


def may_decide(reach: Reach, submission: Submission, today: date) -> bool:
    """Who may decide a round.

    Reviewed duties, and answers to a call: an assurer (`may_assure`) other than the sender, and than who certified
    what is called in. Certified duties that a contributor sent in: the governance lead of the body that answers.
    """
    obligation = submission.obligation
    if not submission.is_for_assurers:
        return can(reach, Permission.CERTIFY, holder_of(obligation), today)
    if is_sender(reach, submission) or (submission.call_in_id and vouched_for(reach, obligation)):
        return False
    return may_assure(reach, obligation, today)


def is_sender(reach: Reach, submission: Submission) -> bool:
    return any(membership.user_id == submission.sent_by_id for membership in reach.memberships)


def vouched_for(reach: Reach, obligation: Obligation) -> bool:
    """Whether it is certified by this person, or on what this person sent in. No query where rounds are prefetched."""
    own = {membership.user_id for membership in reach.memberships}
    return any(
        one.decision == Decision.CERTIFIED and one.reopened_on is None and {one.sent_by_id, one.decided_by_id} & own
        for one in obligation.submissions.all()
    )


@transaction.atomic
def decide_seen(
    *, submission: Submission, reach: Reach, ticked: Collection[str], by: User, today: date,
    done_on: date | None = None, achieved: bool | None = None,
) -> Submission:  # fmt: skip
    """Say "Evidence seen": every frozen check was ticked. Raises NotNow.

    `done_on` and `achieved` confirm or correct what the body claimed; the claim stands where None is given. What
    answers a call closes that, and leaves the obligation certified as it is.
    """
    current = decidable(submission, reach, today)
    if not current.is_for_assurers:
        raise NotNow("The body certifies this itself.")
    refuse_unless_ticked(current, ticked)
    if current.call_in is not None:
        close_call(
            current_call(current.call_in, current.obligation), CallIn.Outcome.SEEN, by=by, today=today
        )  # fmt: skip
        return decide(current, Decision.SEEN, by=by, today=today)
    done_on = done_on or current.done_on
    if achieved is None:
        achieved = current.achieved
    duty_actions.mark_met(
        obligation=current.obligation, how="seen", done_on=done_on, by=by, today=today, achieved=achieved
    )
    return decide(
        current, Decision.SEEN, by=by, today=today, decided_done_on=done_on, decided_achieved=achieved
    )  # fmt: skip


@transaction.atomic
def send_back(
    *, submission: Submission, reach: Reach, reason: str, by: User, today: date, missing: Collection[str] = ()
) -> Submission:
    """Send a round back saying what is missing: the checks that could not be ticked, words, or both. Raises NotNow."""
    current = decidable(submission, reach, today)
    listed = [check for check in current.checks if check in missing]
    if not listed and not reason:
        raise NotNow("Say what is missing.")
    if current.call_in is not None:
        say("sent back an answer", current_call(current.call_in, current.obligation), by=by, today=today)
    else:
        duty_actions.mark_sent_back(obligation=current.obligation, by=by, today=today)
    tell_sent_back(current, by=by, today=today)
    return decide(
        current, Decision.SENT_BACK, by=by, today=today, missing=listed, reason=reason or not_seen(listed)
    )  # fmt: skip


def refuse_unless_ticked(submission: Submission, ticked: Collection[str]) -> None:
    """Raise NotNow, naming what was not ticked."""
    missing = [check for check in submission.checks if check not in ticked]
    if missing:
        raise NotNow("Tick every check, or send it back saying what is missing: " + "; ".join(missing))


def current_round(submission: Submission) -> Submission:
    """The round as it stands now, its obligation and itself kept from others. Raises AlreadyDecided."""
    obligation = locked(submission.obligation)
    current = Submission.objects.for_pages().select_for_update(of=("self",)).get(pk=submission.pk)
    current.obligation = obligation
    if current.decision:
        raise AlreadyDecided(current)
    return current


def decidable(submission: Submission, reach: Reach, today: date) -> Submission:
    """The round as it stands now, for somebody who may decide it. Raises NotNow."""
    current = current_round(submission)
    if not may_decide(reach, current, today):
        raise somebody_else("review this")
    return current
