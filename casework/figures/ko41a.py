"""The totals and sections of the KO41a return of written complaints (reference/law.md §6). Pure.

Written complaints only; a spoken one counts from when it was written down. Brought forward + new = resolved + left +
carried forward, where resolved = upheld + partly upheld + not upheld. What *left* (withdrawn, passed on to the body
that records it, not taken) stands in a line of its own: that is our reading. Sections 1 and 3 to 8 come from the
body's own lists; the return's own code lists are not in the reference. How often it is made: quarterly in 2015/16 to
2021/22, else yearly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from casework.course import complaints as c
from casework.course.events import MISTAKE
from casework.figures.complaints import NOT_UPHELD, PARTLY, UPHELD, ComplaintRow, terms_of
from casework.figures.counting import ONE_DAY, Counts, Freezes, within
from duties.periods import Kind, Period, periods_of
from duties.years import FinancialYear

QUARTERLY_YEARS = range(2015, 2022)  # by the calendar year in which they start

# The sections that lists of the body fill: number, title, the list, whether one complaint may stand in several lines.
SECTIONS = (
    (1, "Organisation or site", "site", False),
    (3, "Age of the patient", "age", False),
    (4, "Status of the complainant", "status", False),
    (5, "Service area", "service", True),
    (6, "Clinical sub-area", "clinical", True),
    (7, "Subject area", "subject", True),
    (8, "Profession", "profession", True),
)
MAY_EXCEED = "One complaint may stand in several lines, so that they may add up to more than the new complaints."


@dataclass(frozen=True, slots=True)
class Ko41a(Freezes):
    """Section 2, the totals of one period, and the lines of the other sections by list. `lines` are of new complaints;
    an empty name stands for those that name none.
    """

    first_on: date
    last_on: date
    as_at_on: date
    brought_forward: int = 0
    new: int = 0
    upheld: int = 0
    partly: int = 0
    not_upheld: int = 0
    unknown: int = 0  # responded to, and nobody recorded the outcome
    withdrawn: int = 0
    passed_on: int = 0
    not_taken: int = 0
    carried_forward: int = 0
    not_written: int = 0  # spoken, received in the period and not written down by its end: none of the others counts it
    lines: dict[str, Counts] = field(default_factory=dict)

    @property
    def resolved(self) -> int:
        return self.upheld + self.partly + self.not_upheld + self.unknown

    @property
    def left(self) -> int:
        """Ended without a finding: withdrawn, passed on, or not taken as out of time."""
        return self.withdrawn + self.passed_on + self.not_taken

    @property
    def balances(self) -> bool:
        """Whether what came adds up to what went and what is left."""
        return self.brought_forward + self.new == self.resolved + self.left + self.carried_forward

    @property
    def is_nil(self) -> bool:
        return not (self.brought_forward or self.new)


def is_quarterly(year: FinancialYear) -> bool:
    return year.start_year in QUARTERLY_YEARS


def ko41a_periods(year: FinancialYear) -> list[Period]:
    """The periods of a year for which the return is made: its quarters, or the year itself."""
    return periods_of(Kind.QUARTERLY if is_quarterly(year) else Kind.YEARLY, year)


def ko41a_of(rows: Iterable[ComplaintRow], first: date, last: date, today: date) -> Ko41a:
    """The totals and sections from one day to another, both included, as at today."""
    day = min(last, today)
    there = [row.as_at(today) for row in rows if row.ended_how != MISTAKE]
    written = [
        (row, row.written_on) for row in there if row.is_counted and row.written_on and row.written_on <= today
    ]  # fmt: skip
    new = [row for row, since in written if within(since, first, day)]
    ended = [row for row, _ in written if within(row.ended_on, first, day)]
    outcomes = [row.outcome for row in ended if row.ended_how == c.RESPONDED]
    how = [row.ended_how for row in ended]
    known = {name: outcomes.count(name) for name in (UPHELD, PARTLY, NOT_UPHELD)}
    spoken = [row for row in there if row.is_counted and within(row.received_on, first, day)]
    return Ko41a(
        first, last, day,
        brought_forward=sum(row.is_open(first - ONE_DAY, since) for row, since in written),
        new=len(new), unknown=len(outcomes) - sum(known.values()), withdrawn=how.count(c.WITHDRAWN),
        passed_on=how.count(c.PASSED_ON), not_taken=how.count(c.NOT_TAKEN),
        carried_forward=sum(row.is_open(day, since) for row, since in written), lines=terms_of(new), **known,
        not_written=sum(row.written_on is None or row.written_on > day for row in spoken),
    )  # fmt: skip
