"""Spreadsheets as they come: every encoding, delimiter and date that programs write; and what somebody broke."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from bodies.imports import cells, reading, sheets, workbooks
from bodies.imports.sheets import Line, Unreadable
from tests.bodies.birds import BIRDS, xlsx
from tests.evidence import sample_files as sample


def read(content: bytes) -> sheets.Sheet:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return sheets.read(file, sheet="Birds")


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        reading.rows_of(BIRDS, read(content))
    return str(refusal.value)


def changed(content: bytes, **parts: bytes) -> bytes:
    """A workbook with other parts in the place of its own; a part's name with __ for a slash, _ for a dot."""
    names = {name.replace("__", "/").replace("_", "."): value for name, value in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, names.pop(part, old.read(part)))
        for part, value in names.items():
            new.writestr(part, value)
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{dimension}<sheetData>{rows}'
    "</sheetData></worksheet>"
)
TITLES = '<row r="1"><c r="A1" t="str"><v>Bird</v></c></row>'


def sheet_of(rows: str, dimension: str = "") -> bytes:
    return changed(xlsx(["Bird"]), xl__worksheets__sheet1_xml=SHEET.format(rows=rows, dimension=dimension).encode())


TEXT = "Place,Bird,Seen on\nThe marsh,Héron £5 – “grey”,27/03/2016\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        b"sep=;\r\n" + TEXT.replace(",", ";").encode("cp1252"),
        xlsx(["Place", "Bird", "Seen on"], ["The marsh", "Héron £5 – “grey”", datetime(2016, 3, 27)]),  # noqa: DTZ001
        xlsx(["Place", "Bird", "Seen on"], ["The marsh", "Héron £5 – “grey”", "27 March 2016"]),
    ],
)
def test_what_programs_write_is_read_alike(content) -> None:
    (row,), left_out = reading.rows_of(BIRDS, read(content))
    assert (row.number, left_out, row.errors) == (2, 0, [])
    assert row.values["bird"] == "Héron £5 – “grey”"
    assert (row.values["place"], row.values["seen_on"]) == ("The marsh", date(2016, 3, 27))


def test_titles_are_matched_forgivingly_and_in_any_order() -> None:
    (row,), _ = reading.rows_of(BIRDS, read(b" seen  ON ,BIRD,,is rare\n27-Mar-16,Heron,,Yes\n"))
    assert row.values == {
        "place": None, "bird": "Heron", "seen_on": date(2016, 3, 27), "is_rare": True, "words": None,
    }  # fmt: skip


def test_empty_rows_are_skipped_and_rows_keep_their_numbers() -> None:
    rows, left_out = reading.rows_of(BIRDS, read(b"\n,,\nBird,Place\n\n  ,\nHeron,\n\n,The marsh\nRook,\n"))
    assert [row.number for row in rows] == [6, 9]
    assert left_out == 1  # the template named the place, and nobody filled the row in


def test_a_cell_with_lines_is_one_row() -> None:
    rows, _ = reading.rows_of(BIRDS, read(b'Bird,Words\nHeron,"one\r\ntwo"\nRook,x\n'))
    assert [(row.number, row.values["words"]) for row in rows] == [(2, "one\ntwo"), (3, "x")]


def test_titles_that_are_not_ours_are_named_with_what_to_do() -> None:
    words = refused(b"Place,Colour,Place\nx,y,z\n")
    assert "“Colour” (column B) is not a column that we know. Mend its title, or delete the column." in words
    assert "“Place” stands twice in the titles." in words
    assert "The column “Bird” is missing. Put its title in row 1." in words
    assert "The first row must hold the titles of the columns: “Place”, “Bird”" in refused(b"a,b\n1,2\n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"Bird\n", "No row is filled in."),
        (b"Place,Bird\nThe marsh,\n", "No row is filled in."),
        (b'Bird\n"Heron\n', "a quotation mark may be missing"),
        (b"Bird\nHer\0on\n", "not a spreadsheet that we can read"),
        (b"\x81\x8d\xff\n1\n", "not a spreadsheet that we can read"),
        (b"Bird" + b"," * 70 + b"\nHeron\n", "more than 60 columns"),
        (b"Bird\n" + b"x" * 200_000 + b"\n", "cannot be read near its line"),
        (b"Bird\n" + b"x\n" * 5001, "more than 5,000 rows. Upload it in parts"),
        (b"Bird\n" + b"\n" * 20_000 + b"x\n", "more than 15,000 empty rows"),
        (sample.PDF + b"\0", "not a spreadsheet that we can read"),
        (sample.png(), "not a spreadsheet that we can read"),
        (sample.HTML, "a web page or XML"),
        (b"<table><tr><td>Bird</td></tr></table>", "a web page or XML"),
        (sample.OLD_DOC, "protected by a password, or of an old kind"),
        (sample.ZIP, "not a spreadsheet that we can read"),
        (sample.DOCX, "not a spreadsheet that we can read"),
        (sample.ODS, "not a spreadsheet that we can read"),
        (sample.XLSX, "damaged, or not what it says it is"),
        (xlsx(["Bird"], ["Heron"])[:-200], "damaged"),
        (changed(xlsx(["Bird"], ["x"]), xl__vbaProject_bin=b"x"), "a document with macros"),
        (changed(xlsx(["Bird"], ["x"]), xl__media__zeros=bytes(60_000_000)), "unfolds to far more"),
        (changed(xlsx(["Bird"], ["x"]), xl__media__zeros=bytes(45_000_000)), "holds far more than rows of text"),
        (changed(xlsx(["Bird"], ["x"]), xl__media__tags=b"<a/>" * 1_000_001), "holds far more than rows of text"),
        (changed(xlsx(["Bird"], ["x"]), xl__worksheets__sheet1_xml=b"<worksheet"), "damaged"),
        (changed(xlsx(["Bird"], ["x"]), xl__workbook_xml=b"\xff\xfe"), "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_refused_in_words(content, words) -> None:
    assert words in refused(content)


def test_a_file_that_is_too_large_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES", 1_000_000)
    assert "larger than 1 MB" in refused(b"Bird\n" + b"x" * 1_000_001)


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]>"  # fmt: skip


@pytest.mark.parametrize(
    "prolog", [LAUGHS, b'<!DOCTYPE a [<!ENTITY j SYSTEM "file:///etc/passwd">]>'], ids=["laughs", "a file of ours"]
)
def test_entities_are_not_followed(prolog) -> None:
    rows = TITLES + '<row r="2"><c r="A2" t="str"><v>x&j;</v></c></row>'
    content = changed(
        xlsx(["Bird"]), xl__worksheets__sheet1_xml=prolog + SHEET.format(rows=rows, dimension="").encode()
    )
    assert "damaged" in refused(content)


def test_rows_that_say_they_are_a_million_end_soon() -> None:
    many = "".join(f'<row r="{n}"/>' for n in range(2, 20_000))
    assert "empty rows" in refused(sheet_of(TITLES + many))
    assert "Delete empty rows" in refused(sheet_of(TITLES + "<row/>" * 1_000_001))
    far_away = '<row r="1048576"><c r="A1048576" t="str"><v>Heron</v></c></row>'
    assert "empty rows" in refused(sheet_of(TITLES + far_away))


def test_cells_far_to_the_right_cost_nothing() -> None:
    far = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 4000))
    rows, _ = reading.rows_of(BIRDS, read(sheet_of(TITLES + far)))
    assert len(rows) == 3998


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    rows = TITLES + '<row r="2"><c r="A2" t="str"><v>Heron</v></c></row>'
    (row,), _ = reading.rows_of(BIRDS, read(sheet_of(rows, '<dimension ref="A1:A1"/>')))
    assert row.values["bird"] == "Heron"


def test_formulas_are_not_worked_out() -> None:
    content = xlsx(["Bird", "Words"], ["Heron", "=1+1"], ["=HYPERLINK(1)", "+44 20"], ["@Rook", "-1"])
    rows, _ = reading.rows_of(BIRDS, read(content))
    # A formula is what it showed when it was saved: here nothing, because no program worked it out.
    assert [row.cells for row in rows] == [{"bird": "Heron"}, {"words": "+44 20"}, {"bird": "@Rook", "words": "-1"}]
    (row,), _ = reading.rows_of(BIRDS, read(b"Bird,Words\n=cmd|' /C calc'!A0,=1+1\n"))
    assert row.cells == {"bird": "=cmd|' /C calc'!A0", "words": "=1+1"}


def test_the_sheet_of_the_name_is_read_wherever_it_stands_and_hidden_ones_are_not() -> None:
    (row,), _ = reading.rows_of(BIRDS, read(xlsx(["Bird"], ["Heron"], other=["Notes"])))
    assert row.values["bird"] == "Heron"
    book = openpyxl.load_workbook(io.BytesIO(xlsx(["Bird"], ["Heron"], title="Anything")))
    hidden = book.create_sheet("Secret", 0)
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    (row,), _ = reading.rows_of(BIRDS, read(out.getvalue()))
    assert row.values["bird"] == "Heron"


def test_each_wrong_cell_says_how_to_mend_it() -> None:
    content = xlsx(
        ["Bird", "Seen on", "Rare", "Words", None],
        [None, "31/02/2016", "perhaps", "x" * 301, None],
        ["#N/A", 42456, None, None, "stray"],
    )
    first, second = reading.rows_of(BIRDS, read(content))[0]
    assert dict(first.errors) == {
        "bird": "Fill this in, for example Heron",
        "seen_on": "“31/02/2016” is not a real date. Write the day first, like 27/03/2017",
        "is_rare": "“perhaps” is neither. Write yes or no",
        "words": "Shorten this to 300 characters or fewer: it has 301",
    }
    assert dict(second.errors) == {
        "bird": "The spreadsheet shows the error #N/A here. Type what it should say",
        "seen_on": "“42456” is not a date. Write it like 27/03/2017 or 27 March 2017",
        "": "Column E is filled in and has no title. Clear it, or give it its title",
    }
    assert not first.reads("bird") and first.reads("place")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("27/03/2017", date(2017, 3, 27)), ("27.3.2017", date(2017, 3, 27)), ("27-03-17", date(2017, 3, 27)),
        ("7 3 2017", date(2017, 3, 7)), ("27 March 2017", date(2017, 3, 27)), ("27th Mar 2017", date(2017, 3, 27)),
        ("Monday 27 March 2017", date(2017, 3, 27)), ("27-Sept-17", date(2017, 9, 27)),
        ("2017-03-27", date(2017, 3, 27)), ("2017-03-27 00:00:00", date(2017, 3, 27)),
        ("2017-03-27T10:00:00Z", date(2017, 3, 27)), ("01/02/2017", date(2017, 2, 1)),
    ],
)  # fmt: skip
def test_dates_as_people_and_programs_write_them(typed, wanted) -> None:
    assert cells.day(typed) == wanted


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "03/27/2017", "30/02/2017", "2017", "March 2017", "27/03", "27 Ma 2017", "１２/3/2017", "1/1/1066",
     "27 3", "9999-12-31", "0000-01-01", "1/1/0000", "27/03/201", "²/3/2017"],
)  # fmt: skip
def test_what_is_no_date_is_refused(typed) -> None:
    with pytest.raises(cells.Wrong):
        cells.day(typed)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, ""), (True, "yes"), (False, "no"), (3, "3"), (3.0, "3"), (3.5, "3.5"), (1e300, "1e+300"),
        (datetime(2016, 3, 27, 14, 5), "2016-03-27"),  # noqa: DTZ001
        (date(2016, 3, 27), "2016-03-27"),
        (" a\xa0b\t\0\x07c\r\nd ", "a b c\nd"), (float("inf"), "inf"), (10**20, "1" + "0" * 20),
    ],
)  # fmt: skip
def test_typed_cells_become_plain_text(value, wanted) -> None:
    assert cells.plain(value) == wanted


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")])
def test_columns_are_named_as_spreadsheets_do(place, letter) -> None:
    assert reading.letter_of(place) == letter


def test_only_our_titles_are_taken_twice_or_not_at_all() -> None:
    found = reading.match_titles(BIRDS.columns, Line(1, ("Bird", "", "Place")))
    assert {place: column.key for place, column in found.items()} == {0: "bird", 2: "place"}


def test_damaged_is_said_whatever_the_library_raises(monkeypatch) -> None:
    def broken(*_args, **_named):
        raise RecursionError

    monkeypatch.setattr(workbooks.openpyxl, "load_workbook", broken)
    assert "damaged" in refused(xlsx(["Bird"], ["Heron"]))
