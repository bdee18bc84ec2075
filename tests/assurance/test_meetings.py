"""Meetings held in public, body by body: counts of what anybody can read."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bodies.access import Role
from meetings.models import Meeting, MeetingRules, Partner
from tests.factories import make_body, make_member

ADDRESS = "/assurance/meetings/?year=2016/17"


def meet(body, on=date(2016, 9, 8), **fields):
    given = {
        "kind": "governing_body", "in_public": True, "announced_on": date(2016, 4, 1), "state_on": date(2016, 4, 1),
        "entered_on": date(2016, 4, 1), "changed_at": timezone.now(), "state": "held",
    }  # fmt: skip
    return Meeting.objects.create(body=body, on=on, **(given | fields))


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def table(page):
    """The cells of each row by the name of the body or region."""
    found = {}
    for row in re.findall(r"<tr role=\"row\"[^>]*>(.*?)</tr>", page, re.DOTALL):
        head, *cells = re.findall(r"<t[hd] role=\"(?:rowheader|cell)\"[^>]*>(.*?)</t[hd]>", row, re.DOTALL) or [""]
        found[text(re.sub(r'<span class="note">.*?</span>', "", head))] = [text(cell) for cell in cells]
    return found


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_each_body_is_counted_by_what_it_published(place, sign_in):
    MeetingRules.objects.create(
        body=place.chiltern, from_on=date(2014, 4, 1), meetings_a_year=6, source="Standing orders",
        entered_on=date(2016, 4, 1),
    )  # fmt: skip
    meet(place.chiltern, date(2016, 4, 14), notice_on=date(2016, 4, 1), record_on=date(2016, 5, 1), had_part2=False)
    meet(place.chiltern, date(2016, 6, 9), notice_on=date(2016, 6, 8))
    meet(place.chiltern, date(2016, 7, 14), state="cancelled", state_why="Too few could come")
    meet(place.chiltern, date(2016, 8, 11), state="planned")
    meet(place.kernow, notice_on=date(2016, 9, 1))
    found = table(sign_in(place.assurer).get(ADDRESS).content.decode())
    assert found["NHS Chiltern CCG"] == [
        "– 2, rules ask for 6, 1 not recorded", "▲ 1 of 2 in time, 1 not recorded", "– 3 not recorded",
        "– 3 not recorded", "– 3 not recorded", "– 1 no Part 2, 2 not recorded", "1",
    ]  # fmt: skip
    assert found["NHS Kernow CCG"][:2] == ["1", "✓ 1 of 1 in time"]
    assert found["South of England"][1] == "▲ 2 of 3 in time, 1 not recorded"
    assert found["NHS Eastern Cheshire CCG"][0] == "– None announced"


def test_drafts_are_in_no_figure(place, sign_in):
    meet(place.chiltern, announced_on=None)
    meet(place.chiltern, date(2016, 6, 9), announced_on=date(2016, 10, 18))
    found = table(sign_in(place.national).get(ADDRESS).content.decode())
    assert found["NHS Chiltern CCG"][0] == "– None announced"


def test_a_joint_meeting_counts_for_each_body_by_the_rules_of_the_one_that_keeps_it(place, sign_in):
    Partner.objects.create(meeting=meet(place.kernow, notice_on=date(2016, 9, 1)), body=place.cheshire)
    found = table(sign_in(place.national).get(ADDRESS).content.decode())
    assert found["NHS Kernow CCG"] == found["NHS Eastern Cheshire CCG"]


def test_the_readers_own_region_comes_first_and_each_name_leads_where_they_may_go(place, sign_in):
    page = sign_in(place.assurer).get(ADDRESS).content.decode()
    names = list(table(page))
    assert names.index("South of England") < names.index("North of England")
    assert 'href="/bodies/10H/meetings/year/?year=2016/17"' in page
    assert 'href="/bodies/01C/meetings/"' in page and "/bodies/01C/meetings/year/" not in page
    north = make_member(Role.ASSURER, place.north)
    names = list(table(sign_in(north).get(ADDRESS).content.decode()))
    assert names.index("North of England") < names.index("South of England")


def test_the_address_keeps_year_and_region(place, sign_in):
    meet(place.chiltern, date(2015, 9, 10), notice_on=date(2015, 9, 1))
    client = sign_in(place.national)
    page = client.get("/assurance/meetings/?year=2015/16&region=Y57").content.decode()
    found = table(page)
    assert found["NHS Chiltern CCG"][1] == "✓ 1 of 1 in time"
    assert "NHS Eastern Cheshire CCG" not in found and "England" not in found
    assert '<option value="Y57" selected>' in page and '<option value="2015/16" selected>' in page
    assert "/assurance/meetings.csv?year=2015/16&amp;region=Y57" in page
    assert "No body matches" in client.get("/assurance/meetings/?region=%22%3E%00").content.decode()
    assert "/assurance/meetings/?year=2015/16&amp;region=Y57" in client.get(
        "/assurance/?year=2015/16&region=Y57"
    ).content.decode()  # fmt: skip


def test_the_csv_has_the_figures_of_the_page(place, sign_in):
    meet(place.chiltern, notice_on=date(2016, 9, 1))
    meet(place.chiltern, date(2016, 6, 9), notice_on=date(2016, 6, 8))
    rows = rows_of(sign_in(place.national).get("/assurance/meetings.csv?year=2016/17&region=Y57"))
    assert [row["Body"] for row in rows] == ["NHS Chiltern CCG", "NHS Kernow CCG"]
    assert {key: rows[0][key] for key in ("Notice: in time", "Notice: later", "Minutes: not recorded")} == {
        "Notice: in time": "1", "Notice: later": "1", "Minutes: not recorded": "2",
    }  # fmt: skip
    assert rows[0]["Own rules ask for a year"] == "Not recorded"
    assert rows[0]["Note"] == "Demonstration: parts are invented"


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.LAY_MEMBER])
def test_nobody_of_a_body_sees_it(place, sign_in, role):
    client = sign_in(make_member(role, place.chiltern))
    assert client.get(ADDRESS).status_code == 403
    assert client.get("/assurance/meetings.csv").status_code == 403


@pytest.mark.parametrize("address", [ADDRESS, "/assurance/meetings.csv?year=2016/17"])
def test_as_many_queries_for_many_bodies_as_for_few(place, sign_in, address):
    client = sign_in(place.national)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    meet(place.chiltern)
    few = queries()
    for number in range(20):
        meet(make_body(f"1{number}X", region=place.north))
    assert queries() == few
