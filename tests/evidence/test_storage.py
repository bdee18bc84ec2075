"""Where files lie: the same rules hold on a disk and in a bucket."""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from duties.actions import NotNow
from evidence import actions
from evidence.files import arriving, s3, storage, storing
from evidence.models import Evidence, StoredFile
from tests.evidence import sample_files as sample
from tests.evidence import stores
from tests.evidence.test_adding import address, upload
from tests.factories import TODAY

ROOT = Path(__file__).resolve().parents[2]
PDF_DIGEST = hashlib.sha256(sample.PDF).hexdigest()
PDF_NAME = f"{PDF_DIGEST[:2]}/{PDF_DIGEST}"


def receive(content: bytes = sample.PDF, name: str = "a.pdf") -> arriving.Received:
    return arriving.receive([content[:9], content[9:]], name=name)


def test_a_file_lies_whole_under_its_digest(place) -> None:
    assert receive().sha256 == PDF_DIGEST
    assert place.names() == [PDF_NAME]
    with storage.read(PDF_DIGEST) as stream:
        assert (stream.size, stream.read(4), stream.read()) == (len(sample.PDF), sample.PDF[:4], sample.PDF[4:])


def test_the_same_bytes_are_stored_once_and_count_as_touched(place) -> None:
    receive()
    before = next(storage.lying()).touched_at
    receive(name="b.pdf")
    assert place.names() == [PDF_NAME] and next(storage.lying()).touched_at >= before


def test_bytes_that_were_changed_are_put_right_by_who_uploads_them_again(place) -> None:
    receive()
    place.write(PDF_NAME, b"changed")
    receive()
    with storage.read(PDF_DIGEST) as stream:
        assert stream.read() == sample.PDF


def test_what_is_refused_leaves_nothing(place) -> None:
    with pytest.raises(arriving.FileRefused):
        receive(sample.EXE)
    assert place.names() == []


def test_a_file_is_there_or_not_and_goes_once(place) -> None:
    receive()
    assert storage.exists(PDF_DIGEST) and not storage.exists("ab" * 32)
    for _ in range(2):
        storage.delete(PDF_DIGEST)
    assert not storage.exists(PDF_DIGEST)
    with pytest.raises(FileNotFoundError):
        storage.read(PDF_DIGEST)


def test_what_lies_there_is_listed_whatever_its_name_and_what_arrives_is_not(place, settings) -> None:
    receive()
    (storage.incoming() / "half").write_bytes(b"half")
    for name in ("notes.txt", f"00/{PDF_DIGEST}"):
        place.write(name, b"x")
    found = {one.name: one for one in storage.lying()}
    assert set(found) == {PDF_NAME, "notes.txt", f"00/{PDF_DIGEST}"}
    assert [one.sha256 for one in found.values() if one.sha256] == [PDF_DIGEST]
    assert all(abs(timezone.now() - one.touched_at) < timedelta(minutes=1) for one in found.values())


def test_a_bucket_of_many_files_is_listed_to_its_end(place) -> None:
    for number in range(1, 8):
        place.write(f"{number}", b"x")
    if place.kind == "s3":
        pages = storages["evidence"]._client.get_paginator("list_objects_v2")
        assert len(list(pages.paginate(Bucket=stores.BUCKET, PaginationConfig={"PageSize": 3}))) == 3
    assert len(list(storage.lying())) == 7


def test_the_pages_store_serve_and_remove(
    place, world, as_, obligation, django_capture_on_commit_callbacks, settings
) -> None:
    client = as_(world.lead)
    assert client.post(address(obligation), upload()).status_code == 302
    made = Evidence.objects.get()
    answer = client.get(f"/evidence/{made.pk}/file")
    assert answer["Content-Disposition"] == 'attachment; filename="Report.pdf"'
    assert (answer["Content-Length"], answer["Content-Type"]) == (str(len(sample.PDF)), "application/pdf")
    assert b"".join(answer.streaming_content) == sample.PDF
    assert as_(world.stranger).get(f"/evidence/{made.pk}/file").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/obligations/{obligation.pk}/drafts/{made.pk}/remove/")
    assert place.names() == [] and not StoredFile.objects.exists()
    assert client.get(f"/evidence/{made.pk}/file").status_code == 404


def test_a_purge_takes_what_nobody_needs_once_it_is_old_and_nothing_else(place, world, obligation, monkeypatch) -> None:
    kept = receive()
    actions.add_evidence(
        obligation=obligation, content=actions.Content(received=kept, file_name="a.pdf"), title="A",
        about_on=TODAY, by=world.lead.user, today=TODAY,
    )  # fmt: skip
    orphan, without_evidence = receive(sample.CSV, "a.csv"), receive(sample.TEXT, "a.txt")
    StoredFile.objects.create(sha256=without_evidence.sha256, size=1, content_type="text/plain")
    place.write("notes.txt", b"not ours")
    assert storing.remove_leftovers() == 0
    monkeypatch.setattr(storing, "LEFT_FOR", timedelta(days=-1))
    assert storing.remove_leftovers() == 2
    assert place.names() == sorted([PDF_NAME, "notes.txt"])
    assert not storage.exists(orphan.sha256) and StoredFile.objects.get().sha256 == kept.sha256


def test_what_a_killed_process_left_half_written_goes_when_it_is_old(place, settings) -> None:
    for name in ("old", "fresh"):
        (storage.incoming() / name).write_bytes(b"half")
    os.utime(storage.incoming() / "old", (1000, 1000))
    receive()  # every machine clears away its own
    assert place.names() == sorted([PDF_NAME, "incoming/fresh"])


def test_a_store_that_does_not_answer_is_said_in_words_and_keeps_what_was_typed(
    world, as_, obligation, settings, s3_keys, monkeypatch, caplog
) -> None:
    monkeypatch.setattr(s3, "ATTEMPTS", 1)
    settings.STORAGES = settings.STORAGES | {"evidence": stores.s3("http://127.0.0.1:9")}
    answer = as_(world.lead).post(address(obligation), upload())
    html = answer.content.decode()
    assert answer.status_code == 503 and "The file could not be stored now. Try again in a few minutes" in html
    assert 'value="Annual report"' in html and "could not be stored" in caplog.text
    assert not Evidence.objects.exists() and not list(storage.incoming().iterdir())


def test_a_file_that_cannot_be_fetched_now_is_said_in_words(world, as_, obligation, monkeypatch, settings) -> None:
    client = as_(world.lead)
    client.post(address(obligation), upload())

    def away(_: str) -> None:
        raise storage.StoreAway("no answer")

    monkeypatch.setattr(storage, "read", away)
    answer = client.get(f"/evidence/{Evidence.objects.get().pk}/file")
    assert answer.status_code == 503 and "Try again in a few minutes" in answer.content.decode()


def test_a_bucket_that_is_full_or_refuses_us_is_told_apart_from_a_file_that_is_gone(s3_server, s3_keys) -> None:
    store = s3.S3Store(**stores.s3(s3_server)["OPTIONS"] | {"bucket_name": "no-such-bucket"})
    with pytest.raises(storage.StoreAway):
        store.read(PDF_NAME)
    with pytest.raises(storage.StoreAway):
        list(store.lying())
    full = {"Error": {"Code": "QuotaExceeded"}}
    with pytest.raises(OSError, match=f"Errno {errno.ENOSPC}"), s3._told(PDF_NAME):
        raise s3.ClientError(full, "PutObject")


def test_a_bucket_is_told_the_digest_so_that_it_can_check_what_arrives(s3_server, s3_keys, tmp_path) -> None:
    stores.empty(s3_server)
    store, told = s3.S3Store(**stores.s3(s3_server)["OPTIONS"]), []
    store._client.meta.events.register("before-send.s3.PutObject", lambda request, **_: told.append(request.headers))
    hidden = tmp_path / "hidden"
    hidden.write_bytes(sample.PDF)
    store.put(hidden, PDF_NAME)
    assert told[0]["x-amz-checksum-sha256"] == base64.b64encode(bytes.fromhex(PDF_DIGEST))


def test_the_disk_has_a_file_and_its_name_before_anybody_is_told(settings, monkeypatch) -> None:
    """Flushed, renamed, and the folders flushed, in this order: a power cut takes the whole file or none of it."""
    steps = []
    real_rename, real_fsync = Path.rename, os.fsync

    def rename(self: Path, target: Path) -> Path:
        steps.append("renamed")
        return real_rename(self, target)

    def fsync(descriptor: int) -> None:
        steps.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real_fsync(descriptor)

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(os, "fsync", fsync)
    receive()
    assert len(steps) == 4 and len(steps[0]) == 32
    assert steps[1:] == ["renamed", PDF_DIGEST[:2], Path(settings.MEDIA_ROOT).name]


@pytest.mark.parametrize(
    ("variables", "backend"),
    [({}, "evidence.files.storage.DiskStore"), ({"EVIDENCE_S3_BUCKET": "b"}, "evidence.files.s3.S3Store")],
)
def test_settings_alone_choose_where_files_lie(tmp_path, variables, backend) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", "import ccgtracker.settings as s; print(s.STORAGES['evidence']['BACKEND'])"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **variables},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert asked.stdout.strip() == backend


def test_settings_that_name_no_kind_of_file_stop_the_start(tmp_path) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", "import ccgtracker.settings"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "ACCEPTED_FILES": "pdf,exe"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode != 0 and "ACCEPTED_FILES names kinds of file out of: pdf, office" in asked.stderr


def test_a_refusal_is_told_as_it_is_though_the_store_stops_to_answer(world, as_, obligation, monkeypatch) -> None:
    """What was stored for it stays behind then: verify_evidence tells of it, and the purge takes it."""

    def away(_: str) -> None:
        raise storage.StoreAway("no answer")

    def settled(_: object) -> None:
        raise NotNow("This is settled already.")

    monkeypatch.setattr(storage, "delete", away)
    monkeypatch.setattr("evidence.actions.drafts.refuse_unless_gathering", settled)
    answer = as_(world.lead).post(address(obligation), upload())
    assert answer.status_code == 409 and "This is settled already." in answer.content.decode()
