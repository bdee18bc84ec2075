"""A report as PDF is read back by another program: its text, its tags, its title; and nothing in its data is run."""

from __future__ import annotations

import io
import shutil
from datetime import date
from typing import Any

import pypdf
import pytest
import typst
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bodies.web import pdf as module
from bodies.web.pdf import pdf, pdf_response
from duties.words import EVIDENCE_WORDS, TIMING_WORDS, passed_words

REPORT = (
    '#import "_components/report.typ": *\n#show: report.with(data)\n= #data.heading\n#rows(data.heads, data.lines)\n'
)
PLAIN: dict[str, Any] = {
    "title": "Assurance report", "foot": "NHS Kernow CCG", "heading": "What is late",
    "heads": ["Duty", "Days"], "lines": [["Annual report", 36]],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _report(tmp_path, monkeypatch):
    """A report of its own on the parts that every report has."""
    (tmp_path / "_components").mkdir()
    shutil.copy(settings.BASE_DIR / "templates/_components/report.typ", tmp_path / "_components")
    (tmp_path / "report.typ").write_text(REPORT)
    (tmp_path.parent / "outside.typ").write_text("secret")
    monkeypatch.setattr(module, "FOLDER", tmp_path)


def read(**changed: Any) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf("report.typ", PLAIN | changed)))


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def test_it_says_what_it_was_given_and_counts_its_pages() -> None:
    text = text_of(read())
    for words in ("Assurance report", "What is late", "Duty Days", "Annual report 36", "NHS Kernow CCG", "Page 1 of 1"):
        assert words in text


def test_it_is_tagged_and_says_its_language_and_its_title() -> None:
    reader = read()
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert reader.metadata is not None and reader.metadata.title == "Assurance report"
    assert b"pdfuaid" in root["/Metadata"].get_data()


@pytest.mark.parametrize(
    "typed",
    ["#panic()", "*bold*", "_slanted_", "$x^2$", "@reference", "<label>", "= Heading", "// comment", "#sys.inputs",
     '#read("../outside.typ")', '"; #panic(); "', "\\u{41}", "]#panic()[", "{{ 7*7 }}"],
)  # fmt: skip
def test_what_looks_like_typst_in_the_data_stays_text(typed: str) -> None:
    reader = read(title=typed, heading=typed, foot=typed, lines=[[typed, typed]])
    assert text_of(reader).count(typed) == 5
    assert reader.metadata is not None and reader.metadata.title == typed


@pytest.mark.parametrize("typed", ["😀", "中文", "a\0b", "\x07", "\ufeff", "\ue000", "\u2028", "भारत", "\ud800"])
def test_a_character_that_no_font_has_is_an_empty_box_and_no_error(typed: str) -> None:
    assert "□" in text_of(read(heading=typed, lines=[[typed, 1]]))


def test_the_signs_and_letters_that_we_write_are_drawn() -> None:
    words = [words for words in (*EVIDENCE_WORDS.values(), *TIMING_WORDS.values(), passed_words("law", confirmed=True))
             if words is not None]  # fmt: skip
    signs = "".join(sorted({one.sign for one in words} | set("“”‘’–—…·£€§½°ŷŵÔé×≤→←")))
    text = text_of(read(lines=[[signs, 1]]))
    assert "□" not in text
    assert all(sign in text for sign in signs)


def test_days_numbers_and_nothing_are_written_plainly() -> None:
    assert "2016-10-17" in text_of(read(lines=[[date(2016, 10, 17), 0]]))
    assert "None" not in text_of(read(lines=[[None, ""]]))
    assert "Duty Days" in text_of(read(lines=[]))


def test_a_long_table_goes_over_pages_each_with_its_head() -> None:
    reader = read(lines=[[f"Duty {number}", number] for number in range(200)])
    assert len(reader.pages) > 2
    assert all("Duty Days" in page.extract_text() for page in reader.pages)


def test_a_mark_is_said_where_there_is_one() -> None:
    assert "Invented for the demonstration" in text_of(read(mark="Invented for the demonstration"))


def test_without_a_title_there_is_no_report() -> None:
    with pytest.raises(typst.TypstError, match="missing document title"):
        read(title="")


def test_the_same_data_is_the_same_file() -> None:
    assert pdf("report.typ", PLAIN) == pdf("report.typ", PLAIN)


def test_it_is_a_file_to_save() -> None:
    answer = pdf_response("report.pdf", b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="report.pdf"'


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40))
def test_whatever_anybody_typed_makes_a_report(typed: str) -> None:
    assert pdf("report.typ", PLAIN | {"lines": [[typed, 1]], "heading": f"a{typed}"}).startswith(b"%PDF")
