"""A body's rules of its meetings in sentences. Pure."""

from __future__ import annotations

from bodies.web.text import plural
from meetings.dates import NEXT_PAPERS
from meetings.models import MeetingRules

NOT_SAID = "They do not say"
UNITS = {"clear_days": "clear day", "clear_working_days": "clear working day"}


def lines_of(row: MeetingRules) -> list[tuple[str, str]]:
    """What the rules ask, as a list of what and how much."""
    return [
        ("Meeting notice", _before(row.notice_days, row.notice_count)),
        ("Agenda and papers", _before(row.papers_days, row.papers_count)),
        ("Draft minutes", _draft(row)),
        ("Ratified minutes", _after(row.ratified_days, "the meeting that approves them")),
        ("Meetings in public", f"{row.meetings_a_year} a year or more" if row.meetings_a_year else NOT_SAID),
    ]


def _before(days: int | None, count: str) -> str:
    return NOT_SAID if days is None else f"{plural(days, UNITS[count])} before the meeting"


def _after(days: int | None, what: str) -> str:
    return NOT_SAID if days is None else f"{plural(days, 'working day')} after {what}"


def _draft(row: MeetingRules) -> str:
    if row.draft_minutes == NEXT_PAPERS:
        return "With the papers of the next meeting"
    return _after(row.draft_minutes_days, "the meeting")
