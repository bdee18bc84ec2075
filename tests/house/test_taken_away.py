"""Every table to take away, wherever its address stands: well formed, typed, the same as CSV and as a workbook."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

import openpyxl
from django.http import HttpResponse
from django.urls import get_resolver

from bodies.access import PUBLIC, ROLE_PERMISSIONS
from bodies.doors import DOORS
from register.calculator_examples import EXAMPLES
from tests.house.people import PEOPLE, SmallDemonstration
from tests.house.test_doors import names_of
from tests.house.test_reach import PAPERS, ROLES

NAMES = {name for name in names_of(get_resolver().url_patterns) if name.endswith(("_csv", "_xlsx"))}
TABLES = {name.removesuffix("_xlsx") for name in NAMES if name.endswith("_xlsx")}
# Returns: their workbook has a sheet for each part, whose figures the CSV lists one below the other.
IN_PARTS = {f"casework:{paper}" for paper in PAPERS}
# All tables of one page in one workbook, each with a CSV of its own: tests/assurance holds them to each other.
SEVERAL = {"assurance:national", "assurance:body"}
FLAT = sorted(TABLES - IN_PARTS - SEVERAL)
# What an address is asked for, where it gives nothing without.
ASKED = {"desk:changes_csv": "?what=all", "desk:changes_xlsx": "?what=all"}
CALCULATED = f"/calculator/foi_due.csv?{urlencode(EXAMPLES['foi_due'])}"
RISKY = ("=", "+", "-", "@", "\t", "\r")


def who_opens(name: str) -> str:
    """Somebody of the first body's who passes this door."""
    door = DOORS[name]
    if door is PUBLIC:
        return ""
    for who in ("national", "lead", *PEOPLE):
        role = ROLES[who]
        if role is not None and (door in ROLE_PERMISSIONS[role] or door.name == "SIGNED_IN"):
            return who
    raise AssertionError(f"nobody opens {name}")


def rows_of_csv(answer: HttpResponse) -> list[list[str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def said(value: Any) -> str:
    """A cell of a workbook as CSV says it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    return plain(str(value))


def plain(text: str) -> str:
    """A cell of a CSV as it was meant: without the apostrophe before what would run, and 12.0 as 12."""
    return f"{float(text):g}" if is_number(text) and "." in text else text.removeprefix("'")


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


class TestTakenAway(SmallDemonstration):
    """One build of the small demonstration, and every table in it."""

    __test__ = True

    def answer(self, name: str) -> HttpResponse:
        address = CALCULATED if name == "register:calculate_csv" else self.ours.address(name)
        answer = self.browser(who_opens(name)).get(address + ASKED.get(name, ""))
        assert answer.status_code == 200, (name, answer.status_code)
        return answer

    def test_no_csv_has_a_cell_that_runs_and_each_row_is_as_long_as_the_header(self) -> None:
        faults, rows_in_all = [], 0
        for name in sorted(name for name in NAMES if name.endswith("_csv")):
            header, *rows = rows_of_csv(self.answer(name))
            rows_in_all += len(rows)
            faults += [(name, row) for row in rows if len(row) != len(header)]
            faults += [(name, cell) for row in rows for cell in row if cell.startswith(RISKY) and not is_number(cell)]
        assert not faults
        assert rows_in_all > 300

    def test_no_workbook_has_a_formula_and_every_header_stays_in_sight(self) -> None:
        faults, looked_at = [], 0
        for name in sorted(name for name in NAMES if name.endswith("_xlsx")):
            book = openpyxl.load_workbook(io.BytesIO(self.answer(name).content))
            for page in book.worksheets:
                looked_at += 1
                cells = [cell for row in page.iter_rows() for cell in row]
                faults += [(name, cell.coordinate) for cell in cells if cell.data_type == "f" or cell.hyperlink]
                faults += [(name, page.title, "not frozen")] if page.freeze_panes != "A2" else []
        assert not faults
        assert looked_at >= len(TABLES)

    def test_the_workbook_and_the_csv_of_a_table_say_the_same(self) -> None:
        assert {"assurance:cell", "assurance:meetings", "evidence:queue", "evidence:sample", "desk:weeks"} <= TABLES
        faults = []
        for table in FLAT:
            flat = rows_of_csv(self.answer(f"{table}_csv"))
            book = openpyxl.load_workbook(io.BytesIO(self.answer(f"{table}_xlsx").content))
            (page,) = book.worksheets
            typed = [[said(value) for value in row] for row in page.iter_rows(values_only=True)]
            meant = [[plain(cell) for cell in row] for row in flat]
            notes = typed[len(meant) :]  # lines beneath a table are the workbook's alone
            typed = typed[: len(meant)]
            if meant != typed or any(any(row[1:]) for row in notes):
                faults.append((table, next((two for two in zip(meant, typed, strict=False) if two[0] != two[1]), ())))
        assert not faults, "\n".join(map(str, faults))

    def test_the_workbook_of_a_return_has_every_figure_of_its_csv(self) -> None:
        for table in sorted(IN_PARTS):
            book = openpyxl.load_workbook(io.BytesIO(self.answer(f"{table}_xlsx").content))
            typed = {
                said(value) for page in book.worksheets for row in page.iter_rows(values_only=True) for value in row
            }
            flat = rows_of_csv(self.answer(f"{table}_csv"))[1:]
            figures = {plain(cell) for row in flat for cell in row if is_number(cell)}
            assert figures <= typed, table

    def test_days_and_numbers_of_a_workbook_are_days_and_numbers(self) -> None:
        faults = []
        for table in FLAT:
            page = openpyxl.load_workbook(io.BytesIO(self.answer(f"{table}_xlsx").content)).worksheets[0]
            for row in page.iter_rows(min_row=2, values_only=True):
                faults += [
                    (table, cell) for cell in row if isinstance(cell, str) and (is_day(cell) or cell.isdecimal())
                ]
        assert not faults

    def test_in_a_demonstration_each_row_says_so(self) -> None:
        faults = []
        for table in FLAT:
            _, *rows = rows_of_csv(self.answer(f"{table}_csv"))
            faults += [(table, row) for row in rows if not any("nvented" in cell for cell in row)]
        assert not faults


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
