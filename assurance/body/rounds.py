"""Rounds of review of what falls due in a body's year: how many were sent in, how often they came back, how long.

Only what assurers decide. What was withdrawn before review is no round that anybody waited for; a decision that was
re-opened counts no more, and the round that puts the same before an assurer again stands in its place. As at a day: a
decision of a later day is none yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from assurance.body.asking import Around, Asked, owed
from bodies.web.text import plural
from evidence.models import Submission
from evidence.querysets import FOR_ASSURERS

Decision = Submission.Decision


@dataclass(frozen=True, slots=True)
class Round:
    """One round: of which obligation, sent in and decided when, and how (empty while it waits)."""

    body: int
    obligation: int
    sent_on: date
    decision: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Rounds:
    """Many rounds in figures. `days` is the median number of days between sending in and the decision, of `decided`."""

    sent: int = 0
    seen: int = 0
    sent_back: int = 0
    waiting: int = 0
    obligations: int = 0
    came_back: int = 0  # of these obligations, at least once
    days: float | None = None
    oldest_waiting_on: date | None = None

    @property
    def decided(self) -> int:
        return self.seen + self.sent_back

    @property
    def share_back(self) -> str:
        """Such as "3 of 20 rounds decided"."""
        return f"{self.sent_back:,} of {plural(self.decided, 'round')} decided" if self.decided else "None decided"

    @property
    def waited(self) -> str:
        """Such as "8 days, of 20 rounds decided"; a half day where two stand in the middle."""
        if self.days is None:
            return "None decided"
        days = f"{self.days:,.1f}".removesuffix(".0")
        return f"{days} {'day' if self.days == 1 else 'days'}, of {plural(self.decided, 'round')} decided"


@dataclass(frozen=True, slots=True)
class OfReview:
    """The rounds of a body and of its region."""

    own: Rounds
    region: Rounds


def of_review(asked: Asked, near: Around) -> OfReview:
    """One statement for both."""
    rounds = list(_rounds(asked, near))
    return OfReview(in_figures(one for one in rounds if one.body == asked.body.pk), in_figures(rounds))


def in_figures(rounds: Iterable[Round]) -> Rounds:
    """Count rounds as at a day; what was decided later has no decision here. Pure."""
    every = list(rounds)
    decided = [(one.decided_on - one.sent_on).days for one in every if one.decided_on]
    waiting = [one.sent_on for one in every if not one.decision]
    back = [one for one in every if one.decision == Decision.SENT_BACK]
    return Rounds(
        sent=len(every), seen=len(decided) - len(back), sent_back=len(back), waiting=len(waiting),
        obligations=len({one.obligation for one in every}), came_back=len({one.obligation for one in back}),
        days=median(decided) if decided else None, oldest_waiting_on=min(waiting, default=None),
    )  # fmt: skip


def _rounds(asked: Asked, near: Around) -> Iterable[Round]:
    rows = Submission.objects.filter(
        FOR_ASSURERS, obligation__in=owed(asked, near.bodies).order_by().values("pk"), sent_on__lte=asked.day
    )
    standing = rows.exclude(reopened_on__lte=asked.day).exclude(reopens__reopened_on__gt=asked.day)
    facts = standing.order_by().values_list(
        "obligation__body", "obligation__held_by", "obligation", "sent_on", "decision", "decided_on"
    )
    for incurred_by, held_by, obligation, sent_on, decision, decided_on in facts:
        body = asked.holders.holder_of(incurred_by, held_by) or incurred_by
        if decided_on is None or decided_on > asked.day:
            yield Round(body, obligation, sent_on, "", None)
        elif decision != Decision.WITHDRAWN:
            yield Round(body, obligation, sent_on, decision, decided_on)
