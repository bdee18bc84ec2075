"""The same tables as files: plain numbers, one row a body."""

from __future__ import annotations

from collections.abc import Iterable

from assurance.casework.columns import RETURNS, return_cell
from assurance.casework.periods import Chosen, label_of
from assurance.casework.reading import Log, Row, Table
from assurance.casework.words import NO_LOG, REASONS
from casework.figures.bands import Share
from casework.tallies import ComplaintCounts, LogCounts, RequestCounts

FIRST = ("Period", "Counted to", "Region", "Code", "Body", "Log")
COUNTED = (
    "Received", "Answered", "In time", "In the longer time", "Late", "In time, % of answered", "Band",
    "Open at the end", "Open and late", "Oldest open received on",
)  # fmt: skip
OF_COMPLAINTS = ("Acknowledged in time", "Acknowledged or overdue", "Well-founded", "Referred to the Ombudsman")


def header(log: Log, chosen: Chosen) -> list[str]:
    """The heads of the columns; a rate has its base in a column beside it."""
    trend = [f"{label_of(period)}: {what}" for period in chosen.trend for what in ("in time", "answered")]
    returned = RETURNS[str(log.return_kind(chosen))]
    reasons = [f"Late: {words}" for words in REASONS.values()]
    more = OF_COMPLAINTS if log.kind is ComplaintCounts else ()
    return [*FIRST, *COUNTED, *more, *reasons, returned, *trend]


def rows(found: Table, log: Log, chosen: Chosen) -> Iterable[list[object]]:
    """One row a body; empty cells where no log is kept."""
    width = len(header(log, chosen))
    for group in found.groups:
        for row in group.rows:
            first = [chosen.name, chosen.day, group.name, row.code, row.name]
            if row.counts is None:
                yield [*first, NO_LOG.word, *[None] * (width - len(first) - 1)]
            else:
                yield [*first, "Kept here", *_counts(row, chosen)]


def percent_of(share: Share) -> float | None:
    """The percentage as a number, rounded down to a tenth as everywhere; nothing where there is nothing to share."""
    return share.kept * 1000 // share.base / 10 if share.base else None


def _counts(row: Row, chosen: Chosen) -> Iterable[object]:
    counts: LogCounts = row.counts
    yield from (counts.received, counts.answered, counts.in_time, counts.extended, counts.late)
    yield percent_of(counts.on_time)
    yield counts.band.word if isinstance(counts, RequestCounts) and chosen.is_quarter else ""
    yield from (counts.open, counts.open_late)
    yield counts.oldest_open_on
    if isinstance(counts, ComplaintCounts):
        yield from (counts.acknowledged_in_time, counts.acknowledged_base, counts.well_founded, counts.referred)
    yield from (counts.late_reasons.get(code, 0) for code in REASONS)
    yield return_cell(row.made, chosen).word
    for share in row.trend:
        yield from (share.kept, share.base)
