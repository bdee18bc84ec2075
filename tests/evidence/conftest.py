"""One body of one region with everybody around it, and small ways to give it evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

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


def when(name: str, day: date) -> dict[str, str]:
    """A date as the three boxes post it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
