"""What the tests of exports share: asking, making, and reading back what was made."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import openpyxl

from assurance.exports import actions, running
from assurance.exports.asked import Asked
from assurance.exports.kinds import kinds
from assurance.models import Export
from bodies.access import reach_of
from bodies.models import Membership
from duties.years import FinancialYear
from tests.factories import TODAY

YEAR = FinancialYear(2016)


def ask(member: Membership, kind: str = "obligations", form: str = "csv", **asked: Any) -> Export:
    """Ask for an export as this person, without making it."""
    wanted = Asked(**{"year": YEAR, "as_at": TODAY, **asked})
    reach = reach_of(member.user, TODAY)
    return actions.ask(kind=kinds()[kind], asked=wanted, form=form, by=member.user, reach=reach, today=TODAY)


def make(member: Membership, kind: str = "obligations", form: str = "csv", **asked: Any) -> Export:
    """Ask for an export and make it."""
    export = ask(member, kind, form, **asked)
    running.run(export.pk, today=TODAY)
    export.refresh_from_db()
    return export


def content(export: Export) -> bytes:
    return b"".join(bytes(part) for part in export.parts.order_by("number").values_list("content", flat=True))


def rows(export: Export) -> list[dict[str, Any]]:
    """The rows of what was made, by their header; of a workbook with their types."""
    if export.form == "csv":
        return list(csv.DictReader(io.StringIO(content(export).decode("utf-8-sig"))))
    header, *found = sheet(export).iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in found]


def sheet(export: Export) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content(export))).worksheets[0]


def as_text(value: Any) -> str:
    """A cell of a workbook as the CSV of the same table says it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.hour == value.minute == 0 else f"{value:%Y-%m-%d %H:%M}"
    return str(value)
