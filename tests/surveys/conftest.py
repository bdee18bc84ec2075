"""A survey, the bodies of two regions, their leads, NHS England's people, and a day that moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from bodies import clock
from bodies.access import Role
from bodies.models import Body, BodyOffice, Membership, Office
from duties.years import FinancialYear
from surveys.actions import keep_answers, send_answers, start_survey
from surveys.actions.answering import Said
from surveys.models import Survey
from tests.factories import make_body, make_member, make_office, national_office

STARTED_ON, OPENS_ON, OPEN_DAY = date(2016, 9, 1), date(2016, 10, 3), date(2016, 10, 17)
CLOSES_ON, CLOSED_DAY = date(2016, 12, 16), date(2016, 12, 17)
YEAR = 2016


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let every page be asked on another day."""

    def move(to: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: to)

    return move


@pytest.fixture(autouse=True)
def _today(day: Callable[[date], None]) -> None:
    day(OPEN_DAY)


@pytest.fixture
def survey(db: None) -> Survey:
    return a_survey()


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    """Two regions, a body of the one with all its people, and NHS England."""
    centre, south, north = national_office(), make_office("Y57", name="South"), make_office("Y54", name="North")
    body = make_body("10H", name="NHS Chiltern CCG", region=south)
    other = make_body("11N", name="NHS Kernow CCG", region=south)
    return SimpleNamespace(
        centre=centre, south=south, north=north, body=body, other=other, lead=make_member(Role.LEAD, body),
        contributor=make_member(Role.CONTRIBUTOR, body), lay=make_member(Role.LAY_MEMBER, body),
        assurer=make_member(Role.ASSURER, south), national=make_member(Role.ASSURER, centre),
        administrator=make_member(Role.ADMINISTRATOR, centre), elsewhere=make_member(Role.LEAD, other),
    )  # fmt: skip


@pytest.fixture
def sign_in() -> Callable[[Membership], Client]:
    def as_member(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return as_member


def a_survey(year: int = YEAR, **days: Any) -> Survey:
    """A survey as an administrator starts one."""
    given = {"opens_on": OPENS_ON, "closes_on": CLOSES_ON, "today": STARTED_ON} | days
    return start_survey(year=FinancialYear(year), by=None, **given)


def bodies_of(office: Office, number: int) -> list[Body]:
    return [make_body(region=office) for _ in range(number)]


def put_into(body: Body, office: Office, from_on: date, to_on: date | None = None) -> None:
    BodyOffice.objects.create(body=body, office=office, kind=office.kind, from_on=from_on, to_on=to_on)


def answer(
    survey: Survey, body: Body, office: Office, value: int | None = 4, *, comment: str = "", told: bool = False,
    send: bool = True, by: Any = None, today: date = OPEN_DAY,
) -> None:  # fmt: skip
    """Let a body answer every question about one office alike, and send it."""
    values = {} if value is None else dict.fromkeys(survey.questions.values_list("pk", flat=True), value)
    said = Said(values, comment, told)
    keep_answers(survey=survey, body=body, office=office, said=said, by=by, today=today)
    if send:
        send_answers(survey=survey, body=body, by=by, today=today)
