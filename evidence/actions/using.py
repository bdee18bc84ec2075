"""Use what is here already for another obligation: the piece stays as it is, only its use is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from bodies import audit
from bodies.models import User
from duties import actions as duty_actions
from duties.actions import NotNow
from duties.models import Obligation
from evidence.actions.common import holder_of, locked, refuse_unless_gathering
from evidence.actions.drafts import remove_draft
from evidence.models import Evidence, EvidenceUse


@transaction.atomic
def use_again(
    *, obligation: Obligation, evidence: Sequence[Evidence], by: User, today: date, kept_until: date | None = None
) -> int:
    """Offer pieces that are here already for an obligation; returns how many were not offered for it yet.

    `kept_until` is the last day on which the use is kept unsent, where that is not the usual one. The caller has asked
    which of them the person has at hand (evidence.at_hand). Raises NotNow.
    """
    current = locked(obligation)
    refuse_unless_gathering(current)
    made = [
        _use(current, piece, by=by, today=today, kept_until=kept_until)
        for piece in sorted(evidence, key=lambda one: one.pk)
    ]
    duty_actions.mark_gathering(obligation=current, by=by, today=today)
    return sum(made)


@transaction.atomic
def use_instead(*, obligation: Obligation, draft: Evidence, other: Evidence, by: User, today: date) -> None:
    """Offer a piece that is here already in the place of a draft of the same thing. Raises NotNow."""
    use_again(obligation=obligation, evidence=[other], by=by, today=today)
    remove_draft(evidence=draft, obligation=obligation, by=by, today=today)


@transaction.atomic
def confirm_again(*, obligation: Obligation, uses: Sequence[EvidenceUse], words: str, by: User, today: date) -> int:
    """Confirm that what proved the period before still holds; returns how many pieces were not offered here yet.

    A claim of its own, made today: the pieces stay what they are, about what they are about. The caller has asked which
    may be carried (evidence.carrying). Raises NotNow.
    """
    current = locked(obligation)
    refuse_unless_gathering(current)
    count = 0
    for use in sorted(uses, key=lambda one: one.evidence_id):
        piece = still_current(use.evidence)
        _, is_new = EvidenceUse.objects.get_or_create(
            evidence=piece, obligation=current,
            defaults={
                "used_by": by, "used_on": today, "confirmed_from": use.obligation, "confirmed_words": words,
            },
        )  # fmt: skip
        count += is_new
        if is_new:
            audit.record(
                "confirmed again", piece, by=by, today=today, body=holder_of(current), obligation=current.pk,
                confirmed_from=use.obligation_id, after={"about": use.obligation.about, "words": words},
            )  # fmt: skip
    duty_actions.mark_gathering(obligation=current, by=by, today=today)
    return count


def _use(obligation: Obligation, evidence: Evidence, *, by: User, today: date, kept_until: date | None) -> bool:
    piece = still_current(evidence)
    if piece.published_on is not None and Obligation.objects.never_published().filter(pk=obligation.pk).exists():
        raise NotNow(f"“{piece.title}” is published, and draft accounts never are. Upload the draft itself.")
    use, is_new = EvidenceUse.objects.get_or_create(
        evidence=piece, obligation=obligation, defaults={"used_by": by, "used_on": today, "kept_until": kept_until}
    )
    if is_new:
        holder = holder_of(obligation)
        audit.record("used again", piece, by=by, today=today, body=holder, obligation=obligation.pk, use=use.pk)
        if piece.body_id != holder.pk:
            audit.record(
                "used by another body", piece, by=by, today=today, body=piece.body, obligation=obligation.pk, use=use.pk
            )
    return is_new


def still_current(evidence: Evidence) -> Evidence:
    """The piece, kept from others until the transaction ends. Raises NotNow where it proves nothing any more."""
    piece = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence.pk).first()
    if piece is None or not Evidence.objects.current().filter(pk=piece.pk).exists():
        raise NotNow(f"“{evidence.title}” was withdrawn, replaced or taken away meanwhile: it cannot be used any more.")
    return piece
