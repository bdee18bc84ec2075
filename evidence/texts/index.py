"""The index behind the search, in each database's own full text: FTS5 on SQLite, a tsvector on PostgreSQL.

One document for each piece of evidence that is published (an embargo counts: who searches leaves it out): its title,
the text of a statement, the text of its file. Triggers keep it, so whatever program publishes, unpublishes or reads a
file need not know of it, and what is taken off the public site leaves the index in the same transaction.

A migration that remakes one of the two tables on SQLite drops these triggers: it must install the index anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from evidence.texts import on_postgresql, on_sqlite

WORDS = "evidence_words"


class Statements(Protocol):
    """What a database is told, in its own words."""

    INSTALL: tuple[str, ...]
    FILL: tuple[str, ...]
    REMOVE: tuple[str, ...]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index and the triggers that keep it, and put in what is published already."""
    remove(connection)
    ours = _of(connection)
    _run(connection, (*ours.INSTALL, *ours.FILL))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the index out of the database."""
    _run(connection, _of(connection).REMOVE)


def _of(connection: BaseDatabaseWrapper) -> Statements:
    return on_postgresql if connection.vendor == "postgresql" else on_sqlite


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
