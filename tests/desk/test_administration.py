"""Administration: dates that others set, holders, and the day of a demonstration."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bodies import clock
from bodies.models import Succession, Verification
from desk.views.administration import words_of_day
from duties.daily import Day
from duties.models import Flag
from duties.sweep import Swept
from tests.factories import TODAY, make_body, make_duty, make_obligation, make_rule

DAY = timedelta(days=1)


@pytest.fixture
def draft(place):
    """An obligation that waits for the date of the draft accounts of 2016/17."""
    rule = make_rule(make_duty(title="Draft accounts"), code="NHSE_DIRECTED:accounts_draft", date_basis="directed")
    return make_obligation(
        place.body,
        rule,
        due_on=None,
        period_year=2016,
        period_first_on=date(2016, 4, 1),
        period_last_on=date(2017, 3, 31),
    )


def test_a_missing_date_is_named_with_how_many_wait(place, sign_in, draft):
    page = sign_in(place.administrator).get("/administration/").content.decode()
    assert "Draft accounts" in page
    assert "key=accounts_draft&amp;year=2016/17" in page


def test_the_holder_of_a_split_body_is_one_of_those_that_followed_it(place, sign_in):
    split = make_body("99S", name="NHS Split CCG", closed_on=TODAY - 30 * DAY)
    follower = make_body("88A", name="NHS Follower CCG")
    Succession.objects.create(
        predecessor=split, successor=follower, effective_on=TODAY - 29 * DAY, kind="merger", scope="part"
    )
    left = make_obligation(split, held_by=None)
    client = sign_in(place.administrator)
    assert "NHS Split CCG" in client.get("/administration/").content.decode()
    assert client.post("/administration/holder/99S/", {"holder": place.body.pk}).status_code == 200
    page = client.post("/administration/holder/99S/", {"holder": follower.pk}, follow=True).content.decode()
    assert "NHS Follower CCG now answers for 1 obligation of NHS Split CCG" in page
    left.refresh_from_db()
    assert left.held_by == follower
    assert client.post("/administration/holder/99S/", {"holder": follower.pk}).status_code == 409


def test_the_next_day_raises_flags_and_says_so(place, sign_in):
    make_obligation(place.body, due_on=TODAY)
    page = sign_in(place.administrator).post("/administration/next-day/", follow=True).content.decode()
    assert clock.today() == TODAY + DAY
    assert "It is now 18 October 2016." in page
    assert Flag.objects.filter(kind="late").count() == 1
    assert "1 late" in page


def test_the_day_is_moved_by_nobody_else_never_by_a_get_and_only_in_a_demonstration(place, sign_in, settings):
    assert sign_in(place.lead).post("/administration/next-day/").status_code == 403
    assert sign_in(place.national_assurer).post("/administration/next-day/").status_code == 403
    client = sign_in(place.administrator)
    assert client.get("/administration/next-day/").status_code == 405
    settings.DEMONSTRATION = False
    assert client.post("/administration/next-day/").status_code == 404
    assert "Move to" not in client.get("/administration/").content.decode()


def test_a_day_in_words():
    quiet = Day(handed_over=0, opened=0, swept=Swept())
    assert words_of_day(date(2016, 10, 18), quiet, samples=0) == "It is now 18 October 2016. No flag was raised."
    busy = Day(handed_over=1, opened=2300, swept=Swept(late=3, soon=1))
    assert words_of_day(date(2017, 4, 1), busy, samples=1) == (
        "It is now 1 April 2017. 4 flags were raised: 3 late and 1 due soon. 2,300 obligations were opened. "
        "1 obligation was handed over or closed with their body. 1 sample was drawn of what was certified."
    )


def test_what_passed_whole_to_a_body_that_was_split_later_can_be_given_to_one_that_followed_that(place, sign_in):
    """Eleven groups went whole into a board that was divided: the bodies to choose from are found through it."""
    first = make_body("99F", closed_on=TODAY - 60 * DAY)
    split = make_body("99S", opened_on=TODAY - 59 * DAY, closed_on=TODAY - 30 * DAY)
    north, south = make_body("99N", name="NHS North"), make_body("99E", name="NHS South")
    follow = {"kind": "icb_reorganisation", "effective_on": TODAY - 29 * DAY, "scope": "part"}
    Succession.objects.create(
        predecessor=first, successor=split, effective_on=TODAY - 59 * DAY, kind="ccg_to_icb", scope="whole"
    )
    for part in (north, south):
        Succession.objects.create(predecessor=split, successor=part, **follow)
    left = make_obligation(first, held_by=None)
    client = sign_in(place.administrator)
    assert client.post("/administration/holder/99F/", {"holder": south.pk}).status_code == 302
    left.refresh_from_db()
    assert left.held_by == south


def test_an_administrator_sees_how_the_audit_trail_was_last_found(place, sign_in):
    client = sign_in(place.administrator)
    assert "The audit trail has not been read again yet" in client.get("/administration/").content.decode()
    told = {"kind": "audit", "started_at": timezone.now(), "finished_at": timezone.now(), "count": 1234}
    Verification.objects.create(**told)
    assert "1,234 entries, no fault." in client.get("/administration/").content.decode()
    Verification.objects.create(**told, faults=["Entry 7 was removed."])
    page = client.get("/administration/").content.decode()
    assert "The audit trail has faults" in page and "Entry 7 was removed." in page
    Verification.objects.create(**told, faults=[f"Entry {n} was removed." for n in range(1, 40)])
    page = client.get("/administration/").content.decode()
    assert "Entry 20 was" in page and "Entry 21 was" not in page and "manage.py verify_audit" in page
