"""A workbook is read back by another program: typed cells, a header in sight, and no text that runs."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from bodies.web.workbook import Sheet, workbook, xlsx_response


def read(*sheets: Sheet):
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets)))


def test_numbers_are_numbers_and_dates_are_dates() -> None:
    rows = [[7, 2.5, date(2016, 10, 17), True, None, "words"], [0, -1, datetime(2016, 10, 17, 12, tzinfo=UTC), False]]
    page = read(Sheet("Figures", ["A", "B", "C", "D", "E", "F"], rows))["Figures"]
    first, second = list(page.iter_rows(min_row=2, values_only=True))
    assert first == (7, 2.5, datetime(2016, 10, 17), "Yes", None, "words")  # noqa: DTZ001  as the file has it
    assert second[:4] == (0, -1, datetime(2016, 10, 17, 13), "No")  # noqa: DTZ001  British summer time
    assert page["C2"].is_date
    assert page["C2"].number_format == "d mmm yyyy"


@pytest.mark.parametrize("typed", ["=1+1", "+44 20", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org")', "{=A1}"])
def test_no_text_ever_runs_or_becomes_a_number_or_a_link(typed: str) -> None:
    cell = read(Sheet("Figures", ["A"], [[typed]], notes=[typed]))["Figures"]["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", typed, None)
    note = read(Sheet("Figures", ["A"], [[typed]], notes=[typed]))["Figures"]["A4"]
    assert (note.data_type, note.value) == ("s", typed)


def test_the_header_stays_in_sight_and_columns_fit_what_they_hold() -> None:
    page = read(Sheet("Figures", ["What", "Q1"], [["Answered in time, all in all", 1]]))["Figures"]
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold
    assert page.column_dimensions["A"].width > page.column_dimensions["B"].width


def test_what_no_program_takes_is_taken_out() -> None:
    book = read(Sheet("Quarter 1/2: [all] of a body with a long name", ["A"], [["a\x00b\x0bc"], ["x" * 40_000]]))
    page = book["Quarter 1 2   all  of a body wi"]
    assert page["A2"].value == "a b c"
    assert len(page["A3"].value) == 32_767


def test_it_is_a_file_to_save() -> None:
    answer = xlsx_response("figures.xlsx", [Sheet("One", ["A"], []), Sheet("Two", ["B"], [["b"]])])
    assert answer["Content-Disposition"] == 'attachment; filename="figures.xlsx"'
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == ["One", "Two"]


def test_the_same_table_is_the_same_file() -> None:
    assert workbook([Sheet("One", ["A"], [[1]])]) == workbook([Sheet("One", ["A"], [[1]])])
