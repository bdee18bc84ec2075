"""Real documents with text in them, made in memory by the programs' own libraries or written out, and cruel ones."""

from __future__ import annotations

import io
import zipfile

import docx
import xlsxwriter
from pypdf import PdfReader, PdfWriter

from tests.evidence.sample_files import archive

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
TEXT_NS = f'xmlns:t="{OASIS}:text:1.0" xmlns:o="{OASIS}:office:1.0"'
WORD_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(*pages: str, more: bytes = b"") -> bytes:
    """A PDF with a line of text on each page."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        (1, b"<</Type/Catalog/Pages 2 0 R>>"),
        (2, f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()),
        (3, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"),
    ]
    for n, text in enumerate(pages):
        drawn = b"BT /F1 12 Tf 72 720 Td (" + text.encode("cp1252") + b") Tj ET"
        place = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {11 + 2 * n} 0 R"
        objects.append((10 + 2 * n, place.encode() + b"/Resources<</Font<</F1 3 0 R>>>>>>"))
        objects.append((11 + 2 * n, b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn)))
    return whole(objects, more)


def whole(objects: list[tuple[int, bytes]], more: bytes = b"") -> bytes:
    """A PDF of these objects, with the list of where each begins."""
    out, places = bytearray(b"%PDF-1.4\n"), {}
    for number, content in objects:
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(out), max(places) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, more, start)
    return bytes(out)


def locked_pdf(text: str, password: str, algorithm: str) -> bytes:
    """A PDF with a password, or one that only forbids changes where the password is empty."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(text))))
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def deep_pdf(depth: int) -> bytes:
    """A PDF whose tree of pages goes down and down."""
    inner = [(n, b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1)) for n in range(2, depth)]
    return whole([(1, b"<</Type/Catalog/Pages 2 0 R>>"), *inner, (depth, b"<</Type/Page/MediaBox[0 0 1 1]>>")])


def round_pdf() -> bytes:
    """A PDF whose tree of pages leads back to itself."""
    return whole([(1, b"<</Type/Catalog/Pages 2 0 R>>"), (2, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>")])


def word(*paragraphs: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.add_table(1, 2).cell(0, 1).text = "in a cell"
    document.save(out)
    return out.getvalue()


def word_of(xml: str, **parts: str) -> bytes:
    """A Word document of raw paragraphs."""
    body = f"<w:document {WORD_NS}><w:body>{xml}</w:body></w:document>"
    return archive("[Content_Types].xml", "_rels/.rels", **{"word/document.xml": body} | parts)


def sheet(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        page.write_formula(9, 0, "=SUM(hiddenformula)", value=77)
    return out.getvalue()


def slides(*texts: str) -> bytes:
    names = {
        f"ppt/slides/slide{n}.xml": f'<p xmlns:a="a"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p>'
        for n, text in enumerate(texts, start=1)
    }
    names |= {"ppt/notesSlides/notesSlide1.xml": '<p xmlns:a="a"><a:p><a:t>speakernote</a:t></a:p></p>'}
    return archive("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml", **names)


def open_document(xml: str, kind: str = "text") -> bytes:
    content = f"<o:document-content {TEXT_NS}><o:body>{xml}</o:body></o:document-content>"
    return archive(mimetype=f"application/vnd.oasis.opendocument.{kind}", **{"content.xml": content})


def bomb(names: tuple[str, ...], inner: bytes) -> bytes:
    """An archive whose main part unfolds to far more than it weighs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, inner)
    return out.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "hahahahahahahahahaha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 20}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><w:document {WORD_NS}><w:p><w:t>&i;</w:t></w:p></w:document>"
)
LEAKS = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    f"<w:document {WORD_NS}><w:p><w:t>before &a; after</w:t></w:p></w:document>"
)
