"""The duties that meetings concern, and meetings of a body that uses the tracker."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.utils import timezone

from bodies.models import Body
from duties.loading import load_catalogue
from meetings.keeping import keep_around
from meetings.models import Meeting
from tests.catalogues import part_of_catalogue
from tests.factories import make_body

TODAY = date(2016, 10, 17)
CONCERNED = ("public-meeting", "minutes-published", "annual-public-meeting", "governing-body-meetings", "lay-member")


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue(catalogue=part_of_catalogue(CONCERNED), digest="tests", by=None, today=TODAY)


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
