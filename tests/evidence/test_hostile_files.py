"""Files that somebody made to do harm: refused in words, or taken and made harmless; nothing is left of a refusal."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence import actions, files
from evidence.models import Evidence, StoredFile
from tests.evidence import sample_files as sample
from tests.evidence.test_adding import ABOUT, address, stored
from tests.factories import TODAY

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PARTS = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def packed(parts: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return packed(dict.fromkeys(PARTS, b"<x/>") | more)


def bomb() -> bytes:
    """A document that says of itself that it unfolds to 4 GB."""
    content = bytearray(docx(**{"word/media/a": b"x"}))
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 24, 0xFFFFFFF0)
    return bytes(content)


def many_parts() -> bytes:
    """A document of a hundred thousand empty parts: a directory that costs memory to read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in PARTS:
            archive.writestr(name, "<x/>")
        one = archive.infolist()[-1]
        archive.filelist += [one] * 100_000
    return out.getvalue()


def bad_name() -> bytes:
    """A document with a part whose name says that it is UTF-8, and is not."""
    return docx(**{"é.xml": b"x"}).replace("é.xml".encode(), b"\xff\xfe.xml")


REFUSED = {
    "zip bomb": ("a.docx", docx(**{"word/media/zeros": bytes(60_000_000)}), "unfolds to far more"),
    "declared bomb": ("a.docx", bomb(), "unfolds to far more"),
    "many parts": ("a.docx", many_parts(), "more parts than"),
    "bad name inside": ("a.docx", bad_name(), "damaged"),
    "other packing": ("a.docx", packed(dict.fromkeys(PARTS, b"<x/>"), zipfile.ZIP_LZMA), "a ZIP archive"),
    "macros": ("a.docm", docx(**{"word/vbaProject.bin": b"x"}), "with macros"),
    "macros in a sheet": ("a.xlsx", packed(dict.fromkeys(
        ("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), b"x")), "with macros"),
    "PDF after a mark": ("a.pdf", b"\xef\xbb\xbf" + sample.PDF + b"\0", "of a type that we do not know"),
    "PDF after HTML": ("a.pdf", b"<html><script>alert(1)</script>" + sample.PDF, "a web page or XML"),
    "PDF after a program": ("a.pdf", sample.EXE + sample.PDF, "a program"),
    "SVG": ("a.svg", sample.SVG, "a web page or XML"),
    "SVG as PNG": ("a.png", b"\xef\xbb\xbf\n<?xml version='1.0'?>" + sample.SVG, "a web page or XML"),
    "SVG in UTF-16": ("a.svg", sample.SVG.decode().encode("utf-16"), "of a type that we do not know"),
    "empty": ("a.pdf", b"", "empty"),
    "NUL": ("a.txt", b"a\0b", "of a type that we do not know"),
    "shell": ("a.pdf", b"\x7fELF" + bytes(200), "a program"),
    "cut": ("a.docx", docx()[:100], "damaged"),
    "a folder's listing": ("a.docx", packed({"../../etc/passwd": b"x"}), "a ZIP archive"),
    "Java": ("a.jar", packed({"META-INF/MANIFEST.MF": b"x", "A.class": b"\xca\xfe\xba\xbe"}), "a ZIP archive"),
    "gzip": ("a.csv.gz", b"\x1f\x8b\x08" + bytes(50), "an archive"),
    "7z": ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "an archive"),
    "RTF": ("a.rtf", b"{\\rtf1 x}", "an RTF document"),
    "video": ("a.mp4", b"\0\0\0\x18ftypmp42" + bytes(50), "of the type video/mp4"),
}  # fmt: skip
# Taken, but under a name whose ending says what it is: what runs a .bat asks nobody's media type.
HARMLESS = {
    "two endings": ("report.pdf.exe", sample.PDF, "report.pdf.exe.pdf"),
    "HTML within a PDF": ("a.html", sample.PDF + b"<script>alert(1)</script>", "a.html.pdf"),
    "a batch file": ("invoice.bat", b"@echo off\r\ndel *.*", "invoice.bat.txt"),
    "a script": ("a.js", b"alert(1)", "a.js.txt"),
    "EICAR": ("eicar.com", EICAR, "eicar.com.txt"),
    "shortcut": ("a.url", b"[InternetShortcut]\r\nURL=https://evil.example", "a.url.txt"),
    "path": ("../../../etc/cron.d/x.csv", sample.CSV, "x.csv"),
    "drive": ("C:\\Windows\\System32\\a.dll", sample.CSV, "a.dll.txt"),
    "dots": ("....", sample.TEXT, "evidence.txt"),
    "long": ("é" * 400 + ".pdf", sample.PDF, "é" * 196 + ".pdf"),
    "turned round": ("report\u202efdp.exe", sample.PDF, "reportfdp.exe.pdf"),
    "emoji": ("📄 2016.pdf", sample.PDF, "📄 2016.pdf"),
    "header": ('a"; filename=evil.exe\r\nX-Injected: 1.pdf', sample.PDF, None),
    "marked as none": ("Report.PDF", sample.PDF, "Report.PDF"),
    "other ending": ("photo.jpeg", sample.png(), "photo.jpeg.png"),
    "macro ending": ("sheet.xlsm", sample.XLSX, "sheet.xlsm.xlsx"),
    "no ending": ("MINUTES", sample.TEXT, "MINUTES.txt"),
    "list": ("spend.csv", sample.CSV, "spend.csv"),
    "old": ("old.doc", sample.OLD_DOC, "old.doc"),
}


def send(client, obligation, name: str, content: bytes):
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # as it arrives; Django has taken the folders away by then
    return client.post(address(obligation), {"file": upload, "title": "Annual report", **ABOUT})


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_do_harm_is_refused_in_words_and_leaves_nothing(world, as_, obligation, settings, what) -> None:
    name, content, words = REFUSED[what]
    answer = send(as_(world.lead), obligation, name, content)
    html = answer.content.decode()
    assert answer.status_code == 200 and "There is a problem" in html and "The file " in html and words in html
    assert "Annual report" in html
    assert stored(settings) == [] and not Evidence.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize("what", HARMLESS)
def test_what_is_taken_is_a_download_named_for_what_it_is(world, as_, obligation, settings, what) -> None:
    name, content, served_as = HARMLESS[what]
    client = as_(world.lead)
    assert send(client, obligation, name, content).status_code == 302, what
    made = Evidence.objects.get()
    assert len(made.file_name) <= 200 and made.file_name.isprintable()
    assert stored(settings) == [files.path_of(made.file.sha256)]
    answer = client.get(f"/evidence/{made.pk}/file")
    disposition = unquote(answer["Content-Disposition"])
    assert disposition.startswith("attachment") and "X-Injected" not in answer
    assert served_as is None or disposition.endswith((f'"{served_as}"', f"''{served_as}")), disposition
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff", "sandbox; default-src 'none'",
    )  # fmt: skip
    assert b"".join(answer.streaming_content) == content


def test_honest_documents_of_much_repetition_are_taken(settings) -> None:
    """A sheet of one column of noughts packs a hundred times smaller, and is no bomb."""
    sheet = packed({
        "[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>",
        "xl/worksheets/sheet1.xml": b"".join(b'<c r="A%d"><v>0</v></c>' % n for n in range(300_000)),
    })  # fmt: skip
    assert files.receive([sheet], name="a.xlsx").content_type == files.OFFICE["xlsx"]


def test_a_document_that_was_broken_anywhere_is_taken_or_refused(settings) -> None:
    chance, whole = random.Random(2016), docx(**{"é.xml": b"some words" * 9})
    for content in (whole, sample.ODT, sample.XLSX):
        for _ in range(200):
            broken = bytearray(content)
            for _ in range(chance.randint(1, 6)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                files.receive([bytes(broken)], name="a.docx")
            except files.FileRefused:
                continue


def test_an_interrupted_row_leaves_no_file(world, obligation, settings, monkeypatch) -> None:
    received = files.receive([sample.PDF], name="a.pdf")
    monkeypatch.setattr("bodies.audit.record", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.add_evidence(
            obligation=obligation, content=actions.Content(received=received, file_name="a.pdf"), title="T",
            about_on=TODAY, by=world.lead.user, today=TODAY,
        )  # fmt: skip
    assert stored(settings) == [] and not Evidence.objects.exists()
