"""Tampering: guards suspended, rows altered, removed, swapped or put in; the command names exactly which."""

from __future__ import annotations

import csv
from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from bodies import audit, verification
from bodies.chain import BEFORE_THE_FIRST, CHAINING, link_of
from bodies.models import AuditEntry, AuditLink, Verification
from bodies.tasks import verify_audit_task
from tests.factories import TODAY, make_body, make_user
from tests.guards import suspended


def verify() -> list[str]:
    """What the command finds, line by line, without its last two; its exit status must fit."""
    connection.check_constraints()  # the end of a transaction, where PostgreSQL writes the links
    out, status = StringIO(), 0
    try:
        call_command("verify_audit", stdout=out)
    except SystemExit as left:
        status = int(left.code or 0)
    said = out.getvalue().splitlines()
    assert status == (0 if said[-1] == "No fault was found." else 1)
    return [line for line in said if "entries were read" not in line and line != "No fault was found."]


def tamper(*statements: str) -> None:
    """Write as one who has the database and knows about the guards."""
    with suspended(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def trail(db, monkeypatch) -> list[int]:
    """Ten entries, read in batches of three; gives their numbers."""
    monkeypatch.setattr(verification, "BATCH", 3)
    body, by = make_body(), make_user()
    made = [audit.record("explained", body, by=by, today=TODAY, body=body, n=n, words="one day") for n in range(10)]
    assert verify() == []
    return [entry.pk for entry in made]


def named(number: int, place: int) -> str:
    body = AuditEntry.objects.exclude(pk=number).latest("pk").body_id
    return f"Entry {number} (place {place}, “explained” of bodies.body {body})"


def altered(number: int, place: int) -> str:
    return f"{named(number, place)} was altered: its digest is not that of what it says."


def misfit(number: int, place: int) -> str:
    return f"{named(number, place)} does not fit its link: it was altered with its digest, or put there instead."


DETAIL = "replace(CAST(detail AS TEXT), 'one day', 'one dam')"
JSON = f"CAST({DETAIL} AS jsonb)" if connection.vendor == "postgresql" else DETAIL


@pytest.mark.parametrize(
    "change",
    [f"detail = {JSON}", "domain_on = '2016-10-16'", "by_id = NULL", "body_id = NULL", "origin = 'web 10.0.0.8'",
     "digest = replace(digest, substr(digest, 1, 1), 'x')"],
)  # fmt: skip
def test_an_altered_entry_is_named(trail, change) -> None:
    tamper(f"UPDATE bodies_auditentry SET {change} WHERE id = {trail[4]}")
    assert verify() == [altered(trail[4], 5)]


def test_an_entry_altered_together_with_its_digest_is_named(trail) -> None:
    one = AuditEntry.objects.get(pk=trail[4])
    one.detail["n"] = 99
    digest = audit.digest_of([getattr(one, name) for name in audit.SAID])
    tamper(f"UPDATE bodies_auditentry SET digest = '{digest}' WHERE id = {one.pk}")
    with suspended():
        AuditEntry.objects.filter(pk=one.pk).update(detail=one.detail)
    assert verify() == [misfit(trail[4], 5)]


def test_an_altered_link_is_named(trail) -> None:
    tamper(f"UPDATE bodies_auditlink SET chain = '{'f' * 64}' WHERE place = 5")
    assert verify() == [misfit(trail[4], 5)]


def test_a_removed_entry_is_named_by_its_link(trail) -> None:
    before = AuditEntry.objects.get(pk=trail[3])
    tamper(f"DELETE FROM bodies_auditentry WHERE id = {trail[4]}")
    [said] = verify()
    assert said.startswith(f"Entry {trail[4]} was removed. It had place 5, after entry {before.pk} of ")


def test_an_entry_removed_with_its_link_leaves_a_gap_that_is_named(trail) -> None:
    for number in trail[4:6]:
        tamper(
            f"DELETE FROM bodies_auditentry WHERE id = {number}",
            f"DELETE FROM bodies_auditlink WHERE entry_id = {number}",
        )
    [said] = verify()
    assert said.startswith(f"Places 5 to 6 were removed from the chain, after entry {trail[3]} of ")


def test_a_removed_beginning_is_named(trail) -> None:
    tamper("DELETE FROM bodies_auditlink WHERE place = 1", f"DELETE FROM bodies_auditentry WHERE id = {trail[0]}")
    assert verify() == ["Place 1 was removed from the chain, after the beginning."]


def test_a_removed_link_is_named_by_its_entry(trail) -> None:
    tamper("DELETE FROM bodies_auditlink WHERE place = 5")
    gap, beside = verify()
    assert gap.startswith("Place 5 was removed from the chain")
    assert beside.startswith(f"Entry {trail[4]} (“explained”) is not in the chain")


def test_a_tail_that_was_cut_off_is_found_by_the_head_exported_before(trail) -> None:
    at = verification._moment(Verification.objects.get().started_at)
    tamper(
        f"DELETE FROM bodies_auditentry WHERE id >= {trail[7]}", "DELETE FROM bodies_auditlink WHERE place >= 8",
        "DELETE FROM bodies_verification",  # the file remembers
    )  # fmt: skip
    said = (
        f"The trail ends at place 7, and at the verification of {at} it ended at place 10: "
        "3 places were removed from its end."
    )
    assert verify() == [said]
    audit.record("explained", make_body(), by=None, today=TODAY)
    assert said.replace("place 7", "place 8").replace("3 places", "2 places") in verify(), "it stays found"


def test_the_database_remembers_heads_too(trail, settings) -> None:
    settings.AUDIT_HEADS_FILE.unlink()
    tamper(f"DELETE FROM bodies_auditentry WHERE id = {trail[9]}", "DELETE FROM bodies_auditlink WHERE place = 10")
    [said] = verify()
    assert said.startswith("The trail ends at place 9")


def test_two_entries_that_were_swapped_are_both_named(trail) -> None:
    a, b = trail[2], trail[6]
    tamper(*(
        f"UPDATE bodies_auditentry SET id = {new} WHERE id = {old}" for old, new in ((a, -1), (b, a), (-1, b))
    ))  # fmt: skip
    assert verify() == [misfit(a, 3), misfit(b, 7)]


def test_two_links_that_were_swapped_are_both_named(trail) -> None:
    tamper(*(
        f"UPDATE bodies_auditlink SET place = {new} WHERE place = {old}" for old, new in ((3, -1), (7, 3), (-1, 7))
    ))  # fmt: skip
    said = verify()
    assert misfit(trail[6], 3) in said and misfit(trail[2], 7) in said


def test_a_gap_that_was_closed_by_new_numbers_is_named_where_it_was(trail) -> None:
    tamper(
        "DELETE FROM bodies_auditlink WHERE place = 5", f"DELETE FROM bodies_auditentry WHERE id = {trail[4]}",
        *(f"UPDATE bodies_auditlink SET place = {place - 1} WHERE place = {place}" for place in range(6, 11)),
    )  # fmt: skip
    fault, end = verify()
    assert fault == misfit(trail[5], 5) and end.startswith("The trail ends at place 9, and")


def test_several_faults_in_a_row_name_no_row_more(trail) -> None:
    tamper(
        f"UPDATE bodies_auditentry SET domain_on = '2016-10-16' WHERE id = {trail[3]}",
        f"UPDATE bodies_auditlink SET chain = '{'f' * 64}' WHERE place = 5",
        f"UPDATE bodies_auditlink SET chain = '{'e' * 64}' WHERE place = 6",
    )
    assert verify() == [altered(trail[3], 4), misfit(trail[4], 5), misfit(trail[5], 6)]


def test_a_sound_trail_costs_one_link_for_each_entry(trail, monkeypatch) -> None:
    made: list[int] = []

    def counted(before: str, entry_id: int, digest: str) -> str:
        made.append(entry_id)
        return link_of(before, entry_id, digest)

    monkeypatch.setattr(verification, "link_of", counted)
    assert verify() == []
    assert made == trail


def test_an_entry_put_in_beside_the_chain_is_named(trail) -> None:
    with suspended(CHAINING):
        added = audit.record("explained", make_body(), by=None, today=TODAY)
    assert verify() == [
        f"Entry {added.pk} (“explained”) is not in the chain: its link was removed, or it was put in beside it."
    ]


def test_a_chain_that_was_written_anew_does_not_end_as_it_did(trail) -> None:
    before, places = BEFORE_THE_FIRST, dict(AuditLink.objects.values_list("entry_id", "place"))
    with suspended():
        AuditEntry.objects.filter(pk=trail[4]).update(verb="kept still")
        for entry in AuditEntry.objects.order_by("pk"):
            digest = audit.digest_of([getattr(entry, name) for name in audit.SAID])
            before = link_of(before, entry.pk, digest)
            AuditEntry.objects.filter(pk=entry.pk).update(digest=digest)
            AuditLink.objects.filter(place=places[entry.pk]).update(chain=before)
    [said] = verify()
    assert said.startswith("Place 10 is not what it was at the verification of ")


def test_a_missing_guard_is_named(trail) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER bodies_auditentry_kept_delete" + (
            " ON bodies_auditentry" if connection.vendor == "postgresql" else ""
        ))  # fmt: skip
    [said] = verify()
    assert said.startswith("The guard bodies_auditentry_kept_delete is missing from the database")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's columns hold only what they are for")
@pytest.mark.parametrize(
    "change", ["at = '2016-13-45 00:00:00'", "at = 'never'", "domain_on = 'never'", "detail = '{'"]
)
def test_an_entry_that_cannot_be_read_is_named(trail, change) -> None:
    pragma = "PRAGMA ignore_check_constraints"
    tamper(f"{pragma} = ON", f"UPDATE bodies_auditentry SET {change} WHERE id = {trail[4]}", f"{pragma} = OFF")
    [said] = verify()
    assert said.startswith(f"Entry {trail[4]} (place 5") and "was altered" in said


def test_each_verification_exports_the_head_and_keeps_what_it_found(trail, settings) -> None:
    audit.record("explained", make_body(), by=None, today=TODAY)
    assert verify() == []
    rows = list(csv.reader(settings.AUDIT_HEADS_FILE.read_text().splitlines()))
    kept = Verification.objects.filter(kind="audit").order_by("pk")
    assert [row[:2] for row in rows] == [[str(one.head_place), one.head_chain] for one in kept]
    assert [one.count for one in kept] == [10, 11] and [one.faults for one in kept] == [[], []]
    assert rows[-1][1] == AuditLink.objects.latest("place").chain


def test_a_file_of_heads_that_cannot_be_read_or_written_is_a_fault(trail, settings) -> None:
    settings.AUDIT_HEADS_FILE.write_bytes(settings.AUDIT_HEADS_FILE.read_bytes() + b"10,nonsense,never\n\xff\n")
    assert verify() == [f"Line {n} of audit-heads.csv, the file of exported heads, cannot be read." for n in (2, 3)]
    settings.AUDIT_HEADS_FILE = settings.AUDIT_HEADS_FILE / "below a file"
    assert [line.split(":")[0] for line in verify()] == ["The head could not be exported to below a file"]


def test_an_empty_trail_has_no_fault(db) -> None:
    assert verify() == [] == verify()


def test_faults_are_kept_up_to_a_number_and_counted_beyond(trail, monkeypatch) -> None:
    monkeypatch.setattr(verification, "FAULTS_KEPT", 4)
    tamper("UPDATE bodies_auditentry SET domain_on = '2016-10-16'")
    assert verify()[3:] == [altered(trail[3], 4), "And 6 more."]


def test_beats_weekly_task_counts_the_faults_and_logs_them(trail, caplog) -> None:
    tamper(f"UPDATE bodies_auditentry SET domain_on = '2016-10-16' WHERE id = {trail[4]}")
    assert verify_audit_task() == 1
    assert altered(trail[4], 5) in caplog.text


@pytest.mark.django_db(transaction=True)
def test_somebody_who_writes_meanwhile_is_no_fault(monkeypatch, settings) -> None:
    monkeypatch.setattr(verification, "BATCH", 20)
    body, enough = make_body(), Event()

    def write() -> None:
        try:
            while not enough.wait(0.005):
                with transaction.atomic():
                    audit.record("explained", body, by=None, today=TODAY)
                    audit.record_many([audit.entry("explained", body, by=None, today=TODAY) for _ in range(3)])
        finally:
            connection.close()

    writers = [Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        found = [verification.verify_audit(settings.AUDIT_HEADS_FILE).faults for _ in range(6)]
    finally:
        enough.set()
        for writer in writers:
            writer.join()
    assert found == [[]] * 6
    assert Verification.objects.latest("pk").count < AuditEntry.objects.count()
