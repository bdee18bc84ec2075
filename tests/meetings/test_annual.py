"""An annual public meeting as proof of the yearly duty: only if the report was out before it and presented at it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from bodies import clock
from bodies.access import Role
from bodies.models import Body, User
from duties.actions import NotNow
from duties.models import DutyRule, Obligation
from duties.status import EvidenceState
from evidence.models import Evidence, Submission
from meetings.actions.annual import send_as_proof
from meetings.models import Meeting
from tests.factories import make_body, make_member, make_obligation
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db
HELD_ON = date(2016, 9, 22)


@pytest.fixture
def lead(body: Body) -> User:
    return make_member(Role.LEAD, body).user


@pytest.fixture
def owed(body: Body) -> Obligation:
    rule = DutyRule.objects.get(duty__slug="annual-public-meeting", regime="CCG")
    return make_obligation(body, rule, due_on=date(2016, 9, 30), period_year=2015)


def make_annual(body: Body, **fields: Any) -> Meeting:
    given = {
        "kind": "annual", "state": "held", "announced_on": date(2016, 6, 1), "presents_year": 2015,
        "report_published_on": date(2016, 6, 20), "report_presented": True, "record_on": date(2016, 9, 30),
    }  # fmt: skip
    return make_meeting(body, HELD_ON, **(given | fields))


def test_its_public_page_is_logged_and_sent_in_for_review(
    body: Body, lead: User, owed: Obligation, settings: Any
) -> None:
    settings.SITE_URL = "https://tracker.example"
    meeting = make_annual(body)
    sent = send_as_proof(meeting=meeting, by=lead, today=TODAY)
    owed.refresh_from_db()
    assert owed.status(TODAY).evidence is EvidenceState.WAITING
    assert (sent.obligation_id, owed.done_on) == (owed.pk, HELD_ON)
    logged = Evidence.objects.get()
    assert (logged.url, logged.title) == (
        f"https://tracker.example/meetings/{meeting.pk}/",
        "Annual public meeting, 22 September 2016",
    )


def test_sent_in_again_it_stays_as_it_was(body: Body, lead: User, owed: Obligation) -> None:
    meeting = make_annual(body)
    first = send_as_proof(meeting=meeting, by=lead, today=TODAY)
    assert send_as_proof(meeting=meeting, by=lead, today=TODAY) == first
    assert (Submission.objects.count(), Evidence.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"state": "planned"}, "it is not recorded that the meeting was held"),
        ({"in_public": None}, "it is not recorded that the meeting was held in public"),
        ({"announced_on": None, "record_on": None}, "the meeting is not announced to the public"),
        ({"presents_year": None}, "the year of the annual report is not recorded"),
        ({"report_published_on": None}, "the day on which the annual report was published is not recorded"),
        ({"report_published_on": HELD_ON}, "published on 22 September 2016, which is not before the meeting"),
        ({"report_presented": None}, "it is not recorded that the annual report was presented"),
        ({"report_presented": False}, "it is not recorded that the annual report was presented"),
        ({"record_on": None}, "the record of the meeting is not published"),
        ({"kind": "governing_body"}, "it is not an annual public meeting"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_sent(
    body: Body, lead: User, owed: Obligation, lacking: dict[str, Any], words: str
) -> None:
    with pytest.raises(NotNow, match=words):
        send_as_proof(meeting=make_annual(body, **lacking), by=lead, today=TODAY)
    assert not Evidence.objects.exists()


def test_a_year_that_nobody_owes_is_named(body: Body, lead: User, owed: Obligation) -> None:
    with pytest.raises(NotNow, match="present the report of 2014/15 is open"):
        send_as_proof(meeting=make_annual(body, presents_year=2014), by=lead, today=TODAY)


def test_the_lead_reads_what_is_missing_and_then_sends_it_in(
    body: Body, lead: User, owed: Obligation, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    client.force_login(lead)
    meeting = make_annual(body, report_presented=None)
    address = f"/meetings/{meeting.pk}/record/"
    page = client.get(address).content.decode()
    assert "it is not recorded that the annual report was presented at the meeting" in page
    assert "Send in as proof" not in page
    assert "What is missing" in client.post(f"{address}send-as-proof/", follow=True).content.decode()
    Meeting.objects.filter(pk=meeting.pk).update(report_presented=True)
    assert "Send in as proof" in client.get(address).content.decode()
    page = client.post(f"{address}send-as-proof/", follow=True).content.decode()
    assert "sent in for review" in page and "Waiting for review" in page
    assert "Send in as proof" not in page


def test_a_meeting_of_another_body_is_not_found(body: Body, owed: Obligation, client: Client) -> None:
    client.force_login(make_member(Role.LEAD, make_body("99A")).user)
    assert client.post(f"/meetings/{make_annual(body).pk}/record/send-as-proof/").status_code == 404
