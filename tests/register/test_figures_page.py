"""The figures that a body published: each percentage with its base, small numbers hidden, and what is missing said."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.figures.bands import Share
from casework.figures.complaints import ComplaintFigures
from casework.figures.requests import RequestFigures
from casework.models import Return
from register.casework.figures import rate_of
from tests.factories import make_body, make_office
from tests.register.case_kit import TODAY, publish

pytestmark = pytest.mark.usefixtures("as_at")
Q1 = (date(2016, 4, 1), date(2016, 6, 30), date(2016, 6, 30))
Q2 = (date(2016, 7, 1), date(2016, 9, 30), date(2016, 9, 30))
YEAR = (date(2015, 4, 1), date(2016, 3, 31), date(2016, 3, 31))
FIGURES = "/bodies/10H/figures/"


def requests(period=Q2, **counts) -> RequestFigures:
    """A quarter with fifty answers, 47 of them in time."""
    given = {
        "received": 61, "in_time": 45, "extended": 2, "late": 3, "open_in_time": 9, "open_late": 2,
        "outcomes": {"granted": 30, "part": 12, "not_held": 6, "vexatious": 2}, "exemptions": {"s40": 8, "s43": 1},
        "reviews_asked": 6, "reviews_ended": 5, "reviews_in_time": 5, "late_reasons": {"sign_off": 77},
    }  # fmt: skip
    return RequestFigures(*period, **(given | counts))


def complaints(**counts) -> ComplaintFigures:
    given = {
        "received": 40, "acknowledged_base": 40, "acknowledged_in_time": 38, "in_time": 30, "late": 3,
        "outcomes": {"upheld": 8, "partly": 6, "not_upheld": 19}, "referred": 2,
        "terms": {"subject": {"Patient transport": 20, "Funding requests": 18, "Communication": 2},
                  "age": {"hushage": 20}, "site": {"hushsite": 30}},
    }  # fmt: skip
    return ComplaintFigures(*YEAR, **(given | counts))


def read(client, path=FIGURES, **query) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return unescape(response.content.decode()).split("<main")[1]


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def table(html: str) -> dict[str, list[str]]:
    """The cells of each period."""
    found = {}
    for row in re.findall(r'<tr role="row" class="nhsuk-table__row">(.*?)</tr>', html, re.DOTALL):
        name, *cells = re.findall(r"</span><span>(.*?)</span></t[hd]>", row, re.DOTALL)
        found[text(name)] = [text(cell) for cell in cells]
    return found


def lines(html: str) -> dict[str, str]:
    pairs = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", html, re.DOTALL)
    return {text(key): text(value) for key, value in pairs}


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def body():
    return make_body("10H", name="NHS Chiltern CCG", region=make_office("Y57", name="South of England"))


def test_a_quarter_shows_its_rate_with_base_and_band_and_since_when_it_is_public(client, body):
    publish(body, figures=requests())
    html = read(client)
    assert table(html)["Q2"] == [
        "✓ Published since 12 Oct 2016", "61", "50", "94% of 50 answered ◐ Adequate", "11 (late: fewer than 5)",
    ]  # fmt: skip
    assert "Information Commissioner, self-assessment toolkit" in html and "90% to under 95% adequate" in html


def test_a_period_without_a_return_is_not_one_in_which_none_was_received(client, body):
    publish(body, period="Q1", is_nil=True, figures=RequestFigures(*Q1))
    found = table(read(client))
    assert found["Q1"] == ["✓ None received since 12 Oct 2016", "–", "–", "–", "–"]
    assert found["Q2"][0] == "○ No return made public"
    assert found["Q3"][0] == "○ Period not over" and "Q4" not in found


@pytest.mark.parametrize(
    "fields",
    [
        {"made_on": None, "made_by": None, "published_on": None, "published_by": None},
        {"published_on": None, "published_by": None},
        {"published_on": date(2016, 10, 18)},
    ],
    ids=["a draft", "made", "from tomorrow"],
)
def test_what_is_not_published_is_on_no_page_and_in_no_file(client, body, fields):
    publish(body, figures=requests(received=4321), **fields)
    publish(body, "complaints", "", texts={"importance": "hushtext"}, figures=complaints(received=4321), **fields)
    assert table(read(client))["Q2"] == ["○ No return made public", "–", "–", "–", "–"]
    for path in (FIGURES, "/bodies/10H/figures.csv", "/bodies/10H/"):
        told = client.get(path).content.decode()
        assert "4,321" not in told and "hushtext" not in told


def test_small_numbers_are_hidden_with_what_would_give_them_back(client, body):
    publish(body, figures=requests())
    found = lines(read(client))
    assert [found[name] for name in ("Granted in full", "Granted in part")] == ["30", "12"]
    assert found["Not held"] == "not shown" and found["Refused: vexatious or repeated (section 14)"] == "fewer than 5"
    assert found["Section 40: Personal information"] == "8"
    assert found["Section 43: Commercial interests"] == "fewer than 5"
    assert found["Completed in time"] == "100% of 5 completed"
    assert [found[name] for name in ("In time", "In the longer time told", "Late")] == ["45", "2", "3"]


def test_a_small_base_has_no_percentage_and_no_band(client, body):
    publish(body, figures=requests(in_time=3, extended=0, late=1, outcomes={"granted": 4}))
    html = read(client)
    assert table(html)["Q2"][2:4] == [
        "fewer than 5",
        "Fewer than 5 answered: too few for a percentage – Too few for a band",
    ]
    assert "75%" not in html and lines(html)["Granted in full"] == "not shown"
    assert rate_of(Share(0, 0), "answered") == "None answered"


def test_a_year_beside_its_quarters_does_not_give_back_what_they_hide(client, body):
    publish(body, period="", figures=requests((Q1[0], date(2017, 3, 31), Q2[2])))
    assert "Granted in full" in lines(read(client))
    publish(body, period="Q2", figures=requests())
    html = read(client)
    of_year = html.split("More about The whole of 2016/17")[1]
    assert "Granted in full" not in of_year.split('id="complaints"')[0] and "by subtraction" in of_year
    assert table(html)["The whole of 2016/17"][3] == "94% of 50 answered"  # of a year no band
    rows = rows_of(client.get("/bodies/10H/figures.csv"))
    assert not [row for row in rows if row["Period"] == "2016/17" and row["Group"] == "Outcomes"]


def test_the_yearly_complaints_report_tells_its_figures_and_its_texts(client, body):
    texts = {"importance": "First line\nSecond <b>line</b>", "action": "Letters are clearer now.", "other": "hushother"}
    publish(body, "complaints", "", year=2015, texts=texts, figures=complaints())
    html = client.get(FIGURES, {"year": "2015/16"}).content.decode()
    found = lines(html)
    assert (found["Received"], found["Responded to"], found["Responded to in time"]) == (
        "40", "33", "90.9% of 33 responded to",
    )  # fmt: skip
    assert found["Well-founded (upheld, or partly)"] == "14" and found["Referred to the Ombudsman"] == "fewer than 5"
    assert (found["Patient transport"], found["Communication"]) == ("20", "fewer than 5")
    assert found["Funding requests"] == "not shown"  # less it, the small one would be told
    assert "First line\nSecond &lt;b&gt;line&lt;/b&gt;" in html and "Letters are clearer now." in html
    assert "Matters of general importance" in html and "hush" not in html


def test_the_file_has_what_the_page_shows(client, body):
    publish(body, figures=requests(), is_invented=True)
    publish(body, "complaints", "", texts={"action": "=Letters are clearer now."}, figures=complaints())
    response = client.get("/bodies/10H/figures.csv?year=2016/17")
    rows = rows_of(response)
    told = {tuple(row[name] for name in ("Of", "Period", "Group", "Figure")): row["Number"] for row in rows}
    of_q2 = ("Requests for information", "quarter 2 of 2016/17")
    assert told[(*of_q2, "Main figures", "In time")] == "94% of 50 answered"
    assert told[(*of_q2, "How the time was kept", "In time")] == "45"
    assert told[(*of_q2, "Outcomes", "Not held")] == "not shown"
    assert told[("Complaints", "2016/17", "Text", "Action taken, or to be taken")] == "'=Letters are clearer now."
    nothing = next(row for row in rows if row["Period"] == "quarter 1 of 2016/17")
    assert (nothing["State"], nothing["Number"]) == ("No return made public", "")
    assert {row["Note"] for row in rows if row["Period"] == of_q2[1]} == {"Invented for the demonstration"}
    assert 'filename="figures-10h-2016.csv"' in response["Content-Disposition"]
    assert "hush" not in response.content.decode() and ",77," not in response.content.decode()


def test_the_years_are_those_from_the_first_that_is_public(client, body):
    assert read(client).count("<option") == 0
    publish(body, period="Q4", year=2014, figures=requests())
    html = read(client)
    assert "figures of 2014/15" in html and re.findall(r'<option value="([^"]+)"', html) == [
        "2016/17", "2015/16", "2014/15",
    ]  # fmt: skip
    for year in ("2013/14", "2017/18", "2016/18", "x", "\0"):
        assert client.get(FIGURES, {"year": year}).status_code == 404
    assert client.get("/bodies/NONE/figures/").status_code == 404


def test_of_a_body_that_closed_only_the_time_in_which_it_was_there_is_asked(client, body):
    make_body("99Z", name="NHS Short CCG", opened_on=date(2013, 4, 1), closed_on=date(2015, 8, 15))
    found = table(read(client, "/bodies/99Z/figures/"))
    assert list(found) == ["Q1", "Q2", "The whole of 2015/16"]


def test_a_body_s_page_tells_its_last_quarter(client, body):
    assert "has published no figures of its requests" in read(client, "/bodies/10H/")
    publish(body, period="Q1", figures=requests(Q1, in_time=20, extended=0, late=0))
    publish(body, period="Q2", figures=requests())
    publish(body, period="", year=2016, figures=requests())
    said = text(read(client, "/bodies/10H/"))
    assert "In quarter 2 of 2016/17: 94% of 50 answered in time ◐ Adequate (published 12 Oct 2016" in said
    assert 'href="/bodies/10H/figures/"' in read(client, "/bodies/10H/")


def test_what_is_invented_says_so(client, body):
    publish(body, figures=requests(), is_invented=True)
    assert "Invented for the demonstration" in read(client) and "Invented" in read(client, "/bodies/10H/")


@pytest.mark.parametrize("path", [FIGURES, "/bodies/10H/figures.csv", "/bodies/10H/"])
def test_as_many_queries_for_many_returns_as_for_one(client, body, path):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    publish(body, figures=requests())
    few = queries()
    for year in (2013, 2014, 2015):
        publish(body, "complaints", "", year=year, figures=complaints())
        for period in ("Q1", "Q2", "Q3", "Q4", ""):
            publish(body, period=period, year=year, figures=requests())
    assert queries() == few and Return.objects.count() == 19 and TODAY.year == 2016
