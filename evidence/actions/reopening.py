"""A decision is re-opened with a reason. It stays on its round; what it had settled is settled no more."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bodies import audit
from bodies.access import Permission, Reach, can
from bodies.models import User
from duties import reopening as duty_reopening
from duties.actions import NotNow
from duties.models import Obligation, OwedBy
from evidence.actions.calls import close_call, open_call_of
from evidence.actions.common import holder_of, locked, somebody_else
from evidence.actions.deciding import is_sender, may_assure
from evidence.actions.rounds import Decision, open_round
from evidence.models import CallIn, Submission


def may_reopen(reach: Reach, submission: Submission, today: date) -> bool:
    """Who may re-open a decision.

    Of a reviewed duty: an assurer (`may_assure`) other than the sender; who decided may decide again. Of a certified
    one: who may certify it, and an assurer while NHS England asks to see its evidence.
    """
    obligation = submission.obligation
    if obligation.proof == "reviewed":
        return not is_sender(reach, submission) and may_assure(reach, obligation, today)
    if obligation.owed_by == OwedBy.NHS_ENGLAND:
        return reach.is_national()
    if obligation.held_by is not None and can(reach, Permission.CERTIFY, obligation.held_by, today):
        return True
    return open_call_of(submission.obligation) is not None and may_assure(reach, obligation, today)


def why_not_reopened(submission: Submission) -> str:
    """Why its decision cannot be re-opened as things stand, for people; empty where it can. Two statements at most."""
    if submission.decision in (Decision.WAITING, Decision.WITHDRAWN):
        return "Nobody has decided this round."
    if submission.reopened_on is not None:
        return "This was re-opened already."
    if submission.call_in_id is not None:
        return "This answered a call. Call it in again instead."
    if submission.decision == Decision.SENT_BACK and submission.obligation.proof == "certified":
        return "The governance lead sent this back. Send it in again, or certify it."
    later = submission.obligation.submissions.filter(number__gt=submission.number).exclude(decision=Decision.WITHDRAWN)
    if later.filter(decision="").exists():
        return "Something is waiting for review here. Decide that first."
    if later.filter(call_in=None).exists():
        return "Something was sent in since. What was decided then is what counts."
    return ""


@transaction.atomic
def reopen_decision(
    *, submission: Submission, reach: Reach, why: str, by: User, today: date
) -> Submission | None:  # fmt: skip
    """Re-open a decision. Raises NotNow.

    What an assurer decided is put before an assurer again, as a new round of the same items and checks, in the place
    that it had. What was certified is open again, and a call for its evidence is answered by that.
    """
    obligation = locked(submission.obligation)
    current = Submission.objects.for_pages().select_for_update(of=("self",)).get(pk=submission.pk)
    current.obligation = obligation
    if refusal := why_not_reopened(current):
        raise NotNow(refusal)
    if not may_reopen(reach, current, today):
        raise somebody_else("re-open this")
    current.reopened_on, current.reopened_by, current.reopened_why = today, by, why
    current.save(update_fields=["reopened_on", "reopened_by", "reopened_why"])
    audit.record(
        "re-opened a decision", current, by=by, today=today, body=holder_of(obligation), number=current.number
    )  # fmt: skip
    certified = current.decision == Decision.CERTIFIED
    settled_no_more = duty_reopening.reopen(
        obligation=obligation, sent_on=None if certified else current.sent_on,
        done_on=None if certified else current.done_on, why=why, by=by, today=today,
    )  # fmt: skip
    if certified:
        _close_call(obligation, by=by, today=today)
        return None
    current.obligation = settled_no_more
    return _again(current, by=by, today=today)


def _again(old: Submission, *, by: User, today: date) -> Submission:
    """The same once more, as it was sent in then."""
    return open_round(
        old.obligation, sent_by=old.sent_by, sent_on=old.sent_on, sent_at=old.sent_at, queued_at=old.queued_at,
        done_on=old.done_on, note=old.note, achieved=old.achieved, items=old.items, checks=old.checks, reopens=old,
        is_invented=old.is_invented, by=by, today=today,
    )  # fmt: skip


def _close_call(obligation: Obligation, *, by: User, today: date) -> None:
    call = open_call_of(obligation)
    if call is not None:
        call.obligation = obligation
        close_call(call, CallIn.Outcome.REOPENED, by=by, today=today)
