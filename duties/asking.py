"""Whether the sweep has anything to do, in one statement that is made once: most passes of most days find nothing.

Making the questions' SQL costs many times what the database takes to answer them. So it is made once, by the same
querysets, for days that stand for others; what is then put in their place are the days of the pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from django.db import connection

from duties.querysets import ObligationQuerySet

Questions = Callable[..., Sequence[ObligationQuerySet]]
YEAR_ONE = 1


def anything(questions: Questions, *days: date) -> bool:
    """Whether one of the questions, asked of these days, finds anything. `questions` is a function of a module."""
    sql, places = _statement(questions, len(days), connection.alias)
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datefield_value(days[place]) for place in places])
        return any(cursor.fetchone())


@cache
def _statement(questions: Questions, number: int, using: str) -> tuple[str, tuple[int, ...]]:
    """The statement, and for each of its parameters which of the days it is. Raises ValueError for any other one."""
    stand_ins = [date(YEAR_ONE, 1, 1 + place) for place in range(number)]
    place_of = {connection.ops.adapt_datefield_value(day): place for place, day in enumerate(stand_ins)}
    asked, places = [], []
    for question in questions(*stand_ins):
        sql, given = question.values("pk")[:1].query.get_compiler(using).as_sql()
        if unknown := [value for value in given if value not in place_of]:
            raise ValueError(f"The sweep's questions depend on days alone, and this one on {unknown}.")
        asked.append(f"EXISTS ({sql})")
        places += [place_of[value] for value in given]
    return f"SELECT {', '.join(asked)}", tuple(places)
