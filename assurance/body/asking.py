"""Which year of a body is shown, as at which day, and beside which bodies of its region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assurance.holders import Holders, holders_on
from assurance.national.asked import day_asked, year_of
from assurance.reads import day_of
from assurance.regions import NO_REGION, ever_in, region_on
from bodies.models import Body, Office
from duties.models import Obligation
from duties.querysets import ObligationQuerySet
from duties.years import FIRST_YEAR, FinancialYear, years_back

NOW = Holders()


@dataclass(frozen=True, slots=True)
class Asked:
    """A body's year as at a day: what was opened, due and done by then, by what is known `today`."""

    body: Body
    year: FinancialYear
    day: date
    today: date
    holders: Holders = NOW

    @property
    def is_past(self) -> bool:
        """Whether it is shown as at a day before today."""
        return self.day < self.today

    @property
    def year_day(self) -> date:
        """The day of the year that says where the body was: its last, or the day while it runs or is to come."""
        return day_of(self.year, self.day)

    @property
    def query(self) -> str:
        """What an address says of it, from the question mark."""
        return f"?year={self.year}" + (f"&on={self.day.isoformat()}" if self.is_past else "")

    @property
    def years(self) -> list[FinancialYear]:
        """The years that can be chosen: those in which the body lived, and the next one, which is open already."""
        last = min(self.today, self.body.closed_on) if self.body.closed_on else self.today
        after = FinancialYear.containing(last)
        first = max(FIRST_YEAR, FinancialYear.containing(self.body.opened_on))
        return years_back(after if last < self.today else after.next(), first)


@dataclass(frozen=True, slots=True)
class Around:
    """The region of the body as it stood in the year, and the ids of its bodies, this one among them."""

    office: Office | None
    bodies: frozenset[int]

    @property
    def name(self) -> str:
        return self.office.name if self.office else NO_REGION


def asked_of(body: Body, address: Mapping[str, str], today: date) -> Asked:
    """What an address asks for; of a closed body its last year where none is named."""
    day = day_asked(address.get("on", ""), today) or today
    last = min(day, body.closed_on) if body.closed_on else day
    year = year_of(address.get("year", ""), max(last, body.opened_on))
    return Asked(body, year, day, today, holders_on(day, today))


def around(asked: Asked) -> Around:
    """The bodies of the same region in the year; three statements. Without a region: only the body itself.

    As on the national page, one that closed before or opened later counts with the region it left or came to: it may
    answer for something of the year.
    """
    office = region_on(asked.body, asked.year_day)
    if office is None:
        return Around(None, frozenset({asked.body.pk}))
    others = ever_in(Body.objects.known(asked.day), office.code).prefetch_related("offices__office")
    same = {one.pk for one in others if region_on(one, asked.year_day) == office}
    return Around(office, frozenset(same | {asked.body.pk}))


def owed(asked: Asked, bodies: frozenset[int]) -> ObligationQuerySet:
    """What these bodies answer for and owe themselves, of the year: what every figure of the page counts."""
    return (
        Obligation.objects.outside()
        .of_year(asked.year.start_year)
        .owed_by_body()
        .filter(asked.holders.answered_by(bodies))
    )
