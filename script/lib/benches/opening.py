"""What opening a year costs, for all bodies at once."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

from django.db import connection

from benches import bare
from benches.figures import Figure
from benches.seeding import THIS_YEAR, TODAY
from benches.timing import counted_statements, seconds
from duties import opening

MOST_STATEMENTS = 5  # for each of the barest


def measure(*, control: bool) -> Iterator[Figure]:
    """Open the next year, and put as many rows into the year after it; as a control the first is done row by row."""
    batch, year = opening.BATCH, THIS_YEAR.next()
    with mock.patch.object(opening, "BATCH", 1 if control else batch), counted_statements() as needed:
        took = seconds(lambda: opening.open_year(year, today=TODAY))
    columns, rows = _as_of_the_year_after(year.start_year)
    with counted_statements() as barest:
        floor = seconds(lambda: bare.insert("duties_obligation", columns, rows, batch))
    yield Figure("open_year, all bodies", took, floor, budget=5)
    yield Figure("open_year, statements for them", needed[0], barest[0], MOST_STATEMENTS, unit="")


def _as_of_the_year_after(year: int) -> tuple[list[str], list[list[object]]]:
    """What was opened, as if it were a year later: rows that are not there yet."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM duties_obligation WHERE year = {year} AND opened_on = '{TODAY}' ORDER BY id")
        names = [column[0] for column in cursor.description]
        moved = {names.index("year"), names.index("period_year")}
        kept = [place for place, name in enumerate(names) if name != "id"]
        rows = cursor.fetchall()
    return [names[place] for place in kept], [[row[p] + 1 if p in moved else row[p] for p in kept] for row in rows]
