"""A region's month as plain data for a report: the figures of the national page as at a day, and what changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from assessments.agreed.listing import row_of
from assessments.models import AgreedAction
from assurance.national.asked import Asked
from assurance.national.beside import Due, Late
from assurance.national.changing import MonthOfChanges
from assurance.national.reading import Cell, National
from bodies.web.charts import LineChart
from bodies.web.text import INVENTED, MONTHS, date_long, date_short, plural
from duties.words import Words

MOST = 40  # lines of a list in the report; the page and its files have all


def report(
    asked: Asked,
    table: National,
    chart: LineChart,
    late: list[Late],
    changed: MonthOfChanges,
    due: list[Due],
    agreed: list[AgreedAction],
) -> dict[str, Any]:
    """What templates/assurance/month.typ shows. Words only: the report works nothing out."""
    where = next((office.name for office in table.regions if office.code == asked.region), "England")
    columns, month = asked.columns, f"{MONTHS[asked.day.month - 1]} {asked.day.year}"
    return {
        "title": f"{where}, {month}",
        "foot": f"Accountability tracker, {where}, as at {date_long(asked.day)}",
        "mark": f"{INVENTED}." if settings.DEMONSTRATION else "",
        "about": f"{plural(table.bodies, 'body', 'bodies')}, financial year {asked.year}, as at {date_long(asked.day)}"
        + (", by what is known today." if asked.is_past else "."),
        "heads": [
            "Body",
            *(column.title for column in columns.columns),
            *([columns.total_title] if columns.total_title else []),
        ],
        "lines": [line for group in table.groups for line in _lines(group.name, group.totals, group.rows)],
        "trend": {"heads": list(chart.header), "lines": [list(row) for row in chart.rows]},
        "counts": [[words.word, f"{number:,}"] for words, number in changed.counts],
        "changes": _cut([[date_short(one.on), one.words.word, str(one.body), one.title] for one in changed.changes]),
        "late": _cut([_late(line) for line in late]),
        "agreed": _cut([_agreed(one, asked) for one in agreed]),
        "due": [_due(one) for one in due],
    }


def _lines(name: str, totals: tuple[Cell, ...], rows: Any) -> list[list[str]]:
    return [[name, *_words(totals)], *([row.name, *_words(row.cells)] for row in rows)]


def _words(cells: tuple[Cell, ...]) -> list[str]:
    return [_said(cell.words) for cell in cells]


def _said(words: Words) -> str:
    return f"{words.sign} {words.word}".strip()


def _late(line: Late) -> list[str]:
    one = line.obligation
    expected = f" Expected {date_short(one.expected_on)}." if one.expected_on else ""
    return [
        str(one.held_by or "Nobody named yet"), f"{one.title}, {one.about}", date_short(one.due_on), line.words.word,
        (one.reason or "None given") + expected,
    ]  # fmt: skip


def _agreed(one: AgreedAction, asked: Asked) -> list[str]:
    _, body, _, _, what, _, owner, due_on, state, *_ = row_of(one, asked.day)
    return [str(body), str(what), str(owner), date_short(due_on), str(state)]  # type: ignore[arg-type]


def _due(one: Due) -> list[str]:
    numbers = (one.figures.total, one.figures.done, one.still_open)
    return [date_short(one.on), one.title, *(f"{number:,}" for number in numbers)]


def _cut(lines: list[list[str]]) -> dict[str, Any]:
    """At most so many lines, and how many more there are."""
    more = len(lines) - MOST
    return {"lines": lines[:MOST], "more": f"{more:,} more are on the national page." if more > 0 else ""}
