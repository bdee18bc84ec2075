"""Files at rest: what is taken, what is refused in words, and that a refusal leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evidence import files
from tests.evidence import sample_files as sample

TAKEN = [
    ("report.pdf", sample.PDF, "application/pdf"),
    ("report.docx", sample.DOCX, files.OFFICE["docx"]),
    ("return.xlsx", sample.XLSX, files.OFFICE["xlsx"]),
    ("slides.pptx", sample.PPTX, files.OFFICE["pptx"]),
    ("minutes.odt", sample.ODT, files.OFFICE["odt"]),
    ("figures.ods", sample.ODS, files.OFFICE["ods"]),
    ("old.doc", sample.OLD_DOC, "application/msword"),
    ("spend.csv", sample.CSV, "text/csv"),
    ("minutes.txt", sample.TEXT, "text/plain"),
    ("latin.txt", "Café, £5".encode("latin-1"), "text/plain"),
    ("excel.csv", b"\xef\xbb\xbfDate,Amount\n", "text/csv"),
    ("photo.png", sample.png(), "image/png"),
    ("wrong-name.exe", sample.PDF, "application/pdf"),
    ("bm.csv", b"BMA,CCG\n1,2\n", "text/csv"),  # "BM" also begins a picture, "MZ" a program
    ("mz.txt", b"MZ is how this note begins", "text/plain"),
]
REFUSED = [
    ("pack.zip", sample.ZIP, "a ZIP archive"),
    ("report.docx", sample.ZIP, "a ZIP archive"),
    ("macro.docx", sample.archive("word/document.xml"), "a ZIP archive"),
    ("setup.exe", sample.EXE, "a program"),
    ("report.pdf", sample.EXE, "a program"),
    ("page.html", sample.HTML, "a web page or XML"),
    ("page.txt", b"\n \xef\xbb\xbf" + sample.HTML, "a web page or XML"),
    ("latin.txt", b"<html><p>Caf\xe9</p></html>", "a web page or XML"),
    ("picture.svg", sample.SVG, "a web page or XML"),
    ("comment.txt", b"<!-- x --><script>1</script>", "a web page or XML"),
    ("cut.docx", sample.DOCX[: len(sample.DOCX) // 2], "damaged"),
    ("cut.xlsx", sample.XLSX[:-30], "damaged"),
    ("nul.txt", b"text\x00text", "of a type that we do not know"),
    ("noise.csv", b"a,b\n" + bytes(range(256)), "of a type that we do not know"),
    ("installer.msi", sample.OLD_DOC, "an old Office file of an unknown kind"),
    ("book.epub", sample.archive("content.xml", mimetype="application/epub+zip"), "a ZIP archive"),
]


def left(settings) -> list[Path]:
    return [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN, ids=[name for name, *_ in TAKEN])
def test_a_file_is_known_by_its_content(settings, name, content, kind) -> None:
    received = files.receive([content], name=name)
    assert received.content_type == kind
    assert left(settings) == [files.path_of(received.sha256)]
    assert files.path_of(received.sha256).read_bytes() == content


@pytest.mark.parametrize(("name", "content", "words"), REFUSED, ids=[f"{one[0]}-{one[2][:12]}" for one in REFUSED])
def test_a_refusal_says_what_the_file_is_and_what_to_upload(settings, name, content, words) -> None:
    with pytest.raises(files.FileRefused) as refusal:
        files.receive([content], name=name)
    assert f"The file is {words}" in str(refusal.value)
    assert "Upload a PDF, Office or OpenDocument file, CSV, text or image." in str(refusal.value)
    assert left(settings) == []


def test_an_empty_file_is_refused(settings) -> None:
    with pytest.raises(files.FileRefused, match="The file is empty"):
        files.receive([], name="report.pdf")
    assert left(settings) == []


def test_a_file_over_the_limit_is_refused_as_soon_as_it_is_over(settings) -> None:
    taken = []

    def chunks():
        for _ in range(100):
            taken.append(1)
            yield b"x" * 1024

    with pytest.raises(files.FileRefused, match="larger than 0 MB"):
        files.receive(chunks(), name="a.txt", limit=2048)
    assert len(taken) == 3 and left(settings) == []


def test_an_upload_that_breaks_off_leaves_nothing(settings) -> None:
    def chunks():
        yield sample.PDF
        raise ConnectionError("the line was cut")

    with pytest.raises(ConnectionError):
        files.receive(chunks(), name="report.pdf")
    assert left(settings) == []


def test_the_same_bytes_are_stored_once(settings) -> None:
    first = files.receive([sample.PDF], name="a.pdf")
    second = files.receive([sample.PDF[:9], sample.PDF[9:]], name="b.pdf")
    assert first.sha256 == second.sha256
    assert (first.is_new, second.is_new) == (True, False)
    assert len(left(settings)) == 1


def test_the_name_never_reaches_the_disk(settings) -> None:
    received = files.receive([sample.CSV], name="../../etc/passwd")
    assert left(settings) == [files.path_of(received.sha256)]
    assert files.path_of(received.sha256).name == received.sha256


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Minutes 3.docx", "Minutes 3.docx"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_name_is_kept_as_text_with_its_ending(name, plain) -> None:
    assert files.plain_name(name) == plain


def test_what_a_killed_process_left_is_found_by_its_age(settings) -> None:
    old = Path(settings.MEDIA_ROOT) / "incoming" / "old"
    old.parent.mkdir(parents=True)
    for file in (old, old.with_name("fresh")):
        file.write_bytes(b"half")
    os.utime(old, (1000, 1000))
    assert files.remove_incoming(before=2000) == 1
    assert [file.name for file in left(settings)] == ["fresh"]
