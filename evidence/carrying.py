"""The evidence of the period before, that may be confirmed again for a standing duty."""

from __future__ import annotations

from datetime import date

from bodies.access import Reach
from bodies.history import taken_over
from duties.models import Obligation
from duties.opening import is_standing_review
from evidence.at_hand import at_hand
from evidence.models import EvidenceUse


def carried(obligation: Obligation, reach: Reach, today: date) -> list[EvidenceUse]:
    """By which uses the same duty was proved in the period before; empty where it was not, or nothing of it stands.

    Of a body that followed others: its own where it owed the duty then, else those of the bodies that it took over.
    Only what the person may still use, and is not offered for this obligation yet.
    """
    if obligation.held_by is None or not is_standing_review(obligation.rule):
        return []
    before = [one for one in _before(obligation, today) if one.met_on is not None and one.met_on <= today]
    if not before:
        return []
    usable = at_hand(reach, today, of=obligation.held_by).exclude(pk__in=obligation.evidence_uses.values("evidence"))
    uses = EvidenceUse.objects.filter(obligation__in=before, sent_on__isnull=False, evidence__in=usable)
    uses = uses.select_related("evidence__file", "evidence__body", "obligation").prefetch_related(
        "evidence__body__names", "evidence__periods"
    )
    return list({use.evidence_id: use for use in uses.order_by("-pk")}.values())


def _before(obligation: Obligation, today: date) -> list[Obligation]:
    assert obligation.held_by_id is not None
    mine = {obligation.body_id, obligation.held_by_id}
    same = {"duty": obligation.duty_id, "step": obligation.step, "subject": obligation.subject}
    bodies = mine | taken_over(mine, today)
    rows = Obligation.objects.filter(**same, body__in=bodies, period_last_on__lt=obligation.period_first_on)
    found = list(rows.opened_by(today).order_by("-period_last_on", "pk")[:50])
    latest = [one for one in found if one.period_last_on == found[0].period_last_on]
    own = [one for one in latest if one.body_id in mine]
    return own or latest
