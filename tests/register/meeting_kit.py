"""Small meetings, with as much of their record as a test asks for."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.utils import timezone

from bodies.models import Body
from meetings.models import AgendaItem, Meeting, Paper
from tests.factories import TODAY
from tests.register.kit import make_evidence

EARLY = date(2016, 9, 1)


def announce(body: Body, on: date = date(2016, 12, 8), **fields: Any) -> Meeting:
    """A meeting of the governing body in public that anybody may know of, unless the test says otherwise."""
    given = {
        "kind": "governing_body", "in_public": True, "starts": time(13, 30), "place": "Town hall", "state_on": EARLY,
        "entered_on": EARLY, "changed_at": timezone.now(), "announced_on": EARLY,
    }  # fmt: skip
    return Meeting.objects.create(body=body, on=on, **(given | fields))


def add_item(meeting: Meeting, title: str, **fields: Any) -> AgendaItem:
    return AgendaItem.objects.create(meeting=meeting, position=meeting.items.count() + 1, title=title, **fields)


def add_paper(
    meeting: Meeting, title: str, item: AgendaItem | None = None, *, on: date | None = EARLY, role: str = "paper",
    is_part2: bool = False, at: time | None = None, late_why: str = "", **evidence: Any,
) -> Paper:  # fmt: skip
    """A document with its evidence, both published unless the test says `on=None`."""
    piece = make_evidence(None, body=meeting.body, title=title, **({"published_on": on} | evidence))
    return Paper.objects.create(
        meeting=meeting, item=item, evidence=piece, role=role, is_part2=is_part2, on=on, at=at, late_why=late_why
    )


def whole(body: Body, on: date = date(2016, 9, 15), **fields: Any) -> Meeting:
    """A meeting that was held, with agenda, a paper, and its record published."""
    given = {
        "state": "held", "agenda_on": date(2016, 9, 8), "agenda_at": time(12, 0), "record_on": date(2016, 9, 20),
        "notice_on": date(2016, 9, 1), "notice_where": "the group’s website", "voting_present": 5, "voting_members": 6,
        "quorate": True, "posts_present": ["Chair", "Chief nurse"], "public_present": 4, "had_part2": True,
        "resolution": "That the public be excluded.", "resolution_why": "Commercial terms are discussed.",
        "attend": "Come to the main door.", "ask": "Write to the board secretary.", "ask_by": date(2016, 9, 13),
    }  # fmt: skip
    meeting = announce(body, on, **(given | fields))
    first = add_item(meeting, "Minutes of the last meeting", decision="Approved as they stand.")
    second = add_item(meeting, "Hospital services", summary="What is to change.")
    add_paper(meeting, "Paper on hospitals", second, on=date(2016, 9, 8), at=time(12, 5))
    add_paper(meeting, "Late paper", first, on=date(2016, 9, 14), late_why="Figures came late.")
    add_item(meeting, "Private matter", is_part2=True, decision="Privately decided")
    return meeting


__all__ = ["TODAY", "add_item", "add_paper", "announce", "whole"]
