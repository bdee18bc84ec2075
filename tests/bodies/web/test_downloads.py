"""Tables to take away: nothing in them runs in a spreadsheet."""

import csv
import io

import pytest

from bodies.web.downloads import csv_response, csv_text, safe_cell


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1"])
def test_what_a_spreadsheet_would_run_is_led_by_an_apostrophe(typed: str) -> None:
    assert safe_cell(typed) == f"'{typed}"


@pytest.mark.parametrize(("given", "cell"), [("2016-12-31", "2016-12-31"), (None, ""), (20, "20"), ("a = b", "a = b")])
def test_other_cells_stay_as_they_are(given: object, cell: str) -> None:
    assert safe_cell(given) == cell


def test_the_header_comes_first_and_quotes_hold() -> None:
    text = csv_text(["a", "b"], [['say "x", y', "two\nlines"]])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], ['say "x", y', "two\nlines"]]


def test_the_file_is_saved_under_its_name_as_utf_8() -> None:
    response = csv_response("dates.csv", ["day"], [["Tŷ"]])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="dates.csv"'
    assert response.content.decode("utf-8-sig") == "day\r\nTŷ\r\n"
