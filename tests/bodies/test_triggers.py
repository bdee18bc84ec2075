"""The guards of the database, on tables of their own, and those that the apps list."""

import pytest
from django.db import IntegrityError, connection, transaction

from bodies import audit
from bodies.models import AuditEntry
from bodies.triggers import MESSAGE, all_guards, append_only, install, kept, missing, remove, set_once
from tests.factories import TODAY, make_body
from tests.guards import suspended

GUARDS = (
    *append_only("ledger"),
    *kept("paper", when="OLD.sent_on IS NOT NULL", columns=("title", "sent_on"), name="sent"),
    *set_once("paper", ("reason", "seen_on")),
)
LEDGER = "CREATE TABLE ledger (id integer PRIMARY KEY, words varchar(20))"
PAPER = """CREATE TABLE paper (
    id integer PRIMARY KEY, title varchar(20), sent_on date, published_on date,
    reason varchar(20) NOT NULL DEFAULT '', seen_on date)"""


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def refused(statement: str) -> None:
    table = statement.replace("TABLE ", "").split()[1 + statement.startswith(("DELETE", "REPLACE"))]
    with pytest.raises(IntegrityError, match=f"{MESSAGE}: {table}"), transaction.atomic():
        run(statement)


@pytest.fixture
def tables(db):
    run(LEDGER, PAPER, "INSERT INTO ledger VALUES (1, 'one')")
    run("INSERT INTO paper (id, title, sent_on) VALUES (1, 'draft', NULL), (2, 'sent', '2016-10-17')")
    install(connection, GUARDS)


def test_an_append_only_row_is_neither_changed_nor_deleted_nor_replaced(tables) -> None:
    refused("UPDATE ledger SET words = 'two'")
    refused("DELETE FROM ledger")
    if connection.vendor == "postgresql":
        refused("TRUNCATE TABLE ledger")
    else:
        refused("REPLACE INTO ledger VALUES (1, 'two')")
    run("INSERT INTO ledger VALUES (2, 'two')")


def test_a_kept_row_is_kept_from_the_moment_its_condition_holds(tables) -> None:
    run("UPDATE paper SET title = 'better' WHERE id = 1", "UPDATE paper SET published_on = '2016-10-18' WHERE id = 2")
    run("UPDATE paper SET title = 'sent' WHERE id = 2")  # says what it said
    refused("UPDATE paper SET title = 'other' WHERE id = 2")
    refused("UPDATE paper SET sent_on = NULL WHERE id = 2")
    refused("DELETE FROM paper WHERE id = 2")
    run("UPDATE paper SET sent_on = '2016-10-18' WHERE id = 1")
    refused("UPDATE paper SET title = 'other' WHERE id = 1")


def test_what_is_set_once_stays(tables) -> None:
    run("UPDATE paper SET reason = 'why', seen_on = '2016-10-18' WHERE id = 1")
    run("UPDATE paper SET reason = 'why', published_on = '2016-10-19' WHERE id = 1")
    refused("UPDATE paper SET reason = 'other' WHERE id = 1")
    refused("UPDATE paper SET reason = '' WHERE id = 1")
    refused("UPDATE paper SET seen_on = NULL WHERE id = 1")
    run("DELETE FROM paper WHERE id = 1")


def test_guards_are_suspended_and_come_back(tables) -> None:
    with suspended(GUARDS):
        run("UPDATE ledger SET words = 'two'")
        assert len(missing(connection, GUARDS)) >= 5
    assert not missing(connection, GUARDS)
    refused("UPDATE ledger SET words = 'three'")


def test_a_guard_that_is_not_there_is_named(tables) -> None:
    run(GUARDS[0].drop(connection.vendor))
    assert missing(connection, GUARDS) == ["ledger_kept_update"]
    remove(connection, GUARDS)
    run("UPDATE ledger SET words = 'two'", "DELETE FROM paper")


def test_a_name_longer_than_the_database_keeps_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than PostgreSQL keeps"):
        append_only("x" * 60)


def test_every_guard_that_an_app_lists_is_in_the_database(db) -> None:
    assert {guard.table for guard in all_guards()} >= {"bodies_auditentry"}
    assert not missing(connection, all_guards())


def test_no_program_changes_or_deletes_an_audit_row(db) -> None:
    made = audit.record("joined", make_body(), by=None, today=TODAY)
    for write in (lambda rows: rows.update(verb="left"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match=MESSAGE), transaction.atomic():
            write(AuditEntry.objects.filter(pk=made.pk))
