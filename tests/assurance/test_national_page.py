"""The national page as an assurer chooses it: any day, any columns, any order, and what stands beside the table."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assurance.heat import THEMES, cell_words
from bodies.models import Succession
from duties.models import Flag, Obligation
from tests.assurance.test_national import rule, table, text
from tests.assurance.world import DAY, OTHERS, counted, make_world, owed
from tests.factories import TODAY, make_body, make_obligation

PAST = date(2016, 6, 1)
STANDS = ("", "?on=2016-06-01", "?region=Y57")


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def section(page, key):
    """The text of one part of the page, from its heading to the next."""
    return page.split(f'id="{key}"')[1].split("<h2")[0]


def rows_of(part):
    """The rows of a table beneath the page's table, as lists of texts."""
    rows = re.findall(r'<tr role="row" class="nhsuk-table__row">(.*?)</tr>', part, re.DOTALL)
    heads = r'<span class="nhsuk-table-responsive__heading" aria-hidden="true">.*?</span>'
    return [
        [text(re.sub(heads, "", cell)) for cell in re.findall(r"<t[hd] .*?</t[hd]>", row, re.DOTALL)] for row in rows
    ]


def said(figures, column=None):
    words = cell_words(figures, column)
    return f"{words.sign} {words.word}"


@pytest.mark.parametrize("day", [TODAY, PAST, date(2015, 12, 24)])
def test_every_cell_is_counted_from_the_facts_as_at_the_day(place, sign_in, day):
    bodies = (place.chiltern, place.kernow, place.cheshire)
    make_world(bodies)
    found = table(read(sign_in(place.national), f"/assurance/?year=2016/17&on={day}"))
    for body in bodies:
        cells = [counted(owed(year=2016, held_by=body, duty__theme=theme.name), day) for theme in THEMES]
        wanted = [said(figures, theme) for figures, theme in zip(cells, THEMES, strict=True)]
        assert found[body.name] == [*wanted, said(sum(cells, start=counted([])))]
    nation = [counted(owed(year=2016, duty__theme=theme.name), day) for theme in THEMES]
    assert found["England"][:6] == [said(figures, theme) for figures, theme in zip(nation, THEMES, strict=True)]


def test_a_past_day_says_that_it_looks_back_and_leads_back_to_today(place, sign_in):
    make_obligation(place.kernow, rule(), due_on=date(2016, 5, 31), done_on=TODAY, sent_on=TODAY)
    client = sign_in(place.national)
    page = read(client, "/assurance/?on=2016-06-10")
    assert "Looking back to 10 June 2016" in text(page) and "by what is known today" in text(page)
    assert "as at 10 June 2016" in text(page)
    assert table(page)["NHS Kernow CCG"][3] == "■ 1 late"
    behind = read(client, re.search(r'href="(/assurance/11N/audited-accounts/[^"]*)"', page)[1].replace("&amp;", "&"))
    assert "Legal date passed · 10 days" in text(behind) and "by what is known today" in text(behind)
    assert table(read(client, "/assurance/"))["NHS Kernow CCG"][3] == "◷ 1 to review"


def test_before_a_merger_who_incurred_it_answers_and_the_heir_is_not_there_yet(place, sign_in):
    heir = make_body("15A", name="NHS Heir CCG", opened_on=date(2016, 7, 1), region=place.south)
    gone = make_body("99Z", name="NHS Gone CCG", closed_on=date(2016, 6, 30), region=place.south)
    Succession.objects.create(
        predecessor=gone, successor=heir, effective_on=date(2016, 7, 1), kind="ccg_merger", scope="whole"
    )
    make_obligation(gone, rule(), due_on=date(2016, 5, 31), held_by=heir)
    client = sign_in(place.national)
    before, now = table(read(client, "/assurance/?on=2016-06-10")), table(read(client, "/assurance/"))
    assert before["NHS Gone CCG"][3] == "■ 1 late" and "NHS Heir CCG" not in before
    assert now["NHS Heir CCG"][3] == "■ 1 late" and now["NHS Gone CCG"][3] == "– Nothing due"
    cell = "audited-accounts/?year=2016/17"
    assert "1 obligation counted" in read(client, f"/assurance/99Z/{cell}&on=2016-06-10")
    assert "1 obligation counted" in read(client, f"/assurance/15A/{cell}")
    assert "0 obligations counted" in read(client, f"/assurance/99Z/{cell}")
    assert client.get(f"/assurance/15A/{cell}&on=2016-06-10").status_code == 404


def test_categories_count_every_duty_once(place, sign_in):
    make_world((place.chiltern, place.kernow))
    page = read(sign_in(place.national), "/assurance/?by=category")
    heads = [text(head) for head in re.findall(r'<th role="columnheader" scope="col">(.*?)</th>', page, re.DOTALL)]
    found = table(page)
    for body in (place.chiltern, place.kernow):
        for name in (*OTHERS, "Complaints", "Annual report and accounts"):
            assert found[body.name][heads.index(name)] == said(
                counted(owed(year=2016, held_by=body, duty__category=name))
            )
        assert found[body.name][-1] == said(counted(owed(year=2016, held_by=body)))


def test_the_single_duties_of_a_theme_are_columns_that_add_up_to_it(place, sign_in):
    make_world((place.chiltern, place.kernow))
    client = sign_in(place.national)
    duties = table(read(client, "/assurance/?by=duty&theme=constitution"))
    whole = table(read(client, "/assurance/?theme=constitution"))
    mine = owed(year=2016, held_by=place.chiltern, duty__theme="constitution")
    each = [counted([one for one in mine if one.duty.title == f"Constitution {number}"]) for number in (1, 2)]
    assert duties["NHS Chiltern CCG"] == [*map(said, each), said(each[0] + each[1])]
    assert duties["NHS Chiltern CCG"][-1] == whole["NHS Chiltern CCG"][0]


def test_some_themes_alone_can_be_chosen_and_what_is_unknown_is_every_one(place, sign_in):
    client = sign_in(place.national)
    some = table(read(client, "/assurance/?theme=complaints&theme=constitution&theme=nonsense"))
    assert len(some["NHS Chiltern CCG"]) == 3
    for odd in ("theme=nonsense", "by=nonsense", "by=duty&theme=nonsense", "by=duty"):
        assert len(table(read(client, f"/assurance/?{odd}"))["NHS Chiltern CCG"]) == 7


def test_the_worst_of_a_column_comes_first_in_each_region_and_names_decide_else(place, sign_in):
    third = make_body("09Z", name="NHS Abbey CCG", region=place.south)
    accounts, amber = rule(), rule(confidence="MIXED")
    make_obligation(place.kernow, accounts, due_on=TODAY - DAY)
    for number in range(3):
        make_obligation(third, amber, due_on=TODAY - DAY, subject=str(number))
    client = sign_in(place.assurer)
    names = lambda address: [name for name in table(read(client, address)) if name.startswith("NHS ")]  # noqa: E731
    assert names("/assurance/")[:3] == ["NHS Abbey CCG", "NHS Chiltern CCG", "NHS Kernow CCG"]
    worst = ["NHS Kernow CCG", "NHS Abbey CCG", "NHS Chiltern CCG", "NHS Eastern Cheshire CCG"]
    assert names("/assurance/?sort=audited-accounts") == worst == names("/assurance/?sort=all")


def test_the_months_say_how_much_of_what_fell_due_was_met_on_time(place, sign_in):
    make_world((place.chiltern, place.kernow, place.cheshire), each=80)
    page = read(sign_in(place.national), "/assurance/stands-out/?region=Y57")
    rows = rows_of(section(page, "trend"))
    assert [row[0] for row in rows][:2] == ["April", "May"] and len(rows) == 12
    south = [one for one in owed(held_by__in=[place.chiltern, place.kernow]) if one.duty.theme]
    for at, row in enumerate(rows):
        month = at + 4 if at < 9 else at - 8
        for cell, start in ((row[1], 2016), (row[2], 2015)):
            year = start if month >= 4 else start + 1
            due = [one for one in south if one.due_on and (one.due_on.year, one.due_on.month) == (year, month)]
            figures = counted([one for one in due if one.due_on < TODAY])
            if not figures.total:
                assert cell == "None"
                continue
            share = max(100 * figures.on_time // figures.total, 1 if figures.on_time else 0)
            assert cell == f"{figures.on_time} of {figures.total} ({share}%)"


def test_the_oldest_late_come_first_with_the_bodys_own_reason(place, sign_in):
    make_world((place.chiltern, place.cheshire), each=60)
    oldest = make_obligation(
        place.kernow, rule(), due_on=date(2015, 5, 1), reason="The auditor was ill.", expected_on=TODAY + 5 * DAY
    )
    south = {place.chiltern.pk, place.kernow.pk}
    for reader, bodies in ((place.national, {*south, place.cheshire.pk}), (place.assurer, south)):
        for day in (TODAY, PAST):
            page = read(sign_in(reader), f"/assurance/stands-out/?on={day}")
            rows = rows_of(section(page, "late"))
            late = [one for one in owed(held_by__in=bodies) if one.duty.theme and one.opened_on <= day]
            late = sorted((one for one in late if one.status(day).is_late), key=lambda one: (one.due_on, one.pk))
            assert [row[1] for row in rows] == [f"{one.title}, {one.about}" for one in late[:10]]
            assert all(f'href="/obligations/{one.pk}/"' in page for one in late[:10])
    first = rows_of(section(read(sign_in(place.assurer), "/assurance/stands-out/"), "late"))[0]
    assert first[1] == f"{oldest.title}, {oldest.about}"
    assert first[4:] == ["The auditor was ill.", "22 Oct 2016"]


def test_what_falls_due_in_thirty_days_is_told_by_day_and_duty(place, sign_in):
    make_world((place.chiltern, place.kernow), each=80)
    rows = rows_of(section(read(sign_in(place.national), "/assurance/stands-out/?by=category"), "next"))
    soon = [one for one in owed() if one.due_on and TODAY <= one.due_on <= TODAY + 30 * DAY]
    groups = {}
    for one in soon:
        groups.setdefault((one.due_on, one.duty.title), []).append(one)
    wanted = []
    for (_, title), group in sorted(groups.items()):
        figures = counted(group)
        if figures.total:
            left = figures.total - figures.done - figures.waiting
            wanted.append([title, *map(str, (figures.total, figures.done, figures.waiting, left))])
    assert [row[1:] for row in rows] == wanted


def test_the_newest_changes_are_those_of_ones_own_bodies_by_the_day(place, sign_in):
    for body, since_on in ((place.kernow, TODAY), (place.chiltern, TODAY - 9 * DAY), (place.cheshire, TODAY)):
        late = make_obligation(body, rule(), due_on=since_on - DAY)
        Flag.objects.create(obligation=late, kind="late", since_on=since_on, raised_at=timezone.now())

    def bodies(reader, tail=""):
        part = section(read(sign_in(reader), f"/assurance/stands-out/{tail}"), "changes")
        return {row[2] for row in rows_of(part)}

    assert bodies(place.assurer) == {"NHS Kernow CCG", "NHS Chiltern CCG"} == bodies(place.national, "?region=Y57")
    assert bodies(place.national) == {"NHS Kernow CCG", "NHS Chiltern CCG", "NHS Eastern Cheshire CCG"}
    assert bodies(place.assurer, "?on=2016-10-12") == {"NHS Chiltern CCG"}
    assert bodies(place.assurer, "?region=Y54") == set()


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "?by=category",
        "?on=2016-06-01",
        "?year=2015/16",
        "?sort=all&late=1",
        *(f"stands-out/{tail}" for tail in STANDS),
    ],
)
def test_as_many_statements_for_many_rows_as_for_few(place, sign_in, tail):
    client = sign_in(place.national)

    def statements():
        with CaptureQueriesContext(connection) as asked:
            read(client, f"/assurance/{tail}")
        return len(asked)

    make_world((place.chiltern, place.cheshire), each=30)
    few = statements()
    make_world([make_body(region=region) for region in (place.south, place.north) * 3], each=30, seed=2)
    assert Obligation.objects.count() > 200
    assert statements() == few
