"""Where each duty of a schedule is counted: every one in exactly one place. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from desk.lines import Line
from duties.status import EvidenceState, Timing
from duties.words import (
    PASSED_DIRECTED,
    PASSED_LAW,
    PASSED_OWN_RULES,
    PASSED_REVIEW,
    PASSED_UNCONFIRMED,
    passed_words,
)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the figures. `counted`: it is part of what the body owed; `is_exception`: read it first."""

    key: str
    label: str
    counted: bool = True
    is_exception: bool = False


_PASSED = (PASSED_LAW, PASSED_DIRECTED, PASSED_UNCONFIRMED, PASSED_OWN_RULES, PASSED_REVIEW)
PLACES = {
    place.key: place
    for place in (
        Place("met_on_time", "Met on time"),
        Place("met_late", "Met late", is_exception=True),
        Place("met_undated", "Met, with no date set"),
        Place("waiting", "Waiting for review"),
        Place("sent_back", "Sent back", is_exception=True),
        *(Place(words.word, f"{words.word}, nothing sent in", is_exception=True) for words in _PASSED),
        Place("not_due", "Not due yet, nothing sent in"),
        Place("no_date", "No date set, nothing sent in"),
        Place("not_applicable", "Does not apply this year", counted=False),
        Place("closed", "Closed for another reason", counted=False),
        Place("not_tracked", "Fell due when the body was not using the tracker", counted=False),
        Place("voluntary", "Voluntary", counted=False),
    )
}
COUNTED = [place for place in PLACES.values() if place.counted]
APART = [place for place in PLACES.values() if not place.counted]

_BY_TIMING = {Timing.VOLUNTARY: "voluntary", Timing.NOT_TRACKED: "not_tracked"}
_MET = {Timing.ON_TIME: "met_on_time", Timing.DONE_LATE: "met_late", Timing.NO_DATE: "met_undated"}
_BY_EVIDENCE = {
    EvidenceState.NOT_APPLICABLE: "not_applicable",
    EvidenceState.CLOSED: "closed",
    EvidenceState.WAITING: "waiting",
    EvidenceState.SENT_BACK: "sent_back",
}


def place_of(line: Line) -> Place:
    """Where a line is counted. What counts in no figure goes by the reason for that, whatever came of it."""
    status = line.status
    if status.timing in _BY_TIMING:
        return PLACES[_BY_TIMING[status.timing]]
    if status.evidence in _BY_EVIDENCE:
        return PLACES[_BY_EVIDENCE[status.evidence]]
    if status.is_met:
        return PLACES[_MET[status.timing]]
    if status.timing is Timing.PASSED:
        return PLACES[passed_words(line.obligation.date_basis, confirmed=line.obligation.date_confirmed).word]
    return PLACES["no_date" if status.timing is Timing.NO_DATE else "not_due"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, and the numbers of the rows that it counts."""

    key: str
    label: str
    rows: tuple[int, ...]
    is_exception: bool = False

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def runs(self) -> list[tuple[int, str]]:
        """The rows as few words, each with its first row: (3, "3 to 7"), (9, "9")."""
        starts = [row for before, row in pairwise((None, *self.rows)) if before is None or row != before + 1]
        found = []
        for start, after in pairwise((*starts, None)):
            last = max(row for row in self.rows if after is None or row < after)
            found.append((start, str(start) if last == start else f"{start} to {last}"))
        return found


@dataclass(frozen=True, slots=True)
class Figures:
    """What a schedule adds up to. `counted` adds up to `owed`; `apart` is in no figure; `within` says more of both."""

    counted: tuple[Figure, ...]
    apart: tuple[Figure, ...]
    within: tuple[Figure, ...]

    @property
    def owed(self) -> int:
        return sum(figure.count for figure in self.counted)

    def of(self, key: str) -> int:
        """The count of one line, by its key."""
        return next(figure.count for figure in (*self.counted, *self.apart, *self.within) if figure.key == key)


def _is(state: EvidenceState) -> Callable[[Any], bool]:
    return lambda row: row.line.status.evidence is state


# What is said of the counted rows besides: what it is, and which rows of the schedule fit.
WITHIN: tuple[tuple[Place, Callable[[Any], bool]], ...] = (
    (Place("seen", "Met: evidence seen by NHS England"), _is(EvidenceState.SEEN)),
    (Place("certified", "Met: certified by the body"), _is(EvidenceState.CERTIFIED)),
    (Place("recorded", "Met: the record's own dates settle it"), _is(EvidenceState.RECORDED)),
    (
        Place("called_in", "Certified, and NHS England asked to see the evidence"),
        lambda row: bool(row.obligation.calls),
    ),
    (
        Place("bare", "Met, with no evidence attached", is_exception=True),
        lambda row: row.line.status.is_met and not row.pieces,
    ),
    (
        Place("page_gone", "Met, and a page that proves it is gone", is_exception=True),
        lambda row: row.line.status.is_met and any(piece.is_page_gone for piece in row.pieces),
    ),
    (
        Place("not_achieved", "Met, not achieved", is_exception=True),
        lambda row: row.line.status.is_met and row.obligation.achieved is False,
    ),
    (
        Place("no_lead", "Still to do, with nobody named to lead", is_exception=True),
        lambda row: row.line.is_open and not row.line.has_owner,
    ),
)


def figures_of(rows: Sequence[Any]) -> Figures:
    """Count rows, each of which has `number`, `line`, `place`, `pieces` and `obligation`."""
    owed = [row for row in rows if row.place.counted]
    return Figures(
        counted=tuple(_figure(place, rows, lambda row, place=place: row.place is place) for place in COUNTED),
        apart=tuple(_figure(place, rows, lambda row, place=place: row.place is place) for place in APART),
        within=tuple(_figure(place, owed, fits) for place, fits in WITHIN),
    )


def _figure(place: Place, rows: Iterable[Any], fits: Callable[[Any], bool]) -> Figure:
    return Figure(place.key, place.label, tuple(row.number for row in rows if fits(row)), place.is_exception)
