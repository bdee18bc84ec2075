"""Let another body use a piece: a joint meeting, an auditor whom both have. Recorded on both sides."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bodies import audit
from bodies.models import Body, User
from duties.actions import NotNow
from evidence.actions.using import still_current
from evidence.models import Evidence, EvidenceShare


@transaction.atomic
def share(*, evidence: Evidence, keeper: Body, body: Body, by: User, today: date) -> EvidenceShare:
    """Share a piece that was sent in with another body, which then finds it as its own; twice is once. Raises NotNow.

    `keeper` decides on the piece.
    """
    piece = still_current(evidence)
    if piece.is_draft:
        raise NotNow("This is a draft: send it in or certify first.")
    if body in (keeper, piece.body):
        raise NotNow(f"This is evidence of {body.name} itself.")
    if not body.is_open(today):
        raise NotNow(f"{body.name} is not open today.")
    return give(piece, body, by=by, today=today, keeper=keeper)


def give(piece: Evidence, body: Body, *, by: User, today: date, keeper: Body) -> EvidenceShare:
    """Write a share with its audit rows, in the caller's transaction."""
    made, is_new = EvidenceShare.objects.get_or_create(
        evidence=piece, body=body, ended_on=None, defaults={"shared_by": by, "shared_on": today}
    )
    if is_new:
        audit.record("shared", piece, by=by, today=today, body=keeper, share=made.pk, to=body.pk)
        audit.record("was given", made, by=by, today=today, body=body, evidence=piece.pk)
    return made


@transaction.atomic
def end_share(*, share: EvidenceShare, keeper: Body, by: User, today: date) -> None:
    """End a share: no new use from now on, and what the piece was used for stays. What has ended stays ended."""
    current = EvidenceShare.objects.select_for_update(of=("self",)).select_related("evidence", "body").get(pk=share.pk)
    if current.ended_on is not None:
        return
    current.ended_on, current.ended_by = today, by
    current.save(update_fields=["ended_on", "ended_by"])
    audit.record(
        "ended a share", current.evidence, by=by, today=today, body=keeper, share=current.pk, to=current.body_id
    )
    audit.record("is given no longer", current, by=by, today=today, body=current.body, evidence=current.evidence_id)
