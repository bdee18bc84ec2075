"""The tables of the national pages to take away: the rows of the page, typed, and of the reader's bodies alone."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assurance.casework.files import percent_of
from bodies.access import Role
from casework.figures.bands import Share
from duties.models import Obligation
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule

DAY = timedelta(days=1)
CELL, OWN = "/assurance/10H/annual-report", "/assurance/nhs-england"


@pytest.fixture
def owed(place):
    """Of one body something late, something voluntary and what NHS England owes about it; the same about another."""
    rule = make_rule(make_duty("report", title="Annual report", theme="annual report"))
    theirs = make_rule(make_duty("assess", title="Assess", owed_by="nhs_england"))
    late = make_obligation(place.chiltern, rule, due_on=TODAY - 36 * DAY, reason="=staff()", expected_on=TODAY + DAY)
    make_obligation(place.chiltern, rule, due_on=TODAY + 5 * DAY, subject="by choice", voluntary=True)
    make_obligation(place.chiltern, rule, due_on=TODAY + 5 * DAY, subject="inside", is_inside=True)
    for body in (place.chiltern, place.cheshire):
        make_obligation(body, theirs, due_on=TODAY + 90 * DAY)
    return late


def csv_of(client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def xlsx_of(client, address: str) -> list[dict[str, Any]]:
    page = openpyxl.load_workbook(io.BytesIO(client.get(address).content)).worksheets[0]
    header, *rows = page.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_behind_a_cell_each_obligation_is_a_row_and_says_whether_it_counts(place, owed, sign_in) -> None:
    client = sign_in(place.assurer)
    late, by_choice = csv_of(client, f"{CELL}.csv?year=2016/17")
    assert (late["Obligation"], late["State"], late["Days late"], late["Counted in figures"]) == (
        str(owed.pk), "Legal date passed · 36 days", "36", "Yes",
    )  # fmt: skip
    assert (late["Reason"], late["Expected"], late["Date fixed by"]) == ("'=staff()", "2016-10-18", "Law")
    assert (by_choice["About"], by_choice["Counted in figures"]) == ("by choice", "No")
    typed = xlsx_of(client, f"{CELL}.xlsx?year=2016/17")[0]
    assert (typed["Days late"], typed["Due"], typed["Reason"]) == (36, datetime(2016, 9, 11), "=staff()")  # noqa: DTZ001
    page = client.get(f"{CELL}/?year=2016/17").content.decode()
    assert f"{CELL}.csv?year=2016/17" in page and f"{CELL}.xlsx?year=2016/17" in page


def test_all_six_themes_have_what_nhs_england_owes_at_the_end(place, owed, sign_in) -> None:
    rows = csv_of(sign_in(place.assurer), "/assurance/10H/all.csv")
    assert [row["Owed by"] for row in rows] == ["The body", "The body", "NHS England"]
    assert [row["Duty"] for row in csv_of(sign_in(place.assurer), "/assurance/10H/nhs-england.csv")] == ["Assess"]


def test_what_nhs_england_owes_is_of_the_bodies_within_reach(place, owed, sign_in) -> None:
    def expected(*bodies) -> list[int]:
        mine = Obligation.objects.filter(owed_by="nhs_england")
        return [one.pk for one in mine if one.held_by in bodies]

    def keys(member, address: str) -> list[int]:
        return [int(row["Obligation"]) for row in csv_of(sign_in(member), address)]

    assert keys(place.national, f"{OWN}.csv") == expected(place.chiltern, place.cheshire)
    assert keys(place.assurer, f"{OWN}.csv") == expected(place.chiltern)
    assert keys(place.assurer, f"{OWN}.csv?duty=assess") == expected(place.chiltern)
    assert keys(place.assurer, f"{OWN}.csv?duty=nothing") == expected(place.chiltern)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_of_anybody_elses_body_there_is_no_file(place, owed, sign_in, form) -> None:
    client = sign_in(place.assurer)
    assert client.get(f"/assurance/01C/annual-report.{form}").status_code == 404
    assert client.get(f"/assurance/10H/no-theme.{form}").status_code == 404
    assert client.get(f"/assurance/10H/annual-report.{form}?year=%00").status_code == 200
    lead = sign_in(make_member(Role.LEAD, place.chiltern))
    assert lead.get(f"{CELL}.{form}").status_code == 403


@pytest.mark.parametrize(
    "address", [f"{CELL}.csv", f"{OWN}.xlsx", "/assurance/meetings.xlsx", "/assurance/requests.xlsx"]
)
def test_the_statements_do_not_grow_with_the_rows(place, owed, sign_in, address) -> None:
    client = sign_in(place.national)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    few = statements()
    for number in range(10):
        make_obligation(place.chiltern, owed.rule, subject=f"more {number}")
        make_obligation(make_body(region=place.south), make_rule(make_duty(owed_by="nhs_england")))
    assert statements() == few


def test_a_rate_is_a_number_with_its_base_in_a_column_of_its_own(place, sign_in) -> None:
    assert [percent_of(Share(kept, base)) for kept, base in ((37, 39), (2, 3), (0, 4), (5, 5), (0, 0))] == [
        94.8, 66.6, 0.0, 100.0, None,
    ]  # fmt: skip
    for row in xlsx_of(sign_in(place.national), "/assurance/requests.xlsx"):
        assert row["Counted to"] == datetime(2016, 9, 30)  # noqa: DTZ001  the last quarter that is over
        assert {"Answered", "In time, % of answered"} <= set(row)
