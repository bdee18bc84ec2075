"""What the address of the national page asks for, and the address that asks for it. What makes no sense is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from assurance.heat import ONLY
from assurance.national.columns import THEME, USUAL, Columns, columns_of
from bodies.web.asked import code_of
from duties.years import FIRST_YEAR, FinancialYear

WORST = "all"  # the total's column
MOST_COLUMNS = 60  # that an address may name


@dataclass(frozen=True, slots=True)
class Asked:
    """A year as at a day. `region` is the code of an office, `only` a key of ONLY, `sort` the slug of a column.

    Empty means all, and the order of names.
    """

    year: FinancialYear
    day: date
    today: date
    region: str = ""
    columns: Columns = USUAL
    only: str = ""
    sort: str = ""

    @property
    def is_past(self) -> bool:
        """Whether it looks back: later facts are left out."""
        return self.day < self.today

    @property
    def in_year(self) -> date:
        """The day of the year whose regions and names are shown: its last, or the day while it runs or is to come."""
        return min(self.year.last_day, self.day)

    def query(self, **changes: Any) -> str:
        """The address of the same, with changes: "?year=2016/17&region=Y57"."""
        asked = replace(self, **changes)
        pairs = [("year", str(asked.year)), ("on", asked.day.isoformat() if asked.is_past else "")]
        pairs += [("region", asked.region), ("by", asked.columns.by if asked.columns.by != THEME else "")]
        pairs += [("theme", slug) for slug in asked.columns.chosen]
        pairs += [("only", asked.only), ("sort", asked.sort)]
        return "?" + urlencode([pair for pair in pairs if pair[1]], safe="/")

    @property
    def of_a_body(self) -> str:
        """What the page of a body is asked for: the same year and day."""
        return self.query(region="", columns=USUAL, only="", sort="")

    @property
    def of_a_cell(self) -> str:
        """What the page behind a cell is asked for: the same year, day and columns."""
        return self.query(region="", only="", sort="")


def asked_of(address: QueryDict, today: date) -> Asked:
    """Read the address. A day to come, or one before there were groups, is today."""
    day = day_asked(address.get("on", ""), today) or today
    columns = columns_of(address.get("by", ""), address.getlist("theme")[:MOST_COLUMNS])
    sort = address.get("sort", "")
    return Asked(
        year=year_of(address.get("year", ""), day), day=day, today=today, region=code_of(address.get("region", "")),
        columns=columns, only=_only(address), sort=sort if sort in {WORST, *(c.slug for c in columns.columns)} else "",
    )  # fmt: skip


def day_asked(text: str, today: date) -> date | None:
    """A day written as 2016-10-01 that the tracker can look back to; else None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR.first_day <= day <= today else None


def year_of(text: str, day: date) -> FinancialYear:
    """The year of the address; that of the day where there is none, it makes no sense, or there were no groups yet."""
    try:
        year = FinancialYear.parse(text)
    except ValueError:
        year = FinancialYear.containing(day)
    return year if year >= FIRST_YEAR else FinancialYear.containing(day)


def _only(address: QueryDict) -> str:
    """Which bodies; `late=1` is the short way to write `only=late`."""
    only = address.get("only", "late" if address.get("late") == "1" else "")
    return only if only in ONLY else ""
