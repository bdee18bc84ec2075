"""The lead of a body, who leads a second one too. No worker is told: a test runs an import itself."""

from __future__ import annotations

import pytest
from django.test import Client

from bodies import clock, tasks
from bodies.access import Role
from bodies.imports import running
from bodies.models import Body, Membership
from tests.factories import TODAY, make_body, make_member


@pytest.fixture(autouse=True)
def _here(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(tasks.run_import_task, "delay", lambda pk: None)
    monkeypatch.setattr(running, "PAUSE", 0)


@pytest.fixture
def second(db) -> Body:
    return make_body("10Y", name="NHS Aylesbury Vale CCG")


@pytest.fixture
def lead(body: Body, second: Body) -> Membership:
    member = make_member(Role.LEAD, body)
    make_member(Role.LEAD, second, user=member.user)
    return member


@pytest.fixture
def client(lead: Membership) -> Client:
    client = Client()
    client.force_login(lead.user)
    return client
