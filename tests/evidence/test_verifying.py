"""Reading every stored file again: each that was changed, lost or put there is named, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.utils import timezone

from bodies import clock
from bodies.models import Verification
from evidence import actions, kept
from evidence.files import arriving, storage, verifying
from evidence.models import Evidence, StoredFile
from evidence.tasks import verify
from tests.evidence import sample_files as sample
from tests.evidence.conftest import when
from tests.factories import TODAY, make_obligation
from tests.guards import suspended


def add(obligation, member, content: bytes = sample.PDF, name: str = "a.pdf") -> Evidence:
    received = arriving.receive([content], name=name)
    return actions.add_evidence(
        obligation=obligation, content=actions.Content(received=received, file_name=name), title=f"Title of {name}",
        about_on=TODAY, by=member.user, today=TODAY,
    )  # fmt: skip


def name_of(evidence: Evidence) -> str:
    return storage.name_of(evidence.file.sha256)


def read_again(capsys) -> tuple[int, list[str]]:
    """Run the command; its exit status and its lines."""
    try:
        call_command("verify_evidence")
    except SystemExit as end:
        return int(str(end)), capsys.readouterr().out.splitlines()
    return 0, capsys.readouterr().out.splitlines()


@pytest.fixture
def three(world, obligation, certified) -> list[Evidence]:
    return [
        add(obligation, world.lead),
        add(certified, world.lead, sample.CSV, "a.csv"),
        add(make_obligation(world.other_body), world.stranger, sample.TEXT, "a.txt"),
    ]


def test_whole_files_are_read_and_no_fault_is_found(place, three, capsys) -> None:
    assert read_again(capsys) == (0, ["3 files were read.", "No fault was found."])
    run = Verification.objects.get()
    assert (run.kind, run.count, run.faults) == ("evidence", 3, [])
    assert run.started_at <= run.finished_at
    assert set(StoredFile.objects.values_list("verified_on", "fault")) == {(TODAY, "")}


def test_one_byte_changed_is_named_with_what_it_proves_and_nothing_else(place, three, world, certified, capsys) -> None:
    spoilt = bytearray(sample.CSV)
    spoilt[20] ^= 1
    place.write(name_of(three[1]), bytes(spoilt))
    status, lines = read_again(capsys)
    assert (status, len(lines)) == (1, 2)
    digest = three[1].file.sha256
    assert lines[0].startswith(f"Changed: the bytes of the file {digest} (CSV) are not those that were recorded.")
    assert f"It is evidence {three[1].pk} of {world.body}, for obligation {certified.pk}." in lines[0]
    assert Verification.objects.get().faults == [lines[0]]
    assert StoredFile.objects.get(fault="changed").sha256 == digest


@pytest.mark.parametrize("content", [b"", sample.CSV + b"x", sample.CSV[:-1]])
def test_a_file_of_another_length_is_changed(place, three, capsys, content) -> None:
    place.write(name_of(three[1]), content)
    assert read_again(capsys)[1][0].startswith("Changed: ")


def test_a_deleted_file_is_missing(place, three, obligation, capsys) -> None:
    place.remove(name_of(three[0]))
    status, lines = read_again(capsys)
    assert status == 1 and len(lines) == 2
    assert lines[0].startswith(f"Missing: the file {three[0].file.sha256} (PDF) is not there. It is evidence")


def test_a_file_without_a_record_is_an_orphan_whatever_its_name(place, three, capsys) -> None:
    received = arriving.receive([b"nobody knows"], name="a.txt")
    place.write("notes.txt", b"not ours")
    place.write("incoming-not/x", b"not ours")
    status, lines = read_again(capsys)
    orphans = sorted(line.split(",")[0] for line in lines[:3])
    assert status == 1 and lines[3] == "3 files were read."
    assert orphans == sorted(
        f"Orphaned: no record knows of the file {name}"
        for name in (storage.name_of(received.sha256), "notes.txt", "incoming-not/x")
    )


@pytest.mark.django_db(transaction=True)
def test_evidence_whose_record_of_a_file_was_taken_away_is_named(settings, three, obligation, capsys) -> None:
    """Only who switches the database's own keys off can do it: its file is then an orphan, and it is without one."""
    gone = three[0].file
    with suspended([guard for guard in kept.GUARDS if guard.table == kept.FILE]), without_foreign_keys():
        StoredFile.objects.filter(pk=gone.pk)._raw_delete(DEFAULT_DB_ALIAS)
    status, lines = read_again(capsys)
    assert status == 1 and len(lines) == 3
    named = f"evidence {three[0].pk} of {obligation.body}, for obligation {obligation.pk}"
    assert lines[0] == f"Without its file: It is {named}."
    assert lines[1].startswith(f"Orphaned: no record knows of the file {storage.name_of(gone.sha256)}")


@contextmanager
def without_foreign_keys() -> Iterator[None]:
    off, on = (
        ("SET session_replication_role = replica", "SET session_replication_role = origin")
        if connection.vendor == "postgresql"
        else ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
    )
    with connection.cursor() as cursor:
        cursor.execute(off)
        try:
            yield
        finally:
            cursor.execute(on)


def test_a_file_that_arrives_during_the_run_is_no_fault(place, three, capsys, monkeypatch) -> None:
    """Between the file and its row lies a moment; a run that looks just then accuses nobody."""
    began = timezone.now() - timedelta(seconds=30)  # a bucket tells only whole seconds
    monkeypatch.setattr(verifying, "_read", lambda *_, **__: True)
    arriving.receive([b"on its way"], name="a.txt")
    assert verifying._conclude(began).faults == []
    assert len(verifying._conclude(timezone.now() + timedelta(seconds=1)).faults) == 1


def test_a_draft_that_is_removed_meanwhile_is_no_fault(place, three, monkeypatch) -> None:
    """Its file goes first and its row with the transaction: who finds no file asks for the row once more."""
    gone = three[0]

    def removed_meanwhile(file: StoredFile) -> str:
        if file.sha256 == gone.file.sha256:
            place.remove(name_of(gone))
            Evidence.objects.filter(pk=gone.pk).delete()
            StoredFile.objects.filter(pk=file.pk).delete()
            return "missing"
        return ""

    monkeypatch.setattr(verifying, "_fault_of", removed_meanwhile)
    assert verifying.verify_evidence(TODAY).faults == []


def test_a_file_of_many_uses_names_them_body_by_body(three, world, obligation, certified, capsys, monkeypatch) -> None:
    again, elsewhere = add(certified, world.lead), add(three[2].obligations.get(), world.stranger)
    storage.delete(three[0].file.sha256)
    numbers, duties = sorted((three[0].pk, again.pk)), sorted((obligation.pk, certified.pk))
    said = read_again(capsys)[1][0]
    assert f"evidence {numbers[0]}, {numbers[1]} of {world.body}, for obligations {duties[0]}, {duties[1]}" in said
    assert f"evidence {elsewhere.pk} of {world.other_body}, for obligation" in said
    monkeypatch.setattr(verifying, "NUMBERS_NAMED", 1)
    assert f"evidence {numbers[0]} and 1 more of {world.body}" in read_again(capsys)[1][0]


def test_a_fault_that_was_put_right_is_told_no_more(place, three, capsys) -> None:
    place.remove(name_of(three[0]))
    assert read_again(capsys)[0] == 1
    arriving.receive([sample.PDF], name="a.pdf")
    assert read_again(capsys)[0] == 0
    assert [len(run.faults) for run in Verification.objects.all()] == [0, 1]


def test_who_uploads_a_changed_file_again_puts_it_right_at_once(place, world, as_, three, obligation, capsys) -> None:
    """Its evidence is held back from everybody meanwhile: nobody should wait for the next week's reading."""
    place.write(name_of(three[0]), b"%PDF-1.4 changed")
    read_again(capsys)
    client, address = as_(world.lead), f"/evidence/{three[0].pk}/file"
    assert client.get(address).status_code == 503
    upload = {"file": SimpleUploadedFile("again.pdf", sample.PDF), "title": "Again", **when("about_on", TODAY)}
    assert client.post(f"/obligations/{obligation.pk}/add/file/", upload).status_code == 302
    answer = client.get(address)
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == sample.PDF
    assert set(StoredFile.objects.values_list("fault", flat=True)) == {""}


def test_a_file_that_cannot_be_read_is_unreadable_and_a_store_that_does_not_answer_is_no_fault_of_files(
    three, capsys, monkeypatch
) -> None:
    real = storage.read

    def broken(sha256: str):
        if sha256 == three[0].file.sha256:
            raise OSError(5, "Input/output error")
        return real(sha256)

    monkeypatch.setattr(storage, "read", broken)
    assert read_again(capsys)[1][0].startswith(f"Unreadable: the file {three[0].file.sha256} (PDF) cannot be read")

    def away(_: str):
        raise storage.StoreAway("no answer")

    monkeypatch.setattr(storage, "read", away)
    with pytest.raises(storage.StoreAway):
        call_command("verify_evidence")
    assert Verification.objects.count() == 1


def test_very_many_faults_are_kept_up_to_a_number(three, capsys, monkeypatch, settings) -> None:
    monkeypatch.setattr("bodies.verification.FAULTS_KEPT", 2)
    for number in range(5):
        arriving.receive([f"nobody knows {number}".encode()], name="a.txt")
    assert [line.split()[0] for line in read_again(capsys)[1]] == ["Orphaned:", "Orphaned:", "And", "3"]


# Every week ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "began"),
    [
        (datetime(2016, 10, 17, 12, tzinfo=UTC), datetime(2016, 10, 16, 1, tzinfo=UTC)),  # Monday; summer time
        (datetime(2016, 10, 16, 1, tzinfo=UTC), datetime(2016, 10, 16, 1, tzinfo=UTC)),
        (datetime(2016, 10, 16, 0, 59, tzinfo=UTC), datetime(2016, 10, 9, 1, tzinfo=UTC)),
        (datetime(2016, 11, 5, 12, tzinfo=UTC), datetime(2016, 10, 30, 2, tzinfo=UTC)),  # the clocks went back
        (datetime(2017, 3, 26, 1, 30, tzinfo=UTC), datetime(2017, 3, 26, 1, tzinfo=UTC)),  # the clocks went on
    ],
)
def test_a_weeks_run_begins_on_sunday_at_two(moment, began) -> None:
    assert verifying.week_began(moment) == began


def test_the_task_reads_all_once_a_week(three, monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    assert verify() == "3 read, 0 faults"
    assert verify() == "done this week, or more to read"
    assert Verification.objects.count() == 1
    monkeypatch.setattr(verifying, "week_began", lambda moment: moment)  # a new week
    assert verify() == "3 read, 0 faults"


def test_a_run_goes_on_where_it_was_cut(three, monkeypatch) -> None:
    """Each file takes ten minutes: two tasks read two files, and the third the last, and says what was found."""
    began, read = timezone.now(), []
    real = verifying._fault_of
    monkeypatch.setattr(verifying, "_fault_of", lambda file: (read.append(file.sha256), real(file))[1])
    monkeypatch.setattr(verifying.timezone, "now", lambda: began + len(read) * timedelta(minutes=10))
    monkeypatch.setattr(verifying, "week_began", lambda _: began)
    for number in (1, 2):
        assert verifying.verify_weekly(TODAY, for_long=timedelta(minutes=5)) is None
        assert len(read) == number
    run = verifying.verify_weekly(TODAY, for_long=timedelta(minutes=5))
    assert run is not None and run.count == 3 and sorted(read) == sorted(one.file.sha256 for one in three)


def test_a_silence_of_weeks_makes_one_run(three) -> None:
    old = timezone.now() - timedelta(days=30)
    Verification.objects.create(kind="evidence", started_at=old, finished_at=old, count=0)
    assert verifying.verify_weekly(TODAY, for_long=timedelta(minutes=5)) is not None
    assert verifying.verify_weekly(TODAY, for_long=timedelta(minutes=5)) is None


def test_the_reading_costs_the_same_number_of_statements_for_two_files_and_for_forty(
    world, obligation, django_assert_max_num_queries
) -> None:
    def cost() -> int:
        with django_assert_max_num_queries(40) as asked:
            assert verifying.verify_evidence(TODAY).faults == []
        return len(asked)

    add(obligation, world.lead)
    few = cost()
    for number in range(40):
        add(obligation, world.lead, f"Minutes {number}".encode(), "a.txt")
    assert cost() == few


# What people see -----------------------------------------------------------------------------------------------------


def test_the_assurer_sees_on_their_home_how_it_went_and_on_a_page_what_was_found(world, as_, three) -> None:
    client = as_(world.assurer)
    assert "Stored files: not read again yet" in client.get("/").content.decode()
    assert "Not read yet." in client.get("/verification/").content.decode()
    storage.delete(three[0].file.sha256)
    verifying.verify_evidence(TODAY)
    home, page = client.get("/").content.decode(), client.get("/verification/").content.decode()
    assert "Stored files: <strong>1 fault</strong> found" in home and 'href="/verification/"' in home
    assert f"Missing: the file {three[0].file.sha256} (PDF) is not there." in page
    assert "Title of" not in page  # an assurer of another region reads it too
    arriving.receive([sample.PDF], name="a.pdf")
    verifying.verify_evidence(TODAY)
    assert "Stored files: no fault" in client.get("/").content.decode()
    page = client.get("/verification/").content.decode()
    assert "<strong>No fault was found</strong> in 3 files" in page and "1 fault" in page


def test_a_reading_that_does_not_run_any_more_is_said(world, as_) -> None:
    old = timezone.now() - timedelta(days=15)
    Verification.objects.create(kind="evidence", started_at=old, finished_at=old, count=0)
    assert "not read since" in as_(world.assurer).get("/").content.decode()


def test_nobody_but_assurers_sees_the_readings(world, as_, client) -> None:
    assert as_(world.national).get("/verification/").status_code == 200
    for member in (world.lead, world.contributor, world.lay):
        assert as_(member).get("/verification/").status_code == 403
    assert client.get("/verification/").status_code == 302


def test_the_pages_cost_the_same_for_one_run_and_for_thirty(world, as_, django_assert_max_num_queries) -> None:
    client = as_(world.assurer)

    def cost(page: str) -> int:
        with django_assert_max_num_queries(40) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    verifying.verify_evidence(TODAY)
    few = cost("/"), cost("/verification/")
    for _ in range(15):
        verifying.verify_evidence(TODAY)
    assert (cost("/"), cost("/verification/")) == few
