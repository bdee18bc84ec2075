"""The three returns that are made of the logs: of which log each is made, and on which page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from casework.books import COMPLAINTS, REQUESTS, Book
from casework.models import Return
from duties.years import FinancialYear


@dataclass(frozen=True)
class Paper:
    """One kind of return: whose log it counts, and the name of its page's address."""

    kind: str
    book: Book
    page: str

    def address(self, code: str, year: FinancialYear) -> str:
        return f"{reverse(f'casework:{self.page}', args=[code])}?year={year}#returns"


FOI = Paper(Return.Kind.FOI, REQUESTS, "foi_figures")
REPORT = Paper(Return.Kind.COMPLAINTS, COMPLAINTS, "complaints_report")
KO41A = Paper(Return.Kind.KO41A, COMPLAINTS, "ko41a")
PAPERS = {paper.kind: paper for paper in (FOI, REPORT, KO41A)}


def page_of(row: Return) -> str:
    """The address of the page that lists a return."""
    return PAPERS[row.kind].address(row.body.code, FinancialYear(row.year))
