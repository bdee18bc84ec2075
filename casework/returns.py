"""Reads of returns: the periods of a year with what was made for each, by when it is due, and how it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bodies.models import Body
from casework.counted import complaint_rows, request_rows
from casework.figures.complaints import ComplaintFigures, complaint_figures
from casework.figures.ko41a import Ko41a, ko41a_of, ko41a_periods
from casework.figures.requests import RequestFigures, request_figures
from casework.models import Return
from casework.returns_words import COMPLAINTS, DUTY, FOI, KO41A, state_words
from duties.models import Obligation
from duties.periods import Kind, Period, periods_of, shorten
from duties.words import Words
from duties.years import FinancialYear

Figures = RequestFigures | ComplaintFigures | Ko41a
COUNT: dict[str, Callable[..., Any]] = {FOI: request_figures, COMPLAINTS: complaint_figures, KO41A: ko41a_of}
KEPT_AS: dict[str, Any] = {FOI: RequestFigures, COMPLAINTS: ComplaintFigures, KO41A: Ko41a}


@dataclass(frozen=True)
class ReturnLine:
    """One period of a body: the last return that was made of it, a draft of the next, how many were made before.

    `owed` is the duty that it proves; None: none is open for this body and period.
    """

    period: Period
    row: Return | None
    draft: Return | None
    earlier: int
    owed: Obligation | None
    today: date

    @property
    def state(self) -> Words:
        return state_words(self.row, self.draft, self.period.last_on, self.today)

    @property
    def is_over(self) -> bool:
        return self.period.last_on < self.today

    @property
    def due_on(self) -> date | None:
        return self.owed.due_on if self.owed is not None else None

    @property
    def figures(self) -> Any:
        """The figures as they were kept; None while no return was made."""
        return kept_figures(self.row) if self.row is not None else None


def periods_for(kind: str, year: FinancialYear) -> list[Period]:
    """The periods of a year for which such a return can be made."""
    if kind == KO41A:
        return ko41a_periods(year)
    whole = periods_of(Kind.YEARLY, year)
    return [*periods_of(Kind.QUARTERLY, year), *whole] if kind == FOI else whole


def period_of(kind: str, year: FinancialYear, label: str) -> Period | None:
    """One of them by its name within the year, empty for the year; None where no such return is made."""
    return next((one for one in periods_for(kind, year) if one.label == label), None)


def part_of(period: Period, body: Body) -> Period | None:
    """The part of a period in which a body was there; None where it was not."""
    return shorten(period, body.opened_on, body.closed_on)


def lines_of(kind: str, body: Body, year: FinancialYear, today: date) -> list[ReturnLine]:
    """The periods of a year in which a body was there, with their returns and duties; two statements."""
    rows: dict[str, list[Return]] = defaultdict(list)
    made = Return.objects.filter(kind=kind, body=body, year=year.start_year, begun_on__lte=today)
    for row in made.select_related("obligation").order_by("number"):
        rows[row.period].append(row)
    owed = {one.period: one for one in _owed(kind, body, year.start_year)}
    lines = []
    for whole in periods_for(kind, year):
        part = part_of(whole, body)
        if part is None:
            continue
        here = rows[whole.label]
        done = [row for row in here if row.made_on is not None]
        draft = next((row for row in here if row.made_on is None), None)
        last = done[-1] if done else None
        lines.append(ReturnLine(part, last, draft, max(0, len(done) - 1), owed.get(whole.label), today))
    return lines


def open_obligation(row: Return) -> Obligation | None:
    """The duty that a return proves, while nothing was sent in for it."""
    return _owed(row.kind, row.body, row.year).open().filter(period=row.period).order_by("pk").first()


def rows_of(kind: str, body: Body, first: date, last: date) -> Any:
    """The cases that such a return may count from one day to another; three statements."""
    read = request_rows if kind == FOI else complaint_rows
    return read({body.pk}, first, last)


def figures_of(kind: str, body: Body, part: Period, today: date) -> Figures:
    """The figures of a return as they are counted now; three statements."""
    first, last = part.first_on, part.last_on
    figures: Figures = COUNT[kind](rows_of(kind, body, first, last), first, last, today)
    return figures


def kept_figures(row: Return) -> Any:
    """The figures of a return as they were when it was made."""
    return KEPT_AS[row.kind].from_json(row.figures)


def _owed(kind: str, body: Body, year: int) -> Any:
    rows = Obligation.objects.owed_by_body().filter(body=body, duty__slug=DUTY[kind], record_id=None, closed_on=None)
    return rows.filter(period_year=year).for_pages()
