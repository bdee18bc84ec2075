"""The national page to take away, and the page that a browser keeps while nothing changes."""

import csv
import io
from datetime import date

import pypdf
import pytest
from openpyxl import load_workbook

from assurance.heat import THEMES
from bodies import audit
from bodies.access import Role
from duties.models import Obligation
from tests.assurance.test_national import rule, table
from tests.assurance.test_national_page import read
from tests.assurance.world import DAY, counted, make_world, owed
from tests.factories import TODAY, make_member, make_obligation
from tests.looked import committed

PAST = date(2016, 6, 1)


def csv_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def book_of(client, address):
    book = load_workbook(io.BytesIO(client.get(address).content))
    found = {}
    for sheet in book:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
        assert sheet.freeze_panes == "A2"
    return found


def pdf_text(client, address):
    reader = pypdf.PdfReader(io.BytesIO(client.get(address).content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("day", [TODAY, PAST])
def test_the_workbook_holds_numbers_and_days_as_the_page_counts_them(place, sign_in, day):
    bodies = (place.chiltern, place.kernow, place.cheshire)
    make_world(bodies, each=60)
    client = sign_in(place.national)
    book = book_of(client, f"/assurance/national.xlsx?on={day}")
    by_code = {row["Code"]: row for row in book["Bodies"]}
    assert by_code.keys() == {body.code for body in bodies}
    for body in bodies:
        row = by_code[body.code]
        assert row["As at"].date() == day
        for theme in THEMES:
            figures = counted(owed(year=2016, held_by=body, duty__theme=theme.name), day)
            said = [row[f"{theme.title}: {what}"] for what in ("late", "past date", "done", "done on time", "of")]
            assert said == [
                figures.passed_red, figures.passed_amber, figures.done, figures.on_time, figures.total,
            ]  # fmt: skip
            assert all(isinstance(number, int) for number in said)
    late = sorted(
        (one for one in owed() if one.duty.theme and one.opened_on <= day and one.status(day).is_late),
        key=lambda one: (one.due_on, one.pk),
    )
    assert [(row["Due"].date(), row["Days late"]) for row in book["Late"]] == [
        (one.due_on, (day - one.due_on).days) for one in late
    ]
    april = next(row for row in book["By month"] if row["Month"].date() == date(2016, 4, 1))
    due = [
        one for one in owed() if one.duty.theme and one.due_on and date(2016, 4, 1) <= one.due_on <= date(2016, 4, 30)
    ]
    assert april["Due before the day"] == counted(due, day).total
    assert april["Done on time"] == counted(due, day).on_time


def test_csv_and_workbook_say_the_same_and_text_is_no_formula(place, sign_in):
    make_world((place.chiltern, place.kernow))
    make_obligation(place.kernow, rule(), due_on=TODAY - DAY, reason="=cmd|' /C calc'!A0")
    client = sign_in(place.national)
    book = book_of(client, "/assurance/national.xlsx")
    for name, title in (("bodies", "Bodies"), ("trend", "By month"), ("late", "Late"), ("next", "Due in 30 days")):
        rows = csv_of(client, f"/assurance/national/{name}.csv")
        plain = [
            {key: "" if value is None else f"{value:%Y-%m-%d}" if hasattr(value, "year") else str(value)
             for key, value in row.items()}
            for row in book[title]
        ]  # fmt: skip
        assert rows and [{k: v.removeprefix("'") for k, v in row.items()} for row in rows] == plain
        assert {row["Note"] for row in rows} == {"Invented for the demonstration"}
    reasons = [row["Reason"] for row in csv_of(client, "/assurance/national/late.csv") if row["Reason"]]
    assert reasons == ["'=cmd|' /C calc'!A0"]


def test_the_files_of_a_region_are_named_for_it_and_odd_names_do_no_harm(place, sign_in):
    client = sign_in(place.national)
    named = client.get("/assurance/national/bodies.csv?region=Y57&year=2016/17&on=2016-06-01")["Content-Disposition"]
    assert named == 'attachment; filename="bodies-2016-17-y57-as-at-2016-06-01.csv"'
    for odd in ("region=%0d%0aX: 1", "region=%22;x", "region=%00"):
        assert client.get(f"/assurance/national.xlsx?{odd}").status_code == 200
        assert client.get(f"/assurance/month.pdf?{odd}").status_code == 200


def test_the_report_of_a_month_holds_the_figures_of_the_page(place, sign_in):
    make_world((place.chiltern, place.kernow, place.cheshire))
    make_obligation(place.kernow, rule(), due_on=date(2016, 10, 3), reason="The *auditor* was #ill.", expected_on=TODAY)
    client = sign_in(place.assurer)
    page = table(read(client, "/assurance/?region=Y57"))
    told = pdf_text(client, "/assurance/month.pdf?region=Y57")
    assert "South of England, October 2016" in told and "as at 17 October 2016" in told
    assert "Invented for the demonstration" in told
    for name in ("South of England", "NHS Chiltern CCG", "NHS Kernow CCG"):
        cells = " ".join(page[name])
        assert f"{name} {cells}".replace(" ", "") in told.replace(" ", ""), (name, cells)
    assert "NHS Eastern Cheshire CCG" not in told
    assert "The *auditor* was #ill. Expected 17 Oct 2016." in told
    one_column = pdf_text(client, "/assurance/month.pdf?region=Y57&theme=audited-accounts")
    assert "NHS Kernow CCG ■ 1 late South" not in one_column and "Body Audited accounts South of England" in one_column


def test_a_page_is_not_drawn_again_while_nothing_was_recorded(place, sign_in, django_assert_max_num_queries):
    make_obligation(place.chiltern, rule(), due_on=TODAY - DAY)
    client = sign_in(place.assurer)
    first = client.get("/assurance/")
    assert first["Cache-Control"] == "private, no-cache"
    with django_assert_max_num_queries(6):
        again = client.get("/assurance/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "Content-Security-Policy" not in again and "Content-Security-Policy" in first
    audit.record("sent in", Obligation.objects.get(), by=None, today=TODAY)
    committed()
    assert client.get("/assurance/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_a_browser_kept_is_of_its_reader_its_day_and_its_address(place, sign_in, settings):
    tag = sign_in(place.assurer).get("/assurance/")["ETag"]
    other = sign_in(make_member(Role.ASSURER, place.south))
    assert other.get("/assurance/", headers={"If-None-Match": tag}).status_code == 200
    client = sign_in(place.assurer)
    assert client.get("/assurance/?region=Y57", headers={"If-None-Match": tag}).status_code == 200
    assert client.get("/assurance/", headers={"If-None-Match": f'W/"x", {tag}'}).status_code == 304
    settings.DEMONSTRATION = False  # the real day is another
    assert client.get("/assurance/", headers={"If-None-Match": tag}).status_code == 200


def test_whoever_has_signed_out_is_not_shown_what_the_browser_kept(place, sign_in, client):
    tag = sign_in(place.assurer).get("/assurance/")["ETag"]
    client.logout()
    assert client.get("/assurance/", headers={"If-None-Match": tag}).status_code == 302
