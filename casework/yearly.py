"""A year of figures of one body: its periods side by side, and the quarters before them as a trend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bodies.models import Body
from casework.figures.ko41a import ko41a_periods
from casework.figures.tables import Section, complaint_sections, ko41a_sections, request_sections
from casework.returns import COUNT, ReturnLine, lines_of, rows_of
from casework.returns_words import COMPLAINTS, FOI, KO41A
from duties.periods import Kind, Period, periods_of
from duties.years import FIRST_YEAR, FinancialYear, years_back

TREND_YEARS = 2  # of quarters, the chosen year the last
LAY_OUT: dict[str, Callable[..., list[Section]]] = {
    FOI: request_sections, COMPLAINTS: complaint_sections, KO41A: ko41a_sections,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One period with its figures; None where it has not begun."""

    period: Period
    figures: Any

    @property
    def name(self) -> str:
        """Such as "Q2" or "2016/17"."""
        return self.period.label or str(self.period.year)

    @property
    def title(self) -> str:
        """The same at the head of a column: a period that runs says so."""
        runs = self.figures is not None and self.figures.is_running
        return f"{self.name} so far" if runs else self.name

    @property
    def long_title(self) -> str:
        """The same where no year stands above it."""
        return f"{self.period.year} {self.period.label}".strip()


@dataclass(frozen=True)
class YearFigures:
    """The figures of one year as they are counted today, their trend, and the returns made of them."""

    kind: str
    body: Body
    year: FinancialYear
    today: date
    columns: list[Column]
    trend: list[Column]
    lines: list[ReturnLine]

    @property
    def sections(self) -> list[Section]:
        return LAY_OUT[self.kind]([column.figures for column in self.columns])

    @property
    def whole(self) -> Any:
        """The figures of the whole year."""
        return self.columns[-1].figures

    @property
    def last_over(self) -> Column | None:
        """The latest quarter that is over: the regulator looks at that, not at a year."""
        return next((one for one in reversed(self.trend) if not one.figures.is_running), None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was logged for the year nor the quarters before."""
        return all(one.figures is None or one.figures.is_nil for one in (*self.columns, *self.trend))

    def has_changed(self, line: ReturnLine) -> bool:
        """Whether the log says something else now than when the return of a period was made."""
        kept = line.figures
        now = next((one.figures for one in self.columns if one.period.label == line.period.label), None)
        if kept is None or now is None or (kept.first_on, kept.last_on) != (now.first_on, now.last_on):
            return False
        return bool(kept != now)


def year_figures(kind: str, body: Body, year: FinancialYear, today: date) -> YearFigures:
    """The year of one body; five statements, whatever it logged. Nothing is counted of a period that has not begun."""
    periods = _periods(kind, body, year)
    quarters = [] if kind == KO41A else _quarters(body, year, today)
    first = min(one.first_on for one in (*periods, *quarters))
    rows = rows_of(kind, body, first, min(year.last_day, today))

    def counted(period: Period) -> Column:
        begun = period.first_on <= today
        return Column(period, COUNT[kind](rows, period.first_on, period.last_on, today) if begun else None)

    return YearFigures(
        kind, body, year, today, [counted(one) for one in periods], [counted(one) for one in quarters],
        lines_of(kind, body, year, today),
    )  # fmt: skip


def years_of(body: Body, today: date) -> list[FinancialYear]:
    """The financial years since a body opened, the latest first."""
    first = max(FIRST_YEAR, FinancialYear.containing(body.opened_on))
    return years_back(FinancialYear.containing(max(today, body.opened_on)), first)


def year_asked(asked: str, body: Body, today: date) -> FinancialYear:
    """The year of an address; the current one where that makes no sense, or is none of the body's."""
    years = years_of(body, today)
    try:
        chosen = FinancialYear.parse(asked)
    except ValueError:
        return years[0]
    return chosen if chosen in years else years[0]


def _periods(kind: str, body: Body, year: FinancialYear) -> list[Period]:
    """The quarters and the year, since the body opened; what it left behind is counted after it closed too."""
    parts = ko41a_periods(year) if kind == KO41A else periods_of(Kind.QUARTERLY, year)
    whole = periods_of(Kind.YEARLY, year)
    return [one for one in parts if one.label and one.last_on >= body.opened_on] + whole


def _quarters(body: Body, year: FinancialYear, today: date) -> list[Period]:
    """The quarters of this year and of those before it that have begun since the body opened."""
    years = [FinancialYear(year.start_year - back) for back in range(TREND_YEARS - 1, -1, -1)]
    quarters = [quarter for one in years for quarter in periods_of(Kind.QUARTERLY, one)]
    return [one for one in quarters if one.first_on <= today and one.last_on >= body.opened_on]
