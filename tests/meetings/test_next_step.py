"""One thing to do at a time, in the order in which a meeting is kept."""

from datetime import date
from typing import Any

import pytest

from meetings.models import Meeting
from meetings.next_step import next_step

TODAY = date(2016, 10, 17)
COMING, PAST = date(2016, 12, 8), date(2016, 10, 4)


def step(on: date, *, following: date | None = None, **facts: Any) -> str:
    given = {"kind": "governing_body", "in_public": True, "announced_on": PAST, "state": "planned"} | facts
    found = next_step(Meeting(on=on, **given), TODAY, following=following)
    return found.text if found else ""


@pytest.mark.parametrize(
    ("on", "facts", "text"),
    [
        (COMING, {"announced_on": None}, "Announce the meeting"),
        (COMING, {}, "Publish the notice"),
        (COMING, {"notice_on": PAST}, "Publish the agenda"),
        (COMING, {"notice_on": PAST, "agenda_on": PAST}, ""),
        (COMING, {"in_public": False}, ""),
        (TODAY, {"notice_on": PAST, "agenda_on": PAST}, "Mark as held"),
        (PAST, {}, "Mark as held"),
        (PAST, {"state": "held"}, "Complete the record"),
        (PAST, {"state": "held", "record_on": PAST}, "Publish draft minutes"),
        (PAST, {"state": "held", "record_on": PAST, "minutes_draft_on": PAST}, ""),
        (PAST, {"state": "held", "record_on": PAST, "minutes_draft_on": PAST, "following": TODAY},
         "Publish ratified minutes"),
        (PAST, {"state": "held", "record_on": PAST, "minutes_on": PAST, "following": TODAY}, ""),
        (COMING, {"state": "postponed"}, "Give it a new day"),
        (COMING, {"state": "cancelled"}, ""),
    ],
)  # fmt: skip
def test_the_next_thing_to_do(on: date, facts: dict[str, Any], text: str) -> None:
    assert step(on, **facts) == text
