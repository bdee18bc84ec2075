"""A body's year as a report: the sheets of its tables and its first figures in sentences, as Typst reads them."""

from __future__ import annotations

from datetime import date
from typing import Any

from assurance.body.figures import region_share, share_on_time
from assurance.body.reading import BodyYear
from assurance.body.sheets import sheets
from bodies.web.text import date_long, date_short, plural
from bodies.web.workbook import Sheet

MANY = 7  # columns: more are printed small


def data_of(found: BodyYear, mark: str) -> dict[str, Any]:
    """What the file of the report takes: words alone."""
    return {
        "title": title_of(found), "mark": mark, "foot": f"{title_of(found)}. {as_at(found)}",
        "sentences": [as_at(found), *sentences(found)],
        "tables": [_table(sheet) for sheet in sheets(found).values()],
    }  # fmt: skip


def title_of(found: BodyYear) -> str:
    return f"{found.name} ({found.asked.body.code}), {found.asked.year}"


def as_at(found: BodyYear) -> str:
    """As at which day, and for a past one by what knowledge."""
    day = f"As at {date_long(found.asked.day)}"
    if not found.asked.is_past:
        return f"{day}."
    return f"{day}: what was opened, due and done by then, by what is known on {date_long(found.asked.today)}."


def sentences(found: BodyYear) -> list[str]:
    """The first figures of the page, each with its base."""
    every, near = found.figures.every, found.near
    own = every.own
    stands = ", ".join((
        f"{own.done:,} met", f"{own.late:,} late now", f"{own.sent_back:,} sent back",
        f"{own.waiting:,} waiting for review", f"{own.no_date:,} without a date",
    ))  # fmt: skip
    lines = [
        f"{plural(own.total, 'obligation')} counted: {stands}.",
        f"Met on time: {share_on_time(own)} met with a date. {near.name}: {region_share(every)}.",
    ]
    earlier = plural(found.late.earlier, "date of an earlier year", "dates of earlier years")
    return [*lines, f"Late besides: {earlier}."] if found.late.earlier else lines


def _table(sheet: Sheet) -> dict[str, Any]:
    rows = [[_cell(value) for value in row] for row in sheet.rows]
    return {
        "heading": sheet.title, "heads": list(sheet.header), "rows": rows, "notes": list(sheet.notes),
        "is_small": len(sheet.header) > MANY,
    }  # fmt: skip


def _cell(value: object) -> str:
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else str(value)
