"""Small files of every kind, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
CSV = b"Date,Supplier,Amount\n2016-10-01,Example,25001\n"
TEXT = "Minutes of the governing body: agreed. £25,000".encode()
HTML = b"<!doctype html><title>x</title><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(200)


def archive(*names: str, **contents: str) -> bytes:
    """A ZIP archive that holds these names; `mimetype=` comes first and unpressed, as OpenDocument asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, text in contents.items():
            written.writestr(name, text, zipfile.ZIP_STORED)
        for name in names:
            written.writestr(name, f"<x>{name}</x>", zipfile.ZIP_DEFLATED)
    return out.getvalue()


DOCX = archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = archive("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")
PPTX = archive("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml")
ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT = archive("content.xml", mimetype=ODT_TYPE)
ODS = archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")
ZIP = archive("a.txt", "b.txt")


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    )


GIF = b"GIF89a\x01\0\x01\0\x80\0\0" + bytes(6) + b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
JPEG = (
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0"
    b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\xd2\xcf\x20\xff\x00\x01\xff\xd0\x7f\xff\xd9"
)
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"
TIFF = b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHLL", 256, 3, 1, 1) + bytes(4)


def old_office(*folders: str, **streams: bytes) -> bytes:
    """A file of Office as it was before 2007: these folders, and streams that are filled up to a common length."""
    sector, each = 512, 4096
    contents = {name: content.ljust(each, b"\0") for name, content in streams.items()}
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0), *((name, 1, 0, 0) for name in folders)]
    directories = (len(entries) + len(contents) + 3) // 4
    first = 1 + directories
    entries += [(name, 2, first + n * each // sector, each) for n, name in enumerate(contents)]
    chains = [0xFFFFFFFD, *range(2, first), 0xFFFFFFFE]
    for n in range(len(contents)):
        at = first + n * each // sector
        chains += [*range(at + 1, at + each // sector), 0xFFFFFFFE]
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9L", 0, 1, 1, 0, each, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<L", 0)
    table = struct.pack(f"<{len(chains)}L", *chains).ljust(sector, b"\xff")
    listed = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 2 * len(name) + 2, kind, 1)
        + struct.pack("<3L", *[0xFFFFFFFF] * 3) + bytes(36) + struct.pack("<LLL", start, size, 0)
        for name, kind, start, size in entries
    )  # fmt: skip
    return (
        header.ljust(sector, b"\xff") + table + listed.ljust(directories * sector, b"\0") + b"".join(contents.values())
    )


OLD_DOC = old_office(WordDocument=b"\xec\xa5\xc1\0" + bytes(8))
OLD_XLS = old_office(Workbook=struct.pack("<HH", 0x0809, 0) + struct.pack("<HH", 0x000A, 0))
OLD_PPT = old_office(**{"PowerPoint Document": b"\x0f\0\xe8\x03"})
