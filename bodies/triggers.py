"""Guards in the database: what is on record is kept, whatever program writes, on PostgreSQL and on SQLite.

Each app lists its own in `<app>/kept.py` as `GUARDS`, and its migration 0002 installs them. A guard refuses with an
IntegrityError that begins with MESSAGE. A later migration that remakes a table on SQLite drops its triggers without a
word: it must install them anew, and `missing` tells of those that are not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.utils.module_loading import module_has_submodule

MESSAGE = "the record is kept"
LONGEST_NAME = 63  # bytes that PostgreSQL keeps of a name

Event = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]
Names = tuple[str, ...]

REFUSE = f"""
CREATE OR REPLACE FUNCTION record_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
# PostgreSQL lets no trigger's condition ask other rows: such a guard gets a function that asks and then refuses.
ASK = """
CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN
    RAISE EXCEPTION '{message}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN {row};
END $$;
"""
IS_USED = "SELECT 1 FROM pg_trigger WHERE tgfoid = to_regproc('record_is_kept')"


@dataclass(frozen=True)
class Guard:
    """One trigger. `condition` is SQL on OLD and NEW that both databases read; empty: always.

    `asks` is set where the condition asks other rows too.
    """

    table: str
    name: str
    event: Event
    condition: str = ""
    asks: bool = False

    def __post_init__(self) -> None:
        if len(self.name) > LONGEST_NAME:
            raise ValueError(f"The guard's name {self.name!r} is longer than PostgreSQL keeps.")

    def create(self, vendor: str) -> str:
        """Return the statement that makes it; empty where the database has no such event."""
        if vendor == "postgresql":
            each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
            head = f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" FOR EACH {each}'
            if self.asks:
                row = "OLD" if self.event == "DELETE" else "NEW"
                ask = ASK.format(name=self.name, condition=self.condition, message=MESSAGE, row=row)
                return f'{ask}{head} EXECUTE FUNCTION "{self.name}"()'
            when = f" WHEN ({self.condition})" if self.condition else ""
            return f"{head}{when} EXECUTE FUNCTION record_is_kept()"
        if self.event == "TRUNCATE":
            return ""
        # Older SQLite does not know the standard's words for it.
        when = f" WHEN {self.condition}".replace("IS DISTINCT FROM", "IS NOT") if self.condition else ""
        head = f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" FOR EACH ROW'
        return f"{head}{when} BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {self.table}'); END"

    def drop(self, vendor: str) -> str:
        drop = f'DROP TRIGGER IF EXISTS "{self.name}"'
        if vendor != "postgresql":
            return drop
        return f'{drop} ON "{self.table}"' + (f'; DROP FUNCTION IF EXISTS "{self.name}"()' if self.asks else "")


def append_only(table: str) -> tuple[Guard, ...]:
    """Rows may be added; none may be changed or deleted."""
    return kept(table)


def kept(table: str, *, when: str = "", columns: Names = (), name: str = "kept") -> tuple[Guard, ...]:
    """Once `when` (SQL on OLD, such as "OLD.sent_on IS NOT NULL") holds, `columns` stay and the row may not be deleted.

    Without `when` it holds of every row; without `columns` nothing of the row may change. `name` tells several guards
    of one table apart.
    """
    changed = " OR ".join(_differs(column) for column in columns)
    return (
        Guard(table, f"{table}_{name}_update", "UPDATE", " AND ".join(f"({part})" for part in (when, changed) if part)),
        Guard(table, f"{table}_{name}_delete", "DELETE", when),
        Guard(table, f"{table}_{name}_truncate", "TRUNCATE"),
    )


def set_once(table: str, columns: Names, *, name: str = "once") -> tuple[Guard, ...]:
    """Each of `columns` may get a value where it was NULL or empty, and then keeps it. The row may be deleted."""
    refused = " OR ".join(f"(CAST(OLD.\"{column}\" AS TEXT) <> '' AND {_differs(column)})" for column in columns)
    return (Guard(table, f"{table}_{name}_update", "UPDATE", refused),)


def kept_but(table: str, columns: Names, *, unless: str, name: str) -> tuple[Guard, ...]:
    """`columns` stay, but in the one change that `unless` (SQL on OLD and NEW) tells of. The row may be deleted."""
    changed = " OR ".join(_differs(column) for column in columns)
    return (Guard(table, f"{table}_{name}_update", "UPDATE", f"({changed}) AND NOT ({unless})"),)


def _differs(column: str) -> str:
    return f'OLD."{column}" IS DISTINCT FROM NEW."{column}"'


def guarding(guards: Iterable[Guard]) -> RunPython:
    """Return the migration's operation that installs guards, and takes them out again when it is reversed."""
    fixed = tuple(guards)
    return RunPython(
        lambda _, editor: install(editor.connection, fixed), lambda _, editor: remove(editor.connection, fixed)
    )


def install(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Put guards into the database; one that is there already is made anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE)
        for guard in guards:
            cursor.execute(guard.drop(connection.vendor))
            if statement := guard.create(connection.vendor):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Take guards out of the database, and with the last one what it calls."""
    with connection.cursor() as cursor:
        for guard in guards:
            cursor.execute(guard.drop(connection.vendor))
        if connection.vendor == "postgresql":
            cursor.execute(IS_USED)
            if cursor.fetchone() is None:
                cursor.execute("DROP FUNCTION IF EXISTS record_is_kept()")


def missing(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> list[str]:
    """Return the names of guards that are not in the database, or are switched off there."""
    if connection.vendor == "postgresql":
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        there = {name for (name,) in cursor.fetchall()}
    return [guard.name for guard in guards if guard.create(connection.vendor) and guard.name not in there]


def all_guards() -> tuple[Guard, ...]:
    """Every guard that an app lists in its module `kept`."""
    found: list[Guard] = []
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "kept"):
            found += import_module(f"{config.name}.kept").GUARDS
    return tuple(found)
