"""Files that somebody made to do harm: refused in words, or taken and made harmless; nothing is left of a refusal."""

from __future__ import annotations

import random
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bodies.archives import OFFICE
from evidence import actions
from evidence.files import arriving, kinds, storage
from evidence.models import Evidence, StoredFile
from tests.evidence import hostile
from tests.evidence import sample_files as sample
from tests.evidence.test_adding import ABOUT, address, stored
from tests.factories import TODAY


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> dict[str, Path]:
    """The folder of hostile files, by kind."""
    return {kind.what: file for file, kind in hostile.make(tmp_path_factory.mktemp("hostile"))}


def send(client, obligation, name: str, content: bytes):
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # as it arrives; Django has taken the folders away by then
    return client.post(address(obligation), {"file": upload, "title": "Annual report", **ABOUT})


def test_there_are_many_kinds_each_of_its_own() -> None:
    assert len(hostile.KINDS) >= 25 and len({kind.what for kind in hostile.KINDS}) == len(hostile.KINDS)
    assert len({kind.content for kind in hostile.REFUSED}) == len(hostile.REFUSED)


@pytest.mark.parametrize("kind", hostile.REFUSED, ids=lambda kind: kind.what)
def test_what_could_do_harm_is_refused_in_words_and_leaves_nothing(
    world, as_, obligation, settings, folder, kind
) -> None:
    answer = send(as_(world.lead), obligation, kind.name, folder[kind.what].read_bytes())
    html = answer.content.decode()
    assert answer.status_code == 200 and "There is a problem" in html and "The file " in html and kind.words in html
    assert "Annual report" in html
    assert stored(settings) == [] and not Evidence.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", hostile.HARMLESS, ids=lambda kind: kind.what)
def test_what_is_taken_is_a_download_named_for_what_it_is(world, as_, obligation, settings, folder, kind) -> None:
    client, content = as_(world.lead), folder[kind.what].read_bytes()
    assert send(client, obligation, kind.name, content).status_code == 302
    made = Evidence.objects.get()
    assert len(made.file_name) <= 200 and made.file_name.isprintable()
    assert stored(settings) == [Path(settings.MEDIA_ROOT, storage.name_of(made.file.sha256))]
    answer = client.get(f"/evidence/{made.pk}/file")
    disposition = unquote(answer["Content-Disposition"])
    assert disposition.startswith("attachment") and "X-Injected" not in answer
    assert not kind.served_as or disposition.endswith((f'"{kind.served_as}"', f"''{kind.served_as}")), disposition
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff", "sandbox; default-src 'none'",
    )  # fmt: skip
    assert answer["Content-Type"] in kinds.KINDS
    assert b"".join(answer.streaming_content) == content


def test_honest_documents_of_much_repetition_are_taken(settings) -> None:
    """A sheet of one column of noughts packs a hundred times smaller, and is no bomb."""
    sheet = hostile.packed({
        "[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>",
        "xl/worksheets/sheet1.xml": b"".join(b'<c r="A%d"><v>0</v></c>' % n for n in range(300_000)),
    })  # fmt: skip
    assert arriving.receive([sheet], name="a.xlsx").content_type == OFFICE["xlsx"]


def test_a_document_that_was_broken_anywhere_is_taken_or_refused(settings) -> None:
    chance, whole = random.Random(2016), hostile.docx(**{"é.xml": b"some words" * 9})
    for content in (
        whole, sample.ODT, sample.XLSX, sample.OLD_DOC, sample.OLD_XLS, sample.JPEG, sample.GIF, sample.png(),
        sample.WEBP, sample.TIFF, sample.PDF, hostile.packed_objects(b"1 0 obj<<>>endobj"),
    ):  # fmt: skip
        for _ in range(100):
            broken = bytearray(content)
            for _ in range(chance.randint(1, 6)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                arriving.receive([bytes(broken)], name="a.docx")
            except arriving.FileRefused:
                continue


def test_an_interrupted_row_leaves_no_file(world, obligation, settings, monkeypatch) -> None:
    received = arriving.receive([sample.PDF], name="a.pdf")
    monkeypatch.setattr("bodies.audit.record", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.add_evidence(
            obligation=obligation, content=actions.Content(received=received, file_name="a.pdf"), title="T",
            about_on=TODAY, by=world.lead.user, today=TODAY,
        )  # fmt: skip
    assert stored(settings) == [] and not Evidence.objects.exists()
