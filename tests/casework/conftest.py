"""The duties that casework concerns, a body that uses the tracker, its officers, and cases of it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from bodies import clock
from bodies.access import Role
from bodies.models import Body, Membership
from casework.actions import Happening, NewComplaint, NewRequest, add_event, log_complaint, log_request
from casework.models import Case
from duties.loading import load_catalogue
from tests.catalogues import part_of_catalogue
from tests.factories import make_body, make_member, make_office, national_office

TODAY = date(2016, 10, 17)
CONCERNED = ("foi-", "eir-", "complaint", "ko41a", "ombudsman")
DIRECTED = ("ko41a",)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page be asked on the day of these tests."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue(catalogue=part_of_catalogue(CONCERNED, DIRECTED), digest="tests", by=None, today=TODAY)


@pytest.fixture
def body(catalogue: None) -> Body:
    return make_body(
        "10H", name="NHS Chiltern CCG", joined_on=date(2013, 4, 1), region=make_office("Y57", name="South")
    )


@pytest.fixture
def place(body: Body) -> SimpleNamespace:
    """The body with everybody who may look: its officers and others, NHS England, and another body's lead."""
    other = make_body("11N", name="NHS Kernow CCG", joined_on=date(2013, 4, 1), region=make_office("Y57"))
    return SimpleNamespace(
        body=body, other=other, lead=make_member(Role.LEAD, body), foi=make_member(Role.FOI_OFFICER, body),
        complaints=make_member(Role.COMPLAINTS_MANAGER, body), contributor=make_member(Role.CONTRIBUTOR, body),
        lay=make_member(Role.LAY_MEMBER, body), assurer=make_member(Role.ASSURER, make_office("Y57")),
        national=make_member(Role.ASSURER, national_office()),
        administrator=make_member(Role.ADMINISTRATOR, national_office()), elsewhere=make_member(Role.LEAD, other),
    )  # fmt: skip


@pytest.fixture
def sign_in() -> Any:
    def as_member(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return as_member


def make_request(body: Body, received_on: date = date(2016, 10, 3), *, today: date = TODAY, **facts: Any):
    """A request for information, logged as people do."""
    given = {"law": "foi", "channel": "email", "subject": "Spending on agency staff"} | facts
    return log_request(body=body, new=NewRequest(received_on=received_on, **given), by=None, today=today)


def make_complaint(body: Body, received_on: date = date(2016, 10, 3), *, today: date = TODAY, **facts: Any) -> Any:
    """A complaint, logged as people do."""
    given = {"channel": "letter", "subject": "A delayed funding decision"} | facts
    return log_complaint(body=body, new=NewComplaint(received_on=received_on, **given), by=None, today=today)


def happen(case: Case, kind: str, on: date, *, today: date = TODAY, **said: Any) -> Case:
    """Record one event; the case as it stands afterwards."""
    add_event(case=case, kind=kind, happening=Happening(on=on, **said), by=None, today=max(today, on))
    case.refresh_from_db()
    return case
