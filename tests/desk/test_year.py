"""A body's year as one list, and who may read it."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desk.test_homes import fill, rows_on
from tests.factories import TODAY, make_body, make_duty, make_obligation, make_rule

DAY = timedelta(days=1)


def test_the_year_lists_by_month_and_what_has_no_date_last(place, sign_in):
    make_obligation(place.body, subject="In March", due_on=date(2017, 3, 31))
    make_obligation(place.body, make_rule(), subject="In May", due_on=date(2016, 5, 27))
    make_obligation(place.body, make_rule(), subject="Undated", due_on=None)
    make_obligation(place.body, make_rule(), subject="Next year", due_on=date(2017, 5, 27))
    page = sign_in(place.lead).get("/year/").content.decode()
    places = [
        page.index(text)
        for text in ("May 2016", "In May", "March 2017", "In March", "No date set</caption>", "Undated")
    ]
    assert places == sorted(places)
    assert "Next year" not in page


def test_the_address_chooses_year_theme_and_what_to_show(place, sign_in):
    accounts = make_rule(make_duty(theme="audited accounts"))
    make_obligation(place.body, accounts, subject="Accounts late", due_on=TODAY - DAY)
    make_obligation(place.body, accounts, subject="Accounts later", due_on=TODAY + 90 * DAY)
    make_obligation(place.body, subject="Constitution late", due_on=TODAY - DAY)
    make_obligation(place.body, make_rule(make_duty(theme="")), subject="Other", due_on=TODAY - DAY)
    client = sign_in(place.lead)
    page = client.get("/year/?year=2016/17&theme=audited-accounts&show=late").content.decode()
    assert "Accounts late" in page
    assert "Accounts later" not in page and "Constitution late" not in page
    assert "Other" in client.get("/year/?theme=none").content.decode()
    assert client.get("/year/?year=nonsense&show=nonsense&theme=nonsense").status_code == 200


def test_what_nhs_england_owes_is_listed_apart_and_not_counted(place, sign_in):
    make_obligation(place.body, make_rule(make_duty(owed_by="nhs_england")), subject="The assessment")
    page = sign_in(place.lead).get("/year/").content.decode()
    assert "0 duties" in page
    assert "Owed by NHS England, and in no figure of the body" in page
    assert "The assessment" in page


def test_another_bodys_year_does_not_exist_for_a_lead(place, sign_in):
    client = sign_in(place.lead)
    assert client.get("/year/?body=01C").status_code == 404
    assert client.get("/year/?body=XXX").status_code == 404


def test_an_assurer_reads_the_years_of_their_region_only(place, sign_in):
    client = sign_in(place.assurer)
    assert client.get("/year/?body=10H").status_code == 200
    assert client.get("/year/?body=01C").status_code == 404
    assert sign_in(place.national_assurer).get("/year/?body=01C").status_code == 200


def test_what_was_handed_over_says_whom_it_is_from(place, sign_in):
    closed = make_body("99X", name="NHS Closed CCG", closed_on=TODAY - 30 * DAY)
    make_obligation(closed, held_by=place.body, subject="Last report")
    page = sign_in(place.lead).get("/year/").content.decode()
    assert "Last report" in page and "from NHS Closed CCG" in page


def test_the_year_takes_as_many_queries_with_many_rows_as_with_few(place, sign_in):
    client = sign_in(place.lead)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get("/year/")
        return len(asked)

    fill(place.body)
    few = queries()
    for _ in range(4):
        fill(place.body, make_rule())
    assert queries() == few
    assert rows_on(client.get("/year/").content.decode()) > 30
