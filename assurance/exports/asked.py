"""What somebody asks of an export, kept as plain JSON, and which bodies that is within their reach. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assurance.heat import BY_SLUG
from assurance.regions import NO_REGION, region_on, shown_name
from bodies.access import Permission, Reach, can
from bodies.models import Body
from bodies.web.text import date_long
from duties.querysets import ObligationQuerySet
from duties.years import FinancialYear

QUARTERS = ("Q1", "Q2", "Q3", "Q4")


@dataclass(frozen=True, slots=True)
class Asked:
    """The year, the day as at which it is shown, and what narrows it: a region's code, a theme's slug, a quarter."""

    year: FinancialYear
    as_at: date
    region: str = ""
    theme: str = ""
    quarter: str = ""

    def as_json(self) -> dict[str, str]:
        """What the row keeps."""
        return {
            "year": str(self.year), "as_at": self.as_at.isoformat(), "region": self.region, "theme": self.theme,
            "quarter": self.quarter,
        }  # fmt: skip

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Asked:
        """What a row kept. Raises ValueError or KeyError for what another version of the tracker wrote."""
        year, as_at = FinancialYear.parse(kept["year"]), date.fromisoformat(kept["as_at"])
        return cls(year, as_at, kept["region"], kept["theme"], kept["quarter"])

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day of the quarter, or of the year."""
        if not self.quarter:
            return self.year.first_day, self.year.last_day
        start = QUARTERS.index(self.quarter) * 3 + 4  # the month of the year that began in January
        year, month = self.year.start_year + (start > 12), (start - 1) % 12 + 1
        last_day = 31 if month + 2 in (3, 12) else 30
        return date(year, month, 1), date(year, month + 2, last_day)

    @property
    def words(self) -> str:
        """Such as "2016/17, quarter 2, meetings in public, as at 17 October 2016"."""
        theme = BY_SLUG[self.theme].name if self.theme in BY_SLUG else self.theme
        quarter = f"quarter {self.quarter[1:]}" if self.quarter else ""
        parts = (str(self.year), quarter, theme, f"as at {date_long(self.as_at)}")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Place:
    """A body as the rows of an export name it, on their day."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What one run is of: the bodies within its reach by region and name, and the offices that give the reach."""

    asked: Asked
    places: dict[int, Place]
    codes: dict[int, str]  # of every body there is
    offices: tuple[int, ...]

    @property
    def covers(self) -> list[str]:
        """The codes of its bodies."""
        return [place.code for place in self.places.values()]

    def narrowed(self, found: ObligationQuerySet) -> ObligationQuerySet:
        """What NHS England may know of, opened by the day, of the theme that is asked for."""
        known = found.outside().opened_by(self.asked.as_at).order_by()
        return known.filter(duty__theme=BY_SLUG[self.asked.theme].name) if self.asked.theme else known


def scope_of(asked: Asked, reach: Reach, today: date) -> Scope:
    """The bodies that somebody reaches today, of the region that is asked for. A constant number of statements."""
    known = list(Body.objects.known(today).prefetch_related("offices__office", "names"))
    within = [body for body in known if can(reach, Permission.SEE_NATION, body, today)]
    found = []
    for body in within:
        region = region_on(body, asked.as_at)
        if not asked.region or (region is not None and region.code == asked.region):
            name = shown_name(body, asked.as_at, today)
            found.append((body.pk, Place(body.code, name, region.name if region else NO_REGION)))
    found.sort(key=lambda one: (one[1].region == NO_REGION, one[1].region, one[1].name))
    offices = tuple(sorted(m.office_id for m in reach.offices() if m.office_id is not None))
    return Scope(asked, dict(found), {body.pk: body.code for body in known}, offices)
