"""A log as a file: everything it holds, typed, harmless to open, and the same again once it is imported elsewhere."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies import clock, tasks
from bodies.imports import running
from bodies.imports.cells import same
from bodies.models import Import
from casework.actions import NewRequest, Origin, add_term, explain_lateness, log_request, publish_disclosure
from casework.importing.columns import NOT_READ
from casework.importing.layout import COMPLAINT_LAYOUT, REQUEST_LAYOUT
from casework.models import Complaint, InformationRequest
from duties.models import Obligation
from tests.casework.conftest import TODAY, happen, make_complaint, make_request

FORMULA = '=HYPERLINK("http://example.org","x")'


@pytest.fixture(autouse=True)
def _here(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(tasks.run_import_task, "delay", lambda pk: None)
    monkeypatch.setattr(running, "PAUSE", 0)


def table(client: Client, kind: str, code: str = "10H") -> list[dict[str, str]]:
    content = client.get(f"/bodies/{code}/{kind}/log.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def book(client: Client, kind: str, code: str = "10H") -> Any:
    content = client.get(f"/bodies/{code}/{kind}/log.xlsx").content
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def tell_much(place: Any) -> tuple[InformationRequest, Complaint]:
    """A case in each log of which much is known."""
    by = place.lead.user
    topic = add_term(body=place.body, list_name="topic", name="Finance", by=by, today=TODAY)
    request = make_request(place.body, date(2016, 5, 2), reference="R-7", topics=[topic], waiting_on="Finance team")
    for kind, on in (("clarification_asked", 4), ("clarification_received", 10), ("clarification_asked", 12),
                     ("clarification_received", 16), ("fees_notice", 18), ("fee_paid", 24)):  # fmt: skip
        happen(request, kind, date(2016, 5, on))
    told = {"until_on": date(2016, 7, 29), "codes": ("s43", "s36"), "words": "A balance"}
    happen(request, "extended", date(2016, 6, 10), **told)
    happen(request, "answered", date(2016, 7, 28), code="part", codes=("s43",), words="Two pages withheld")
    happen(request, "review_asked", date(2016, 8, 1))
    happen(request, "review_answered", date(2016, 8, 31), code="partly", words="One page more")
    happen(request, "regulator_asked", date(2016, 9, 5))
    explain_lateness(case=request, reason="complex", late_words="Many e-mails", by=by, today=TODAY)
    ages = add_term(body=place.body, list_name="age", name="65 and over", by=by, today=TODAY)
    complaint = make_complaint(
        place.body, date(2016, 3, 1), channel="phone", terms=[ages], happened_on=date(2016, 2, 1),
        lessons="Ring sooner", came_from="A hospital",
    )  # fmt: skip
    happen(complaint, "written_down", date(2016, 3, 2))
    happen(complaint, "acknowledged", date(2016, 3, 3))
    happen(complaint, "plan_agreed", date(2016, 3, 4), until_on=date(2016, 10, 10), words="A letter")
    happen(complaint, "responded", date(2016, 10, 10), code="not_upheld")
    happen(complaint, "ombudsman_referred", date(2016, 10, 14))
    return request, complaint


def test_the_csv_has_everything_that_the_log_holds_in_words(place, sign_in) -> None:
    tell_much(place)
    [row] = table(sign_in(place.foi), "requests")
    assert {title: cell for title, cell in row.items() if cell} == {
        "Reference": "R-7", "Law": "FOI", "Received": "2016-05-02", "Channel": "E-mail",
        "Subject": "Spending on agency staff", "Topics": "Finance", "Who has it now": "Finance team",
        "Clarification asked": "2016-05-04; 2016-05-12", "Clarification received": "2016-05-10; 2016-05-16",
        "Fees notice": "2016-05-18", "Fee paid": "2016-05-24", "Extended on": "2016-06-10",
        "Extended until": "2016-07-29", "Extended for": "s43; s36", "Why extended": "A balance",
        "Answered on": "2016-07-28", "Outcome": "Granted in part", "Exemptions": "s43",
        "Note on the answer": "Two pages withheld", "Review asked on": "2016-08-01",
        "Review answered on": "2016-08-31", "Review outcome": "Partly changed", "Note on the review": "One page more",
        "Regulator told on": "2016-09-05", "Late because": "Complex or large", "More on lateness": "Many e-mails",
        "Limit": "2016-06-21", "State": "Answered in the longer time",
        "How the limit was kept": "In the longer time", "Ended on": "2016-07-28", "Disclosure log": "Not decided",
        "Logged on": "2016-10-17",
    }  # fmt: skip
    [row] = table(sign_in(place.complaints), "complaints")
    assert (row["Kind"], row["Ages of patients"], row["Response agreed by"]) == (
        "Complaint", "65 and over", "2016-10-10",
    )  # fmt: skip
    assert (row["Outcome"], row["Lessons"], row["Passed on from"]) == ("Not upheld", "Ring sooner", "A hospital")
    assert (row["Limit"], row["Acknowledge by"]) == ("2016-10-10", "2016-03-04")


def test_in_the_workbook_days_are_days_and_the_titles_stay_in_sight(place, sign_in) -> None:
    tell_much(place)
    sheet = book(sign_in(place.foi), "requests")
    titles = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "A2"
    found = {title: sheet.cell(2, titles.index(title) + 1).value for title in ("Received", "Limit")}
    assert all(isinstance(value, datetime) for value in found.values())
    # 16 May and twenty working days without the five of the fee and without 30 May.
    assert [f"{value:%d %B %Y}" for value in found.values()] == ["02 May 2016", "21 June 2016"]


def test_nothing_that_was_typed_runs_in_a_spreadsheet(place, sign_in) -> None:
    make_request(place.body, subject=FORMULA, reference="+1")
    [row] = table(sign_in(place.foi), "requests")
    assert (row["Subject"], row["Reference"]) == (f"'{FORMULA}", "'+1")
    sheet = book(sign_in(place.foi), "requests")
    cell = sheet.cell(2, [one.value for one in sheet[1]].index("Subject") + 1)
    assert (cell.value, cell.data_type) == (FORMULA, "s")


def test_titles_are_those_of_the_template_and_what_is_worked_out_is_not_read(place, sign_in) -> None:
    for kind, layout, who in (
        ("requests", REQUEST_LAYOUT, place.foi),
        ("complaints", COMPLAINT_LAYOUT, place.complaints),
    ):
        content = sign_in(who).get(f"/bodies/10H/{kind}/log.csv").content.decode("utf-8-sig")
        titles = next(csv.reader(io.StringIO(content)))
        ours = [column.title for column in layout.columns]
        assert titles[: len(ours)] == ours
        assert set(titles[len(ours) :]) <= set(NOT_READ)
        assert len({same(title) for title in titles}) == len(titles)


def import_elsewhere(client: Client, kind: str, content: bytes, ending: str) -> Import:
    upload = {"sheet": SimpleUploadedFile(f"log.{ending}", content)}
    assert client.post(f"/bodies/11N/import/{kind}/", upload).status_code == 302
    imported = Import.objects.latest("pk")
    client.post(f"/imports/{imported.pk}/confirm/")
    running.run(imported.pk, today=TODAY)
    imported.refresh_from_db()
    assert imported.finished_at is not None, [(row.fate, row.errors) for row in imported.rows.all()]
    return imported


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "model"), [("requests", InformationRequest), ("complaints", Complaint)])
def test_an_export_imported_for_another_body_gives_the_same_dates_and_the_same_export(
    place, sign_in, kind, model, ending
) -> None:
    for case in tell_much(place):
        assert case.body == place.body
    make_request(
        place.body, subject="The line 0113 496 0000 of the office", today=TODAY, not_personal=True
    ) if False else None
    ours, theirs = sign_in(place.lead), sign_in(place.elsewhere)
    import_elsewhere(theirs, kind, ours.get(f"/bodies/10H/{kind}/log.{ending}").content, ending)
    first, second = model.objects.order_by("pk")
    assert (first.body, second.body) == (place.body, place.other)
    worked_out = [field.name for field in model._meta.fields if field.name.endswith(("_on", "_until", "_by"))]
    left_out = {"disclosed_by", "entered_by", "entered_on"}
    for name in {*worked_out, "kept", "outcome", "is_open"} - left_out:
        assert getattr(first, name) == getattr(second, name), name
    rows = [table(client, kind, code) for client, code in ((ours, "10H"), (theirs, "11N"))]
    for row in rows:
        row[0].pop("Imported from")
    assert rows[0] == rows[1]
    owed = [
        set(Obligation.objects.filter(record_path=one.path).values_list("duty", "due_on", "done_on"))
        for one in (first, second)
    ]
    assert owed[0] == owed[1] != set()


def test_an_export_that_comes_back_says_nothing_new(place, sign_in) -> None:
    tell_much(place)
    make_request(place.body, reference="=1")
    client = sign_in(place.lead)
    for kind in ("requests", "complaints"):
        content = client.get(f"/bodies/10H/{kind}/log.csv").content
        client.post(f"/bodies/10H/import/{kind}/", {"sheet": SimpleUploadedFile("log.csv", content)})
        rows = Import.objects.latest("pk").rows.all()
        assert {(row.fate, str(row.notes)) for row in rows} == {("here", "[]")}


def test_what_one_row_cannot_say_is_told_in_words(place, sign_in) -> None:
    request = make_request(place.body)
    happen(request, "answered", date(2016, 10, 5), code="granted")
    for asked, answered in ((6, 7), (10, None)):
        happen(request, "review_asked", date(2016, 10, asked))
        if answered:
            happen(request, "review_answered", date(2016, 10, answered), code="upheld")
    [row] = table(sign_in(place.foi), "requests")
    assert (row["Review asked on"], row["Review answered on"]) == ("2016-10-10", "")
    assert row["Further events"] == "Review asked on: 6 October 2016; Review answered on: 7 October 2016"


def test_words_that_were_said_not_to_be_personal_can_be_imported_again(place, sign_in) -> None:
    new = NewRequest("foi", date(2016, 10, 3), "email", "The office’s line 0113 496 0000")
    log_request(body=place.body, new=new, by=None, today=TODAY, not_personal=True)
    client = sign_in(place.foi)
    assert [row["Not personal"] for row in table(client, "requests")] == ["yes"]
    import_elsewhere(sign_in(place.elsewhere), "requests", client.get("/bodies/10H/requests/log.csv").content, "csv")


def test_the_disclosure_log_is_told(place, sign_in) -> None:
    case = happen(make_request(place.body), "answered", date(2016, 10, 5), code="granted")
    publish_disclosure(case=case, title="Agency staff", text="A sum", link="", by=place.lead.user, today=TODAY)
    [row] = table(sign_in(place.foi), "requests")
    assert row["Disclosure log"] == "Published on 17 October 2016: Agency staff"


def test_in_a_demonstration_every_invented_row_says_so(place, sign_in, settings) -> None:
    settings.DEMONSTRATION = True
    new = NewRequest("foi", date(2016, 10, 3), "email", "Spending")
    log_request(body=place.body, new=new, by=None, today=TODAY, origin=Origin(is_invented=True))
    assert [row["Demonstration"] for row in table(sign_in(place.foi), "requests")] == ["Invented for the demonstration"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_only_who_keeps_a_log_takes_it_away(place, sign_in, ending) -> None:
    allowed = {
        who: [sign_in(getattr(place, who)).get(f"/bodies/10H/{kind}/log.{ending}").status_code == 200
              for kind in ("requests", "complaints")]
        for who in ("lead", "foi", "complaints", "contributor", "lay", "assurer", "national", "administrator",
                    "elsewhere")
    }  # fmt: skip
    assert {who for who, found in allowed.items() if any(found)} == {"lead", "foi", "complaints"}
    assert (allowed["lead"], allowed["foi"], allowed["complaints"]) == ([True, True], [True, False], [False, True])


def test_it_costs_the_same_for_few_cases_and_for_many(place, sign_in) -> None:
    client, counts = sign_in(place.foi), []
    for _ in range(2):
        for _ in range(6):
            happen(make_request(place.body), "answered", date(2016, 10, 5), code="granted")
        with CaptureQueriesContext(connection) as found:
            client.get("/bodies/10H/requests/log.csv")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_the_page_of_a_log_leads_to_its_files_and_to_the_import(place, sign_in) -> None:
    for kind, who in (("requests", place.foi), ("complaints", place.complaints)):
        client = sign_in(who)
        page = client.get(f"/bodies/10H/{kind}/").content.decode()
        for address in (f"/bodies/10H/{kind}/log.csv", f"/bodies/10H/{kind}/log.xlsx", f"/bodies/10H/import/{kind}/"):
            assert f'href="{address}"' in page
            assert client.get(address).status_code == 200
