"""The figures of some bodies' logs together, from rows read for one stretch of time: what the pages do for one body."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bodies.models import Body
from casework.counted import complaint_rows, request_rows
from casework.figures.complaints import ComplaintFigures, complaint_figures
from casework.figures.requests import RequestFigures, request_figures
from casework.returns import lines_of
from duties.words import Words
from duties.years import FinancialYear


def request_figures_of(bodies: Iterable[int], first: date, last: date, today: date) -> RequestFigures:
    return request_figures(request_rows(bodies, first, last), first, last, today)


def complaint_figures_of(bodies: Iterable[int], first: date, last: date, today: date) -> ComplaintFigures:
    return complaint_figures(complaint_rows(bodies, first, last), first, last, today)


def return_state(kind: str, body: Body, year: FinancialYear, label: str, today: date) -> Words:
    """Where the return of one period stands, as its page tells it."""
    return next(line.state for line in lines_of(kind, body, year, today) if line.period.label == label)
