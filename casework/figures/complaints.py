"""The figures of complaints in one period, from plain rows (SI 2009/309 regulation 18, recalled). Pure.

Only complaints under the regulations are counted: no contacts, no letters of members of Parliament, nothing that was
settled at once; those are counted apart. Everything is by the day on which it happened, and as at a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from casework.course import complaints as c
from casework.course.events import MISTAKE, Kept
from casework.figures.bands import Share
from casework.figures.counting import ONE_DAY, Answers, Counts, Freezes, by, ended_as, kept_of, tally, within

UPHELD, PARTLY, NOT_UPHELD = "upheld", "partly", "not_upheld"
ENDED_OTHERWISE = {"passed_on": c.PASSED_ON, "withdrawn": c.WITHDRAWN, "not_taken": c.NOT_TAKEN}
APART = {"contacts": c.CONTACT, "mp_letters": c.MP_LETTER, "about_requests": c.ABOUT_A_REQUEST}


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """What the figures need of one complaint; the columns of Complaint under their own names.

    `written_on`: since when it is a written complaint, its receipt or when it was written down; None: it never was.
    `terms`: of the body's own lists, each as (list, entry).
    """

    kind: str
    received_on: date
    is_counted: bool = True
    written_on: date | None = None
    acknowledge_by: date | None = None
    acknowledged_on: date | None = None
    limit_on: date | None = None
    ended_on: date | None = None
    ended_how: str = ""
    outcome: str = ""
    kept: str = ""
    referred_on: date | None = None
    ombudsman_on: date | None = None
    ombudsman_outcome: str = ""
    late_reason: str = ""
    terms: tuple[tuple[str, str], ...] = ()

    def is_open(self, day: date, since: date | None = None) -> bool:
        """Whether it was there, from its receipt or another day on, and had not ended by the end of a day."""
        return (since or self.received_on) <= day and not by(self.ended_on, day)

    def is_late(self, day: date) -> bool:
        """Whether it was open then, past the time for the response. A longer time is agreed within the first only."""
        return self.is_open(day) and self.limit_on is not None and self.limit_on < day

    def acknowledged_in_time(self, today: date) -> bool | None:
        """Whether it was acknowledged in time (regulation 13(3)); None while that is not due, or if it ended before."""
        if self.acknowledge_by is None:
            return None
        if by(self.acknowledged_on, today):
            return by(self.acknowledged_on, self.acknowledge_by)
        if self.acknowledge_by >= today or by(self.ended_on, self.acknowledge_by):
            return None
        return False

    def as_at(self, today: date) -> ComplaintRow:
        """The row without what happened after a day: what was settled at once later than that is a complaint then."""
        now = self
        if self.ended_on is not None and self.ended_on > today:
            counted = self.is_counted or (self.kind == c.COMPLAINT and self.ended_how == c.SETTLED)
            now = replace(now, ended_on=None, ended_how="", outcome="", kept="", is_counted=counted)
        if self.ombudsman_on is not None and self.ombudsman_on > today:
            now = replace(now, ombudsman_on=None, ombudsman_outcome="")
        return now


@dataclass(frozen=True, slots=True)
class ComplaintFigures(Answers, Freezes):
    """The figures of one period. `as_at_on` is the last day that was counted: the period's, or today while it runs.

    `acknowledged_in_time` is of `acknowledged_base`: those received whose acknowledgement was made or overdue.
    `outcomes` are of what was responded to. `terms`: how many of those received name an entry of the body's own lists,
    by list; an empty name stands for none named. One complaint may name several.
    """

    first_on: date
    last_on: date
    as_at_on: date
    brought_forward: int = 0
    received: int = 0
    acknowledged_base: int = 0
    acknowledged_in_time: int = 0
    in_time: int = 0
    extended: int = 0
    late: int = 0
    outcomes: Counts = field(default_factory=dict)
    passed_on: int = 0
    withdrawn: int = 0
    not_taken: int = 0
    still_open: int = 0
    open_late: int = 0
    oldest_open_on: date | None = None
    referred: int = 0
    ombudsman_outcomes: Counts = field(default_factory=dict)
    late_reasons: Counts = field(default_factory=dict)
    terms: dict[str, Counts] = field(default_factory=dict)
    settled: int = 0
    contacts: int = 0
    mp_letters: int = 0
    about_requests: int = 0

    @property
    def responded(self) -> int:
        """What was answered: a complaint is responded to, in six months or in the longer time agreed."""
        return self.answered

    @property
    def acknowledged(self) -> Share:
        return Share(self.acknowledged_in_time, self.acknowledged_base)

    @property
    def well_founded(self) -> int:
        """Found to be well-founded: upheld, or partly (our reading of regulation 18)."""
        return self.outcomes.get(UPHELD, 0) + self.outcomes.get(PARTLY, 0)

    @property
    def ombudsman_decided(self) -> int:
        return sum(self.ombudsman_outcomes.values())

    @property
    def is_nil(self) -> bool:
        """Whether there was no complaint to count at all."""
        return not any((self.brought_forward, self.received, self.referred, self.ombudsman_decided))


def complaint_figures(rows: Iterable[ComplaintRow], first: date, last: date, today: date) -> ComplaintFigures:
    """The figures of complaints from one day to another, both included, as at today."""
    day = min(last, today)
    there = [row.as_at(today) for row in rows if row.received_on <= today and row.ended_how != MISTAKE]
    known = [row for row in there if row.is_counted]
    received = [row for row in known if within(row.received_on, first, day)]
    responded = [row for row in known if row.ended_how == c.RESPONDED and within(row.ended_on, first, day)]
    late = [row for row in responded if row.kept == Kept.LATE]
    return ComplaintFigures(
        first, last, day,
        brought_forward=sum(row.is_open(first - ONE_DAY) for row in known),
        received=len(received), outcomes=tally(row.outcome for row in responded),
        referred=sum(within(row.referred_on, first, day) for row in known),
        ombudsman_outcomes=tally(row.ombudsman_outcome for row in known if within(row.ombudsman_on, first, day)),
        late_reasons=tally(row.late_reason for row in (*late, *(row for row in known if row.is_late(day)))),
        terms=terms_of(received), **_acknowledged(received, today), **kept_of(responded),
        **ended_as(known, first, day, ENDED_OTHERWISE),
        **_open(known, day), **_apart(there, first, day),
    )  # fmt: skip


def terms_of(rows: Sequence[ComplaintRow]) -> dict[str, Counts]:
    """How many rows name each entry of the body's lists, by list; under an empty name, how many name none of it."""
    lists = sorted({name for row in rows for name, _ in row.terms})
    found = {}
    for name in lists:
        named = [{entry for listed, entry in row.terms if listed == name} or {""} for row in rows]
        found[name] = tally(entry for entries in named for entry in entries)
    return found


def _acknowledged(received: Sequence[ComplaintRow], today: date) -> dict[str, Any]:
    judged = [row.acknowledged_in_time(today) for row in received]
    return {"acknowledged_in_time": judged.count(True), "acknowledged_base": len(judged) - judged.count(None)}


def _open(known: Sequence[ComplaintRow], day: date) -> dict[str, Any]:
    still_open = [row for row in known if row.is_open(day)]
    return {
        "still_open": len(still_open), "open_late": sum(row.is_late(day) for row in still_open),
        "oldest_open_on": min((row.received_on for row in still_open), default=None),
    }  # fmt: skip


def _apart(there: Sequence[ComplaintRow], first: date, day: date) -> dict[str, Any]:
    """What was received and is no complaint under the regulations."""
    outside = [row for row in there if not row.is_counted and within(row.received_on, first, day)]
    kinds = tally(row.kind for row in outside)
    settled = sum(row.ended_how == c.SETTLED for row in outside)
    return {name: kinds.get(kind, 0) for name, kind in APART.items()} | {"settled": settled}
