"""The same table as CSV and as a workbook: the same values, typed; long ones are written without growing in memory."""

from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bodies.web import workbook as workbook_module
from bodies.web.downloads import safe_cell, safe_row
from bodies.web.tables import CSV, XLSX, table_response
from bodies.web.workbook import LONGEST_TEXT, Sheet, TooLong, stream_workbook

SUMMER = datetime(2016, 10, 17, 12, 5, tzinfo=UTC)  # 13:05 by our clock
HEADER = ["Name", "Days", "Share", "Due", "At", "Achieved"]


def table(*rows: list[object], **more: Any) -> Sheet:
    return Sheet("Bodies by theme", HEADER, list(rows), **more)


def csv_of(sheet: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table_response(CSV, "t", sheet).content.decode("utf-8-sig"), newline="")))


def page_of(sheet: Sheet) -> Any:
    return openpyxl.load_workbook(io.BytesIO(table_response(XLSX, "t", sheet).content)).worksheets[0]


def xlsx_of(sheet: Sheet) -> list[tuple[Any, ...]]:
    return list(page_of(sheet).iter_rows(values_only=True))


def test_the_workbook_has_typed_cells_and_the_csv_the_same_in_words() -> None:
    sheet = table(["Kernow", -3, 94.9, date(2016, 10, 17), SUMMER, True], ["", None, 0, None, None, False])
    moment = datetime(2016, 10, 17, 13, 5)  # noqa: DTZ001  as the file has it
    assert xlsx_of(sheet)[1:] == [
        ("Kernow", -3, 94.9, datetime(2016, 10, 17), moment, "Yes"),  # noqa: DTZ001
        (None, None, 0, None, None, "No"),
    ]  # fmt: skip
    assert csv_of(sheet) == [
        HEADER, ["Kernow", "-3", "94.9", "2016-10-17", "2016-10-17 13:05", "Yes"], ["", "", "0", "", "", "No"],
    ]  # fmt: skip
    page = page_of(sheet)
    assert [page.cell(2, column).data_type for column in range(1, 7)] == ["s", "n", "n", "d", "d", "s"]


def test_the_header_stays_in_sight_and_the_file_has_its_name() -> None:
    page = page_of(table(["Kernow", 1, 1, None, None, None]))
    assert (page.freeze_panes, page.title) == ("A2", "Bodies by theme")
    assert table_response(XLSX, "bodies", table())["Content-Disposition"] == 'attachment; filename="bodies.xlsx"'
    assert table_response(CSV, "bodies", table())["Content-Disposition"] == 'attachment; filename="bodies.csv"'
    assert xlsx_of(table()) == [tuple(HEADER)]


@pytest.mark.parametrize("typed", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("https://a.example")'])
def test_no_text_of_either_runs(typed: str) -> None:
    sheet = table([typed, 1, 1, None, None, None])
    cell = page_of(sheet)["A2"]
    assert (cell.data_type, cell.value.strip(), cell.hyperlink) == ("s", typed.strip(), None)
    assert csv_of(sheet)[1][0] == f"'{typed}"


def test_a_number_is_never_led_by_an_apostrophe_and_text_that_is_one_stays_text() -> None:
    assert csv_of(table(["-1", -1, -0.5, None, None, None]))[1][:3] == ["'-1", "-1", "-0.5"]
    assert xlsx_of(table(["007", 7, 7, None, None, None]))[1][:2] == ("007", 7)


def test_what_no_cell_can_hold_is_cut_or_taken_out_and_is_no_error() -> None:
    sheet = table(["x" * 40_000, 2**70, float("inf"), date(1847, 1, 1), None, None], ["a\x00b\x0bc\ud800", *[None] * 5])
    first, second = xlsx_of(sheet)[1:]
    assert (len(first[0]), first[1:4]) == (LONGEST_TEXT, (str(2**70), "inf", "1847-01-01"))
    assert second[0] == "a b c "


def test_a_name_that_no_tab_takes_is_made_one() -> None:
    assert page_of(Sheet("'Q1/2': [all]'", ["A"], [])).title == "Q1 2'   all "


def test_in_a_demonstration_each_row_says_that_it_is_invented(settings) -> None:
    settings.DEMONSTRATION = True
    for rows in (csv_of(table(["K", 1, 1, "", "", ""])), xlsx_of(table(["K", 1, 1, "", "", ""]))):
        assert [row[-1] for row in rows] == ["Note", "Invented for the demonstration"]


def test_a_long_workbook_is_the_same_as_a_short_one_and_leaves_nothing_behind(tmp_path: Path) -> None:
    sheet = table(
        ["Kernow", 3, 9.5, date(2016, 10, 17), SUMMER, True], ["=1", None, 0, None, None, False], notes=["@n"]
    )
    with (tmp_path / "out.xlsx").open("w+b") as out:
        folder = tmp_path / "meanwhile"
        folder.mkdir()
        stream_workbook(out, sheet, folder)
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert list(page.iter_rows(values_only=True)) == xlsx_of(sheet)
    assert page.freeze_panes == "A2"
    assert not list(folder.iterdir())


def test_more_rows_than_a_workbook_holds_are_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(workbook_module, "MOST_ROWS", 1)
    with (tmp_path / "out.xlsx").open("w+b") as out, pytest.raises(TooLong):
        stream_workbook(out, table(["a"], ["b"]), tmp_path)


def test_what_a_long_workbook_takes_of_memory_does_not_grow_with_its_rows(tmp_path: Path) -> None:
    def most(number: int) -> int:
        rows = ([f"Body {row}", row, 1.5, date(2016, 10, 17), None, True] for row in range(number))
        with (tmp_path / "out.xlsx").open("w+b") as out:
            tracemalloc.start()
            stream_workbook(out, Sheet("Long", HEADER, rows), tmp_path)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return peak

    assert most(8_000) < 1.5 * most(1_000)


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(row=st.lists(st.one_of(st.text(), st.integers(), st.none(), st.dates()), max_size=5))
def test_the_quick_way_through_a_row_is_the_careful_one(row: list[object]) -> None:
    assert ["" if cell is None else str(cell) for cell in safe_row(row)] == [safe_cell(cell) for cell in row]
