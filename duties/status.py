"""Where an obligation stands on a day, from its dated facts. Pure: no Django, no clock.

There is no status column. `status(facts, today)` is the definition; the queryset's annotation
(`duties.querysets.ObligationQuerySet.with_status`) is proved equal to it by a property test. A fact dated after `today`
is not known yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EvidenceState(StrEnum):
    """How far the proof has come."""

    NOTHING = "nothing"
    GATHERING = "gathering"
    WAITING = "waiting"
    SENT_BACK = "sent_back"
    SEEN = "seen"
    CERTIFIED = "certified"
    RECORDED = "recorded"
    NOT_APPLICABLE = "not_applicable"
    CLOSED = "closed"


class Timing(StrEnum):
    """How the obligation stands to its due date."""

    CLOSED = "closed"
    VOLUNTARY = "voluntary"
    NO_DATE = "no_date"
    NOT_TRACKED = "not_tracked"  # fell due before the body used the tracker
    AHEAD = "ahead"
    SOON = "soon"
    PASSED = "passed"
    ON_TIME = "on_time"
    DONE_LATE = "done_late"


MET_HOW = (EvidenceState.SEEN, EvidenceState.CERTIFIED, EvidenceState.RECORDED)
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Facts:
    """The dated facts that a status follows from. `soon_on` is the first day on which it is due soon."""

    due_on: date | None = None
    soon_on: date | None = None
    tracked_from: date | None = None
    voluntary: bool = False
    gathering_on: date | None = None
    sent_on: date | None = None
    sent_back_on: date | None = None
    done_on: date | None = None
    met_on: date | None = None
    met_how: str = ""
    closed_on: date | None = None
    closed_reason: str = ""


@dataclass(frozen=True)
class Status:
    """What is so on one day. `days_late` counts whole days after the due date; 0 when it is not late."""

    evidence: EvidenceState
    timing: Timing
    days_late: int = 0

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done by the body."""
        return self.evidence in (EvidenceState.NOTHING, EvidenceState.GATHERING, EvidenceState.SENT_BACK)

    @property
    def is_met(self) -> bool:
        return self.evidence in MET_HOW

    @property
    def is_late(self) -> bool:
        """Whether the date has passed and nothing stops the clock."""
        return self.timing is Timing.PASSED


def status(facts: Facts, today: date) -> Status:
    """Derive the status on a day.

    The clock stops on the day the thing was done (`done_on`), once it was sent in or met: waiting for review is never
    late, and what was 36 days late stays so. Sent back, the clock runs again and the passed date counts at once.
    """
    evidence = _evidence_state(facts, today)
    timing = _timing(facts, evidence, today)
    if timing is Timing.PASSED and facts.due_on:
        return Status(evidence, timing, (today - facts.due_on).days)
    if timing is Timing.DONE_LATE and facts.due_on and facts.done_on:
        return Status(evidence, timing, (facts.done_on - facts.due_on).days)
    return Status(evidence, timing)


def _known(fact: date | None, today: date) -> bool:
    return fact is not None and fact <= today


def _evidence_state(facts: Facts, today: date) -> EvidenceState:
    if _known(facts.closed_on, today):
        return EvidenceState.NOT_APPLICABLE if facts.closed_reason == NOT_APPLICABLE else EvidenceState.CLOSED
    if _known(facts.met_on, today):
        return EvidenceState(facts.met_how)
    if _known(facts.sent_on, today):
        return EvidenceState.WAITING
    if _known(facts.sent_back_on, today):
        return EvidenceState.SENT_BACK
    if _known(facts.gathering_on, today):
        return EvidenceState.GATHERING
    return EvidenceState.NOTHING


def _timing(facts: Facts, evidence: EvidenceState, today: date) -> Timing:
    if evidence in (EvidenceState.CLOSED, EvidenceState.NOT_APPLICABLE):
        return Timing.CLOSED
    if facts.voluntary:
        return Timing.VOLUNTARY
    if facts.due_on is None:
        return Timing.NO_DATE
    if facts.tracked_from is None or facts.due_on < facts.tracked_from:
        return Timing.NOT_TRACKED
    if evidence is EvidenceState.WAITING or evidence in MET_HOW:
        late = facts.done_on is not None and facts.done_on > facts.due_on
        return Timing.DONE_LATE if late else Timing.ON_TIME
    if facts.due_on < today:
        return Timing.PASSED
    if facts.soon_on is not None and facts.soon_on <= today:
        return Timing.SOON
    return Timing.AHEAD
