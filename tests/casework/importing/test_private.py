"""Nothing personal comes in by a spreadsheet, and of what is refused nothing is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from bodies.imports import actions
from bodies.models import Import, ImportRow
from casework.importing.layout import COMPLAINT_LAYOUT, REQUEST_LAYOUT
from casework.models import InformationRequest
from duties.models import Obligation
from tests.casework.conftest import TODAY
from tests.casework.importing.kit import COMPLAINT, REQUEST, check, errors, import_, listed, send, upload

PLANTED = ("943 476 5919", "jo.smith@example.org", "0113 496 0000", "LS1 4AP", "DOB 12/03/1964")


def everything_kept() -> str:
    """Every text of every table of ours that can hold one."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("bodies_", "casework_", "duties_", "django_")):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize(("kind", "layout"), [("requests", REQUEST_LAYOUT), ("complaints", COMPLAINT_LAYOUT)])
def test_it_is_refused_in_every_column_and_kept_in_no_table(place, sign_in, kind, layout, planted) -> None:
    right = REQUEST if kind == "requests" else COMPLAINT
    row = right | {column.title: f"x {planted}" for column in layout.columns if column.title != "Not personal"}
    row = {name: cell for name, cell in row.items() if name not in right}  # each title once
    found = upload(sign_in(place.lead), kind, row).rows.get()
    assert {column for column, words in found.errors if "It was not kept" in words} == {
        column.key for column in layout.columns if column.key != "not_personal"
    }
    assert planted not in everything_kept()
    assert found.label.endswith("not kept]")


def test_a_row_that_was_masked_is_refused_again_when_it_is_checked_again(officer) -> None:
    imported = upload(officer, "requests", REQUEST | {"subject": "Call 0113 496 0000"})
    assert imported.rows.get().cells["subject"] == "Call [a phone number, not kept]"
    assert not actions.confirm(imported=imported, by=imported.uploaded_by, today=imported.uploaded_on)
    row = imported.rows.get()
    assert (row.fate, dict(row.errors)["subject"]) == (
        "wrong", "What looked personal was taken out here. Mend the cell in your spreadsheet, and upload it again",
    )  # fmt: skip


def test_a_masked_cell_that_comes_back_in_a_spreadsheet_is_refused(officer) -> None:
    found = errors(officer, "requests", subject="Call [a phone number, not kept]", **{"not personal": "yes"})
    assert "taken out here" in found["subject"]


def test_a_row_can_say_that_it_is_not_personal(officer) -> None:
    import_(officer, "requests", REQUEST | {"subject": "The line 0113 496 0000 of the office", "not personal": "yes"})
    assert InformationRequest.objects.get().subject == "The line 0113 496 0000 of the office"


def test_yes_is_said_row_by_row(officer) -> None:
    rows = [REQUEST | {"subject": "0113 496 0000", "not personal": "yes"},
            REQUEST | {"reference": "FOI-2", "subject": "0113 496 0000", "not personal": ""}]  # fmt: skip
    assert [row.fate for row in upload(officer, "requests", *rows).rows.order_by("number")] == ["new", "wrong"]


def test_words_about_a_cell_never_quote_what_looks_personal(officer) -> None:
    row = check(officer, "requests", outcome="jo@example.org", answered_on="07700 900123")
    assert "jo@example.org" not in str(row.errors)
    assert {key for key, _ in row.errors} == {"outcome", "answered_on"}


def test_days_of_long_ago_are_no_births_in_columns_of_days(manager) -> None:
    row = check(manager, "complaints", **{"happened on": "12/03/1998"})
    assert row.fate == "new"


@pytest.mark.parametrize(
    "title", ["Requester name", "Name", "Applicant", "E-mail address", "Phone number", "NHS No.", "DOB", "Postcode"]
)
def test_a_column_of_names_or_addresses_is_refused_with_the_whole_file(officer, title) -> None:
    answer = send(officer, "requests", listed(REQUEST | {title: "x"}))
    assert answer.status_code == 200
    assert f"Delete the column “{title}”" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_file_whose_own_name_looks_personal_is_refused(officer) -> None:
    answer = send(officer, "requests", listed(REQUEST), name="jo.smith@example.org.csv")
    assert "Rename the file" in answer.content.decode()
    assert not ImportRow.objects.exists()


def test_the_page_says_to_delete_the_columns_of_names(officer) -> None:
    page = officer.get("/bodies/10H/import/requests/").content.decode()
    assert "Delete the columns of names and addresses before you upload" in page
    assert "name" not in [column.key for column in (*REQUEST_LAYOUT.columns, *COMPLAINT_LAYOUT.columns)]


def test_after_a_month_an_import_keeps_no_reference_of_a_case(officer) -> None:
    """Thinning takes references of the body's own out of the log: what was imported may not outlive it."""
    done = import_(officer, "requests", REQUEST | {"reference": "Smith-1"})
    stopped = upload(officer, "requests", REQUEST | {"reference": "Smith-2", "subject": "A stopped one"})
    begun = {"confirmed_by": done.confirmed_by, "confirmed_on": TODAY, "confirmed_at": done.confirmed_at}
    Import.objects.filter(pk=stopped.pk).update(**begun, stopped_at=done.confirmed_at, stopped_why="Not allowed")
    InformationRequest.objects.update(reference="case 1")  # as thinning does
    Obligation.objects.update(subject="FOI request case 1")
    actions.purge(TODAY + timedelta(days=31))
    assert Import.objects.count() == 2 and "Smith-1" in everything_kept()
    assert actions.purge(TODAY + timedelta(days=32)) == 2
    assert Import.objects.get() == done and done.rows.get().fate == "done"
    assert "Smith" not in everything_kept() and "A stopped one" not in everything_kept()
    assert actions.purge(TODAY + timedelta(days=32)) == 0
