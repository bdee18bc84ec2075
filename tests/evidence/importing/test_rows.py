"""Which duty a row is about, and what its cells say."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

import duties
from duties.catalogue import read_catalogue
from duties.models import Obligation
from tests.evidence.importing.kit import LINK, errors, fates, import_, of_year, row, upload
from tests.factories import TODAY, make_body, make_duty


class TestWhichDuty:
    def test_by_its_code_its_title_in_any_case_and_its_title_with_the_step(self, client, world) -> None:
        draft = of_year(world.body, 2015, title="Accounts", step="draft")
        final = of_year(world.body, 2015, title="Accounts", step="final", rule=draft.rule)
        imported = upload(
            client,
            row(draft, Duty=draft.duty.slug.upper(), Step="Draft"),
            row(final, Duty="accounts : FINAL"),
            row(final, Step="final", Title="Another"),
        )
        assert [plan["obligation"] for plan in imported.rows.values_list("plan", flat=True)] == [
            draft.pk, final.pk, final.pk,
        ]  # fmt: skip
        assert errors(client, row(final))["step"] == "Write which step: draft or final"
        assert errors(client, row(final, Step="third"))["step"] == "Write which step: draft or final"

    @pytest.mark.parametrize("typed", ["Q2", "q2", "Quarter 2", "2", "quarter 2 of 2016/17"])
    def test_a_quarter_as_people_write_it(self, client, world, typed) -> None:
        of_year(world.body, 2016, title="KO41a", period="Q1")
        second = of_year(world.body, 2016, title="KO41a", period="Q2")
        imported = upload(client, row(second, Period=typed))
        assert imported.rows.get().plan["obligation"] == second.pk

    @pytest.mark.parametrize("typed", ["May 2016", "may-16", "2016-05", "Sept 2016", date(2016, 5, 1)])
    def test_a_month_as_people_and_programs_write_it(self, client, world, typed) -> None:
        may = of_year(world.body, 2016, title="Spending", period="2016-05")
        september = of_year(world.body, 2016, title="Spending", period="2016-09")
        imported = upload(client, row(may, Period=typed))
        wanted = september if typed == "Sept 2016" else may
        assert imported.rows.get().plan["obligation"] == wanted.pk

    def test_the_one_that_can_be_meant_needs_no_period_and_several_are_named(self, client, world) -> None:
        first = of_year(world.body, 2016, title="KO41a", period="Q1")
        assert fates(upload(client, row(first))) == ["new"]
        of_year(world.body, 2016, title="KO41a", period="Q2")
        assert errors(client, row(first))["period"] == "Write which one: Q1 or Q2"
        assert errors(client, row(first, Period="Q4"))["period"] == "Write which one: Q1 or Q2"

    def test_what_is_not_open_says_what_is(self, client, world, report) -> None:
        assert errors(client, row(report, Year="2013/14"))["year"] == (
            "This duty is not open for 2013/14, but for 2015/16"
        )
        make_duty(title="Never opened")
        assert "Nothing of this duty is open" in errors(client, row(report, Duty="Never opened"))["duty"]
        assert "There is no duty “Fly”." in errors(client, row(report, Duty="Fly"))["duty"]
        assert "is not a financial year" in errors(client, row(report, Year="2015"))["year"]
        assert errors(client, row(report, Period="Q2"))["period"] == "Leave this empty: it is yearly"
        assert errors(client, row(report, Step="final"))["step"] == "Leave this empty: it has no steps"

    @pytest.mark.parametrize("typed", ["2015/16", "2015-16", "2015/2016", "2015–16"])
    def test_a_year_as_people_write_it(self, client, report, typed) -> None:
        assert fates(upload(client, row(report, Year=typed))) == ["new"]

    def test_what_a_body_took_over_is_named_by_the_code_of_who_incurred_it(self, client, world) -> None:
        old = make_body("03X", name="NHS Old CCG")
        passed_on = of_year(old, 2015, title="Report", held_by=world.body)
        assert "Write the code of the body: 03X (NHS Old CCG)" in errors(client, row(passed_on))["body"]
        imported = import_(client, row(passed_on, Body="03x"))
        assert imported.rows.get().plan["obligation"] == passed_on.pk
        assert passed_on.evidence.get().body == world.body

    def test_another_bodys_duty_is_not_known(self, client, world) -> None:
        theirs = of_year(world.other_body, 2015, title="Theirs")
        assert "Nothing of this duty is open" in errors(client, row(theirs, Body="99A"))["duty"]
        away = of_year(world.body, 2015, title="Handed over", held_by=world.other_body)
        assert "answers for “Handed over”, 2015/16 now" in errors(client, row(away))["duty"]

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"met_on": date(2016, 6, 3), "met_how": "seen", "done_on": date(2016, 6, 1)},
             "“Publish it”, 2015/16, was settled on 3 June 2016: nothing is added to it."),
            ({"closed_on": date(2016, 6, 3), "closed_reason": "not_applicable"}, "was closed on 3 June 2016"),
            ({"sent_on": date(2016, 6, 3), "done_on": date(2016, 6, 1)},
             "was sent in on 3 June 2016 and waits for review. You can add to it if it is sent back"),
            ({"owed_by": "nhs_england"}, "NHS England owes “Publish it”, 2015/16, not the body."),
            ({"proof": "recorded"}, "is settled by the record's own dates"),
        ],
    )  # fmt: skip
    def test_what_nothing_can_be_added_to_says_why(self, client, world, facts, words) -> None:
        one = of_year(world.body, 2015, title="Publish it")
        Obligation.objects.filter(pk=one.pk).update(**facts)
        assert words in errors(client, row(one))["duty"]


class TestRow:
    def test_exactly_one_of_link_file_and_statement(self, client, report) -> None:
        assert "Fill in one of Link, File name and Statement" in errors(client, row(report, Link=None))["link"]
        both = errors(client, row(report, Statement="x", Link=LINK))["statement"]
        assert both == "Fill in only one: this row has Link and Statement. For another piece add a row"

    @pytest.mark.parametrize(
        "link", ["www.example.nhs.uk", "javascript:alert(1)", "ftp://a.example/", "+1", "http://["]
    )
    def test_a_link_is_an_address_of_the_web(self, client, report, link) -> None:
        assert "Enter a full web address" in errors(client, row(report, Link=link))["link"]

    def test_a_link_without_a_password(self, client, report) -> None:
        assert "without a user name" in errors(client, row(report, Link="https://me:pw@a.example/"))["link"]

    def test_every_fault_of_a_row_is_said_at_once(self, client, report) -> None:
        found = errors(client, {"Duty": "x", "Year": "x", "Link": "x", "Done on": "x", "Note": "x" * 4001})
        assert set(found) == {"year", "title", "about_on", "link", "done_on", "note"}

    def test_the_day_it_was_done_is_no_later_than_today(self, client, report) -> None:
        tomorrow = TODAY + timedelta(days=1)
        assert "must be today or in the past" in errors(client, row(report, **{"Done on": tomorrow}))["done_on"]

    def test_the_rows_of_a_duty_agree(self, client, report) -> None:
        done = {"Done on": "1/6/2016"}
        found = errors(client, row(report, **done), row(report, Title="Two", **{"Done on": "2/6/2016"}))
        assert found["done_on"] == "Give one day for one duty: row 2 says 1/6/2016"
        assert errors(client, row(report), row(report))[""] == "This says the same as row 2. Delete one of the two"
        assert "goes with what is sent in" in errors(client, row(report, Note="x"))["note"]


def test_the_catalogue_has_no_title_twice() -> None:
    titles = [duty.title.casefold() for duty in read_catalogue(Path(duties.__file__).parent / "data").duties]
    assert len(titles) == len(set(titles))
