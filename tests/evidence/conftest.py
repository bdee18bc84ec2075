"""One body of one region with everybody around it, and small ways to give it evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies import clock
from bodies.access import Role, reach_of
from bodies.models import Body, Membership, Office
from duties.models import Obligation
from evidence import actions
from evidence.models import Evidence, Submission
from tests.factories import (
    TODAY,
    make_body,
    make_duty,
    make_member,
    make_obligation,
    make_office,
    make_rule,
    national_office,
)


@dataclass
class World:
    """A region with a body, another region, and one person of each role."""

    region: Office
    elsewhere: Office
    body: Body
    other_body: Body
    lead: Membership
    contributor: Membership
    lay: Membership
    assurer: Membership
    other_assurer: Membership
    national: Membership
    stranger: Membership

    def everybody(self) -> list[Membership]:
        return [self.lead, self.contributor, self.lay, self.assurer, self.other_assurer, self.national, self.stranger]


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def world(db) -> World:
    region, elsewhere = make_office("Y57", name="South"), make_office("Y54", name="North")
    body, other = make_body("10H", name="NHS Chiltern CCG", region=region), make_body("99A", region=elsewhere)
    return World(
        region=region, elsewhere=elsewhere, body=body, other_body=other,
        lead=make_member(Role.LEAD, body), contributor=make_member(Role.CONTRIBUTOR, body, post="Finance manager"),
        lay=make_member(Role.LAY_MEMBER, body), assurer=make_member(Role.ASSURER, region),
        other_assurer=make_member(Role.ASSURER, elsewhere), national=make_member(Role.ASSURER, national_office()),
        stranger=make_member(Role.LEAD, other),
    )  # fmt: skip


@pytest.fixture
def obligation(world) -> Obligation:
    """A reviewed duty of the body."""
    return make_obligation(world.body)


@pytest.fixture
def certified(world) -> Obligation:
    """A duty that the body certifies."""
    return make_obligation(world.body, make_rule(make_duty(title="Have a plan"), proof="certified"))


@pytest.fixture
def as_(world):
    """Sign somebody in: `as_(world.lead)` is their browser."""

    def signed_in(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return signed_in


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a server that plays S3."""
    from tests.evidence import stores  # takes a second to import, which few tests need

    with stores.s3_server() as endpoint:
        yield endpoint


@pytest.fixture
def s3_keys(monkeypatch) -> None:
    from tests.evidence import stores

    for name, value in stores.KEYS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=["disk", "s3"])
def place(request, settings):
    """Where files lie: the test runs once on each kind of store."""
    from tests.evidence import stores

    if request.param == "disk":
        return stores.on_disk(Path(settings.MEDIA_ROOT))
    request.getfixturevalue("s3_keys")
    endpoint = request.getfixturevalue("s3_server")
    settings.STORAGES = settings.STORAGES | {"evidence": stores.s3(endpoint)}
    return stores.in_bucket(endpoint, Path(settings.MEDIA_ROOT))


def add_statement(obligation: Obligation, member: Membership, title: str = "Minutes", **more) -> Evidence:
    given = {"about_on": date(2016, 10, 1), "today": TODAY} | more
    content = actions.Content(text=f"It was done: {title}")
    return actions.add_evidence(obligation=obligation, content=content, title=title, by=member.user, **given)


def send(obligation: Obligation, member: Membership, done_on: date = date(2016, 10, 3), **more) -> Submission:
    add_statement(obligation, member, title=f"Proof {Evidence.objects.count()}")
    return actions.send_in(obligation=obligation, done_on=done_on, note="", by=member.user, today=TODAY, **more)


def see(submission: Submission, member: Membership, **more) -> Submission:
    given = {"done_on": submission.done_on, "ticked": submission.checks} | more
    return actions.decide_seen(
        submission=submission, reach=reach_of(member.user, TODAY), by=member.user, today=TODAY, **given
    )


def give_back(submission: Submission, member: Membership, reason: str = "No page reference") -> Submission:
    return actions.send_back(
        submission=submission, reach=reach_of(member.user, TODAY), reason=reason, by=member.user, today=TODAY
    )


def moves_to_nhs_england(member: Membership, office: Office) -> Membership:
    """Somebody leaves the body today and is an assurer from now on; their membership as one."""
    Membership.objects.filter(pk=member.pk).update(to_on=TODAY - timedelta(days=1))
    return make_member(Role.ASSURER, office, user=member.user, from_on=TODAY)


def when(name: str, day: date) -> dict[str, str]:
    """A date as the three boxes post it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def count(read: Callable[[], object]) -> int:
    """How many questions something asks of the database."""
    with CaptureQueriesContext(connection) as seen:
        read()
    return len(seen)
