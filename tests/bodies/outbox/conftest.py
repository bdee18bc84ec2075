"""A person of a body, and a short way to tell them something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from bodies.access import Role
from bodies.models import Body, Membership
from bodies.outbox import Telling, tell
from tests.factories import TODAY, make_body, make_member, make_office

Tells = Callable[..., int]


@pytest.fixture
def body(db) -> Body:
    return make_body("10H", name="NHS Chiltern CCG", region=make_office("Y57", name="South"))


@pytest.fixture
def lead(body) -> Membership:
    return make_member(Role.LEAD, body)


@pytest.fixture
def telling(lead) -> Callable[..., Telling]:
    """Something to tell the lead, with what the test names and plain values for the rest."""

    def make(key: str = "late 1", **fields: Any) -> Telling:
        plain = {
            "person_id": lead.user_id, "kind": "late", "words": "Annual report, 2015/16: Legal date passed",
            "url_path": "/obligations/1/", "body_id": lead.body_id, "subject_kind": "duties.obligation",
            "subject_id": 1, "since_on": TODAY,
        }  # fmt: skip
        return Telling(key=key, **(plain | fields))

    return make


@pytest.fixture
def says(telling) -> Tells:
    """Tell the lead something, in a transaction of its own."""

    def say(key: str = "late 1", *, today: date = TODAY, **fields: Any) -> int:
        with transaction.atomic():
            return tell([telling(key, **fields)], today=today)

    return say
