"""The calculator: every rule answers on its page as the engine does, keeps nothing, and says plainly what it cannot."""

import csv
import io
import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duties.catalogue import read_catalogue
from duties.clocks import RULE_INPUTS, Basis, Gives
from duties.explain import answer_event, explain_event
from duties.explanation import Explanation
from duties.inputs import InputKind
from duties.models import ProclaimedHoliday
from duties.words import CONFIDENCE_SENTENCES
from register.calculator import GROUPS, RULES_OF_DUTIES, grouped_rules
from register.calculator_examples import EXAMPLES
from tests.factories import make_duty, make_rule

pytestmark = pytest.mark.usefixtures("as_at")
RULES = sorted(RULE_INPUTS)
DATA_FOLDER = Path(__file__).parents[2] / "duties/data"
FOI = "/calculator/foi_due/"


def text_of(response) -> str:
    """The visible text of the main part."""
    assert response.status_code == 200
    html = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def ask(client, rule: str, **inputs: str):
    return client.get(f"/calculator/{rule}/", inputs)


def boxes(inputs: dict[str, str], rule: str) -> dict[str, str]:
    """The inputs as a browser sends them from the form."""
    kinds = {one.name: one.kind for one in RULE_INPUTS[rule].inputs}
    sent = {}
    for name, value in inputs.items():
        if kinds[name] in (InputKind.DATE, InputKind.MOMENT):
            day, _, at = value.partition("T")
            year, month, number = day.split("-")
            sent |= {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}
            sent |= {f"{name}_time": at} if at else {}
        else:
            sent[name] = value
    return sent


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_every_rule_has_a_heading_of_the_list_and_an_example(client) -> None:
    assert set(EXAMPLES) == set(RULE_INPUTS)
    assert list(grouped_rules()) == list(GROUPS)
    text = text_of(client.get("/calculator/"))
    assert [text.index(group) for group in GROUPS] == sorted(text.index(group) for group in GROUPS)
    for rule in RULE_INPUTS.values():
        assert rule.title in text


@pytest.mark.parametrize("rule", RULES)
def test_a_form_asks_every_question_of_its_rule_and_says_how_sure_we_are(client, rule) -> None:
    text = text_of(client.get(f"/calculator/{rule}/"))
    for one in RULE_INPUTS[rule].inputs:
        assert (one.label in text) == one.on_form
    assert CONFIDENCE_SENTENCES[RULE_INPUTS[rule].sure] in text
    assert ("not law" in text) == (RULE_INPUTS[rule].basis is not Basis.LAW)
    assert "There is a problem" not in text


@pytest.mark.parametrize("rule", RULES)
def test_the_example_gives_what_the_engine_gives_on_page_json_and_csv(client, rule) -> None:
    given = EXAMPLES[rule]
    expected, explained = answer_event(rule, given), explain_event(rule, given)
    json = client.get(f"/calculator/{rule}.json", given).json()
    assert json["value"] == expected
    assert Explanation.from_json({name: json[name] for name in explained.as_json()}) == explained
    text = text_of(ask(client, rule, **given))
    told = rows(client.get(f"/calculator/{rule}.csv", given))
    assert told[0]["words"] == json["answer_words"]
    for words in json["answer_words"].split("; "):
        for part in words.split(": ") if RULE_INPUTS[rule].gives is Gives.DAYS_BY_NAME else words.split(". "):
            assert part in text, part
    for row in told[1:]:
        if row["part"] not in ("Given", "Answer", "Day that did not count"):
            assert row["part"] in text
            assert row["words"].removeprefix("'") in text
    skipped = [row["date"] for row in told if row["part"] == "Day that did not count"]
    assert skipped[: len(explained.skipped)] == [day.on.isoformat() for day in explained.skipped]


@pytest.mark.parametrize("rule", RULES)
def test_the_form_and_the_link_ask_the_same(client, rule) -> None:
    linked = ask(client, rule, **EXAMPLES[rule])
    typed = ask(client, rule, **boxes(EXAMPLES[rule], rule))
    assert text_of(linked) == text_of(typed)
    assert "How this" in text_of(linked)


def test_the_day_comes_first_and_large_with_how_far_it_is(client, as_at) -> None:
    as_at(date(2013, 11, 29))
    text = text_of(ask(client, "foi_due", received="2013-11-11"))
    order = [
        "Tuesday 10 December 2013",
        "in 11 days",
        "How this date was worked out",
        "Share or keep it",
        "Other dates",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "Monday 2 December 2013 Why Saint Andrew's Day" in text
    assert "Where Scotland" in text
    as_at(date(2016, 10, 17))
    assert "1,042 days ago" in text_of(ask(client, "foi_due", received="2013-11-11"))


def test_the_link_to_share_gives_the_same_again(client) -> None:
    page = ask(client, "foi_due_fee", **boxes(EXAMPLES["foi_due_fee"], "foi_due_fee"))
    link = unescape(re.search(r'class="tracker-address" href="([^"]+)"', page.content.decode())[1])
    assert link.startswith("http://testserver/calculator/foi_due_fee/?received=2015-06-01&fees_notice=2015-06-10&")
    assert text_of(client.get(link)) == text_of(page)


def test_the_policy_for_a_weekend_is_a_visible_named_choice(client) -> None:
    assert "The next working day is day 1 (the regulator's reading)" in text_of(client.get(FOI))
    usual = ask(client, "foi_due", received="2016-10-15")
    assert re.search(r'value="next_working_day_is_day_1" checked', usual.content.decode())
    other = ask(client, "foi_due", received="2016-10-15", weekend_receipt="received_next_working_day")
    assert "Friday 11 November 2016" in text_of(usual)
    assert "Monday 14 November 2016" in text_of(other)
    assert "local policy" in text_of(other)


def test_two_counts_are_told_apart(client) -> None:
    text = text_of(ask(client, "notice_latest", meeting="2018-05-24"))
    assert "Sunday 20 May 2018" in text
    assert "Friday 18 May 2018" in text
    assert text.count("Counted 3 clear") == 2
    assert len(client.get("/calculator/notice_latest.json?meeting=2018-05-24").json()["also"]) == 1


def test_yes_or_no_says_the_last_day(client) -> None:
    late = ask(client, "foi_on_time", received="2014-03-03", replied="2014-04-02")
    assert "No The last day for it: Tuesday 1 April 2014." in text_of(late)


def test_a_clock_that_stands_still_says_why_there_is_no_date(client) -> None:
    text = text_of(ask(client, "foi_due", received="2015-06-01", fees_notice="2015-06-10"))
    assert "No date The fee can be paid until" in text
    json = client.get("/calculator/foi_due.json?received=2015-06-01&fees_notice=2015-06-10").json()
    assert json["answer"] is None and json["answer_words"].startswith("No date. The fee can be paid until")


WRONG = [
    ("foi_due", "received_day=&received_month=&received_year=", "Enter the answer to “When was the request rec", ""),
    ("foi_due", "received_day=31&received_month=2&received_year=2014", "must be a real date", "31"),
    ("foi_due", "received_day=1&received_month=&received_year=2014", "must include a month", "2014"),
    ("foi_due", "received=soon", "must include a month and a year", "soon"),
    ("foi_due", "received=2011-12-30", "bank holidays of 2012 to 2028 are known here", "2011"),
    ("foi_due", "received=2029-01-02", "bank holidays of 2012 to 2028 are known here", "2029"),
    ("foi_due", "received=2028-12-20", "Counting from these dates goes beyond them", "2028"),
    ("foi_due", "received=1899-12-20", "must be a real date", "1899"),
    ("foi_due", "received=1950-12-20", "give a date from 1990 to 2099", "1950"),
    ("foi_due", "received=2015-06-01&fee_paid=2015-06-10", "“When was the fee received?”: a fee can only be", "10"),
    ("foi_due", "received=2015-06-01&weekend_receipt=mine", "Choose one of the answers to “If it came on", "2015"),
    ("foi_on_time", "received=2015-06-09&replied=2015-06-01", "before it was received on 9 June 2015", "2015"),
    ("notice_latest", "meeting=2016-09-14&clear_days=few", "with a whole number from", "few"),
    ("spend_25k_due", "publish_month=13 2014", "with a month and a year, like 5 2014", "13 2014"),
    ("plan_due", "fy=2016/18", "write a financial year as 2016/17", "2016/18"),
    ("personal_data_due", "aware=2018-05-24&aware_time=25:00", "Enter the time of day", "25:00"),
]


@pytest.mark.parametrize(("rule", "asked", "error", "kept"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, rule, asked, error, kept) -> None:
    response = client.get(f"/calculator/{rule}/?{asked}")
    html, text = response.content.decode(), text_of(response)
    assert "Error: " in html.partition("</title>")[0]
    assert "There is a problem" in text
    assert text.count(error) >= (1 if "beyond" in error else 2), "in the summary and at its question"
    assert f'value="{kept}"' in html or not kept
    assert "was worked out" not in text
    for end in ("json", "csv"):
        assert client.get(f"/calculator/{rule}.{end}?{asked}").status_code == 400
    faults = client.get(f"/calculator/{rule}.json?{asked}").json()["errors"]
    assert error in faults[0]["message"]
    assert error in rows(client.get(f"/calculator/{rule}.csv?{asked}"))[0]["words"]


def test_a_rule_that_asks_no_holiday_may_leave_their_years(client) -> None:
    assert "Sunday 2 January 2011" in text_of(ask(client, "complaint_in_time", event="2010-01-02", made="2010-05-01"))


@pytest.mark.parametrize("typed", ["5 2014", "05/2014", "May 2014", "may 2014", "2014-05", "2014-5"])
def test_a_month_may_be_typed_in_several_ways(client, typed) -> None:
    assert "Thursday 22 May 2014" in text_of(ask(client, "spend_25k_due", publish_month=typed))


@pytest.mark.parametrize("typed", ["14:30", "2:30pm", "2.30 pm", "14.30"])
def test_a_time_may_be_typed_in_several_ways(client, typed) -> None:
    text = text_of(ask(client, "personal_data_due", aware="2018-05-24", aware_time=typed))
    assert "Sunday 27 May 2018, 2:30pm" in text


def test_csv_runs_no_formula(client) -> None:
    told = rows(client.get("/calculator/foi_due.csv", {"received": "=1+1"}))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in told for cell in row.values())


def test_it_reads_only_sets_no_cookie_and_keeps_nothing(client) -> None:
    addresses = [
        "/calculator/",
        FOI,
        *(f"/calculator/foi_due{end}?received=2013-11-11" for end in ("/", ".json", ".csv")),
    ]
    with CaptureQueriesContext(connection) as captured:
        for address in addresses:
            assert client.get(address).status_code == client.head(address).status_code == 200
            assert {method(address).status_code for method in (client.post, client.put, client.delete)} == {405}
    assert all(query["sql"].startswith("SELECT") for query in captured)
    assert not client.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("address", ["/calculator/no_such/", "/calculator/no_such.json", "/calculator/no_such.csv"])
def test_an_unknown_rule_is_not_found(client, address) -> None:
    assert client.get(address).status_code == 404


def test_its_dates_are_real_law_in_a_demonstration_too(client, settings) -> None:
    page = ask(client, "foi_due", received="2013-11-11")
    assert "nvented" not in text_of(page)
    assert "Demonstration as at" in page.content.decode()
    assert 'name="robots" content="noindex"' in page.content.decode()
    settings.DEMONSTRATION = False
    page = ask(client, "foi_due", received="2013-11-11")
    assert "noindex" not in page.content.decode()
    assert "X-Robots-Tag" not in page.headers


@pytest.mark.parametrize(
    ("invented", "day"), [(False, "Wednesday 11 December 2013"), (True, "Tuesday 10 December 2013")]
)
def test_a_proclaimed_holiday_moves_the_day_unless_a_demonstration_invented_it(client, invented, day) -> None:
    ProclaimedHoliday.objects.create(
        on=date(2013, 11, 20), nations=["Wales"], title="A day off", source="Gazette", is_demonstration=invented,
        entered_at="2013-11-01T09:00Z",
    )  # fmt: skip
    text = text_of(ask(client, "foi_due", received="2013-11-11"))
    assert day in text
    assert ("A day off" in text) is not invented


def test_the_way_there_is_on_the_front_page_in_the_menu_and_on_the_duty(client) -> None:
    assert text_of(client.get("/register/")).count("The calculator") == 1
    html = client.get("/register/").content.decode()
    assert html.count('href="/calculator/"') == 3
    make_rule(make_duty("foi-respond"))
    make_rule(make_duty("other"))
    assert 'href="/calculator/foi_due/"' in client.get("/duties/foi-respond/").content.decode()
    assert "Work out a date" not in text_of(client.get("/duties/other/"))


def test_duties_and_rules_that_belong_together_exist(client) -> None:
    rules = {name for names in RULES_OF_DUTIES.values() for name in names}
    assert set(RULE_INPUTS) - rules == {"fy_of", "fy_period"}
    assert rules <= set(RULE_INPUTS)
    assert set(RULES_OF_DUTIES) <= {duty.slug for duty in read_catalogue(DATA_FOLDER).duties}
    assert urlencode(EXAMPLES["foi_due"]) in client.get(FOI).content.decode()
