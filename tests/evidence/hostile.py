"""Makes a folder of files that somebody made to do harm: python -m tests.evidence.hostile FOLDER

Each kind has the name under which it is sent, and either words that its refusal holds or the name under which it is
served. The folder holds the files by number, and a list of them (index.csv).
"""

from __future__ import annotations

import csv
import io
import struct
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from tests.evidence import sample_files as sample

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PARTS = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
SHEET = ("[Content_Types].xml", "xl/workbook.xml")
UNKNOWN, ZIP, MACROS, PASSWORD, DAMAGED = (
    "of a type that we do not know", "a ZIP archive", "a document with macros", "a document with a password", "damaged",
)  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """One kind: how it arrives, and what must become of it."""

    what: str
    name: str
    content: bytes
    words: str = ""  # of its refusal; empty: it is taken, and made harmless
    served_as: str = ""


def packed(parts: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return packed(dict.fromkeys(PARTS, b"<x/>") | more)


def declared_bomb() -> bytes:
    """A document that says of itself that it unfolds to 4 GB."""
    content = bytearray(docx(**{"word/media/a": b"x"}))
    struct.pack_into("<L", content, content.rindex(b"PK\x01\x02") + 24, 0xFFFFFFF0)
    return bytes(content)


def lying_bomb() -> bytes:
    """A document that unfolds to far more than it says."""
    content = bytearray(docx(**{"word/media/a": bytes(40_000_000)}))
    for sign, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<L", content, content.rindex(sign) + place, 1000)
    return bytes(content)


def overlapping_bomb() -> bytes:
    """A document whose many parts are all the same bytes of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in PARTS:
            archive.writestr(name, "<x/>")
        archive.writestr("word/media/a", bytes(range(256)) * 4000)
        one = archive.infolist()[-1]
        archive.filelist += [one] * 20
    return out.getvalue()


def many_parts() -> bytes:
    """A document of a hundred thousand empty parts: a directory that costs memory to read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in PARTS:
            archive.writestr(name, "<x/>")
        one = archive.infolist()[-1]
        archive.filelist += [one] * 100_000
    return out.getvalue()


def twice_named() -> bytes:
    """A document with two texts: programs disagree on which is shown."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (*PARTS, PARTS[-1] + "x"):
            archive.writestr(name, "<x/>")
    return out.getvalue().replace(b"document.xmlx", b"document.xml\0")


def bad_name() -> bytes:
    """A document with a part whose name says that it is UTF-8, and is not."""
    return docx(**{"é.xml": b"x"}).replace("é.xml".encode(), b"\xff\xfe.xml")


def locked() -> bytes:
    """A document whose parts say that they have a password."""
    content = bytearray(docx())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def packed_objects(content: bytes, more: bytes = b"") -> bytes:
    press = zlib.compress(content)
    return pdf(
        b"9 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode" + more + b">>\nstream\n" + press + b"\nendstream"
    )


def png_of(width: int, height: int) -> bytes:
    content = bytearray(sample.png())
    struct.pack_into(">LL", content, 16, width, height)
    return bytes(content)


JAR = packed({"META-INF/MANIFEST.MF": b"Main-Class: A", "A.class": b"\xca\xfe\xba\xbe"})
SCRIPT = b"1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj"


# What is turned away, with words.
REFUSED = [Hostile(*one) for one in [
    # Packed files
    ("zip bomb", "a.docx", docx(**{"word/media/zeros": bytes(60_000_000)}), "unfolds to far more"),
    ("declared bomb", "a.docx", declared_bomb(), "unfolds to far more"),
    ("lying bomb", "a.docx", lying_bomb(), DAMAGED),
    ("overlapping bomb", "a.docx", overlapping_bomb(), "unfolds to far more"),
    ("bomb in the list of parts", "a.docx", docx(**{PARTS[0]: bytes(5_000_000)}), "unfolds to far more"),
    ("many parts", "a.docx", many_parts(), "more parts than"),
    ("two parts of one name", "a.docx", twice_named(), DAMAGED),
    ("bad name inside", "a.docx", bad_name(), DAMAGED),
    ("a path that leads out", "a.docx", docx(**{"../../etc/cron.d/x": b"x"}), DAMAGED),
    ("other packing", "a.docx", packed(dict.fromkeys(PARTS, b"<x/>"), zipfile.ZIP_LZMA), ZIP),
    ("an archive as a document", "a.docx", packed({"../../etc/passwd": b"x"}), ZIP),
    ("Java", "a.jar", JAR, ZIP),
    ("two archives in one", "a.docx", JAR + docx(), DAMAGED),
    ("a document with a tail", "a.docx", docx() + b"<script>alert(1)</script>", DAMAGED),
    ("cut", "a.docx", docx()[:100], DAMAGED),
    # Documents that act, or that nobody can read
    ("macros", "a.docm", docx(**{"word/vbaProject.bin": b"x"}), MACROS),
    ("macros in a sheet", "a.xlsx", packed(dict.fromkeys((*SHEET, "xl/vbaProject.bin"), b"x")), MACROS),
    ("macros under another name", "a.docx", docx(**{
        PARTS[0]: b'<Override ContentType="application/vnd.ms-office.vbaProject"/>', "word/a.bin": b"x"}), MACROS),
    ("macros told in UTF-16", "a.docx", docx(**{
        PARTS[0]: '<Override ContentType="x.macroEnabled.main+xml"/>'.encode("utf-16")}), MACROS),
    ("sheet of old macros", "a.xlsx", packed({
        SHEET[0]: b'ContentType="application/vnd.ms-excel.macrosheet+xml"', SHEET[1]: b"x"}), MACROS),
    ("macros in OpenDocument", "a.odt", sample.archive(
        "content.xml", "Basic/Standard/M.xml", mimetype=sample.ODT_TYPE), MACROS),
    ("scripts in OpenDocument", "a.odt", sample.archive(
        "content.xml", "Scripts/python/a.py", mimetype=sample.ODT_TYPE), MACROS),
    ("macros in old Word", "a.doc", sample.old_office("Macros", "VBA", WordDocument=b"\xec\xa5"), MACROS),
    ("macros in old Excel", "a.xls", sample.old_office("_VBA_PROJECT_CUR", Workbook=b"\x09\x08\0\0"), MACROS),
    ("macro sheet in old Excel", "a.xls", sample.old_office(
        Workbook=struct.pack("<HHHHLBBB", 0x0809, 0, 0x0085, 7, 0, 0, 1, 0)), MACROS),
    ("macros in old PowerPoint", "a.ppt", sample.old_office(**{"PowerPoint Document": (
        b"\x1f\0\xff\x03\x14\0\0\0\x02\0\0\x04\x0c\0\0\0" + struct.pack("<LLL", 5, 1, 2))}), MACROS),
    ("password on a document", "a.docx", sample.old_office(EncryptedPackage=b"x", EncryptionInfo=b"x"), PASSWORD),
    ("password on parts", "a.docx", locked(), PASSWORD),
    ("password on OpenDocument", "a.odt", sample.archive(
        "content.xml", mimetype=sample.ODT_TYPE, **{"META-INF/manifest.xml": "<m:encryption-data/>"}), PASSWORD),
    ("password on old Word", "a.doc", sample.old_office(WordDocument=b"\xec\xa5" + bytes(9) + b"\x01"), PASSWORD),
    ("password on old Excel", "a.xls", sample.old_office(
        Workbook=struct.pack("<HHHH", 0x0809, 0, 0x002F, 0)), PASSWORD),
    ("installer", "a.doc", sample.old_office(Property=b"x"), "an old Office file of an unknown kind"),
    ("Outlook e-mail", "a.msg", sample.old_office(**{"__properties_version1.0": b"x"}),
     "an e-mail saved from Outlook"),
    ("old Office turned round", "a.doc", sample.OLD_DOC[:512] + bytes(512) + sample.OLD_DOC[1024:], DAMAGED),
    ("PDF with a script", "a.pdf", pdf(SCRIPT), "a PDF that runs scripts"),
    ("PDF with a packed script", "a.pdf", packed_objects(b"1 0 " + SCRIPT), "a PDF that runs scripts"),
    ("PDF with a disguised script", "a.pdf", pdf(SCRIPT.replace(b"JavaScript", b"J#61vaScript")), "unusual way"),
    ("PDF packed to hide", "a.pdf", packed_objects(b"x", b"/DecodeParms<</Predictor 12>>"), "unusual way"),
    ("PDF that starts a program", "a.pdf", pdf(b"1 0 obj<</S/Launch/F(cmd.exe)>>endobj"), "starts a program"),
    ("PDF with a program in it", "a.pdf", pdf(b"1 0 obj<</Type/Filespec/EF<</F 2 0 R>>>>endobj"),
     "other files in it"),
    ("PDF bomb", "a.pdf", packed_objects(bytes(70_000_000)), "unfolds to far more"),
    # Two at once
    ("PDF and ZIP", "a.pdf", sample.PDF + JAR, "cut off, or has something else behind its end"),
    ("PDF around a ZIP", "a.pdf", sample.PDF[:9] + JAR + sample.PDF[9:],
     "of two kinds at once, PDF and an archive"),
    ("PDF and HTML", "a.pdf", sample.PDF + b"<script>alert(1)</script>", "something else behind its end"),
    ("HTML and PDF", "a.pdf", b"<html><script>alert(1)</script>" + sample.PDF, "a web page or XML"),
    ("PDF after a mark", "a.pdf", b"\xef\xbb\xbf" + sample.PDF, "of two kinds at once, Plain text and PDF"),
    ("PDF after a program", "a.pdf", sample.EXE + sample.PDF, "a program"),
    ("PDF within a document", "a.docx", packed(
        {"a": sample.PDF} | dict.fromkeys(PARTS, b"<x/>"), zipfile.ZIP_STORED),
     "of two kinds at once, Text document and PDF"),
    ("PDF within a picture", "a.jpg", sample.JPEG[:2] + b"\xff\xfe\0\x0a%PDF-1.4" + sample.JPEG[2:],
     "Image and PDF"),
    ("GIF and Java", "a.gif", sample.GIF + JAR, "a picture with something else behind its end"),
    ("GIF and script", "a.gif", b"GIF89a=1;alert(1)//" + bytes(50), "a picture that is damaged"),
    ("GIF and script behind", "a.gif", sample.GIF + b"*/=1;alert(1)", "something else behind its end"),
    ("JPEG and ZIP", "a.jpg", sample.JPEG + JAR, "a picture with something else behind its end"),
    ("JPEG around a ZIP", "a.jpg", sample.JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(JAR) + 2) + JAR
     + sample.JPEG[2:], "of two kinds at once, Image and an archive"),
    ("JPEG with a RAR in its remarks", "a.jpg", sample.JPEG[:2] + b"\xff\xfe\0\x12Rar!\x1a\x07\x01\0" + bytes(8)
     + sample.JPEG[2:], "of two kinds at once, Image and an archive"),
    ("JPEG and film and ZIP", "a.jpg", sample.JPEG + b"\0\0\0\x18ftypmp42" + bytes(12) + JAR,
     "Image and an archive"),
    ("PNG and 7z", "a.png", sample.png() + b"7z\xbc\xaf\x27\x1c" + bytes(40), "something else behind its end"),
    ("WebP and program", "a.webp", sample.WEBP + sample.EXE, "something else behind its end"),
    ("TIFF and ZIP", "a.tif", sample.TIFF + JAR, "of two kinds at once, Image and an archive"),
    ("text and ZIP", "a.txt", b"Minutes\n" + JAR, UNKNOWN),
    ("old Word and ZIP", "a.doc", sample.OLD_DOC + JAR, "of two kinds at once, Text document and an archive"),
    # Pictures that cannot be opened
    ("picture bomb", "a.png", png_of(60_000, 60_000), "a picture of too many dots"),
    ("picture cut off", "a.png", sample.png()[:-14], "a picture that is damaged or was cut off"),
    # Not documents at all
    ("SVG", "a.svg", sample.SVG, "a web page or XML"),
    ("SVG as PNG", "a.png", b"\xef\xbb\xbf\n<?xml version='1.0'?>" + sample.SVG, "a web page or XML"),
    ("SVG in UTF-16", "a.svg", sample.SVG.decode().encode("utf-16"), "a text in an encoding"),
    ("web page as text", "a.txt", sample.HTML, "a web page or XML"),
    ("CSV that starts a program", "a.csv", b"Date,Amount\n2016-10-01,=cmd|'/c calc'!A1\n", "starts a program"),
    ("empty", "a.pdf", b"", "empty"),
    ("NUL", "a.txt", b"a\0b", UNKNOWN),
    ("program", "a.exe", sample.EXE, "a program"),
    ("program as PDF", "a.pdf", b"\x7fELF" + bytes(200), "a program"),
    ("PDF cut off", "a.pdf", sample.PDF[:-20], "a PDF that was cut off"),
    ("gzip", "a.csv.gz", b"\x1f\x8b\x08" + bytes(50), "an archive"),
    ("7z", "a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "an archive"),
    ("RTF", "a.rtf", b"{\\rtf1 x}", "an RTF document"),
    ("video", "a.mp4", b"\0\0\0\x18ftypmp42" + bytes(50), "of the type video/mp4"),
]]  # fmt: skip
# What is taken under a name whose ending says what it is: what runs a .bat asks nobody's media type.
HARMLESS = [Hostile(what, name, content, served_as=served_as) for what, name, content, served_as in [
    ("two endings", "report.pdf.exe", sample.PDF, "report.pdf.exe.pdf"),
    ("script in a GIF's remarks", "a.gif", sample.GIF[:-1] + b"!\xfe\x0dalert(1)/*xy*\0;", "a.gif"),
    ("HTML in a picture's remarks", "a.jpg", sample.JPEG[:2] + b"\xff\xfe\0\x14<script>alert(1)<" + b"/"
     + sample.JPEG[2:], "a.jpg"),
    ("HTML in a CSV", "a.html", b"Date,Note\n2016-10-01,<script>alert(1)</script>\n", "a.html.txt"),
    ("HTML in a table", "a.csv", b"Date,Note\n2016-10-01,<script>alert(1)</script>\n", "a.csv"),
    ("HTML in UTF-7", "a.htm", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "a.htm.txt"),
    ("web page saved as mail", "a.mht", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>",
     "a.mht.txt"),
    ("a batch file", "invoice.bat", b"@echo off\r\ndel *.*", "invoice.bat.txt"),
    ("a script", "a.js", b"alert(1)", "a.js.txt"),
    ("a shell script", "a.sh", b"#!/bin/sh\nrm -rf /\n", "a.sh.txt"),
    ("EICAR", "eicar.com", EICAR, "eicar.com.txt"),
    ("shortcut", "a.url", b"[InternetShortcut]\r\nURL=https://evil.example", "a.url.txt"),
    ("path", "../../../etc/cron.d/x.csv", sample.CSV, "x.csv"),
    ("drive", "C:\\Windows\\System32\\a.dll", sample.CSV, "a.dll.txt"),
    ("dots", "....", sample.TEXT, "evidence.txt"),
    ("long", "é" * 400 + ".pdf", sample.PDF, "é" * 196 + ".pdf"),
    ("turned round", "report\u202efdp.exe", sample.PDF, "reportfdp.exe.pdf"),
    ("header", 'a"; filename=evil.exe\r\nX-Injected: 1.pdf', sample.PDF, ""),
    ("other ending", "photo.jpeg", sample.png(), "photo.jpeg.png"),
    ("macro ending", "sheet.xlsm", sample.XLSX, "sheet.xlsm.xlsx"),
    ("no ending", "MINUTES", sample.TEXT, "MINUTES.txt"),
    ("old Word as an installer", "setup.msi", sample.OLD_DOC, "setup.msi.doc"),
]]  # fmt: skip
KINDS = [*REFUSED, *HARMLESS]


def make(folder: Path) -> list[tuple[Path, Hostile]]:
    """Write every kind into a folder, with the list of them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [(folder / f"{number:03}", kind) for number, kind in enumerate(KINDS, start=1)]
    for file, kind in made:
        file.write_bytes(kind.content)
    with (folder / "index.csv").open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["file", "kind", "name", "refused with", "served as"])
        rows.writerows([file.name, one.what, one.name, one.words, one.served_as] for file, one in made)
    return made


if __name__ == "__main__":
    written = make(Path(sys.argv[1]))
    sys.stdout.write(f"{len(written)} files in {sys.argv[1]}\n")
