"""The tables of these pages to take away: the same rows, typed. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from assurance.reads import Line
from bodies.web.workbook import Sheet
from duties.models import OwedBy
from duties.words import DateBasis
from duties.years import FinancialYear

LINES = (
    "Year", "Code", "Body", "Incurred by", "Owed by", "Theme", "Duty", "About", "Due", "Date fixed by", "State",
    "Days late", "Counted in figures", "Owner", "Reason", "Expected", "Obligation",
)  # fmt: skip
# Who fixed a date, in as few words as a cell has: pages say it in a sentence.
FIXED_BY: dict[str, str] = {
    DateBasis.LAW: "Law", DateBasis.DIRECTED: "Directed", DateBasis.OWN_RULES: "Own rules",
    DateBasis.REMINDER: "Reminder (local policy)", DateBasis.NONE: "No date of its own",
}  # fmt: skip


def lines_sheet(title: str, lines: Iterable[Line], year: FinancialYear) -> Sheet:
    """Obligations behind a figure, one row each, in the order of the page."""
    return Sheet(title, LINES, [_row(line, year) for line in lines])


def _row(line: Line, year: FinancialYear) -> list[object]:
    one = line.obligation
    holder = one.held_by
    return [
        str(year), holder.code if holder else "", holder.name if holder else "Nobody named yet",
        one.body.code if one.body_id != one.held_by_id else "", OwedBy(one.owed_by).label, one.duty.theme.capitalize(),
        one.title, one.about, one.due_on, FIXED_BY[one.date_basis], line.words.word, line.days_late, line.counted,
        one.owner.post if one.owner else "", one.reason, one.expected_on, one.pk,
    ]  # fmt: skip
