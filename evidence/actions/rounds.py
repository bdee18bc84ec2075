"""A round of review: made with what is sent in frozen, and decided once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from bodies import audit
from bodies.models import User
from duties.models import Obligation
from evidence.actions.common import holder_of
from evidence.actions.superseding import took_effect
from evidence.freezing import freeze
from evidence.models import CallIn, Evidence, EvidenceUse, Submission

Decision = Submission.Decision


def new_round(
    obligation: Obligation, *, done_on: date, note: str, by: User, today: date, achieved: bool | None,
    is_invented: bool, call_in: CallIn | None = None, **facts: Any,
) -> Submission:  # fmt: skip
    """Send what is offered for an obligation, with what was sent in for it before, as one round."""
    now = timezone.now()
    _send_uses(obligation, by, today)
    items = freeze(Evidence.objects.sent_for(obligation).current().order_by("id"))
    return open_round(
        obligation, sent_by=by, sent_on=today, sent_at=now, queued_at=_place(obligation, call_in) or now,
        done_on=done_on, note=note, achieved=achieved, items=items, checks=obligation.duty.checks, call_in=call_in,
        is_invented=is_invented or any(item["invented"] for item in items), by=by, today=today, **facts,
    )  # fmt: skip


def open_round(obligation: Obligation, *, by: User, today: date, **facts: Any) -> Submission:
    """Add the next round of an obligation, with its audit row."""
    made = Submission.objects.create(obligation=obligation, number=obligation.submissions.count() + 1, **facts)
    audit.record("opened a round", made, by=by, today=today, body=holder_of(obligation), number=made.number)
    return made


def decide(submission: Submission, decision: str, *, by: User, today: date, **fields: Any) -> Submission:
    """Say once what became of a round, with its audit row. Nobody has it in hand any more."""
    submission.decision, submission.decided_by = decision, by
    submission.decided_on, submission.decided_at = today, timezone.now()
    submission.claimed_by, submission.claimed_at = None, None
    for name, value in fields.items():
        setattr(submission, name, value)
    submission.save()
    audit.record(
        f"decided: {decision}", submission, by=by, today=today, body=holder_of(submission.obligation),
        number=submission.number,
    )  # fmt: skip
    return submission


def _send_uses(obligation: Obligation, by: User, today: date) -> None:
    unsent = Evidence.objects.unsent_for(obligation).current()
    chosen = Evidence.objects.filter(pk__in=list(unsent.values_list("pk", flat=True))).order_by("pk")
    pieces = list(chosen.select_for_update(of=("self",)))
    keys = [piece.pk for piece in pieces]
    Evidence.objects.filter(pk__in=keys, sent_on=None).update(sent_on=today)
    EvidenceUse.objects.filter(evidence__in=keys, obligation=obligation).update(sent_on=today)
    for piece in pieces:
        if piece.is_draft and piece.supersedes_id is not None:
            took_effect(piece, by=by, today=today)


def _place(obligation: Obligation, call_in: CallIn | None) -> datetime | None:
    """The place in the queue that the round before had, if it was sent back: of the same call, or of none."""
    last = obligation.submissions.filter(call_in=call_in).order_by("-number").first()
    return last.queued_at if last is not None and last.decision == Decision.SENT_BACK else None
