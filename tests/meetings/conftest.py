"""The duties that meetings concern, and meetings of a body that uses the tracker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from bodies.models import Body
from duties.catalogue import Catalogue, read_catalogue
from duties.loading import load_catalogue
from meetings.keeping import keep_around
from meetings.models import Meeting
from tests.factories import make_body

TODAY = date(2016, 10, 17)
CONCERNED = ("public-meeting", "minutes-published", "annual-public-meeting", "governing-body-meetings", "lay-member")


@cache
def _concerned() -> Catalogue:
    """The part of the real catalogue that these tests need: the whole takes a second to load."""
    whole = read_catalogue(Path(settings.BASE_DIR) / "duties" / "data")
    return replace(
        whole,
        duties=tuple(row for row in whole.duties if row.slug.startswith(CONCERNED)),
        rules=tuple(row for row in whole.rules if row.slug.startswith(CONCERNED)),
        directed=(),
    )


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue(catalogue=_concerned(), digest="tests", by=None, today=TODAY)


@pytest.fixture
def body(catalogue: None) -> Body:
    return make_body("10H", name="NHS Chiltern CCG")


def make_meeting(body: Body, on: date = date(2016, 12, 8), *, today: date = TODAY, **fields: Any) -> Meeting:
    """A meeting of the governing body in public, with its obligations."""
    given = {
        "kind": "governing_body", "in_public": True, "starts": time(13, 0), "state_on": today, "entered_on": today,
        "changed_at": timezone.now(),
    }  # fmt: skip
    meeting = Meeting.objects.create(body=body, on=on, **(given | fields))
    keep_around(meeting, by=None, today=today)
    return meeting
