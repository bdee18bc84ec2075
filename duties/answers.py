"""What a rule of dates can answer, and what it may ask. Pure."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from duties.counting import Working
from duties.periods import Period
from duties.working_days import Calendars
from duties.years import FinancialYear


@dataclass(frozen=True, slots=True)
class Due:
    """The last day on which it is in time.

    Where the law says "before" a day, that day is `strictly_before`, and `on` is the day before it. A date that was
    entered says who set it, where it was seen, and whether it was `confirmed` there. For one worked out here
    `confirmed` is None, and `source` is "local policy" where the day is our own suggestion, else empty. `working` is
    what the rule counted, for the explanation; two equal dates stay equal however they were found.
    """

    on: date
    strictly_before: date | None = None
    set_by: str = ""
    source: str = ""
    confirmed: bool | None = None
    is_demonstration: bool = False
    working: Working | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NotYetSet:
    """Somebody else has to give this date first. The reason is a sentence without its full stop."""

    reason: str


@dataclass(frozen=True, slots=True)
class SetByRecord:
    """The date follows from the event that opens it. The reason is a sentence without its full stop."""

    reason: str


Answer = Due | NotYetSet | SetByRecord


@dataclass(frozen=True, slots=True)
class Directed:
    """A date that an authority gave, and where it was seen; not `confirmed` if it was only recalled or half seen."""

    on: date
    set_by: str
    source: str
    confirmed: bool
    is_demonstration: bool = False


class Lookup(Protocol):
    """What a rule may ask about the world, for one regime."""

    @property
    def calendars(self) -> Calendars:
        """The working days as they are known, with the holidays that were proclaimed since."""

    def directed(self, key: str, year: FinancialYear, label: str) -> Directed | None:
        """Look up the date entered for this key, financial year and label of the period ("", Q1, 2016-04)."""

    def other(self, slug: str, period: Period) -> Answer:
        """When the duty that this one is tied to is due for the same period."""
