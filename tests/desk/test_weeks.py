"""What falls due by week in an assurer's bodies, held against plain counting."""

import csv
import io
from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk import weeks
from duties.models import Obligation
from duties.status import Timing
from tests.desk.test_homes import fill
from tests.factories import TODAY, make_body, make_duty, make_obligation, make_rule

DAY = timedelta(days=1)
MONDAY = date(2016, 10, 17)  # TODAY is one
NO_FIGURE = (Timing.CLOSED, Timing.NOT_TRACKED, Timing.VOLUNTARY)


def plain_count(bodies, first_on, last_on, theme=None):
    rows = [
        row for row in Obligation.objects.select_related("duty", "rule").filter(held_by__in=bodies, owed_by="body")
        if row.due_on and first_on <= row.due_on <= last_on and row.opened_on <= TODAY
        and row.status(TODAY).timing not in NO_FIGURE and (theme is None or row.duty.theme == theme)
    ]  # fmt: skip
    states = [row.status(TODAY) for row in rows]
    return weeks.Count(len(rows), sum(s.is_met for s in states), sum(s.is_late for s in states))


def scatter(*bodies):
    """Rows on both sides of weeks' ends, of several themes."""
    rules = [make_rule(make_duty(theme=theme)) for theme in ("complaints", "audited accounts", "")]
    for body in bodies:
        for days in (-1, 0, 6, 7, 83, 84):
            for rule in rules:
                make_obligation(body, rule, subject=f"{days}", due_on=MONDAY + days * DAY)
        fill(body, rules[0])


def test_the_figures_are_what_plain_counting_gives(place):
    third = make_body("99Z", region=place.south)
    scatter(place.body, third, place.other)
    found = weeks.by_week([place.south], MONDAY, TODAY)
    assert [week.monday for week in found] == [MONDAY + 7 * number * DAY for number in range(12)]
    for week in found:
        for theme, count in zip(weeks.COLUMNS, week.counts, strict=True):
            assert count == plain_count([place.body, third], week.monday, week.sunday, theme)
        assert week.total == plain_count([place.body, third], week.monday, week.sunday)
    assert sum(weeks.totals(found), weeks.Count()) == plain_count([place.body, third], MONDAY, MONDAY + 83 * DAY)
    assert found[0].total.due and found[0].total != found[1].total


def test_the_bodies_behind_a_number_add_up_to_it(place):
    third = make_body("99Z", region=place.south)
    scatter(place.body, third, place.other)
    week = weeks.by_week([place.south], MONDAY, TODAY)[0]
    behind = weeks.behind([place.south], MONDAY, "complaints", TODAY)
    assert sum((one.count for one in behind), weeks.Count()) == week.counts[weeks.COLUMNS.index("complaints")]
    assert {one.code: one.count for one in behind} == {
        body.code: plain_count([body], MONDAY, MONDAY + 6 * DAY, "complaints") for body in (place.body, third)
    }


def test_the_page_leads_from_a_number_to_its_bodies_and_on_to_their_calendars(place, sign_in):
    scatter(place.body, place.other)
    client = sign_in(place.assurer)
    page = client.get("/calendar/weeks/").content.decode()
    href = "/calendar/weeks/?from=2016-10-17&amp;week=2016-10-17&amp;theme=complaints#behind"
    assert f'href="{href}"' in page
    page = client.get(href.replace("&amp;", "&")).content.decode()
    assert "/calendar/?body=10H&amp;year=2016/17&amp;theme=complaints#m-2016-10" in page
    assert "NHS Eastern Cheshire CCG" not in page


def test_any_day_asks_for_the_week_it_is_in(place, sign_in):
    client = sign_in(place.assurer)
    page = client.get("/calendar/weeks/?from=2016-12-28").content.decode()
    assert page.index("26 Dec 2016") < page.index("2 Jan 2017")
    assert "From this week" in page
    for nonsense in ("?from=x&week=y&theme=z&region=q", "?from=0001-01-01", "?from=9999-12-31&week=9999-12-31"):
        assert client.get(f"/calendar/weeks/{nonsense}").status_code == 200


def test_a_region_reaches_its_own_bodies_and_the_national_office_all_or_one(place, sign_in):
    scatter(place.body, place.other)
    for member, address, seen, unseen in (
        (place.assurer, "?week=2016-10-17&region=Y54", "NHS Chiltern CCG", "NHS Eastern Cheshire CCG"),
        (place.national_assurer, "?week=2016-10-17&region=Y54", "NHS Eastern Cheshire CCG", "NHS Chiltern CCG"),
    ):
        page = sign_in(member).get(f"/calendar/weeks/{address}").content.decode()
        assert seen in page and unseen not in page
    page = sign_in(place.national_assurer).get("/calendar/weeks/?week=2016-10-17").content.decode()
    assert "NHS Chiltern CCG" in page and "NHS Eastern Cheshire CCG" in page


def test_the_door_is_for_assurers(place, sign_in):
    for member in (place.lead, place.lay, place.administrator):
        assert sign_in(member).get("/calendar/weeks/").status_code == 403


def test_the_weeks_take_as_many_queries_with_many_bodies_as_with_few(place, sign_in):
    client = sign_in(place.assurer)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get("/calendar/weeks/?week=2016-10-17")
        return len(asked)

    scatter(place.body)
    few = queries()
    scatter(*(make_body(region=place.south) for _ in range(4)))
    assert queries() == few


def taken(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_weeks_and_the_bodies_behind_one_can_be_taken_away(place, client):
    scatter(place.body, place.other)
    client.force_login(place.assurer.user)
    rows = taken(client, "/calendar/weeks.csv?from=2016-10-17")
    assert len(rows) == 12 * len(weeks.COLUMNS)
    for number, row in enumerate(rows):
        monday = MONDAY + 7 * (number // len(weeks.COLUMNS)) * DAY
        count = plain_count([place.body], monday, monday + 6 * DAY, weeks.COLUMNS[number % len(weeks.COLUMNS)])
        assert (row["Week from"], row["Due"], row["Done"], row["Past the date"]) == (
            monday.isoformat(), str(count.due), str(count.done), str(count.late),
        )  # fmt: skip
    (behind,) = taken(client, "/calendar/weeks.csv?week=2016-10-19&theme=complaints")
    count = plain_count([place.body], MONDAY, MONDAY + 6 * DAY, "complaints")
    assert (behind["Week from"], behind["Code"], behind["Due"]) == ("2016-10-17", place.body.code, str(count.due))
    assert "/calendar/weeks.xlsx?from=2016-10-17" in client.get("/calendar/weeks/").content.decode()
