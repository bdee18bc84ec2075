"""How a cell of this room's columns is read. Pure."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError

from bodies.imports.cells import Wrong, short
from bodies.web.dates import month_number
from duties.years import FinancialYear
from evidence.forms.adding import checked_address

_YEAR = re.compile(r"(\d{4})\s?[/–-]\s?(\d{4}|\d{2})", re.ASCII)
_QUARTER = re.compile(r"(?:q|quarter)?\s?([1-4])(?: of [\d/]+)?", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"([a-z]{3,9})\.?[ -](\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?", re.ASCII)  # with its day where a program made a date of it


def financial_year(cell: str) -> FinancialYear:
    """2015/16, also written 2015-16 or 2015/2016. Raises Wrong."""
    found = _YEAR.fullmatch(cell)
    try:
        return FinancialYear.parse(f"{found[1]}/{found[2][-2:]}" if found else cell)
    except ValueError:
        raise Wrong(f"“{short(cell)}” is not a financial year. Write it like 2015/16") from None


def period(cell: str) -> str:
    """Q2 and 2016-05 where the cell names a quarter or a month; else what was typed: the name of a record."""
    if found := _QUARTER.fullmatch(cell):
        return f"Q{found[1]}"
    if found := _ISO_MONTH.fullmatch(cell):
        return f"{found[1]}-{found[2]}"
    if (found := _MONTH.fullmatch(cell)) and (month := month_number(found[1])):
        year = int(found[2]) + (2000 if len(found[2]) == 2 else 0)
        return f"{date(year, month, 1):%Y-%m}" if year else cell
    return cell


def address(cell: str) -> str:
    """A web address that can be a link. Raises Wrong."""
    try:
        return checked_address(cell)
    except ValidationError as refusal:
        raise Wrong(" ".join(refusal.messages)) from None


def code(cell: str) -> str:
    """A body's code."""
    return cell.upper()
