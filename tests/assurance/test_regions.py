"""A region asked for alone: without the bodies of others being read, it is what the table of all shows of it."""

from dataclasses import replace
from datetime import date

import pytest

from assurance.holders import holders_on
from assurance.national.asked import Asked
from assurance.national.reading import national
from bodies.access import reach_of
from bodies.models import BodyOffice, Succession
from duties.models import Obligation
from duties.years import FinancialYear
from tests.assurance.world import make_world
from tests.factories import TODAY, make_body, make_obligation, make_office, make_rule

DAYS = [date(2015, 9, 1), date(2016, 3, 31), date(2016, 8, 10), TODAY]


@pytest.fixture
def moved(place):
    """Bodies that moved to another region, closed, were merged into one of another, or open later."""
    west = make_office("Y99", name="South West")
    BodyOffice.objects.filter(body=place.kernow).update(to_on=date(2016, 3, 31))
    BodyOffice.objects.create(body=place.kernow, office=west, kind="region", from_on=date(2016, 4, 1))
    closed = make_body("99X", closed_on=date(2016, 6, 30), region=place.south)
    heir = make_body("98X", opened_on=date(2016, 7, 1), region=west)
    make_body("97X", opened_on=date(2017, 4, 1), region=make_office("Y98", name="Later"))
    make_body("96X", closed_on=date(2015, 5, 31), region=make_office("Y97", name="Earlier"))
    nowhere = make_body("95X")
    Succession.objects.create(
        predecessor=closed, successor=heir, effective_on=heir.opened_on, kind="ccg_merger", scope="whole"
    )
    make_world((place.chiltern, place.kernow, place.cheshire, closed, heir, nowhere), each=25)
    Obligation.objects.filter(body=closed).update(held_by=heir)
    make_obligation(closed, make_rule(), held_by=None)
    return place


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("year", [2015, 2016, 2017])
def test_a_region_alone_is_what_the_table_of_all_shows_of_it(moved, day, year):
    reach, holders = reach_of(moved.national.user, TODAY), holders_on(day, TODAY)
    asked = Asked(FinancialYear(year), day, TODAY)
    every = national(asked, reach, {}, holders)
    groups = {group.office.code: group for group in every.groups if group.office}
    assert groups
    for code in (*groups, "Y00"):
        alone = national(replace(asked, region=code), reach, {}, holders)
        assert alone.groups == ((groups[code],) if code in groups else ())
        assert alone.regions == every.regions
