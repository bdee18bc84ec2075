"""Guards of the database, suspended: for what empties the tables between tests, and for tests that tamper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from bodies.triggers import Guard, all_guards


@contextmanager
def suspended(guards: Iterable[Guard] | None = None) -> Iterator[None]:
    """Write as nobody may: without these guards (without any, where none are named)."""
    chosen = [guard for guard in (all_guards() if guards is None else guards) if guard.create(connection.vendor)]
    _switch(chosen, on=False)
    try:
        yield
    finally:
        _switch(chosen, on=True)


def _switch(guards: list[Guard], *, on: bool) -> None:
    if connection.vendor == "postgresql":
        word = "ENABLE" if on else "DISABLE"
        # No table may be altered while one of its triggers waits for the end of the transaction.
        statements = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]
        statements += [f'ALTER TABLE "{guard.table}" {word} TRIGGER "{guard.name}"' for guard in guards]
    else:
        statements = [guard.create("sqlite") if on else guard.drop("sqlite") for guard in guards]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
