"""The schedule as a Word document: opened again, it is what somebody can sign."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from desk.schedule import word
from duties.models import Obligation
from tests.evidence.conftest import add_statement, give_back, send
from tests.factories import make_duty, make_obligation, make_rule

ADDRESS = "/bodies/10H/schedule/word/"
MARK = "Demonstration as at 17 October 2016. Evidence shown is invented."


@pytest.fixture
def open_document(place, sign_in):
    """The document as a file, and opened."""

    def opened(address=ADDRESS):
        answer = sign_in(place.lead).get(address)
        assert answer["Content-Type"] == word.CONTENT_TYPE
        return answer, Document(io.BytesIO(answer.content))

    return opened


@pytest.fixture
def two(place):
    """Two duties of two parts, one of which was sent back."""
    give_back(send(make_obligation(place.body), place.lead), place.assurer)
    make_obligation(place.body, make_rule(make_duty(theme="", category="Finance")))
    make_rule(make_duty("governance-statement", checks=["Signed and dated"]), legal_basis="NHS England direction")


@pytest.mark.usefixtures("two")
def test_it_is_a4_landscape_with_headings_page_numbers_and_a_place_to_sign(open_document):
    answer, document = open_document()
    assert answer["Content-Disposition"] == 'attachment; filename="schedule-10H-2016-17-as-at-2016-10-17.docx"'
    [section] = document.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    titles = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert titles[0] == ("Heading 1", "Schedule of duties 2016/17, NHS Chiltern CCG")
    assert ("Heading 2", "Constitution") in titles and ("Heading 2", "Finance") in titles
    assert titles[-1] == ("Heading 2", "For the accountable officer")
    assert [row.cells[0].text for row in document.tables[-1].rows][1:] == [
        "Matters to state in the governance statement", "Name", "Post", "Signature", "Date",
    ]  # fmt: skip
    told = "\n".join(one.text for one in document.paragraphs)
    assert "I have seen this schedule of 2 duties owed by NHS Chiltern CCG in 2016/17, as at 17 October 2016." in told
    assert "The governance statement: NHS England direction (confirmed). An assurer checks: signed and dated." in told
    codes = [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert "schedule of duties 2016/17 · as at 17 October 2016" in section.header.paragraphs[0].text


@pytest.mark.usefixtures("two")
def test_the_head_of_every_table_repeats_and_no_row_is_torn(open_document):
    _, document = open_document()
    assert len(document.tables) == 6
    for table in document.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert others and all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@pytest.mark.usefixtures("two")
def test_it_names_no_author_holds_no_macro_and_is_british_english(open_document):
    answer, document = open_document()
    about = document.core_properties
    assert about.title == "Schedule of duties 2016/17, NHS Chiltern CCG"
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.language == "en-GB"
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert not [name for name in names if "vba" in name.lower() or "thumbnail" in name]
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


@pytest.mark.usefixtures("two")
def test_a_demonstration_says_so_on_every_page_and_beside_every_record(open_document, settings, monkeypatch):
    _, document = open_document()
    assert MARK in document.sections[0].header.paragraphs[0].text
    duties = [table for table in document.tables if table.rows[0].cells[0].text == "Row"]
    assert len(duties) == 2
    assert all("Invented" in row.cells[4].text for table in duties for row in table.rows[1:])
    settings.DEMONSTRATION = False
    monkeypatch.setattr("bodies.clock.today", lambda: date(2016, 10, 17))
    _, document = open_document()
    assert "nvented" not in document.element.xml + document.sections[0].header._element.xml


def test_whatever_anybody_typed_makes_a_document_that_opens(place, open_document):
    strange = "Minutes \x0b\x01\ufffe <b>&amp; \u202etxt.exe =1+1"
    obligation = make_obligation(place.body)
    add_statement(obligation, place.lead, title=strange)
    send(obligation, place.lead)
    Obligation.objects.update(dispute=strange, disputed_on=date(2016, 10, 3), subject=strange)
    for address in (ADDRESS, "/bodies/10H/schedule/paper/word/"):
        open_document(address)
    _, document = open_document()
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Minutes \ufffd\ufffd\ufffd <b>&amp; \ufffdtxt.exe =1+1" in cells


def test_a_document_is_dated_by_the_real_moment(place):
    made = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    document = word.new_document("Title", running="", made_at=made, landscape=False, mark="")
    assert document.core_properties.created == made
