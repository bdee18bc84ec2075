"""The dates entered so far, and the codes of one regime, as rules look them up. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from duties.answers import Answer, Directed, NotYetSet
from duties.deadlines import due
from duties.periods import Period
from duties.working_days import STANDARD, Calendars
from duties.years import FinancialYear

DirectedDates = Mapping[tuple[str, FinancialYear, str], Directed]


@dataclass(frozen=True)
class RegimeLookup:
    """What rules of one regime may ask: the directed dates, and the code of each duty that has a single step.

    `path` guards against rules that follow each other in a circle, which the catalogue's check refuses too.
    """

    codes: Mapping[str, str]
    dates: DirectedDates
    path: tuple[str, ...] = ()
    calendars: Calendars = STANDARD

    def directed(self, key: str, year: FinancialYear, label: str) -> Directed | None:
        """Look up the date entered for this key, financial year and label of the period."""
        return self.dates.get((key, year, label))

    def other(self, slug: str, period: Period) -> Answer:
        """When the duty that this one is tied to is due for the same period."""
        if slug in self.path or slug not in self.codes:
            return NotYetSet(f"It follows another duty ({slug}), which gives no date")
        return due(self.codes[slug], period=period, lookup=replace(self, path=(*self.path, slug)))
