"""What an obligation's page says of each piece of its evidence, for whoever reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bodies.access import Reach
from bodies.models import User
from duties.models import Obligation
from evidence.actions.common import takes_at_once
from evidence.keeping import Keepers
from evidence.models import Evidence, EvidenceUse, Submission
from evidence.standing import standing

ALSO = 5  # obligations that are named beside a piece; of the others only the number is told


@dataclass(frozen=True)
class Shown:
    """A piece with what is known of it besides: only what the reader may know."""

    item: Evidence
    from_body: str  # who logged it, where that is not the body of the obligation
    newer: Evidence | None  # what has taken its place here
    replaced_after: str  # what had been done with it before it was replaced or withdrawn
    also: list[Obligation]
    more: int  # how many others it proves too
    shared_with: list[str]  # told to who may share it
    may_lead: bool  # withdraw, share, publish
    may_replace: bool

    @property
    def stands(self) -> bool:
        return self.item.withdrawn_on is None and self.item.newer is None


def shown_pieces(
    obligation: Obligation, pieces: Sequence[Evidence], rounds: Sequence[Submission], reach: Reach, today: date
) -> list[Shown]:
    """Everything of one obligation; the number of questions does not follow the number of pieces."""
    keepers = Keepers(obligation, reach, today)
    uses = _other_uses(obligation, pieces)
    here = {piece.pk for piece in pieces}
    in_rounds = {item["id"] for one in rounds for item in one.items}
    found = []
    for piece in pieces:
        others = [use.obligation for use in uses[piece.pk] if _may_know(use, reach, today)]
        settled = takes_at_once(obligation) or any(
            takes_at_once(use.obligation) for use in uses[piece.pk] if use.sent_on
        )
        newer = piece.newer if piece.newer is not None and piece.newer.pk in here else None
        found.append(
            Shown(
                item=piece,
                from_body="" if piece.body_id in _bodies(obligation) else piece.body.name_on(today),
                newer=newer,
                replaced_after=_after(obligation, piece, newer, in_rounds),
                also=others[:ALSO],
                more=len(others[ALSO:]),
                shared_with=_shared_with(piece, today) if keepers.may_lead(piece) else [],
                may_lead=keepers.may_lead(piece),
                may_replace=keepers.may_replace(piece, is_settled=settled),
            )
        )
    return found


def _shared_with(piece: Evidence, today: date) -> list[str]:
    return [share.body.name_on(today) for share in piece.shares.all() if share.ended_on is None]


def people_of(pieces: Sequence[Evidence]) -> set[User]:
    """Everybody whom the page names beside a piece."""
    found = {piece.added_by for piece in pieces}
    found |= {piece.newer.added_by for piece in pieces if piece.newer is not None}
    return found | {piece.withdrawn_by for piece in pieces if piece.withdrawn_by is not None}


def _bodies(obligation: Obligation) -> set[int | None]:
    return {obligation.body_id, obligation.held_by_id}


def _other_uses(obligation: Obligation, pieces: Sequence[Evidence]) -> dict[int, list[EvidenceUse]]:
    found: dict[int, list[EvidenceUse]] = defaultdict(list)
    uses = EvidenceUse.objects.filter(evidence__in=pieces).exclude(obligation=obligation).order_by("-obligation")
    uses = uses.select_related("obligation__duty", "obligation__body", "obligation__held_by")
    for use in uses.prefetch_related("obligation__body__offices", "obligation__held_by__offices"):
        found[use.evidence_id].append(use)
    return found


def _may_know(use: EvidenceUse, reach: Reach, today: date) -> bool:
    who = standing(reach, use.obligation, today)
    return who.may_see if use.sent_on else who.sees_drafts


def _after(obligation: Obligation, piece: Evidence, newer: Evidence | None, in_rounds: set[int]) -> str:
    """What had been done with a piece before it was replaced or withdrawn; empty while nothing had."""
    if obligation.met_on is None or piece.pk not in in_rounds:
        return ""
    replaced_since = newer is not None and newer.pk not in in_rounds
    withdrawn_since = piece.withdrawn_on is not None and piece.withdrawn_on >= obligation.met_on
    if not replaced_since and not withdrawn_since:
        return ""
    return "NHS England had seen it" if obligation.met_how == "seen" else "it had been certified"
