"""The columns of a list of meetings."""

from __future__ import annotations

from bodies.imports import cells
from bodies.imports.kinds import Column
from meetings.importing import words

LONGEST_REFERENCE = 180


def _code(cell: str) -> str:
    return cell.upper()


def _line(cell: str) -> str:
    return " ".join(cell.split())


COLUMNS = (
    Column("ods_code", "Body", "The code of the body; empty for the body that you chose.", "10H", longest=60, width=8,
           read=_code, also=("ODS code", "Body code", "Organisation code", "Code")),
    Column("kind", "Kind", "What it is a meeting of: governing_body, agm (the annual public meeting), "
           "primary_care_committee, or the name of another committee.", "governing_body", required=True, width=26,
           read=words.kind_of, also=("Kind of meeting", "Meeting", "Type", "Committee", "Meeting type")),
    Column("date", "Date", "The day of the meeting.", "29/03/2018", required=True, longest=60, width=12,
           read=cells.day, also=("Day of the meeting", "Meeting date", "Held on")),
    Column("weekday", "Weekday", "The day of the week, to check the date by.", "Thu", longest=60, width=10,
           read=words.weekday, also=("Day", "Day of the week")),
    Column("time", "Time", "When it begins, or from when to when.", "14:00-16:00", longest=60, width=14,
           read=words.times, also=("Starts", "Start", "Start time")),
    Column("place", "Place", "Where it is held; “online” or “Microsoft Teams” where it is held on a screen.",
           "Board room, County Hall", longest=300, width=40, read=words.place, also=("Venue", "Location", "Where")),
    Column("status", "Status", "What became of it. Empty, or scheduled on a day that has passed: whether it was held "
           "is not recorded.", "held", allowed=tuple(words.STATUS_WORDS), longest=60, width=12, read=words.status,
           also=("State",)),
    Column("note", "Note", "What the source says besides; of a meeting that was postponed or cancelled, why. It "
           "becomes public.", "for 2017/18", longest=2000, width=40, also=("Notes", "Remarks", "Comment")),
    Column("reference", "Reference", "What its source calls it, if that stays the same when its day is changed.",
           longest=LONGEST_REFERENCE, width=16, read=_line, also=("UID", "Ref")),
)  # fmt: skip
