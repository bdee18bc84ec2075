"""Small real files of every kind, made in memory."""

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
OLD_DOC = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


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
ODT = archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")
ODS = archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")
ZIP = archive("a.txt", "b.txt")


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    )
