"""Bodies in two regions, assurers of each and of all, the people of a body, and assessments as far as a test needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments import actions
from assessments.models import Assessment
from bodies import clock
from bodies.access import Reach, Role
from bodies.models import Body, Membership
from duties.loading import load_catalogue
from duties.opening import open_year
from duties.years import FinancialYear
from tests.catalogues import part_of_catalogue
from tests.factories import make_body, make_member, make_office, national_office

TODAY = date(2016, 7, 4)
LAST_YEAR, THIS_YEAR = FinancialYear(2015), FinancialYear(2016)
GOOD, INADEQUATE = "assurance-2015:good", "assurance-2015:inadequate"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page be asked on the day of these tests."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let it be another day: later(date(2016, 7, 21))."""
    return lambda day: monkeypatch.setattr(clock, "today", lambda: day)


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    south, london = make_office("Y57", name="South of England"), make_office("Y56", name="London")
    chiltern = make_body("10H", name="NHS Chiltern CCG", region=south, joined_on=date(2013, 4, 1))
    kernow = make_body("11N", name="NHS Kernow CCG", region=south, joined_on=date(2013, 4, 1))
    camden = make_body("07R", name="NHS Camden CCG", region=london, joined_on=date(2013, 4, 1))
    return SimpleNamespace(
        south=south, body=chiltern, kernow=kernow, camden=camden,
        proposer=make_member(Role.ASSURER, south, post="Assurer, South"),
        second=make_member(Role.ASSURER, south, post="Second assurer, South"),
        national=make_member(Role.ASSURER, national_office()), london=make_member(Role.ASSURER, london),
        lead=make_member(Role.LEAD, chiltern), contributor=make_member(Role.CONTRIBUTOR, chiltern),
        lay=make_member(Role.LAY_MEMBER, chiltern), elsewhere=make_member(Role.LEAD, kernow),
        administrator=make_member(Role.ADMINISTRATOR, national_office()),
    )  # fmt: skip


@pytest.fixture
def duties(db: None) -> None:
    load_catalogue(
        catalogue=part_of_catalogue(("nhse-annual-assessment", "nhse-consult-hwbs")), digest="tests", by=None,
        today=TODAY,
    )  # fmt: skip


def opened(year: FinancialYear) -> None:
    """Open what falls due in a year."""
    open_year(year, today=TODAY)


@pytest.fixture
def sign_in() -> Callable[[Membership], Client]:
    def as_member(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return as_member


def reach(member: Membership) -> Reach:
    return Reach((member,))


def begun(place: SimpleNamespace, body: Body | None = None, *, year: FinancialYear = LAST_YEAR, period: str = "",
          today: date = TODAY) -> Assessment:  # fmt: skip
    return actions.begin(body=body or place.body, year=year, period=period, by=place.proposer.user, today=today)


def written(place: SimpleNamespace, assessment: Assessment, *, today: date = TODAY, **more: Any) -> Assessment:
    """Everything that it needs to be proposed."""
    sheet = assessment.sheet
    first = sheet.headline.values[1].key if sheet.headline else ""
    judged = {
        unit.slug: actions.Judged(unit.scale.values[0].key if unit.scale.must_choose else "", f"Reasons: {unit.name}")
        for unit in sheet.units
    }
    said = {
        "headline": first, "summary": "It plans well, and should involve the public sooner.", "judged": judged,
        "looked_at": {one.slug: f"Found: {one.name}" for one in assessment.must_look_at},
    } | more  # fmt: skip
    return actions.write(assessment=assessment, by=place.proposer.user, today=today, **said)


def proposed(place: SimpleNamespace, body: Body | None = None, **of: Any) -> Assessment:
    made = written(place, begun(place, body, **of))
    actions.propose(assessment=made, by=place.proposer.user, today=TODAY)
    made.refresh_from_db()
    return made


def agreed(place: SimpleNamespace, body: Body | None = None, **of: Any) -> Assessment:
    made = proposed(place, body, **of)
    actions.agree(assessment=made, reach=reach(place.second), by=place.second.user, today=TODAY)
    made.refresh_from_db()
    return made


def shown(place: SimpleNamespace, body: Body | None = None, *, days: int = 10, **of: Any) -> Assessment:
    made = agreed(place, body, **of)
    by_on = TODAY + timedelta(days=days)
    return actions.send_to_body(assessment=made, comment_by_on=by_on, by=place.proposer.user, today=TODAY)


def heard(place: SimpleNamespace, body: Body | None = None, **of: Any) -> Assessment:
    """The body commented, and a board was consulted."""
    made = shown(place, body, **of)
    actions.comment(assessment=made, words="We agree with most of it.", by=place.lead.user, today=TODAY)
    if not made.period:
        actions.add_board(
            assessment=made, board="Buckinghamshire", asked_on=date(2016, 5, 9), replied_on=date(2016, 6, 1),
            said="No concerns.", by=place.proposer.user, today=TODAY,
        )  # fmt: skip
    made.refresh_from_db()
    return made


def published(place: SimpleNamespace, body: Body | None = None, **of: Any) -> Assessment:
    made = heard(place, body, **of)
    return actions.publish(assessment=made, by=place.proposer.user, today=TODAY)
