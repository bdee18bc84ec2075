"""What is read out of files of every kind, and that none of them can hang or kill who reads it."""

from __future__ import annotations

import io
import tempfile
import time

import pytest

from bodies.archives import OFFICE
from evidence.texts import apart, reading
from tests.evidence import sample_files as sample
from tests.evidence.hostile import REFUSED
from tests.evidence.texts import documents

PDF = "application/pdf"


def read(content: bytes, content_type: str, **options) -> apart.Found:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return apart.read(file, content_type, **options)


def told(content: bytes, content_type: str) -> dict:
    """The same without a process for each."""
    return reading.told(io.BytesIO(content), content_type)


@pytest.mark.parametrize(
    ("content", "content_type", "text"),
    [
        (documents.pdf("First page: the hedgehog", "Second: £25"), PDF, "First page: the hedgehog Second: £25"),
        (documents.word("The hedgehog", "was counted"), OFFICE["docx"], "The hedgehog was counted in a cell"),
        (documents.sheet(["Supplier", "Amount"], ["Hedgehogs Ltd", 25001]), OFFICE["xlsx"],
         "Supplier Amount Hedgehogs Ltd 25001 77"),
        (documents.slides(*[f"Slide {n}" for n in range(1, 12)]), OFFICE["pptx"],
         " ".join(f"Slide {n}" for n in range(1, 12))),
        (documents.open_document(
            "<t:h>Minutes</t:h><t:p>A<t:tab/>hedgehog<t:span> was <t:span>so</t:span> seen</t:span>.</t:p>"),
         OFFICE["odt"], "Minutes A hedgehog was so seen."),
        (documents.open_document("<t:p>Cell</t:p>", "spreadsheet"), OFFICE["ods"], "Cell"),
        (sample.CSV, "text/csv", "Date,Supplier,Amount 2016-10-01,Example,25001"),
        (sample.TEXT, "text/plain", "Minutes of the governing body: agreed. £25,000"),
        ("\ufeffCafé".encode(), "text/plain", "Café"),
        ("Café £5".encode("cp1252"), "text/plain", "Café £5"),
    ],
    ids=["PDF", "Word", "Excel", "PowerPoint", "OpenDocument", "OpenDocument sheet", "CSV", "text", "mark", "Windows"],
)  # fmt: skip
def test_the_text_of_each_kind_is_read(content, content_type, text):
    assert read(content, content_type) == apart.Found(text)


@pytest.mark.parametrize(
    ("content", "content_type", "why"),
    [
        (sample.png(), "image/png", "kind"), (sample.OLD_DOC, OFFICE["doc"], "kind"), (b"x", "", "kind"),
        (documents.pdf("", ""), PDF, "empty"), (b" \n ", "text/plain", "empty"),
        (documents.locked_pdf("Secret", "password", "AES-256"), PDF, "locked"),
        (documents.locked_pdf("Secret", "password", "RC4-128"), PDF, "locked"),
        (b"%PDF-1.4 nonsense", PDF, "broken"), (sample.PDF, PDF, "broken"),
            (sample.XLSX[:-30], OFFICE["xlsx"], "broken"),
        (documents.word_of("<w:p><w:t>cut off</w:p>"), OFFICE["docx"], "broken"),
    ],
)  # fmt: skip
def test_where_there_is_no_text_it_is_said_why(content, content_type, why):
    assert read(content, content_type) == apart.Found(why_none=why)


@pytest.mark.parametrize("algorithm", ["AES-128", "AES-256", "RC4-128"])
def test_a_pdf_that_only_forbids_changes_is_read(algorithm):
    assert told(documents.locked_pdf("Open to read", "", algorithm), PDF)["text"] == "Open to read"


def test_what_nobody_is_shown_is_not_read():
    deleted = (
        "<w:p><w:r><w:t>Shown</w:t></w:r><w:del><w:r><w:delText>deletedword</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>movedword</w:t></w:r></w:moveFrom><w:r><w:instrText>FIELDCODE</w:instrText></w:r></w:p>"
    )
    content = documents.word_of(deleted, **{"word/comments.xml": "<c><p><t>commentword</t></p></c>"})
    assert told(content, OFFICE["docx"])["text"] == "Shown"
    xml = (
        "<t:tracked-changes><t:p>deletedword</t:p></t:tracked-changes>"
        "<t:p>Shown<o:annotation><t:p>noteword</t:p></o:annotation></t:p>"
    )
    assert told(documents.open_document(xml), OFFICE["odt"])["text"] == "Shown"
    assert "speakernote" not in told(documents.slides("x"), OFFICE["pptx"])["text"]
    assert "hiddenformula" not in told(documents.sheet(["x"]), OFFICE["xlsx"])["text"]


def test_the_text_is_words_that_any_database_takes():
    assert reading.plain("ﬁrst\x00word\u00adpart \ud800\u202e\n\t b") == "first wordpart b"


def test_only_so_much_is_read_and_it_says_so():
    long = told(b"word " * 100_000, "text/plain")
    assert long["is_cut"] and len(long["text"]) <= reading.MOST_CHARACTERS
    huge = told(b"a" * (reading.MOST_BYTES + 5), "text/plain")
    assert huge["is_cut"] and len(huge["text"]) == reading.MOST_CHARACTERS


# Cruel files


def test_of_ten_thousand_pages_the_first_are_read():
    found = read(documents.pdf(*(f"page{n}" for n in range(10_000))), PDF)
    assert found.is_cut
    assert "page0 " in found.text and f"page{reading.MOST_PAGES - 1}" in found.text and "page9999" not in found.text


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (documents.deep_pdf(5_000), PDF),
        (documents.round_pdf(), PDF),
        (documents.word_of("<w:a>" * 50_000 + "</w:a>" * 50_000), OFFICE["docx"]),
        (documents.word_of("x", **{"word/document.xml": documents.LAUGHS}), OFFICE["docx"]),
        (documents.bomb(("word/document.xml",), b"<a>" + b" " * 300_000_000), OFFICE["docx"]),
        (documents.bomb(("word/document.xml",), b"<a>" + b"<b/>" * 1_000_000 + b"</a>"), OFFICE["docx"]),
    ],
    ids=["deep pages", "round pages", "deep nesting", "billion laughs", "one huge blank", "many elements"],
)
def test_a_cruel_file_gives_no_text_and_ends_soon(content, content_type):
    began = time.monotonic()
    found = read(content, content_type)
    assert found.text == "" and found.why_none in ("broken", "empty", "long")
    assert time.monotonic() - began < 60


def test_no_other_file_of_this_machine_is_read():
    found = read(documents.word_of("x", **{"word/document.xml": documents.LEAKS}), OFFICE["docx"])
    assert "root" not in found.text


def test_who_never_ends_is_killed_and_said_to_be_long(monkeypatch):
    monkeypatch.setattr(apart, "command", lambda _: ["sleep", "60"])
    began = time.monotonic()
    assert read(sample.TEXT, "text/plain", patience=0.3) == apart.Found(why_none="long")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "script", ["import os; os.abort()", "import sys; sys.exit(3)", "print('no JSON')", "x = [0] * 10**12"]
)
def test_who_dies_is_said_to_be_broken(monkeypatch, script):
    monkeypatch.setattr(apart, "command", lambda _: [apart.sys.executable, "-c", script])
    assert read(sample.TEXT, "text/plain") == apart.Found(why_none="broken")


def test_the_reader_takes_no_more_than_its_memory_and_knows_no_secret(monkeypatch):
    script = (
        "import evidence.texts.reading as r, resource, os, sys, json\n"
        "r.told = lambda *_: {'text': ' '.join([str(resource.getrlimit(resource.RLIMIT_AS)[0]), *os.environ,"
        " str('django' in sys.modules)])}\nr.main()"
    )
    monkeypatch.setenv("SECRET_KEY", "hidden")
    monkeypatch.setattr(apart, "command", lambda kind: [apart.sys.executable, "-c", script, kind])
    limit, *names, has_django = read(sample.TEXT, "text/plain").text.split()
    assert int(limit) <= reading.MOST_MEMORY
    assert "SECRET_KEY" not in names and has_django == "False"


@pytest.mark.parametrize(
    "kind", [kind for kind in REFUSED if len(kind.content) < 1_000_000], ids=lambda kind: kind.what
)
def test_what_is_refused_at_the_door_would_do_no_harm_here_either(kind):
    """The door may be set wider one day; reading must not depend on it."""
    for content_type in reading.READERS:
        found = told(kind.content, content_type)
        assert set(found) in ({"why"}, {"text", "is_cut"})
