"""The disclosure log: what was disclosed, by words, body and year, a page at a time; one entry; and nothing else."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import InformationRequest
from register.casework import disclosures
from register.paging import PAGE
from tests.factories import make_body, make_office
from tests.register.case_kit import TODAY, answer, disclose

pytestmark = pytest.mark.usefixtures("as_at")
DAY = timedelta(days=1)


def read(client, path, **query) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return unescape(response.content.decode()).split("<main")[1]


def titles(html: str) -> list[str]:
    """The titles that are listed, which tests write as @names@."""
    return re.findall(r"@(\w+)@", html)


@pytest.fixture
def region():
    return make_office("Y57", name="South of England")


@pytest.fixture
def body(region):
    return make_body("10H", name="NHS Chiltern CCG", region=region)


def test_an_entry_says_what_was_asked_and_answered_and_under_what_something_was_held_back(client, body):
    entry = disclose(
        body, law="foi", outcome="part", codes=["s43", "s40"], disclosure_text="First line\nSecond line",
        disclosure_link="https://example.org/spending",
    )  # fmt: skip
    html = read(client, f"/disclosures/{entry.pk}/")
    for words in (
        "Spending on agency staff", "NHS Chiltern CCG", "Freedom of Information Act 2000", "Monday 8 August 2016",
        "Thursday 1 September 2016", "Granted in part", "Section 43: Commercial interests",
        "Section 40: Personal information", "First line\nSecond line", 'href="https://example.org/spending"',
        "Requests are made to the body itself", 'href="/bodies/10H/#take-part"',
    ):  # fmt: skip
        assert words in html, words
    assert "Inside words" not in html and "A note inside" not in html and entry.reference not in html
    assert 'id="take-part"' in read(client, "/bodies/10H/")


def test_a_link_that_is_no_web_address_cannot_be_followed(client, body):
    entry = disclose(body, disclosure_link="javascript:alert(1)")
    html = read(client, f"/disclosures/{entry.pk}/")
    assert "javascript:alert(1)" in html and 'href="javascript' not in html


def test_an_answer_that_was_taken_out_of_the_record_is_not_made_up(client, body):
    entry = disclose(body, ended_how="", ended_on=None, codes=["s43"])
    html = read(client, f"/disclosures/{entry.pk}/")
    assert "Granted" not in html and "Section 43" not in html and html.count("Not recorded") == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"disclosure": "", "disclosed_on": None, "disclosed_by": None},
        {"disclosure": "not", "disclosure_why": "personal", "disclosed_on": None, "disclosed_by": None},
        {"disclosed_on": TODAY + DAY},
    ],
    ids=["taken off", "withheld", "from tomorrow"],
)
def test_what_is_not_or_no_more_in_the_log_is_nowhere(client, body, fields):
    entry = disclose(body, "@hidden@", **fields)
    assert client.get(f"/disclosures/{entry.pk}/").status_code == 404
    for path in ("/disclosures/", "/disclosures/?q=hidden", "/search/?q=hidden", "/bodies/10H/"):
        assert "@hidden@" not in read(client, path)


def test_the_list_is_the_newest_first_and_narrows_by_words_body_and_year(client, body, region):
    other = make_body("11N", name="NHS Kernow CCG", region=region)
    disclose(body, "@older@", date(2016, 9, 1), disclosure_text="Ambulances by month")
    disclose(other, "@newer@", date(2016, 9, 9), received_on=date(2016, 2, 1), disclosure_text="Beds, and AMBULANCES")
    disclose(body, "@between@", date(2016, 9, 5), disclosure_text="100% of it")
    assert titles(read(client, "/disclosures/")) == ["newer", "between", "older"]
    for query, wanted in (
        ({"q": "ambulances"}, ["newer", "older"]), ({"q": "ambulances beds"}, ["newer"]),
        ({"q": "ambulances chiltern"}, ["older"]), ({"q": "100%"}, ["between"]), ({"q": "inside words"}, []),
        ({"body": "10H"}, ["between", "older"]), ({"body": "kernow"}, ["newer"]),
        ({"year": "2015/16"}, ["newer"]), ({"year": "2016/17", "q": "older"}, ["older"]),
    ):  # fmt: skip
        assert titles(read(client, "/disclosures/", **query)) == wanted, query


def test_a_question_that_makes_no_sense_narrows_nothing_and_says_so(client, body):
    disclose(body, "@one@")
    for query in ({"year": "1999/00"}, {"body": "Nowhere"}, {"before": "x.y"}, {"q": "\0"}, {"year": "\0"}):
        assert titles(read(client, "/disclosures/", **query)) == ["one"]
    assert "No body has this name or code" in read(client, "/disclosures/", body="Nowhere")


def test_the_list_is_read_page_by_page_to_the_end_and_back(client, body):
    for number in range(2 * PAGE + 3):
        disclose(body, f"@d{number:02}@", date(2016, 9, 1) + (number // 3) * DAY, disclosure_text="beds")
    everything = [f"d{number:02}" for number in reversed(range(2 * PAGE + 3))]
    walked, pages, path = [], [], "/disclosures/?q=beds"
    while path:
        html = read(client, path)
        pages.append(titles(html))
        walked += pages[-1]
        found = re.search(r'href="(\?[^"]*)" rel="next"', html)
        path = found and f"/disclosures/{found[1]}"
    assert walked == everything and [len(page) for page in pages] == [PAGE, PAGE, 3]
    back = re.search(r'href="(\?[^"]*)" rel="prev"', html)
    assert titles(read(client, f"/disclosures/{back[1]}")) == pages[1]
    assert "q=beds" in back[1]


def test_a_search_shows_where_the_words_stand(client, body):
    disclose(body, disclosure_text="Nothing of ambulances is <b>bold</b> here")
    html = client.get("/search/?q=ambulances").content.decode()
    assert "Nothing of <mark>ambulances</mark> is &lt;b&gt;bold&lt;/b&gt; here" in html
    assert "Disclosed in answer to requests" in html


def test_more_than_a_search_shows_are_behind_a_link(client, body):
    for number in range(21):
        disclose(body, f"@d{number}@", disclosure_text="ambulances")
    html = read(client, "/search/?q=ambulances")
    assert len(titles(html)) == 20 and 'href="/disclosures/?q=ambulances"' in html


def test_a_body_s_page_shows_its_newest_and_leads_to_its_log(client, body):
    assert "has published nothing here that it disclosed" in read(client, "/bodies/10H/")
    for number in range(5):
        disclose(body, f"@d{number}@", date(2016, 9, 1) + number * DAY)
    html = read(client, "/bodies/10H/")
    assert titles(html) == ["d4", "d3", "d2"]
    assert 'href="/disclosures/?body=10H"' in html


def test_what_is_invented_says_so(client, body):
    entry = disclose(body, is_invented=True)
    for path in ("/disclosures/", f"/disclosures/{entry.pk}/", "/bodies/10H/", "/search/?q=agency"):
        assert "Invented for the demonstration" in read(client, path), path


@pytest.mark.parametrize(
    "path", ["/disclosures/?q=spending&body=10H&year=2016/17", "/bodies/10H/", "/search/?q=agency"]
)
def test_as_many_queries_for_a_full_page_as_for_one_entry(client, body, path):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    disclose(body)
    few = queries()
    for _ in range(PAGE + 2):
        disclose(body, codes=["s40"])
    assert queries() == few


def test_only_public_columns_are_read_from_the_database(client, body):
    """What a page does not hold it cannot tell: the case's own words never leave the database."""
    entry = disclose(body)
    answer(body, "not disclosed")
    with CaptureQueriesContext(connection) as asked:
        for path in ("/disclosures/?q=agency", f"/disclosures/{entry.pk}/", "/bodies/10H/", "/search/?q=agency"):
            client.get(path)
    said = [query["sql"] for query in asked if "casework_" in query["sql"]]
    private = {field.column for field in InformationRequest._meta.local_fields if field.name not in disclosures.PUBLIC}
    private -= {"id", "disclosure"}
    assert len(said) >= 8
    for sql in said:
        assert "casework_requestevent" not in sql or '"words"' not in sql
        for column in private:
            assert f'"casework_informationrequest"."{column}"' not in sql, column


def test_the_privacy_page_says_what_is_kept_of_who_asked_and_for_how_long(client, db, settings):
    settings.REQUESTS_KEPT_YEARS, settings.COMPLAINTS_KEPT_YEARS = 4, 11
    html = read(client, "/privacy/")
    assert "4 years after a request ended, and 11 years after a complaint ended" in html
    assert "no field for your name" in html and "It sees no row and no reference" in html
    assert "subject access" in html and "our own policy" in html


def test_the_front_page_and_what_is_newly_published_lead_to_the_log(client, body):
    assert 'href="/disclosures/"' in read(client, "/register/")
    assert 'href="/disclosures/"' in read(client, "/published/")
    assert 'href="/disclosures/?body=10H"' in read(client, "/published/", body="10H")
