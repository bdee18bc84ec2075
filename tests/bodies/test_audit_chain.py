"""The audit trail's chain: what an entry's digest covers, and that its links neither fork nor stand still."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from bodies import audit
from bodies.chain import BEFORE_THE_FIRST, link_of
from bodies.models import AuditEntry, AuditLink, Body
from bodies.origin import coming_from
from tests.factories import TODAY, make_body, make_user


def chained() -> list[int]:
    """Follow the chain from its beginning; returns the entries in its order."""
    connection.check_constraints()  # PostgreSQL writes links at the end of a transaction; a test's has none
    before, entries = BEFORE_THE_FIRST, []
    for place, link in enumerate(AuditLink.objects.select_related("entry"), 1):
        assert link.place == place
        assert link.chain == link_of(before, link.entry_id, link.entry.digest)
        before = link.chain
        entries.append(link.entry_id)
    return entries


def test_each_entry_gets_the_next_link_whoever_writes_it(db) -> None:
    body = make_body()
    one = audit.record("joined", body, by=None, today=TODAY)
    chained()
    audit.record_many((audit.entry("joined", body, by=None, today=TODAY, n=n) for n in range(5)), batch=2)
    assert chained() == sorted(AuditEntry.objects.values_list("pk", flat=True))
    assert one.pk == chained()[0]


def test_what_is_undone_leaves_no_link(db) -> None:
    body = make_body()
    audit.record("joined", body, by=None, today=TODAY)
    with transaction.atomic():
        audit.record("left", body, by=None, today=TODAY)
        transaction.set_rollback(True)
    audit.record("left", body, by=None, today=TODAY)
    assert chained() == list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True)) and len(chained()) == 2


def test_a_digest_is_the_same_when_the_entry_is_read_back(db) -> None:
    detail = {
        "day": date(2016, 2, 29), "when": None, "many": [3, 2, 1], "words": "Ünïcode “quoted” \\ and / \u2028",
        "inner": {"b": True, "a": (1, 2)}, "years": {2016: "one", 9: "two"}, "big": 2**53,
    }  # fmt: skip
    with coming_from(lambda: "web 10.0.0.7"):
        made = audit.record("joined", make_body(), by=make_user(), today=TODAY, **detail)
    read = AuditEntry.objects.get(pk=made.pk)
    assert read.origin == "web 10.0.0.7"
    assert audit.digest_of([getattr(read, name) for name in audit.SAID]) == made.digest == read.digest


@pytest.mark.parametrize("name", audit.SAID)
def test_a_digest_covers_everything_that_an_entry_says(db, name) -> None:
    made = audit.record("joined", make_body(), by=make_user(), today=TODAY, n=1)
    said = {one: getattr(made, one) for one in audit.SAID}
    other = {"at": made.at + timedelta(microseconds=1), "domain_on": TODAY + timedelta(days=1), "detail": {"n": 2}}
    said[name] = other.get(name, "other")
    assert audit.digest_of(list(said.values())) != made.digest


def test_a_number_that_comes_back_otherwise_is_refused(db) -> None:
    with pytest.raises(TypeError, match=r"0\.1 is neither"):
        audit.record("joined", make_body(), by=None, today=TODAY, share={"of": 0.1})
    assert not AuditEntry.objects.exists()


def together(*works) -> list[Exception]:
    """Run each in a thread of its own, with a connection of its own; returns what they raised."""
    raised: list[Exception] = []

    def run(work) -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001  (the test shows it)
            raised.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain() -> None:
    body = make_body()

    def write() -> None:
        for n in range(10):
            with transaction.atomic():
                audit.record("joined", body, by=None, today=TODAY)
                audit.record_many([audit.entry("left", body, by=None, today=TODAY, n=n) for _ in range(5)])

    assert together(*[write] * 5) == []
    assert len(chained()) == AuditEntry.objects.count() == 5 * 10 * 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_who_waits_for_a_row_does_not_hold_the_chain() -> None:
    """The first to commit still has a reference to check, to a body that the second holds until it commits too.

    Shown red once with links written as each entry's own check: PostgreSQL ended it as a deadlock.
    """
    held, other = make_body(), make_body()
    ready = Barrier(2)

    def first() -> None:
        with transaction.atomic():
            audit.record("joined", other, by=None, today=TODAY, body=other)
            audit.record("joined", held, by=None, today=TODAY, body=held)
            ready.wait(10)

    def second() -> None:
        with transaction.atomic():
            Body.objects.select_for_update().get(pk=held.pk)
            ready.wait(10)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")  # the first is at its end now, and waits for the body
            audit.record("left", other, by=None, today=TODAY, body=other)

    assert together(first, second) == []
    assert len(chained()) == 3
