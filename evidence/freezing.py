"""Freezes pieces of evidence for a round, as evidence.frozen reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from duties.models import Obligation
from evidence.about import Days
from evidence.models import Evidence
from evidence.querysets import EvidenceQuerySet


def freeze(sent: EvidenceQuerySet) -> list[dict[str, Any]]:
    """What was sent in for one obligation (`EvidenceQuerySet.sent_for`), frozen."""
    pieces = list(sent.select_related("file").prefetch_related("periods"))
    tell_confirmed(pieces)
    return [
        frozen_item(piece, periods=piece.days, confirmed_from=piece.confirmed_from, confirmed_on=piece.confirmed_on)
        for piece in pieces
    ]


def tell_confirmed(pieces: Sequence[Evidence]) -> None:
    """Put on pieces read for one obligation from which other one they were confirmed again, and when."""
    chosen = {piece.use_confirmed_from: piece for piece in pieces if piece.use_confirmed_from}
    before = Obligation.objects.in_bulk(chosen) if chosen else {}
    for piece in pieces:
        if piece.use_confirmed_from:
            piece.confirmed_from, piece.confirmed_on = before[piece.use_confirmed_from].about, piece.use_used_on


def frozen_item(
    piece: Evidence, *, periods: Sequence[Days] = (), confirmed_from: str = "", confirmed_on: date | None = None
) -> dict[str, Any]:
    """One piece as JSON."""
    return {
        "id": piece.pk, "kind": piece.kind, "title": piece.title, "about_on": piece.about_on.isoformat(),
        "url": piece.url, "text": piece.text, "file_name": piece.file_name,
        "sha256": piece.file.sha256 if piece.file else "", "size": piece.file.size if piece.file else 0,
        "invented": piece.is_invented, "supersedes": piece.supersedes_id or 0,
        "periods": [[first.isoformat(), last.isoformat()] for first, last in periods],
        "confirmed_from": confirmed_from, "confirmed_on": confirmed_on.isoformat() if confirmed_on else "",
    }  # fmt: skip
