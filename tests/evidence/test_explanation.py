"""How an obligation's date was worked out, taken away as JSON and CSV: the page's words, for the page's readers."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from tests.factories import make_obligation, make_rule

ENDS = ("json", "csv")


@pytest.fixture
def dated(world):
    rule = make_rule(date_basis="directed", set_by="NHS England", code="NHSE_DIRECTED:plan", when="As directed")
    return make_obligation(
        world.body, rule, due_on=date(2016, 12, 23), strictly_before=date(2016, 12, 24), date_set_by="NHS England",
        date_source="=Guidance, page 4", soon_on=date(2016, 11, 11),
    )  # fmt: skip


def address(obligation, end: str) -> str:
    return f"/obligations/{obligation.pk}/explanation.{end}"


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_json_is_the_explanation_and_its_answer_in_words(world, as_, dated) -> None:
    told = as_(world.lead).get(address(dated, "json")).json()
    assert told["answer"] == "2016-12-23"
    assert told["strictly_before"] == "2016-12-24"
    assert told["answer_words"] == "Before Saturday 24 December 2016, so by Friday 23 December 2016"
    assert told["rule"] == "NHSE_DIRECTED:plan"


def test_csv_has_a_header_says_what_the_page_says_and_runs_no_formula(world, as_, dated) -> None:
    client = as_(world.lead)
    page = client.get(f"/obligations/{dated.pk}/").content.decode()
    told = rows(client.get(address(dated, "csv")))
    assert told[0] == {
        "part": "Answer", "date": "2016-12-23", "to": "", "nations": "",
        "words": "Before Saturday 24 December 2016, so by Friday 23 December 2016",
    }  # fmt: skip
    assert "'=Guidance, page 4" in [row["words"] for row in told]
    for row in told[1:]:
        assert row["part"].replace("'", "&#39;") in page, row["part"]
        assert row["words"].lstrip("'").replace("'", "&#39;") in page, row["words"]


@pytest.mark.parametrize("end", ENDS)
def test_only_who_may_see_the_page_may_take_it_away(world, as_, client, dated, end) -> None:
    for member in world.everybody():
        seen = as_(member).get(f"/obligations/{dated.pk}/").status_code
        assert as_(member).get(address(dated, end)).status_code == seen
    assert as_(world.stranger).get(address(dated, end)).status_code == 404
    assert client.get(address(dated, end)).status_code == 302
    assert as_(world.lead).post(address(dated, end)).status_code == 405


@pytest.mark.parametrize("end", ENDS)
def test_in_a_demonstration_it_says_that_it_is_invented(world, as_, dated, settings, end) -> None:
    assert b"nvented" not in as_(world.lead).get(address(dated, end)).content
    settings.DEMONSTRATION = True
    assert b"Invented for the demonstration" in as_(world.lead).get(address(dated, end)).content


def test_without_a_date_it_says_why(world, as_) -> None:
    row = make_obligation(world.body, make_rule(), due_on=None, soon_on=None, no_date_reason="Nobody has entered it")
    assert as_(world.lead).get(address(row, "json")).json()["answer_words"] == "No date set. Nobody has entered it."
