"""The job that reads published files: what it reads, what it leaves alone, and that it may be cut, doubled or late."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bodies import clock
from evidence import actions, tasks
from evidence.files import storage
from evidence.models import Evidence, FileText, StoredFile
from evidence.texts import apart, gathering
from evidence.texts.searching import hits
from tests.evidence import sample_files as sample
from tests.evidence.texts import documents
from tests.factories import TODAY, make_obligation
from tests.register.kit import make_evidence, make_file

pytestmark = pytest.mark.django_db
LONG = timedelta(minutes=5)


def make_paper(content: bytes, content_type: str = "application/pdf", **fields) -> Evidence:
    file = make_file(content, content_type)
    return make_evidence(make_obligation(), title="Paper", kind="file", file=file, file_name="a.pdf", **fields)


def gather(today=TODAY) -> dict[str, int]:
    return {what: number for what, number in gathering.gather(today, for_long=LONG).told().items() if number}


def found(words: str) -> list[Evidence]:
    return hits(words, Evidence.objects.all(), TODAY, most=9)


def place_of(file: StoredFile, settings) -> Path:
    return Path(settings.MEDIA_ROOT, storage.name_of(file.sha256))


def test_what_is_published_is_read_once_and_is_found():
    piece = make_paper(documents.pdf("About hedgehogs"))
    assert found("hedgehogs") == []
    assert gather() == {"read": 1}
    assert found("hedgehogs") == [piece]
    assert FileText.objects.get().extracted_on == TODAY
    assert gather() == {}


def test_what_is_not_published_is_not_read():
    embargo = TODAY + timedelta(days=1)
    make_paper(documents.pdf("One"), published_on=None, sent_on=None)
    make_paper(documents.pdf("Two"), published_on=None, withheld="legal")
    make_paper(
        documents.pdf("Three"), published_on=embargo, publish_decided_on=TODAY, withheld="future",
        withheld_until=embargo,
    )  # fmt: skip
    assert gather() == {}
    assert gather(embargo) == {"read": 1}


def test_a_text_goes_when_nothing_published_needs_it_and_comes_back_with_the_piece():
    piece = make_paper(documents.pdf("About hedgehogs"))
    gather()
    by = piece.published_by
    Evidence.objects.filter(pk=piece.pk).update(
        published_on=None, published_by=None, publish_decided_on=None, unpublished_on=TODAY, unpublished_by=by
    )
    assert gather() == {"forgotten": 1}
    assert not FileText.objects.exists()
    Evidence.objects.filter(pk=piece.pk).update(published_on=TODAY, published_by=by, publish_decided_on=TODAY)
    assert gather() == {"read": 1}
    assert found("hedgehogs") == [piece]


def test_a_file_of_two_pieces_is_read_once_and_stays_while_one_is_published():
    first = make_paper(documents.pdf("About hedgehogs"))
    second = make_evidence(make_obligation(), title="Other", kind="file", file=first.file, file_name="b.pdf")
    assert gather() == {"read": 1}
    assert set(found("hedgehogs")) == {first, second}


def test_what_has_no_text_is_asked_once_and_it_is_kept_why():
    make_paper(sample.png(), "image/png")
    make_paper(documents.locked_pdf("Secret", "password", "RC4-128"))
    assert gather() == {"without_text": 2}
    assert set(FileText.objects.values_list("why_none", flat=True)) == {"kind", "locked"}
    assert gather() == {}


def test_a_changed_or_missing_file_is_skipped_and_verification_tells_of_it(settings):
    changed, missing = make_paper(documents.pdf("Changed")), make_paper(documents.pdf("Missing"))
    whole = make_paper(documents.pdf("Whole"))
    place_of(changed.file, settings).write_bytes(documents.pdf("Forged words"))
    place_of(missing.file, settings).unlink()
    assert gather() == {"read": 1, "not_fetched": 2}
    assert FileText.objects.get().file == whole.file
    assert set(StoredFile.objects.values_list("fault", flat=True)) == {"", "changed", "missing"}
    assert gather() == {}, "what is known to be at fault is not tried again"
    StoredFile.objects.update(fault="")
    place_of(changed.file, settings).write_bytes(documents.pdf("Changed"))
    assert gather() == {"read": 1, "not_fetched": 1}


def test_a_store_that_does_not_answer_says_nothing_of_its_files(monkeypatch):
    make_paper(documents.pdf("About hedgehogs"))

    def away(_: str) -> None:
        raise storage.StoreAway

    with monkeypatch.context() as patch:
        patch.setattr(storage, "read", away)
        with pytest.raises(storage.StoreAway):
            gather()
    assert not StoredFile.objects.exclude(fault="").exists()
    assert gather() == {"read": 1}


def test_a_pass_ends_in_time_and_the_next_goes_on():
    for number in range(3):
        make_paper(documents.pdf(f"Number {number}"))
    assert gathering.gather(TODAY, for_long=timedelta(0)).read == 0
    assert gather() == {"read": 3}


def test_two_at_once_keep_one_text(monkeypatch):
    piece = make_paper(documents.pdf("About hedgehogs"))
    read = apart.read

    def read_late(*asked) -> apart.Found:
        FileText.objects.create(
            file=piece.file, text="About hedgehogs", extracted_on=TODAY
        )  # the other one was quicker
        return read(*asked)

    monkeypatch.setattr(apart, "read", read_late)
    gather()
    assert found("hedgehogs") == [piece]


def test_who_hangs_stops_nobody_else(monkeypatch):
    make_paper(documents.pdf("Cruel")), make_paper(documents.pdf("Kind"))
    read = apart.read

    def read_shortly(file, content_type) -> apart.Found:
        is_cruel = b"Cruel" in file.seek(0).to_bytes(1) + file.read()
        with monkeypatch.context() as patch:
            if is_cruel:
                patch.setattr(apart, "command", lambda _: ["sleep", "60"])
            return read(file, content_type, patience=0.2 if is_cruel else 60)

    monkeypatch.setattr(apart, "read", read_shortly)
    assert gather() == {"read": 1, "without_text": 1}
    assert FileText.objects.get(text="").why_none == "long"
    assert len(found("kind")) == 1


def test_the_task_reads_the_clock_and_tells_what_it_did(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    make_paper(documents.pdf("About hedgehogs"))
    assert tasks.read_texts() == {"read": 1, "without_text": 0, "not_fetched": 0, "forgotten": 0}


def test_by_the_house_s_own_actions_what_is_published_is_found_until_it_is_withdrawn():
    piece = make_paper(documents.pdf("About hedgehogs"), published_on=None)
    by = piece.added_by
    gather()
    assert found("paper") == found("hedgehogs") == []
    actions.publish(evidence=piece, by=by, today=TODAY)
    gather()
    assert found("paper hedgehogs") == [piece]
    actions.withdraw_evidence(evidence=piece, why="Names in it", by=by, today=TODAY)
    assert found("paper") == found("hedgehogs") == []
