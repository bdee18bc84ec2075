"""Requests and complaints across bodies: figures of each log, by quarter, with their base; and no case of any."""

import csv
import io
import random
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assurance.casework.periods import chosen_of
from assurance.casework.words import main_reason, rate
from bodies.access import Role
from casework.figures.bands import Share, band_of
from casework.models import Complaint, InformationRequest, Return
from casework.rates import complaint_rates, request_rates
from casework.tallies import complaint_counts, request_counts
from tests.casework.planted import plant_complaints, plant_requests
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule, make_user
from tests.register.case_kit import answer

DAY = timedelta(days=1)
Q2 = (date(2016, 7, 1), date(2016, 9, 30))
PAGES = ("/assurance/requests/", "/assurance/complaints/")
FILES = ("/assurance/requests.csv", "/assurance/complaints.csv")


def ask(body, on=date(2016, 9, 1), **fields):
    """A request that is open, unless the test says otherwise."""
    given = {"ended_on": None, "ended_how": "", "outcome": "", "kept": "", "is_open": True, "received_on": on}
    return answer(body, f"R{InformationRequest.objects.count():04}", on, **(given | fields))


def answers(body, kept, number, on=date(2016, 9, 1), **fields):
    for _ in range(number):
        answer(body, f"R{InformationRequest.objects.count():04}", on, kept=kept, **fields)


def complain(body, on=date(2016, 9, 1), **fields):
    """A complaint that was responded to in time."""
    given = {
        "channel": "letter", "received_on": date(2016, 8, 1), "ended_on": on, "ended_how": "responded",
        "kept": "in_time", "outcome": "upheld", "acknowledge_by": date(2016, 8, 4),
        "acknowledged_on": date(2016, 8, 3), "entered_on": on,
        "limit_on": date(2017, 1, 31), "changed_at": timezone.now(), "subject": "Inside words",
    }  # fmt: skip
    return Complaint.objects.create(body=body, reference=f"C{Complaint.objects.count():04}", **(given | fields))


def make(body, kind="foi", period="Q2", **fields):
    by = make_user()
    given = {"year": 2016, "begun_by": by, "begun_on": TODAY, "changed_at": timezone.now(), "made_on": TODAY}
    return Return.objects.create(kind=kind, body=body, period=period, made_by=by, **(given | fields))


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def table(page):
    """The cells of each row by the name of the body or region, under the heads of the columns."""
    found = {}
    page = page[page.index('<table role="table" class="heat') :].split("</table>")[0]
    heads = [text(head) for head in re.findall(r'<th role="columnheader"[^>]*>(.*?)</th>', page, re.DOTALL)][1:]
    for row in re.findall(r"<tr role=\"row\"[^>]*>(.*?)</tr>", page, re.DOTALL):
        head, *cells = re.findall(r"<t[hd] role=\"(?:rowheader|cell)\"[^>]*>(.*?)</t[hd]>", row, re.DOTALL) or [""]
        name = text(re.sub(r'<span class="note">.*?</span>', "", head))
        found[name] = dict(zip(heads, [text(cell) for cell in cells], strict=False))
    return found


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return table(response.content.decode())


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_each_body_shows_its_rate_with_base_and_band_what_is_open_and_why_it_was_late(place, sign_in):
    answers(place.chiltern, "in_time", 46)
    answers(place.chiltern, "extended", 1)
    answers(place.chiltern, "late", 2, late_reason="sign_off")
    answers(place.chiltern, "late", 1, late_reason="waiting")
    ask(place.chiltern, date(2016, 8, 1), limit_on=date(2016, 8, 30))
    ask(place.chiltern, date(2016, 9, 26), limit_on=date(2016, 10, 24))
    answers(place.kernow, "in_time", 2)
    answers(place.kernow, "late", 1)
    make(place.chiltern, published_on=date(2016, 10, 14), published_by=make_user())
    found = read(sign_in(place.assurer), "/assurance/requests/?year=2016/17&quarter=Q2")
    assert found["NHS Chiltern CCG"] == {
        "Answered in time": "◐ 94% of 50, adequate", "Answered": "50", "Received": "52",
        "Open at the end": "▲ 2, 1 of them late", "Oldest open": "60 days",
        "Main reason for lateness": "waiting for approval, 2 of 4 late", "Return": "✓ Published 14 Oct 2016",
        "In time, Q3 2015/16": "– None answered", "In time, Q4 2015/16": "– None answered",
        "In time, Q1 2016/17": "– None answered",
    }  # fmt: skip
    kernow = found["NHS Kernow CCG"]
    assert kernow["Answered in time"] == "– 2 of 3, too few for a band"
    assert kernow["Main reason for lateness"] == "not recorded, 1 of 1 late"
    assert kernow["Return"] == "– No return made"
    assert found["South of England"]["Answered in time"] == "◐ 92.4% of 53, adequate"
    assert found["England"]["Open at the end"] == "▲ 2, 1 of them late"


def test_complaints_show_what_was_responded_to_in_time_and_how_it_was_found(place, sign_in):
    for _ in range(4):
        complain(place.chiltern)
    complain(place.chiltern, kept="late", outcome="not_upheld", late_reason="complex", acknowledged_on=date(2016, 8, 9))
    complain(place.chiltern, ended_on=None, ended_how="", kept="", outcome="", limit_on=date(2016, 9, 9))
    complain(place.chiltern, kind="contact", is_counted=False, kept="")
    make(place.chiltern, "ko41a", sent_on=date(2016, 10, 12))
    make(place.kernow, "ko41a", is_nil=True)
    found = read(sign_in(place.national), "/assurance/complaints/?year=2016/17&quarter=Q2")
    assert list(found["NHS Chiltern CCG"].items())[:9] == [
        ("Responded in time", "80% of 5"), ("Responded to", "5"), ("Received", "6"),
        ("Acknowledged in time", "83.3% of 6"), ("Well-founded", "4 of 5"), ("Open at the end", "▲ 1, 1 of them late"),
        ("Oldest open", "60 days"), ("Main reason for lateness", "a complex or large case, 1 of 2 late"),
        ("KO41a", "✓ Sent 12 Oct 2016"),
    ]  # fmt: skip
    assert found["NHS Kernow CCG"]["KO41a"] == "✓ Nil, made 17 Oct 2016"
    assert found["NHS Kernow CCG"]["Received"] == "0"


def test_a_body_that_logged_nothing_is_told_apart_from_one_that_received_nothing(place, sign_in):
    answers(place.chiltern, "in_time", 1, date(2015, 5, 1), received_on=date(2015, 4, 20))
    found = read(sign_in(place.national), "/assurance/requests/?show=all")
    assert found["NHS Chiltern CCG"]["Received"] == "0"
    assert found["NHS Chiltern CCG"]["Answered in time"] == "– None answered"
    assert found["NHS Kernow CCG"]["Answered in time"] == "– No log kept here"
    assert set(found["NHS Kernow CCG"].values()) == {"– No log kept here", "–"}
    assert found["North of England"]["Answered in time"] == "– No log kept here"
    page = sign_in(place.national).get("/assurance/requests/").content.decode()
    assert "3 bodies, 1 with a log" in page and "1 body, 0 with a log" in page


def test_only_bodies_with_a_log_are_listed_until_all_are_asked_for(place, sign_in):
    answers(place.chiltern, "in_time", 1)
    client = sign_in(place.national)
    page = client.get("/assurance/requests/?quarter=Q1&region=Y57").content.decode()
    assert "NHS Chiltern CCG" in table(page) and "NHS Kernow CCG" not in table(page)
    assert "1 body more keeps no log here" in text(page)
    address = re.search(r'href="([^"]*show=all)"', page)[1].replace("&amp;", "&")
    assert address == "/assurance/requests/?year=2016/17&quarter=Q1&region=Y57&show=all"
    everybody = client.get(address).content.decode()
    assert "NHS Kernow CCG" in table(everybody) and "NHS Eastern Cheshire CCG" not in table(everybody)
    assert '<input type="hidden" name="show" value="all">' in everybody
    assert "2 more keep no log here" in text(client.get("/assurance/requests/").content.decode())
    assert "North of England" in read(client, "/assurance/requests/")


def test_the_trend_goes_back_from_the_quarter_and_each_rate_of_it_has_its_base(place, sign_in):
    for kept, number, on in (
        ("in_time", 8, date(2016, 2, 1)), ("late", 2, date(2016, 2, 1)), ("in_time", 3, date(2016, 5, 2)),
        ("in_time", 20, date(2015, 11, 2)), ("in_time", 9, date(2015, 9, 30)),
    ):  # fmt: skip
        answers(place.chiltern, kept, number, on, received_on=on - 9 * DAY)
    mine = read(sign_in(place.national), "/assurance/requests/?quarter=Q2")["NHS Chiltern CCG"]
    assert list(mine.items())[-3:] == [
        ("In time, Q3 2015/16", "✓ 100% of 20, good"), ("In time, Q4 2015/16", "▲ 80% of 10, unsatisfactory"),
        ("In time, Q1 2016/17", "– 3 of 3, too few for a band"),
    ]  # fmt: skip
    assert read(sign_in(place.national), "/assurance/requests/")["England"]["In time, Q4 2015/16"][2:] == (
        "80% of 10, unsatisfactory"
    )


def test_a_whole_year_has_no_band_and_shows_its_quarters(place, sign_in):
    answers(place.chiltern, "in_time", 10, date(2015, 11, 2), received_on=date(2015, 10, 20))
    mine = read(sign_in(place.national), "/assurance/requests/?year=2015/16&quarter=year")["NHS Chiltern CCG"]
    assert mine["Answered in time"] == "100% of 10"
    assert [head for head in mine if head.startswith("In time")] == [f"In time, Q{n} 2015/16" for n in (1, 2, 3, 4)]
    assert mine["In time, Q3 2015/16"] == "✓ 100% of 10, good"
    found = read(sign_in(place.national), "/assurance/complaints/?year=2015/16&quarter=year&show=all")
    assert found["NHS Chiltern CCG"]["Yearly report"] == "–"  # no log, nothing to say


def test_before_a_period_is_over_no_return_is_missing(place, sign_in):
    ask(place.chiltern)
    client = sign_in(place.national)
    for quarter, said in (("Q2", "– No return made"), ("Q3", "○ Not over yet"), ("year", "○ Not over yet")):
        assert read(client, f"/assurance/requests/?quarter={quarter}")["NHS Chiltern CCG"]["Return"] == said
    page = client.get("/assurance/requests/?quarter=Q3").content.decode()
    assert "Q3 of 2016/17, still running, counted to 17 October 2016" in page


def test_the_last_return_of_a_period_is_the_one_that_stands_and_a_draft_is_none(place, sign_in):
    ask(place.chiltern)
    draft = {"made_on": None, "number": 3}
    make(place.chiltern, made_on=date(2016, 10, 3))
    make(place.chiltern, number=2, made_on=date(2016, 10, 10))
    Return.objects.create(
        kind="foi", body=place.chiltern, period="Q2", year=2016, begun_by=make_user(), begun_on=TODAY,
        changed_at=timezone.now(), **draft,
    )  # fmt: skip
    make(place.kernow, made_on=TODAY + DAY)
    found = read(sign_in(place.national), "/assurance/requests/?quarter=Q2&show=all")
    assert found["NHS Chiltern CCG"]["Return"] == "✓ Made 10 Oct 2016"
    assert found["NHS Kernow CCG"]["Return"] == "–"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({}, "Q2 of 2016/17"), ({"quarter": "Q4"}, "Q2 of 2016/17"), ({"quarter": "Q3"}, "Q3 of 2016/17"),
        ({"year": "2015/16"}, "Q4 of 2015/16"), ({"year": "2019/20"}, "Q2 of 2016/17"),
        ({"year": "2016/18"}, "Q2 of 2016/17"), ({"quarter": "year"}, "2016/17"), ({"quarter": "\0"}, "Q2 of 2016/17"),
    ],
)  # fmt: skip
def test_the_address_names_a_period_that_has_begun(asked, name):
    assert chosen_of(asked, TODAY).name == name


def test_in_the_first_quarter_the_running_one_is_shown():
    chosen = chosen_of({}, date(2016, 5, 1))
    assert chosen.name == "Q1 of 2016/17" and chosen.is_running
    assert [period.label for period in chosen.trend] == ["Q2", "Q3", "Q4"]


def test_small_numbers_shame_nobody():
    assert rate(Share(0, 4), band_of(0, 4, TODAY)).colour == "grey"
    assert rate(Share(3, 4)).word == "3 of 4"
    assert rate(Share(4, 5), band_of(4, 5, TODAY)).word == "80% of 5, unsatisfactory"


def test_the_main_reason_is_the_one_given_most_often():
    assert main_reason({"": 9, "waiting": 1, "complex": 2}) == ("a complex or large case", 2)
    assert main_reason({"sign_off": 2, "waiting": 2}) == ("waiting for information from a department", 2)
    assert main_reason({"": 3}) == ("not recorded", 3)
    assert main_reason({}) == ("", 0)


def test_the_readers_own_region_comes_first_and_a_name_leads_to_the_public_figures(place, sign_in):
    page = sign_in(place.assurer).get("/assurance/requests/?show=all").content.decode()
    names = list(table(page))
    assert names.index("South of England") < names.index("North of England")
    assert 'href="/bodies/10H/figures/"' in page and 'href="/bodies/01C/figures/"' in page
    north = make_member(Role.ASSURER, place.north)
    names = list(read(sign_in(north), "/assurance/requests/"))
    assert names.index("North of England") < names.index("South of England")


def test_the_address_keeps_year_quarter_and_region(place, sign_in):
    client = sign_in(place.national)
    page = client.get("/assurance/complaints/?year=2015/16&quarter=Q3&region=Y57").content.decode()
    assert "NHS Eastern Cheshire CCG" not in table(page) and "England" not in table(page)
    for given in ('value="Y57" selected', 'value="2015/16" selected', 'value="Q3" selected'):
        assert given in page
    assert "/assurance/complaints.csv?year=2015/16&amp;quarter=Q3&amp;region=Y57" in page
    assert "No body matches" in client.get("/assurance/requests/?region=%22%3E%00").content.decode()
    national = client.get("/assurance/?year=2015/16&region=Y57").content.decode()
    for log in ("requests", "complaints", "meetings"):
        assert f"/assurance/{log}/?year=2015/16&amp;region=Y57" in national


def test_the_files_have_the_figures_of_the_pages(place, sign_in):
    answers(place.chiltern, "in_time", 9)
    answers(place.chiltern, "late", 1, late_reason="capacity")
    complain(place.kernow, outcome="partly")
    client = sign_in(place.national)
    mine, other = rows_of(client.get("/assurance/requests.csv?year=2016/17&quarter=Q2&region=Y57"))
    assert (mine["Body"], mine["Period"], mine["Answered"], mine["In time, % of answered"], mine["Band"]) == (
        "NHS Chiltern CCG", "Q2 of 2016/17", "10", "90.0", "Adequate",
    )  # fmt: skip
    assert (mine["Late: too few people"], mine["Return"], mine["Note"]) == (
        "1", "No return made", "Demonstration: parts are invented",
    )  # fmt: skip
    assert (other["Log"], other["Answered"], other["Note"]) == ("No log kept here", "", mine["Note"])
    rows = rows_of(client.get("/assurance/complaints.csv?region=Y57"))
    assert [(row["Body"], row["Well-founded"]) for row in rows] == [("NHS Chiltern CCG", ""), ("NHS Kernow CCG", "1")]


def test_the_national_page_says_what_the_logs_count_and_leads_to_them(place, sign_in):
    answers(place.chiltern, "in_time", 8)
    answers(place.chiltern, "late", 2)
    ask(place.chiltern, date(2016, 9, 1), limit_on=date(2016, 9, 29))
    answers(place.cheshire, "in_time", 2)
    complain(place.chiltern, kept="late")
    client = sign_in(place.national)
    page = client.get("/assurance/").content.decode()
    found = table(page)
    foi = {name: cells["Freedom of information"] for name, cells in found.items() if cells}
    assert foi["NHS Chiltern CCG"] == "▲ 80% of 10 · oldest 29 days" == foi["South of England"]
    assert foi["NHS Eastern Cheshire CCG"] == "2 of 2"
    assert foi["England"] == "▲ 83.3% of 12 · oldest 29 days"
    assert foi["NHS Kernow CCG"] == "– No log"
    assert found["NHS Chiltern CCG"]["Complaints"] == "0 of 1"
    assert 'href="/assurance/requests/?year=2016/17#body-10H"' in page
    assert 'href="/assurance/complaints/?year=2016/17#body-10H"' in page
    assert 'id="body-10H"' in client.get("/assurance/requests/?year=2016/17").content.decode()
    assert "of ten answers in Q2 of 2016/17" in page
    ahead = table(client.get("/assurance/?year=2017/18").content.decode())
    assert ahead["NHS Chiltern CCG"]["Freedom of information"] == "○ Not begun"


def test_what_a_duty_asks_for_comes_before_the_figures_of_the_log(place, sign_in):
    answers(place.chiltern, "in_time", 8)
    late = make_rule(make_duty(theme="freedom of information"), date_basis="law", confidence="CONFIRMED")
    make_obligation(place.chiltern, late, due_on=date(2016, 9, 1))
    page = sign_in(place.national).get("/assurance/?theme=freedom-of-information").content.decode()
    assert table(page)["NHS Chiltern CCG"]["Freedom of information"] == "■ 1 late"
    assert table(page)["NHS Kernow CCG"]["Freedom of information"] == "– No log"


def test_both_tables_are_linked_above_the_grid_and_from_what_stands_behind_a_cell(place, sign_in):
    client = sign_in(place.assurer)
    page = client.get("/assurance/?region=Y57").content.decode()
    for log in ("requests", "complaints"):
        assert page.index(f'href="/assurance/{log}/?year=2016/17&amp;region=Y57"') < page.index("<table")
    behind = client.get("/assurance/10H/freedom-of-information/").content.decode()
    assert "/assurance/requests/?year=2016/17#body-10H" in behind and "/assurance/complaints/" not in behind


@pytest.mark.parametrize("role", [Role.LEAD, Role.FOI_OFFICER, Role.COMPLAINTS_MANAGER, Role.LAY_MEMBER])
@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_nobody_of_a_body_sees_it(place, sign_in, role, address):
    assert sign_in(make_member(role, place.chiltern)).get(address).status_code == 403


def test_nothing_of_a_case_is_told(place, sign_in):
    secret = {"subject": "hushsubject", "waiting_on": "hushwaiting", "late_words": "hushlate", "source": "hushsource"}
    ask(place.chiltern, limit_on=date(2016, 9, 2), **secret)
    complain(place.chiltern, lessons="hushlessons", action="hushaction", came_from="hushfrom", **secret)
    references = {*InformationRequest.objects.values_list("reference", flat=True), "C0000"}
    for who in (place.assurer, place.national):
        client = sign_in(who)
        pages = ("/assurance/", *PAGES, *FILES)
        for address in (*pages, "/assurance/requests/?quarter=year", "/assurance/complaints.csv?quarter=Q3"):
            told = client.get(address).content.decode()
            assert "hush" not in told and not any(reference in told for reference in references), address
            assert "/requests/1/" not in told and "/complaints/1/" not in told


@pytest.mark.parametrize("address", [*PAGES, *FILES, "/assurance/requests/?quarter=year", "/assurance/"])
def test_as_many_queries_for_many_bodies_and_cases_as_for_few(place, sign_in, address):
    client = sign_in(place.national)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    answers(place.chiltern, "late", 1)
    complain(place.chiltern)
    few = queries()
    for number in range(12):
        body = make_body(f"1{number}X", region=place.north)
        answers(body, "late", 3)
        complain(body)
    assert queries() == few


def test_the_rates_of_a_trend_are_those_of_the_counts(place):
    """Counted in one statement for many quarters, they are what the one quarter's own counts say."""
    chance = random.Random(1)
    quarters = [(date(2015, 10, 1), date(2015, 12, 31)), (date(2016, 4, 1), date(2016, 6, 30)), Q2]
    for body in (place.chiltern, place.kernow):
        plant_requests(body, 150, seed=chance.randint(1, 99))
        plant_complaints(body, 150, seed=chance.randint(1, 99))
    for rates, counts in ((request_rates, request_counts), (complaint_rates, complaint_counts)):
        for today in (TODAY, date(2016, 8, 10)):
            found = rates(quarters, today)
            for number, (first, last) in enumerate(quarters):
                one = counts(first, last, today)
                for body in (place.chiltern.pk, place.kernow.pk):
                    mine = found[body][number] if body in found else Share(0, 0)
                    assert mine == (one[body].on_time if body in one else Share(0, 0))
    for rates in (request_rates, complaint_rates):
        assert sum(share.base for share in rates(quarters, TODAY)[place.chiltern.pk]) > 1
