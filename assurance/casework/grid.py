"""What a cell of the national page says of a log. Pure: figures of a whole log, and no case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assurance.casework.sums import summed
from assurance.casework.words import oldest, rate
from casework.figures.bands import SMALL
from casework.tallies import LogCounts, RequestCounts
from duties.words import Words
from duties.years import FinancialYear

NOT_BEGUN = Words("Not begun", "○", "white", 7)


def in_short(counts: LogCounts, today: date) -> Words:
    """Such as "80% of 10 · oldest 29 days": the rate with its base, and how old the oldest open one was at the end."""
    if FinancialYear.containing(counts.last_on).first_day > today:
        return NOT_BEGUN
    share = counts.on_time
    said = rate(share).word if share.base else "None answered"
    if counts.oldest_open_on is not None:
        said += f" · oldest {oldest(counts, min(counts.last_on, today)).word}"
    if not share.base:
        return Words(said, "–", "grey", 8)
    if isinstance(counts, RequestCounts) and share.base >= SMALL:
        return Words(said, counts.band.sign, counts.band.colour, counts.band.rank)
    return Words(said, "", "white", 8)


def together(logs: Iterable[LogCounts | None]) -> LogCounts | None:
    """The logs of several bodies as one; None where none of them keeps one."""
    kept = [log for log in logs if log is not None]
    return summed(type(kept[0]), kept, kept[0].last_on) if kept else None
