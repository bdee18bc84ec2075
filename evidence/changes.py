"""What changes at the bodies that an office assures: newly late, pages gone, seen, sent back, sent in.

What lay members ask is read in its own room (meetings.changes).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from bodies.looking import Source
from bodies.models import Body, Office
from duties.models import Flag, Obligation
from duties.words import Words
from evidence.models import Submission
from evidence.querysets import FOR_ASSURERS, in_places

LATE, GONE, SEEN, SENT_BACK, SENT_IN = "late", "gone", "seen", "sent_back", "sent_in"

WORDS = {
    LATE: Words("Newly late", "▲", "orange", 2),  # red is kept for who fixed the date, which stands beside it
    GONE: Words("Published page gone", "▲", "orange", 3),
    SEEN: Words("Evidence seen", "✓", "green", 8),
    SENT_BACK: Words("Sent back", "↩", "orange", 3),
    SENT_IN: Words("Newly sent in", "◷", "purple", 5),
}
JOINED = ("obligation__duty", "obligation__rule", "obligation__body", "obligation__held_by")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: what, since which domain's day, and at which moment (real time) it was written.

    `holds` says whether it is still so. A lay member's question has no `obligation` here: `path` leads to its own page.
    """

    kind: str
    words: Words
    on: date
    at: datetime
    body: Body
    title: str
    path: str
    holds: bool
    obligation: Obligation | None = None
    key: int = 0


def _within(office: Office, today: date) -> Q:
    return in_places([office], today, "obligation__")


def _of(bodies: Sequence[int]) -> Q:
    return Q(obligation__body__in=bodies) | Q(obligation__held_by__in=bodies)


def _flagged(kind: str) -> Source:
    def rows() -> QuerySet[Flag]:
        return Flag.objects.filter(kind=kind, obligation__owed_by="body", obligation__is_inside=False)

    return Source(
        kind, moment="raised_at", day="since_on", verbs=(f"flagged: {kind}",), subject_kind="duties.obligation",
        subject="obligation", rows=rows, holds=Q(cleared_on=None), within=_within, of=_of,
    )  # fmt: skip


def _rounds(**wanted: Any) -> QuerySet[Submission]:
    return Submission.objects.filter(FOR_ASSURERS, obligation__is_inside=False, **wanted)


def _decided(decision: str, holds: Any, *, asks: bool) -> Source:
    return Source(
        decision, moment="decided_at", day="decided_on", verbs=(f"decided: {decision}",),
        subject_kind="evidence.submission", subject="pk", holds=holds, within=_within, of=_of, asks=asks,
        rows=lambda: _rounds(decision=decision, decided_at__isnull=False),
    )  # fmt: skip


# Of a round that was sent back: nothing was sent in since.
_answered = Submission.objects.filter(obligation=OuterRef("obligation"), number__gt=OuterRef("number"))
SOURCES = {
    LATE: _flagged(LATE),
    GONE: _flagged(GONE),
    SEEN: _decided(SEEN, Q(reopened_on=None), asks=False),
    SENT_BACK: _decided(SENT_BACK, Q(reopened_on=None) & ~Q(Exists(_answered)), asks=True),
    SENT_IN: Source(
        SENT_IN, moment="sent_at", day="sent_on", verbs=("opened a round",), subject_kind="evidence.submission",
        subject="pk", rows=_rounds, holds=Q(decision=""), within=_within, of=_of,
    ),
}  # fmt: skip


def change_of(kind: str, row: Any) -> Change:
    """One row of a source, as lists show it."""
    source, obligation = SOURCES[kind], row.obligation
    return Change(
        kind=kind, words=WORDS[kind], on=getattr(row, source.day), at=getattr(row, source.moment),
        body=obligation.held_by or obligation.body, title=str(obligation), holds=row.holds, obligation=obligation,
        path=reverse("evidence:obligation", args=[obligation.pk]), key=row.pk,
    )  # fmt: skip


def changes_of(kind: str, rows: QuerySet[Any]) -> list[Change]:
    """Rows of a source as lists show them; one statement."""
    return [change_of(kind, row) for row in rows.select_related(*JOINED).defer("obligation__explanation")]


def newest(office: Office | None, today: date, limit: int) -> list[Change]:
    """The newest changes of any kind that an office may read, the newest first; every office's where none is named.

    What changed later than `today` is not known yet. A statement for each kind reads when, and one more for each kind
    that is among the newest reads what.
    """
    place = office or Office(kind=Office.Kind.NATIONAL)
    keys: list[tuple[datetime, str, int]] = []
    for kind, source in SOURCES.items():
        rows = source.by(place, today).order_by(f"-{source.moment}", "-pk")
        keys += [(at, kind, key) for at, key in rows.values_list(source.moment, "pk")[:limit]]
    wanted: dict[str, list[int]] = {}
    for _, kind, key in sorted(keys, reverse=True)[:limit]:
        wanted.setdefault(kind, []).append(key)
    found = [
        change
        for kind, chosen in wanted.items()
        for change in changes_of(kind, SOURCES[kind].by(place, today).filter(pk__in=chosen))
    ]
    return in_order(found)


def in_order(found: Iterable[Change]) -> list[Change]:
    """The newest first; what was written in one moment by kind."""
    return sorted(found, key=lambda change: (change.at, change.kind, change.key), reverse=True)
