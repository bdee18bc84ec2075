"""Rounds: send in, certify, and decide what was sent in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.access import Permission, Reach, can
from bodies.models import User
from bodies.web.text import date_long
from duties import actions as duty_actions
from duties.actions import NotNow
from duties.models import Obligation, OwedBy
from evidence.actions.common import holder_of, locked, refuse_unless_gathering
from evidence.models import Evidence, Submission


class AlreadyDecided(NotNow):
    """Somebody else was quicker; `in_words` says who, when and what."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        super().__init__(self.in_words("Somebody else"))

    def in_words(self, who: str) -> str:
        """Tell it of somebody by their post."""
        decided = self.submission.get_decision_display()
        return (
            f"{who} decided this on {date_long(self.submission.decided_on)}: {decided}."
            " What you typed is still here, but nothing of it was recorded."
        )


@transaction.atomic
def send_in(
    *, obligation: Obligation, done_on: date, note: str, by: User, today: date, achieved: bool | None = None,
    invented: bool = False,
) -> Submission:  # fmt: skip
    """Send in all drafts of an obligation as one round; items and checks are frozen. Raises NotNow."""
    refuse_unless_gathering(locked(obligation))
    current = duty_actions.mark_sent(obligation=obligation, done_on=done_on, by=by, today=today)
    made = _new_round(current, done_on=done_on, note=note, by=by, today=today, achieved=achieved, is_invented=invented)
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
        return _new_round(
            current, done_on=done_on, note=note, by=by, today=today, achieved=achieved, is_invented=invented,
            decision=Submission.Decision.CERTIFIED, decided_by=by, decided_on=today, decided_at=timezone.now(),
            decided_done_on=done_on,
        )  # fmt: skip
    waiting.obligation = current
    return _decide(
        waiting, Submission.Decision.CERTIFIED, by=by, today=today, decided_done_on=done_on, achieved=achieved,
        note=note or waiting.note,
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


def _new_round(
    obligation: Obligation, *, done_on: date, note: str, by: User, today: date, achieved: bool | None,
    is_invented: bool, **decision: Any,
) -> Submission:  # fmt: skip
    drafts = obligation.evidence.drafts()
    Evidence.objects.filter(pk__in=list(drafts.values_list("pk", flat=True))).update(sent_on=today)
    items = [_frozen(item) for item in obligation.evidence.sent_in().select_related("file").order_by("id")]
    made = Submission.objects.create(
        obligation=obligation, number=obligation.submissions.count() + 1, sent_by=by, sent_on=today,
        sent_at=timezone.now(), done_on=done_on, note=note, achieved=achieved, items=items,
        checks=obligation.duty.checks, is_invented=is_invented or any(item["invented"] for item in items), **decision,
    )  # fmt: skip
    audit.record("opened a round", made, by=by, today=today, body=holder_of(obligation), number=made.number)
    return made


def _frozen(item: Evidence) -> dict[str, Any]:
    return {
        "id": item.pk, "kind": item.kind, "title": item.title, "about_on": item.about_on.isoformat(), "url": item.url,
        "text": item.text, "file_name": item.file_name, "sha256": item.file.sha256 if item.file else "",
        "size": item.file.size if item.file else 0, "invented": item.is_invented,
    }  # fmt: skip


def may_assure(reach: Reach, obligation: Obligation, today: date) -> bool:
    """Who may decide as an assurer: national, or of the region today of a body involved; never a member of one.

    The region of who answers now counts too: that of a closed body may have closed with it.
    """
    if obligation.owed_by == OwedBy.NHS_ENGLAND:
        return False
    if reach.membership_in([obligation.body_id, obligation.held_by_id or 0]):
        return False
    return any(can(reach, Permission.REVIEW, body, today) for body in {obligation.body, holder_of(obligation)})


def may_decide(reach: Reach, submission: Submission, today: date) -> bool:
    """Who may decide a round.

    Reviewed duties: an assurer (`may_assure`) other than the sender. Certified duties that a contributor sent in: the
    governance lead of the body that answers for them.
    """
    obligation = submission.obligation
    if obligation.proof == "certified":
        return can(reach, Permission.CERTIFY, holder_of(obligation), today)
    is_sender = any(membership.user_id == submission.sent_by_id for membership in reach.memberships)
    return not is_sender and may_assure(reach, obligation, today)


@transaction.atomic
def decide_seen(
    *, submission: Submission, reach: Reach, done_on: date, ticked: Sequence[str], by: User, today: date
) -> Submission:
    """Say "Evidence seen": every frozen check was ticked; `done_on` confirms or corrects the claim. Raises NotNow."""
    current = _decidable(submission, reach, today)
    if current.obligation.proof != "reviewed":
        raise NotNow("The body certifies this itself.")
    missing = [check for check in current.checks if check not in ticked]
    if missing:
        raise NotNow("Tick every check, or send it back saying what is missing: " + "; ".join(missing))
    duty_actions.mark_met(
        obligation=current.obligation, how="seen", done_on=done_on, by=by, today=today, achieved=current.achieved
    )
    return _decide(current, Submission.Decision.SEEN, by=by, today=today, decided_done_on=done_on)


@transaction.atomic
def send_back(*, submission: Submission, reach: Reach, reason: str, by: User, today: date) -> Submission:
    """Send a round back, saying what is missing. Raises NotNow."""
    current = _decidable(submission, reach, today)
    duty_actions.mark_sent_back(obligation=current.obligation, by=by, today=today)
    return _decide(current, Submission.Decision.SENT_BACK, by=by, today=today, reason=reason)


def _decidable(submission: Submission, reach: Reach, today: date) -> Submission:
    obligation = locked(submission.obligation)
    current = Submission.objects.for_pages().select_for_update(of=("self",)).get(pk=submission.pk)
    current.obligation = obligation
    if current.decision:
        raise AlreadyDecided(current)
    if not may_decide(reach, current, today):
        raise NotNow("Somebody else must review this: nobody reviews what they, or a body of theirs, sent in.")
    return current


def _decide(submission: Submission, decision: str, *, by: User, today: date, **fields: Any) -> Submission:
    submission.decision, submission.decided_by = decision, by
    submission.decided_on, submission.decided_at = today, timezone.now()
    for name, value in fields.items():
        setattr(submission, name, value)
    submission.save()
    audit.record(
        f"decided: {decision}", submission, by=by, today=today, body=holder_of(submission.obligation),
        number=submission.number,
    )  # fmt: skip
    return submission
