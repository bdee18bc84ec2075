"""Somebody who is another person in each of two bodies, as in a support unit: what they may holds where they may it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from bodies.access import Permission, Role, reach_of
from bodies.models import Membership
from casework.access import may_keep
from casework.actions.returning import begin_return, make_return
from casework.models import Return
from duties.models import Obligation
from duties.years import FinancialYear
from tests.casework.conftest import TODAY, make_complaint, make_request


@pytest.fixture
def both(place):
    """The FOI officer of the first body, who leads the other one."""
    Membership.objects.create(
        user=place.foi.user, body=place.other, role=Role.LEAD.value, post="Lead", from_on=date(2013, 4, 1)
    )
    return place


def test_a_lead_elsewhere_publishes_nothing_here(both, sign_in) -> None:
    make_request(both.body, date(2016, 7, 4))
    said = {"by": both.foi.user, "today": TODAY}
    draft = begin_return(body=both.body, kind=Return.Kind.FOI, year=FinancialYear(2016), period="Q2", **said)
    made = make_return(draft=draft, **said)
    client = sign_in(both.foi)
    for name in ("publish_return", "take_off_return"):
        assert client.post(reverse(f"casework:{name}", args=[made.pk])).status_code == 404
    made.refresh_from_db()
    assert made.published_on is None
    assert sign_in(both.lead).post(reverse("casework:publish_return", args=[made.pk])).status_code == 302


def test_who_keeps_complaints_elsewhere_opens_none_here(both, sign_in) -> None:
    here, there = make_complaint(both.body), make_complaint(both.other)
    client = sign_in(both.foi)
    codes = [client.get(reverse("casework:complaint", args=[case.pk])).status_code for case in (here, there)]
    assert codes == [404, 200]
    assert client.get(reverse("imports:start", args=["10H", "complaints"])).status_code == 404
    assert client.get(reverse("imports:start", args=["10H", "evidence"])).status_code == 404
    assert client.get(reverse("evidence:held_files", args=["10H"])).status_code == 404


def test_what_another_body_answers_for_gives_it_no_log(both) -> None:
    """Only a case that it was named for does: a duty that opened otherwise is not the log."""
    case = make_request(both.body)
    Obligation.objects.filter(record_id=case.pk).update(held_by=both.other, record_kind="meeting")
    reach = reach_of(both.elsewhere.user, TODAY)
    assert may_keep(reach, Permission.KEEP_REQUESTS, TODAY) == {both.other.pk}
