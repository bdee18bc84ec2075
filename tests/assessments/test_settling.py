"""What NHS England itself owes: settled by publishing, late like anybody else's, and in no figure of a body."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assessments import actions
from assessments.settling import settle_all
from assessments.tasks import settle_what_is_owed
from duties.models import Obligation
from duties.status import Timing
from tests.assessments.conftest import LAST_YEAR, THIS_YEAR, TODAY, heard, opened, published, shown

ASSESS, CONSULT = "nhse-annual-assessment", "nhse-consult-hwbs"


@pytest.fixture
def owed(place, duties):
    """By duty, what NHS England owes about the body and the year before."""
    opened(THIS_YEAR)
    return lambda: {row.duty.slug: row for row in Obligation.objects.filter(body=place.body, period_year=2015)}


def test_publishing_settles_both_on_their_own_days_under_its_own_name(place, owed) -> None:
    published(place)
    rows = owed()
    assert {row.owed_by for row in rows.values()} == {"nhs_england"}
    assert (rows[ASSESS].done_on, rows[ASSESS].met_how) == (TODAY, "recorded")
    assert rows[CONSULT].done_on == date(2016, 5, 9)  # the day the board was asked
    assert not Obligation.objects.filter(body=place.kernow).exclude(met_on=None).exists()
    assert not Obligation.objects.filter(body=place.body, period_year=2016).exclude(met_on=None).exists()


def test_a_quarter_settles_nothing(place, owed) -> None:
    published(place, year=LAST_YEAR, period="Q3")
    assert not Obligation.objects.exclude(met_on=None).exists()


def test_without_a_board_the_duty_to_consult_stays_open_whatever_the_reason(place, owed) -> None:
    made = shown(place)
    actions.comment(assessment=made, words="Thank you.", by=place.lead.user, today=TODAY)
    actions.say_no_board(assessment=made, why="None was named.", by=place.proposer.user, today=TODAY)
    actions.publish(assessment=made, by=place.proposer.user, today=TODAY)
    assert [owed()[slug].met_on for slug in (ASSESS, CONSULT)] == [TODAY, None]


def test_under_embargo_it_is_settled_on_the_day_it_ends_by_itself(place, owed, later) -> None:
    until = TODAY + timedelta(days=17)
    actions.publish(assessment=heard(place), from_on=until, by=place.proposer.user, today=TODAY)
    assert settle_all(until - timedelta(days=1)) == 0
    later(until)
    assert settle_what_is_owed() == 2
    assert owed()[ASSESS].done_on == until
    assert settle_what_is_owed() == 0


def test_a_year_that_is_opened_after_its_assessment_was_published_is_settled_too(place, duties) -> None:
    published(place)
    opened(THIS_YEAR)
    assert settle_all(TODAY + timedelta(days=1)) == 2


def test_published_after_its_directed_date_it_is_late_by_the_days_between_and_counts_in_no_figure(place, owed) -> None:
    Obligation.objects.filter(duty__slug=ASSESS, period_year=2015).update(
        due_on=TODAY - timedelta(days=5), soon_on=TODAY - timedelta(days=47), date_basis="directed", no_date_reason=""
    )
    assert owed()[ASSESS].status(TODAY).timing is Timing.PASSED
    assert Obligation.objects.late(TODAY).filter(owed_by="nhs_england").count() == 3
    assert Obligation.objects.owed_by_body().late(TODAY).count() == 0
    published(place)
    status = owed()[ASSESS].status(TODAY)
    assert (status.timing, status.days_late) == (Timing.DONE_LATE, 5)
    assert list(Obligation.objects.owed_by_body().figures(TODAY, "body")) == []
