"""Word documents: A4, real headings, tables whose head repeats on every page, page numbers, no macros, no author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHORT, LONG = Cm(21), Cm(29.7)  # A4
MARGIN = Cm(1.5)
FONT = "Arial"
PADDING = "30"  # above and below what stands in a cell, in twentieths of a point
SMALL = "Table text"  # the paragraph style of tables
# Of the library's 164 styles those that are used here: the others make the file heavy and every paragraph slow.
_KEPT = {
    "Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "HeaderChar", "Footer", "FooterChar",
    "Heading1", "Heading1Char", "Heading2", "Heading2Char", "ListBullet", "TableGrid",
}  # fmt: skip
# What no XML may hold, and marks that make text run the other way: on a signed page it must read as it is stored.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph of a cell."""

    text: str
    bold: bool = False


Cell = str | Text | Sequence[str | Text]


def fit(text: str) -> str:
    """The text on one line, without what a document cannot hold."""
    return " ".join(_UNFIT.sub("\ufffd", text).split())


def new_document(
    title: str, *, running: str, made_at: datetime, landscape: bool, mark: str, base: float = 10, small: float = 8
) -> Any:
    """An empty document. `running` and the `mark` of a demonstration stand on every page; sizes are in points."""
    document = Document()
    _describe(document, title, made_at)
    _styles(document, base, small)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Cm(0.7)
    width = section.page_width - 2 * MARGIN
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.style = document.styles[SMALL]
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(fit(running))
    if mark:
        head.add_run("\t")
        head.add_run(fit(mark)).bold = True
    foot.add_run("\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    return document


def _describe(document: Any, title: str, made_at: datetime) -> None:
    about = document.core_properties
    about.title, about.language = fit(title), "en-GB"
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = made_at
    # The library's empty document brings a picture of itself, and its styles twice.
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, one in rels.items() if one.reltype.endswith(("/thumbnail", "/stylesWithEffects"))]:
            del rels[key]


def _styles(document: Any, base: float, small: float) -> None:
    styles = document.styles
    for style in [one for one in styles.element.style_lst if one.styleId not in _KEPT]:
        styles.element.remove(style)
    styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:val"), "en-GB")
    table_text = styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH)
    table_text.base_style = styles["Normal"]
    sizes = {"Normal": base, SMALL: small, "Heading 1": base + 6, "Heading 2": base + 2, "List Bullet": base}
    for name, size in sizes.items():
        style = styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()  # the theme's fonts would win
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(base * 0.6 if name == "Heading 2" else 0)
        style.paragraph_format.space_after = Pt(0 if name == SMALL else base / 2.5)
        style.paragraph_format.line_spacing = 1.0


def _field(paragraph: Any, code: str) -> None:
    """A number that Word fills in."""
    field = _element(_xml(paragraph), "fldSimple", instr=code)
    _element(_element(field, "r"), "t").text = "1"


def add_heading(document: Any, text: str, level: int = 2) -> None:
    document.add_heading(fit(text), level)


def add_paragraph(document: Any, text: str, *, style: str = "Normal", together: bool = False) -> None:
    """A paragraph; `together`: on the page of what follows."""
    document.add_paragraph(fit(text), style=style).paragraph_format.keep_with_next = together or None


def add_table(
    document: Any,
    head: Sequence[str],
    widths: Sequence[float],
    rows: Iterable[Sequence[Cell]],
    *,
    together: bool = False,
) -> None:
    """A table whose first row is its head. Widths are in centimetres; no row is torn between two pages.

    `together`: all of it is on one page.
    """
    table = document.add_table(rows=0, cols=len(head), style="Table Grid")
    table.autofit = False
    sizes = [Cm(width) for width in widths]
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = size
    _pad(_xml(table).tblPr)
    look = _Look([str(round(size.twips)) for size in sizes], document.styles[SMALL].style_id, together)
    _add_row(_xml(table), [Text(text, bold=True) for text in head], look, is_head=True)
    for row in rows:
        _add_row(_xml(table), row, look)


def _pad(properties: Any) -> None:
    margins = _element(properties, "tblCellMar")
    properties.find(qn("w:tblLook")).addprevious(margins)  # Word reads properties in their order only
    for side in ("top", "bottom"):
        _element(margins, side, w=PADDING, type="dxa")


@dataclass(frozen=True, slots=True)
class _Look:
    """What every row of a table has: widths in twentieths of a point, and the style of its paragraphs."""

    widths: list[str]
    style: str
    together: bool


# Rows are written as XML: through the library's own rows and cells a schedule of 110 rows takes three seconds.
def _add_row(table: Any, cells: Sequence[Cell], look: _Look, *, is_head: bool = False) -> None:
    row = _element(table, "tr")
    properties = _element(row, "trPr")
    _element(properties, "cantSplit")
    if is_head:
        _element(properties, "tblHeader")
    for given, width in zip(cells, look.widths, strict=True):
        cell = _element(row, "tc")
        _element(_element(cell, "tcPr"), "tcW", type="dxa", w=width)
        for one in [given] if isinstance(given, str | Text) else list(given) or [""]:
            _add_text(cell, one if isinstance(one, Text) else Text(one), look)


def _add_text(cell: Any, text: Text, look: _Look) -> None:
    paragraph = _element(cell, "p")
    properties = _element(paragraph, "pPr")
    _element(properties, "pStyle", val=look.style)
    if look.together:
        _element(properties, "keepNext")
    run = _element(paragraph, "r")
    if text.bold:
        _element(_element(run, "rPr"), "b")
    _element(run, "t").text = fit(text.text)


def _xml(proxy: Any) -> Any:
    return proxy._element  # noqa: SLF001  the library offers no other way to what it has no name for


def _element(parent: Any, name: str, **attributes: str) -> Any:
    made = parent.makeelement(qn(f"w:{name}"), {qn(f"w:{key}"): value for key, value in attributes.items()})
    parent.append(made)
    return made


def word_response(document: Any, name: str) -> HttpResponse:
    """The document to save as `name`."""
    out = BytesIO()
    document.save(out)
    response = HttpResponse(out.getvalue(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
