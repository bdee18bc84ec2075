"""The reader of data files: every fault names its file, line and column."""

from datetime import date
from pathlib import Path

import pytest

from bodies.csvfile import DataFileError, Row, read_rows

COLUMNS = ("code", "name", "opened_on")


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "bodies.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def fault(path: Path) -> DataFileError:
    with pytest.raises(DataFileError) as caught:
        read_rows(path, COLUMNS)
    return caught.value


def a_row(**cells: str) -> Row:
    return Row("bodies.csv", 7, cells)


def test_reads_cells_by_name_stripped_of_blanks(tmp_path):
    [row] = read_rows(written(tmp_path, "code,name,opened_on\nA1, Somewhere ,2013-04-01\n"), COLUMNS)
    assert row["name"] == "Somewhere"
    assert row.day("opened_on") == date(2013, 4, 1)


def test_a_row_after_a_cell_of_several_lines_keeps_its_own_line_number(tmp_path):
    text = 'code,name,opened_on\nA1,"two\nlines",2013-04-01\nA2,B,\n'
    assert [row.line for row in read_rows(written(tmp_path, text), COLUMNS)] == [2, 4]


def test_blank_lines_and_a_byte_order_mark_do_no_harm(tmp_path):
    text = "\ufeffcode,name,opened_on\n\nA1,B,\n\n"
    assert [row.line for row in read_rows(written(tmp_path, text), COLUMNS)] == [3]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("code,name\nA,B\n", 1, "opened_on"),
        ("code,name,opened_on,extra\nA,B,,\n", 1, "extra"),
        ("code,name,opened_on,name\nA,B,,\n", 1, "name"),
        ("name,code,opened_on\nB,A,\n", 1, ""),
        ("code,name,opened_on\nA,B,\nA,B\n", 3, "opened_on"),
        ("code,name,opened_on\nA,B,,more\n", 2, ""),
        ('code,name,opened_on\nA,"B,\n', 2, ""),
        ("", 1, ""),
    ],
    ids=["missing", "extra", "twice", "order", "too few cells", "too many cells", "open quote", "empty file"],
)
def test_a_file_of_the_wrong_shape_names_line_and_column(tmp_path, text, line, column):
    error = fault(written(tmp_path, text))
    assert (error.file, error.line, error.column) == ("bodies.csv", line, column)


def test_text_that_is_not_utf_8_names_its_line(tmp_path):
    error = fault(written(tmp_path, b"code,name,opened_on\nA,caf\xe9,\n"))
    assert error.line == 2
    assert "UTF-8" in error.message


def test_a_missing_file_is_said_in_words(tmp_path):
    assert "cannot be read" in str(fault(tmp_path / "bodies.csv"))


def test_the_message_reads_as_a_sentence():
    error = a_row(region="Nowhere").error("region", "this region is not known")
    assert str(error) == "bodies.csv, line 7, column “region”: this region is not known"


@pytest.mark.parametrize("cell", ["", "31/12/2016", "2016-13-01", "20161231", "soon"])
def test_a_day_must_be_written_as_an_iso_date(cell):
    with pytest.raises(DataFileError) as caught:
        a_row(on=cell).day("on")
    assert (caught.value.line, caught.value.column) == (7, "on")


def test_cells_of_other_kinds_are_checked_too():
    row = a_row(yes="yes", maybe="maybe", number="12", half="0.5", empty="")
    assert row.yes_or_no("yes") is True
    assert row.whole_number("number") == 12
    assert row.day_or_none("empty") is None
    assert row.one_of("empty", ("", "x")) == ""
    for check in (
        lambda: row.yes_or_no("maybe"),
        lambda: row.whole_number("half"),
        lambda: row.required("empty"),
        lambda: row.one_of("maybe", ("yes", "")),
    ):
        with pytest.raises(DataFileError):
            check()
