"""Many rows written at once, as one statement and without making a model instance's SQL value by value.

Django's `bulk_create` compiles each value by itself, which costs more than the database takes to store them. What is
given here are plain values in the order of the columns; dates, moments and JSON are put as the database wants them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models

Row = tuple[Any, ...]
AS_IT_IS = frozenset({int, str, bool, type(None)})


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row], *, conflict: str = "") -> int:
    """Insert rows; returns how many were given. `names` are columns; the others get the default of their field.

    `conflict` is what stands after ON CONFLICT. Raises IntegrityError for a row that is there already, without one.
    """
    stored = _Stored()
    others = {
        field.column: stored[field.get_default()]
        for field in model._meta.concrete_fields
        if field.column not in names and not field.primary_key
    }
    filled = tuple(others.values())
    values = [(*[value if type(value) in AS_IT_IS else stored[value] for value in row], *filled) for row in rows]
    if not values:
        return 0
    columns = ", ".join(map(connection.ops.quote_name, (*names, *others)))
    one = f"({', '.join(['%s'] * len(values[0]))})"
    table = connection.ops.quote_name(model._meta.db_table)
    head = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608  names of ours; every value is a parameter
    tail = f" ON CONFLICT {conflict}" if conflict else ""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # prepared once; a statement of all rows would be read through each time
            cursor.executemany(f"{head}{one}{tail}", values)
        else:
            cursor.execute(head + ", ".join([one] * len(values)) + tail, [value for row in values for value in row])
    return len(values)


class _Stored(dict[Any, Any]):
    """Values as the database takes them; a day or a moment that comes again is put over once."""

    def __getitem__(self, value: Any) -> Any:
        if isinstance(value, dict | list):  # the only values that are no key
            return json.dumps(value)
        return super().__getitem__(value)

    def __missing__(self, value: Any) -> Any:
        if isinstance(value, datetime):
            self[value] = connection.ops.adapt_datetimefield_value(value)
        elif isinstance(value, date):
            self[value] = connection.ops.adapt_datefield_value(value)
        return self.get(value, value)
