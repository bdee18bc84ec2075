"""Lists of meetings: coming and past, by the address, a page at a time; a month as a table; the meetings of a body."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import quote

import pytest

from meetings.models import Partner
from register.meetings.months import Month, weeks_of
from register.paging import PAGE
from tests.factories import make_body, make_office
from tests.register.meeting_kit import TODAY, add_item, add_paper, announce, whole

pytestmark = pytest.mark.usefixtures("as_at")
DAY = timedelta(days=1)


def read(client, path, **query) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def places(html: str) -> list[str]:
    """The places of the meetings listed, which tests give as their names."""
    return re.findall(r"@(\w+)@", html)


def at(body, name, on=date(2016, 12, 8), **fields):
    return announce(body, on, place=f"@{name}@", **fields)


@pytest.fixture
def body():
    return make_body("10H", name="NHS Chiltern CCG", region=make_office("Y57", name="South of England"))


def test_what_is_coming_is_listed_soonest_first_and_what_was_latest_first(client, body):
    for name, days in (("later", 9), ("today", 0), ("yesterday", -1), ("before", -9), ("sooner", 2)):
        at(body, name, TODAY + days * DAY)
    at(body, "secret", TODAY + DAY, announced_on=None)
    for path in ("/meetings/", "/bodies/10H/meetings/"):
        html = read(client, path, show="past")
        if path == "/meetings/":
            assert places(html) == ["yesterday", "before"]
            html = read(client, path) + html
        assert places(html) == ["today", "sooner", "later", "yesterday", "before"]


@pytest.mark.parametrize(("show", "sign"), [("", 1), ("past", -1)])
def test_a_list_is_read_page_by_page_to_the_end_and_back(client, body, show, sign):
    for number in range(2 * PAGE + 3):
        at(body, f"m{number:02}", TODAY + sign * (1 + number // 3) * DAY)

    def walk(path: str, link: str) -> list[list[str]]:
        pages = []
        while path:
            last.append(read(client, path))
            pages.append(places(last[-1]))
            found = re.search(rf'href="([^"]+)" rel="{link}"', last[-1])
            path = f"/meetings/{found[1]}" if found else ""
        return pages

    last: list[str] = []
    forward = walk(f"/meetings/?show={show}&region=Y57", "next")
    assert [len(page) for page in forward] == [PAGE, PAGE, 3]
    assert len({name for page in forward for name in page}) == 2 * PAGE + 3
    second = re.search(r'href="([^"]+)" rel="prev"', last[-1])
    assert second is not None and "region=Y57" in second[1]
    assert walk(f"/meetings/{second[1]}", "prev") == [forward[1], forward[0]]


@pytest.fixture
def several(body):
    other = make_body("99A", name="NHS Liverpool CCG", region=make_office("Y54", name="North of England"))
    at(body, "gb", date(2016, 12, 8))
    at(other, "annual", date(2016, 11, 1), kind="annual")
    joint = at(other, "joint", date(2016, 12, 9), kind="other", committee="Joint committee")
    Partner.objects.create(meeting=joint, body=body)
    at(other, "private", date(2016, 11, 2), record_on=TODAY, had_part2=True)
    at(other, "notyet", date(2016, 11, 3), had_part2=True)
    papers = at(other, "papers", date(2016, 11, 4), agenda_on=TODAY)
    add_paper(papers, "Hedgehogs in winter")
    hidden = at(other, "hidden", date(2016, 11, 5), agenda_on=TODAY)
    add_paper(hidden, "Badgers", on=None)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, "gb annual joint private notyet papers hidden"),
        ({"region": "Y57"}, "gb"),
        ({"body": "10h"}, "gb joint"),
        ({"body": "chiltern nhs"}, "gb joint"),
        ({"kind": "annual"}, "annual"),
        ({"since": "2016-12-08"}, "gb joint"),
        ({"since": "08/12/2016", "until": "8 12 2016"}, "gb"),
        ({"papers": "on"}, "papers"),
        ({"private": "on"}, "private"),
        ({"region": "Y54", "private": "on", "papers": "on"}, ""),
        ({"q": "joint committee"}, "joint"),
        ({"q": "annual november 2016"}, "annual"),
        ({"q": "chiltern december"}, "gb joint"),
    ],
    ids=str,
)
def test_the_list_is_narrowed_by_its_address(client, several, query, names):
    assert set(places(read(client, "/meetings/", **query))) == set(names.split())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"since": "soon"}, "Enter the first day, like 27/3/2017"),
        ({"until": "31 2 2017"}, "Enter the last day, like 27/3/2017"),
        ({"since": "2016-12-08", "until": "2016-12-01"}, "Enter a last day that is not before the first day"),
        ({"region": "nowhere"}, "Choose the region"),
        ({"kind": "\x00"}, "Choose the kind of meeting"),
        ({"body": "Atlantis"}, "No body has this name or code"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_said_and_kept_and_narrows_nothing(client, several, query, words):
    html = read(client, "/meetings/", **query)
    assert words in html and '<details class="nhsuk-details" open>' in html
    assert {"gb", "joint"} <= set(places(html))
    typed = query.get("since") or query.get("body")
    assert typed is None or f'value="{typed}"' in html


def test_words_are_found_in_title_place_and_public_agenda_each_somewhere(client, body):
    meeting = at(body, "harbour", agenda_on=TODAY)
    add_item(meeting, "Plans for the Seaview ward", summary="Beds and nurses")
    add_item(meeting, "Closing the ward", is_part2=True, summary="Money", decision="Sold")
    unborn = at(body, "unborn", agenda_on=date(2016, 10, 18))
    add_item(unborn, "Seaview again")
    for words in ("seaview", "NURSES plans", "seaview harbour chiltern", "governing body held public seaview"):
        assert places(read(client, "/meetings/", q=words)) == ["harbour"], words
        assert "harbour" in read(client, "/search/", q=words), words
    for words in ("closing", "money", "sold", "again", "seaview elephants"):
        assert places(read(client, "/meetings/", q=words)) == [], words
        assert "@" not in read(client, "/search/", q=words).partition("<main")[2], words


def test_a_percent_sign_is_no_wildcard_and_a_name_of_later_is_not_known(client, body):
    body.names.create(name="NHS Buckinghamshire CCG", kind="name", from_on=date(2018, 4, 1), to_on=date(2019, 3, 31))
    at(body, "here")
    for words in ("%", "_", "buckinghamshire"):
        assert places(read(client, "/meetings/", q=words)) == []


def test_a_month_is_a_table_of_weeks_with_the_months_beside_it(client, several):
    html = read(client, "/meetings/month/2016-11/")
    assert len(re.findall(r'<tr role="row"', html)) == 6  # the head and five weeks
    assert html.count('<td role="cell"') == 35
    day = re.search(r"Tuesday 1 November 2016.*?</td>", html, re.DOTALL)
    assert day is not None and "NHS Liverpool CCG" in day[0] and "Annual public meeting" in day[0]
    assert 'href="/meetings/month/2016-10/"' in html and 'href="/meetings/month/2016-12/"' in html
    narrowed = read(client, "/meetings/month/2016-12/", region="Y57")
    assert "1 meeting." in narrowed and 'href="/meetings/month/2016-11/?region=Y57"' in narrowed
    assert 'href="/feeds/meetings/region/Y57.ics"' in narrowed
    assert "2 meetings." in read(client, "/meetings/month/2016-12/", body="10H")


@pytest.mark.parametrize("month", ["2016-13", "2016-00", "0000-01", "2013-03", "2100-01", "٢٠١٦-10", "x", "2016-1"])
def test_a_month_that_there_is_not_is_not_found(client, month):
    assert client.get(f"/meetings/month/{quote(month)}/").status_code == 404


def test_every_day_of_a_month_stands_once_in_its_weeks():
    for number in range(12):
        month = Month(date(2016, number + 1, 1))
        weeks = weeks_of(month, [])
        days = [day.on for week in weeks for day in week if day.on]
        assert all(len(week) == 7 for week in weeks)
        assert days == [month.first + n * DAY for n in range((month.last - month.first).days + 1)]


def test_a_month_leads_no_further_than_there_are_meetings_or_to_this_month(client, body):
    html = read(client, "/meetings/month/2016-10/")
    assert 'rel="prev"' not in html and 'rel="next"' not in html
    assert 'rel="next"' in read(client, "/meetings/month/2016-09/")
    at(body, "first", date(2016, 8, 31))
    at(body, "secret", date(2017, 8, 31), announced_on=None)
    assert 'rel="prev"' not in read(client, "/meetings/month/2016-08/")
    html = read(client, "/meetings/month/2016-10/")
    assert 'rel="prev"' in html and 'rel="next"' not in html


def test_the_next_meetings_stand_on_the_page_of_the_body_and_on_the_front_page(client, several):
    assert places(read(client, "/bodies/10H/")) == ["gb", "joint"]
    assert "annual" in places(read(client, "/register/"))
    assert 'href="/bodies/10H/meetings/"' in read(client, "/bodies/10H/")


def test_empty_states_say_what_will_appear(client, body):
    assert "No meeting is announced here yet" in read(client, "/meetings/")
    assert "No announced meeting fits" in read(client, "/meetings/", q="nothing")
    assert "No coming meeting is announced" in read(client, "/bodies/10H/meetings/")
    assert client.get("/bodies/ZZ/meetings/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/meetings/?show=past", "/meetings/?q=hospital&region=Y57&body=chiltern&kind=governing_body&papers=on&show=past",
     "/meetings/month/2016-09/?region=Y57", "/bodies/10H/meetings/", "/search/?q=hospital"],
)  # fmt: skip
def test_a_list_costs_the_same_for_two_meetings_and_for_twenty(client, body, path, django_assert_max_num_queries):
    def cost() -> int:
        with django_assert_max_num_queries(25) as captured:
            read(client, path)
        return len(captured)

    def plant(number: int) -> None:
        for _ in range(number):
            Partner.objects.create(meeting=whole(body), body=make_body())

    plant(2)
    few = cost()
    plant(18)
    assert cost() == few


def test_a_hit_in_a_published_paper_shows_its_meeting_with_the_place_in_it(client, body):
    meeting = at(body, "badgers", agenda_on=TODAY)
    add_paper(meeting, "Wildlife report", text="It says much of hedgehogs and nothing of otters.")
    hidden = at(body, "hidden", agenda_on=TODAY + DAY)
    add_paper(hidden, "Another report", text="More of hedgehogs.", published_on=None)
    held_back = at(body, "heldback", agenda_on=TODAY)
    add_paper(held_back, "A third report", on=None, text="Hedgehogs again.")
    results = read(client, "/search/", q="hedgehogs").partition("<h2>Meetings</h2>")[2].partition("<h2>")[0]
    assert places(results) == ["badgers"]
    assert "In “Wildlife report”" in results and "<mark>hedgehogs</mark> and nothing of otters" in results
    assert places(read(client, "/meetings/", q="hedgehogs otters")) == ["badgers"]
    assert places(read(client, "/meetings/", q="hedgehogs elephants")) == []


def test_the_year_of_a_body_is_told_with_the_facts_of_each_meeting(client, body):
    whole(body)
    whole(body, date(2016, 3, 10), notice_on=None)
    html = read(client, "/bodies/10H/meetings/")
    assert "Meetings of 2016/17" in html and ">Governing body, 15 September 2016<" in html
    assert "Governing body, 10 March 2016" in read(client, "/bodies/10H/meetings/", year="2015/16")
    assert client.get("/bodies/10H/meetings/", {"year": "9999/00"}).status_code == 200


def test_somebody_may_be_told_by_e_mail_while_the_body_is_there(client, body):
    for page in ("/bodies/10H/", "/bodies/10H/meetings/"):
        assert 'href="/bodies/10H/meetings/subscribe/"' in read(client, page)
    make_body("01C", closed_on=date(2016, 3, 31), region=make_office("Y57"))
    assert "subscribe" not in read(client, "/bodies/01C/meetings/")
