"""Who keeps the log of a body that closed: who followed it, or whoever an administrator named."""

from __future__ import annotations

from datetime import date

import pytest

from bodies.access import Permission, Role, reach_of
from bodies.models import Succession
from casework.access import may_keep
from casework.models import InformationRequest
from duties.handover import hand_over
from duties.models import Obligation
from tests.casework.conftest import make_request
from tests.casework.test_log_pages import NEW
from tests.factories import make_body, make_member

LATER = date(2016, 11, 1)


@pytest.fixture
def merged(catalogue):
    """A body that closes on 31 October 2016 with a request open, and the one that follows it."""
    old = make_body("99A", closed_on=date(2016, 10, 31))
    new = make_body("99B", opened_on=date(2016, 11, 1), joined_on=date(2016, 11, 1))
    Succession.objects.create(
        predecessor=old, successor=new, effective_on=date(2016, 11, 1), kind="merger", scope="whole"
    )
    return old, new, make_request(old)


def reach(role: Role, body, today):
    return reach_of(make_member(role, body).user, today)


def test_an_heir_keeps_the_log_of_the_body_that_it_followed(merged) -> None:
    old, new, _ = merged
    assert may_keep(reach(Role.FOI_OFFICER, new, LATER), Permission.KEEP_REQUESTS, LATER) == {old.pk, new.pk}
    assert may_keep(reach(Role.FOI_OFFICER, new, LATER), Permission.KEEP_COMPLAINTS, LATER) == set()
    before = date(2016, 10, 31)
    assert may_keep(reach(Role.FOI_OFFICER, new, before), Permission.KEEP_REQUESTS, before) == {new.pk}


def test_of_a_body_that_was_split_whoever_was_named_keeps_it(merged) -> None:
    old, new, case = merged
    Succession.objects.update(scope="part", share="half")
    officer = make_member(Role.FOI_OFFICER, new)
    assert may_keep(reach_of(officer.user, LATER), Permission.KEEP_REQUESTS, LATER) == {new.pk}
    Obligation.objects.filter(record_kind="request", record_id=case.pk).update(held_by=new)
    assert may_keep(reach_of(officer.user, LATER), Permission.KEEP_REQUESTS, LATER) == {old.pk, new.pk}


def test_the_heir_answers_a_request_that_it_took_over_and_the_clock_never_stopped(merged, sign_in, monkeypatch) -> None:
    _, new, case = merged
    hand_over(today=LATER)
    owed = Obligation.objects.get(record_kind="request", record_id=case.pk)
    assert (owed.held_by, owed.due_on) == (new, date(2016, 10, 31))
    monkeypatch.setattr("bodies.clock.today", lambda: LATER)
    client = sign_in(make_member(Role.FOI_OFFICER, new))
    assert case.reference in client.get("/bodies/99B/requests/").content.decode()
    given = {"on_day": 1, "on_month": 11, "on_year": 2016, "code": "granted"}
    client.post(f"/requests/{case.pk}/record/answered/", given)
    owed.refresh_from_db()
    assert owed.done_on == LATER


def test_what_a_closed_body_had_received_is_logged_by_its_heir_with_the_clock_of_then(
    merged, sign_in, monkeypatch
) -> None:
    old, new, _ = merged
    monkeypatch.setattr("bodies.clock.today", lambda: LATER)
    client = sign_in(make_member(Role.FOI_OFFICER, new))
    page = client.get("/bodies/99A/requests/new/").content.decode()
    assert "closed on 31 October 2016: log here only what it had received by then" in page
    given = NEW | {"received_on_day": 28}
    page = client.post("/bodies/99A/requests/new/", given, follow=True).content.decode()
    made = InformationRequest.objects.get(body=old, received_on=date(2016, 10, 28))
    assert made.due_on == date(2016, 11, 25) and made.label in page
    hand_over(today=LATER)
    assert Obligation.objects.get(record_kind="request", record_id=made.pk).held_by == new
    given = NEW | {"received_on_day": 1, "received_on_month": 11, "entry_key": "k2"}
    refused = client.post("/bodies/99A/requests/new/", given)
    assert refused.status_code == 409 and "Log it for the body that followed it" in refused.content.decode()
