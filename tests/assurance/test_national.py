"""The national page and what stands behind its cells, asked as people ask it."""

import random
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assurance.heat import BY_SLUG, THEMES, cell_words
from bodies.access import Role
from bodies.models import BodyOffice
from duties.models import Obligation
from tests.assurance.world import counted
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_office, make_rule

DAY = timedelta(days=1)
LATE, SOON = TODAY - 3 * DAY, TODAY + 10 * DAY
MET = {"met_on": TODAY, "met_how": "seen", "sent_on": TODAY, "done_on": TODAY - 5 * DAY}


def table(page):
    """The rows of the page's table: name → the text of its cells, in order."""
    found = {}
    page = page[page.find('<table role="table" class="heat') :].split("</table>")[0]
    for row in re.findall(r'<tr role="row"(?: class="total")?><th role="rowheader".*?</tr>', page, re.DOTALL):
        head, *cells = re.split(r"<td ", row)
        name = re.sub(r'<span class="note">.*', "", head)
        found[text(name)] = [text("<td " + cell) for cell in cells]
    return found


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rule(theme="audited accounts", **fields):
    return make_rule(make_duty(theme=theme), **fields)


def counted_by_hand(body, theme, year=2016):
    """The figures of a cell, from the facts of every row, without the query that the page asks."""
    return counted(Obligation.objects.filter(year=year, duty__theme=theme, held_by=body, owed_by="body"))


def test_a_cell_says_one_fact_and_leads_to_what_it_counts(place, sign_in):
    accounts = rule()
    for subject in ("One", "Two"):
        make_obligation(place.chiltern, accounts, subject=subject, due_on=LATE)
    make_obligation(place.chiltern, accounts, subject="Met", due_on=LATE, **MET)
    client = sign_in(place.assurer)
    page = client.get("/assurance/?year=2016/17").content.decode()
    assert table(page)["NHS Chiltern CCG"][3] == "■ 2 late"
    assert table(page)["NHS Chiltern CCG"][6] == "■ 2 late"
    address = re.search(r'href="(/assurance/10H/audited-accounts/[^"]*)"', page)[1]
    behind = client.get(address).content.decode()
    assert "3 obligations counted" in behind
    assert behind.index("One") < behind.index("Met")


def test_the_figures_are_those_of_the_facts_of_every_row(place, sign_in):
    chance = random.Random(7)
    rules = [
        rule(theme.name, date_basis=basis, confidence=sure, voluntary=voluntary)
        for theme in THEMES
        for basis, sure, voluntary in (
            ("law", "CONFIRMED", False),
            ("reminder", "MIXED", False),
            ("law", "MIXED", True),
        )
    ]
    facts = [
        {}, MET, {"sent_on": TODAY, "done_on": TODAY}, {"sent_back_on": TODAY - DAY},
        {"gathering_on": TODAY}, {"closed_on": TODAY, "closed_reason": "not_applicable"}, {"opened_on": TODAY + DAY},
    ]  # fmt: skip
    for body in (place.chiltern, place.kernow, place.cheshire):
        for number in range(60):
            make_obligation(
                body, chance.choice(rules), subject=str(number),
                due_on=chance.choice([LATE, SOON, TODAY + 100 * DAY, None, date(2016, 4, 1)]), **chance.choice(facts),
            )  # fmt: skip
    found = table(sign_in(place.national).get("/assurance/?year=2016/17").content.decode())
    for body in (place.chiltern, place.kernow, place.cheshire):
        for cell, theme in zip(found[body.name], THEMES, strict=False):
            words = cell_words(counted_by_hand(body, theme.name), theme)
            assert cell == f"{words.sign} {words.word}"
    south = counted_by_hand(place.chiltern, "constitution") + counted_by_hand(place.kernow, "constitution")
    words = cell_words(south, BY_SLUG["constitution"])
    assert found["South of England"][0] == f"{words.sign} {words.word}"


def test_empty_themes_say_what_is_not_kept_yet(place, sign_in):
    cells = table(sign_in(place.assurer).get("/assurance/").content.decode())["NHS Chiltern CCG"]
    assert cells[:6] == ["– Nothing due", "– Not recorded", "– Nothing due", "– Nothing due", "– No log", "– No log"]


def test_ones_own_region_comes_first_and_others_have_no_links(place, sign_in):
    make_obligation(place.cheshire, rule(), due_on=LATE)
    page = sign_in(place.assurer).get("/assurance/").content.decode()
    names = list(table(page))
    assert names.index("South of England") < names.index("North of England")
    assert table(page)["NHS Eastern Cheshire CCG"][3] == "■ 1 late"
    assert 'href="/assurance/10H/?year=2016/17"' in page
    assert "/assurance/01C/" not in page
    assert "Figures of other regions are shown without links" in page
    assert "/assurance/01C/all/" in sign_in(place.national).get("/assurance/").content.decode()


def test_a_cell_of_another_region_does_not_exist(place, sign_in):
    client = sign_in(place.assurer)
    assert client.get("/assurance/10H/audited-accounts/").status_code == 200
    assert client.get("/assurance/01C/audited-accounts/").status_code == 404
    assert client.get("/assurance/10H/no-such-theme/").status_code == 404
    assert client.get("/assurance/XXX/all/").status_code == 404
    assert sign_in(place.national).get("/assurance/01C/all/").status_code == 200


def test_the_address_chooses_region_theme_and_only_what_is_late(place, sign_in):
    make_obligation(place.kernow, rule(), due_on=LATE)
    make_obligation(place.chiltern, rule("complaints"), due_on=LATE)
    client = sign_in(place.national)
    assert "NHS Eastern Cheshire CCG" not in table(client.get("/assurance/?region=Y57").content.decode())
    late = table(client.get("/assurance/?late=1&theme=audited-accounts").content.decode())
    assert "NHS Kernow CCG" in late and "NHS Chiltern CCG" not in late
    assert late["NHS Kernow CCG"] == ["■ 1 late"]
    for odd in ("year=x", "year=0001/02", "region=XX", "theme=x", "only=x", "late=x"):
        assert client.get(f"/assurance/?{odd}").status_code == 200


def test_what_was_done_late_is_late_by_its_days_and_not_by_those_since(place, sign_in):
    make_obligation(place.chiltern, rule(), due_on=TODAY - 30 * DAY, **MET | {"done_on": TODAY - 20 * DAY})
    page = text(sign_in(place.assurer).get("/assurance/10H/all/").content.decode())
    assert "Late by 10 days" in page and "30 days late" not in page


def test_what_nhs_england_owes_is_apart_from_the_bodys_figures(place, sign_in):
    own = make_rule(
        make_duty("nhse-annual-assessment", title="Assess each body", owed_by="nhs_england", theme="audited accounts")
    )
    make_obligation(place.chiltern, own, due_on=LATE)
    client = sign_in(place.assurer)
    page = client.get("/assurance/").content.decode()
    assert table(page)["NHS Chiltern CCG"][3] == "– Nothing due"
    assert "Owed by NHS England itself" in client.get("/assurance/stands-out/").content.decode()
    assert "Assess each body" in client.get("/assurance/nhs-england/?duty=nhse-annual-assessment").content.decode()
    assert "0 obligations counted" in client.get("/assurance/10H/audited-accounts/").content.decode()
    assert "1 obligation counted" in client.get("/assurance/10H/nhs-england/").content.decode()


def test_regions_are_those_of_the_year(place, sign_in):
    BodyOffice.objects.filter(body=place.kernow).update(to_on=date(2016, 3, 31))
    west = make_office("Y99", name="South West")
    BodyOffice.objects.create(body=place.kernow, office=west, kind="region", from_on=date(2016, 4, 1))
    client = sign_in(place.national)
    now, before = (client.get(f"/assurance/?year={year}").content.decode() for year in ("2016/17", "2015/16"))
    assert "South West" in table(now)
    assert "South West" not in table(before)


def test_a_body_stays_on_the_page_of_the_year_in_which_it_closed(place, sign_in):
    make_body("99X", name="NHS Closed CCG", closed_on=date(2016, 9, 30), region=place.south)
    make_body("98X", name="NHS Long Closed CCG", closed_on=date(2015, 9, 30), region=place.south)
    make_body("97X", name="NHS Closing CCG", closed_on=date(2017, 1, 31), region=place.south)
    page = sign_in(place.national).get("/assurance/").content.decode()
    assert "closed 30 Sep 2016" in page
    assert "NHS Long Closed CCG" not in page
    assert "2017" not in re.search(r"NHS Closing CCG.*?</tr>", page, re.DOTALL)[0].replace("2016/17", "")


def test_what_a_split_body_left_is_shown_as_nobodys_yet(place, sign_in):
    make_obligation(place.chiltern, rule(), due_on=LATE, held_by=None)
    found = table(sign_in(place.national).get("/assurance/").content.decode())
    assert found["Nobody named yet"][3] == "■ 1 late"


def test_invented_figures_say_so_in_a_demonstration_only(place, sign_in, settings):
    client = sign_in(place.national)
    assert 'class="tracker-invented"' in client.get("/assurance/").content.decode()
    settings.DEMONSTRATION = False
    assert 'class="tracker-invented"' not in client.get("/assurance/").content.decode()


@pytest.mark.parametrize("role", [Role.LEAD, Role.CONTRIBUTOR, Role.LAY_MEMBER])
def test_nobody_of_a_body_sees_the_national_page(place, sign_in, role):
    client = sign_in(make_member(role, place.chiltern))
    for address in ("/assurance/", "/assurance/10H/all/", "/assurance/nhs-england/"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    "address", ["/assurance/", "/assurance/?year=2015/16", "/assurance/10H/all/", "/assurance/nhs-england/"]
)
def test_as_many_queries_for_many_bodies_as_for_few(place, sign_in, address):
    client = sign_in(place.national)
    own = make_rule(make_duty(owed_by="nhs_england", theme=""))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    for year in (2015, 2016):
        make_obligation(place.chiltern, rule(), due_on=LATE, year=year)
        make_obligation(place.chiltern, own, due_on=LATE, year=year, subject=str(year))
    few = queries()
    for number in range(12):
        body = make_body(region=place.north if number % 2 else place.south)
        for holder in (body, place.chiltern):
            for year in (2015, 2016):
                make_obligation(holder, rule(), due_on=LATE, year=year, subject=f"{number} {year}")
        make_obligation(body, own, due_on=LATE)
    assert queries() == few
