"""Files at rest: what is taken, what is refused in words, and that a refusal leaves nothing behind."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from bodies.archives import OFFICE
from evidence.files import arriving, kinds, storage
from tests.evidence import hostile
from tests.evidence import sample_files as sample

TAKEN = [
    ("report.pdf", sample.PDF, "application/pdf"),
    ("report.docx", sample.DOCX, OFFICE["docx"]),
    ("return.xlsx", sample.XLSX, OFFICE["xlsx"]),
    ("slides.pptx", sample.PPTX, OFFICE["pptx"]),
    ("minutes.odt", sample.ODT, OFFICE["odt"]),
    ("figures.ods", sample.ODS, OFFICE["ods"]),
    ("old.doc", sample.OLD_DOC, "application/msword"),
    ("spend.csv", sample.CSV, "text/csv"),
    ("minutes.txt", sample.TEXT, "text/plain"),
    ("latin.txt", "Café, £5".encode("latin-1"), "text/plain"),
    ("excel.csv", b"\xef\xbb\xbfDate,Amount\n", "text/csv"),
    ("photo.png", sample.png(), "image/png"),
    ("wrong-name.exe", sample.PDF, "application/pdf"),
    ("bm.csv", b"BMA,CCG\n1,2\n", "text/csv"),  # "BM" also begins a picture, "MZ" a program
    ("mz.txt", b"MZ is how this note begins", "text/plain"),
    ("old.xls", sample.OLD_XLS, "application/vnd.ms-excel"),
    ("old.ppt", sample.OLD_PPT, "application/vnd.ms-powerpoint"),
    ("wrong.xls", sample.OLD_DOC, "application/msword"),
    ("photo.jpg", sample.JPEG, "image/jpeg"),
    ("plan.gif", sample.GIF, "image/gif"),
    ("plan.webp", sample.WEBP, "image/webp"),
    ("scan.tif", sample.TIFF, "image/tiff"),
]
# Honest, though more stands in them than their kind asks for.
TAKEN_AS_THEY_ARE = {
    "PDF with blanks behind": ("a.pdf", sample.PDF + b"\r\n\0\0\x1a"),
    "PDF changed and signed later": ("a.pdf", sample.PDF + b"8 0 obj<</Type/Sig/ByteRange[0 9 99 9]>>endobj\n%%EOF\n"),
    "PDF marked by ExifTool": ("a.pdf", sample.PDF + b"%BeginExifToolUpdate\n%EndExifToolUpdate 12\n%%EOF\n"),
    "PDF that opens at a page": ("a.pdf", hostile.pdf(b"1 0 obj<</OpenAction[3 0 R/Fit]/URI(https://a.nhs.uk)>>endobj")),
    "PDF about scripts": ("a.pdf", hostile.pdf(b"1 0 obj<</Title(JavaScript, Launch and EF)>>endobj")),
    "PDF of packed objects": ("a.pdf", hostile.packed_objects(b"1 0 obj<</Type/Page>>endobj")),
    "PDF with a password": ("a.pdf", hostile.pdf(
        b"2 0 obj<</Type/ObjStm/Filter/FlateDecode>>\nstream\n\x91\x02\x17\nendstream\n5 0 obj<</Encrypt 6 0 R>>")),
    "JPEG with a film behind": ("a.jpg", sample.JPEG + b"\0\0\0\x18ftypmp42" + bytes(12)),
    "JPEG with a second picture": ("a.jpg", sample.JPEG + bytes(16) + sample.JPEG),
    "JPEG of a telephone": ("a.jpg", sample.JPEG + b"\0\0\x01\x0aImage_UTC_Data12SEFHxxxxSEFT"),
    "JPEG with remarks": ("a.jpg", sample.JPEG[:2] + b"\xff\xe1\0\x08Exif\0\0" + sample.JPEG[2:]),
    "list with minus signs": ("a.csv", b'Supplier,Amount\n"Smith | Sons!",-25000\n+44 20,=1+1\n@home,x\n'),
    "old sheet of worksheets": ("a.xls", sample.old_office(Workbook=struct.pack(
        "<HHHHLBBB", 0x0809, 0, 0x0085, 7, 0, 0, 0, 0) + struct.pack("<HH", 0x000A, 0))),
}  # fmt: skip
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
    ("book.epub", sample.archive("content.xml", mimetype="application/epub+zip"), "a ZIP archive"),
]


def left(settings) -> list[Path]:
    return [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN, ids=[name for name, *_ in TAKEN])
def test_a_file_is_known_by_its_content(settings, name, content, kind) -> None:
    received = arriving.receive([content], name=name)
    assert received.content_type == kind
    assert left(settings) == [Path(settings.MEDIA_ROOT, storage.name_of(received.sha256))]
    with storage.read(received.sha256) as stream:
        assert stream.read() == content


@pytest.mark.parametrize("what", TAKEN_AS_THEY_ARE)
def test_an_honest_file_is_not_suspected(settings, what) -> None:
    name, content = TAKEN_AS_THEY_ARE[what]
    assert arriving.receive([content], name=name).size == len(content)


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (["pdf"], "Upload a PDF."),
        (["csv", "pdf"], "Upload a PDF or CSV."),
        (["office", "image"], "Upload an Office file or image."),
    ],
)
def test_settings_say_which_kinds_are_taken(settings, groups, words) -> None:
    settings.ACCEPTED_FILES = groups
    with pytest.raises(arriving.FileRefused) as refusal:
        arriving.receive([sample.TEXT], name="a.txt")
    assert str(refusal.value) == f"The file is of the type Plain text, which is not taken here. {words}"
    assert left(settings) == []


def test_the_groups_of_the_settings_are_those_of_the_kinds(settings) -> None:
    assert list(kinds.GROUPS) == settings.FILE_KINDS
    assert kinds.kinds_in_words() == "PDF, Office or OpenDocument file, CSV, text or image"
    assert kinds.accepted_endings().startswith(".pdf,.docx,.doc,.xlsx")


@pytest.mark.parametrize(("name", "content", "words"), REFUSED, ids=[f"{one[0]}-{one[2][:12]}" for one in REFUSED])
def test_a_refusal_says_what_the_file_is_and_what_to_upload(settings, name, content, words) -> None:
    with pytest.raises(arriving.FileRefused) as refusal:
        arriving.receive([content], name=name)
    assert f"The file is {words}" in str(refusal.value)
    assert "Upload a PDF, Office or OpenDocument file, CSV, text or image." in str(refusal.value)
    assert left(settings) == []


def test_an_empty_file_is_refused(settings) -> None:
    with pytest.raises(arriving.FileRefused, match="The file is empty"):
        arriving.receive([], name="report.pdf")
    assert left(settings) == []


def test_a_file_over_the_limit_is_refused_as_soon_as_it_is_over(settings) -> None:
    taken = []

    def chunks():
        for _ in range(100):
            taken.append(1)
            yield b"x" * 1024

    with pytest.raises(arriving.FileRefused, match="larger than 0 MB"):
        arriving.receive(chunks(), name="a.txt", limit=2048)
    assert len(taken) == 3 and left(settings) == []


def test_an_upload_that_breaks_off_leaves_nothing(settings) -> None:
    def chunks():
        yield sample.PDF
        raise ConnectionError("the line was cut")

    with pytest.raises(ConnectionError):
        arriving.receive(chunks(), name="report.pdf")
    assert left(settings) == []


def test_the_same_bytes_are_stored_once(settings) -> None:
    first = arriving.receive([sample.PDF], name="a.pdf")
    second = arriving.receive([sample.PDF[:9], sample.PDF[9:]], name="b.pdf")
    assert first.sha256 == second.sha256
    assert len(left(settings)) == 1


def test_the_name_never_reaches_the_disk(settings) -> None:
    received = arriving.receive([sample.CSV], name="../../etc/passwd")
    assert left(settings) == [Path(settings.MEDIA_ROOT, received.sha256[:2], received.sha256)]


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
    assert arriving.plain_name(name) == plain
