"""The columns of the two tables, for the page and for the file: their heads and what stands in them. Pure."""

from __future__ import annotations

from assurance.casework import words
from assurance.casework.periods import Chosen, label_of
from assurance.casework.reading import Log, Made, Row
from bodies.web.text import date_short
from casework.figures.bands import Share, band_of
from casework.models import Return
from casework.tallies import ComplaintCounts, LogCounts, RequestCounts
from duties.periods import Period
from duties.words import Words

NOT_OVER = Words("Not over yet", "○", "white", 7)
NOT_MADE = Words("No return made", "–", "grey", 9)
RETURNS = {
    Return.Kind.FOI.value: "Return", Return.Kind.KO41A.value: "KO41a", Return.Kind.COMPLAINTS.value: "Yearly report",
}  # fmt: skip


def heads(log: Log, chosen: Chosen) -> list[str]:
    """The columns after the body's name."""
    own = (
        ["Answered in time", "Answered", "Received"]
        if log.kind is RequestCounts
        else ["Responded in time", "Responded to", "Received", "Acknowledged in time", "Well-founded"]
    )
    returned = RETURNS[str(log.return_kind(chosen))]
    trend = [f"In time, {label_of(period)}" for period in chosen.trend]
    return [*own, "Open at the end", "Oldest open", "Main reason for lateness", returned, *trend]


def cells(row: Row, log: Log, chosen: Chosen, *, is_total: bool = False) -> tuple[Words, ...]:
    """What stands in them; of a body without a log, that none is kept here."""
    number = len(heads(log, chosen))
    if row.counts is None:
        return (words.NO_LOG, *[words.EMPTY] * (number - 1))
    counts: LogCounts = row.counts
    own = _of_requests(counts, chosen) if isinstance(counts, RequestCounts) else _of_complaints(counts)
    returned = words.EMPTY if is_total else return_cell(row.made, chosen)
    trend = (
        words.rate(share, _band(log, share, period)) for share, period in zip(row.trend, chosen.trend, strict=True)
    )
    return (
        *own, words.still_open(counts), words.oldest(counts, chosen.day), words.reason(counts.late_reasons), returned,
        *trend,
    )  # fmt: skip


def return_cell(made: Made | None, chosen: Chosen) -> Words:
    """Whether the return of the period was made. One is never missing before the period is over."""
    if made is None:
        return NOT_OVER if chosen.is_running else NOT_MADE
    steps = ((made.published_on, "published"), (made.sent_on, "sent"), (made.made_on, "made"))
    day, step = next((day, step) for day, step in steps if day is not None and day <= chosen.today)
    said = f"{step} {date_short(day)}"
    return Words(f"Nil, {said}" if made.is_nil else f"{said[0].upper()}{said[1:]}", "✓", "white", 6)


def _of_requests(counts: RequestCounts, chosen: Chosen) -> tuple[Words, ...]:
    band = counts.band if chosen.is_quarter else None  # the regulator means a quarter, not a year
    return words.rate(counts.on_time, band), words.number(counts.answered), words.number(counts.received)


def _of_complaints(counts: LogCounts) -> tuple[Words, ...]:
    assert isinstance(counts, ComplaintCounts)
    founded = f"{counts.well_founded:,} of {counts.answered:,}" if counts.answered else "None"
    return (
        words.rate(counts.on_time), words.number(counts.answered), words.number(counts.received),
        words.rate(Share(counts.acknowledged_in_time, counts.acknowledged_base)), words.plain(founded),
    )  # fmt: skip


def _band(log: Log, share: Share, period: Period) -> Words | None:
    return band_of(share.kept, share.base, period.last_on) if log.kind is RequestCounts else None
