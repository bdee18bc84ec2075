"""What the import engine asks of a list of meetings: a spreadsheet or a calendar, of the bodies that somebody leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import IO, Any

from django.urls import reverse

from bodies.access import Permission, can, reach_of
from bodies.imports import sheets
from bodies.imports.kinds import Context, Kind, Refused, Row
from bodies.imports.sheets import Sheet
from bodies.web.text import date_long, plural
from duties.actions import NotNow
from meetings.importing import calendars
from meetings.importing.applying import Source, import_row, refusal_of
from meetings.importing.checking import Asked, check_rows
from meetings.importing.columns import COLUMNS


class MeetingsKind(Kind):
    """Meetings of the bodies that a person leads; each is imported by itself."""

    name = "meetings"
    title = "Import meetings"
    file_name = "meetings"
    sheet = "Meetings"
    intro = (
        "Each row is one meeting: the year's dates, or meetings of the past as the body's own pages gave them.",
        "What is imported becomes public at once, with the file's name and today's date. Leave out what is private.",
        "A calendar file (.ics) is taken too: each event is a row, without its description and its guests.",
        "An event that repeats without end is taken for two years from today.",
        "Upload the same file again whenever it has changed: what people recorded here stays as they recorded it.",
    )
    filling_in = "Fill in one row for each meeting. A list that has these columns already can be uploaded as it is."
    accepts = (".xlsx", ".csv", ".ics")
    formats = "XLSX, CSV or a calendar (.ics)"
    columns = COLUMNS
    needs = Permission.KEEP_MEETINGS

    def read(self, stream: IO[bytes], context: Context) -> Sheet:
        return sheet_of(stream, context.today)

    def check(self, rows: Sequence[Row], context: Context) -> None:
        reach = reach_of(context.by, context.today)
        check_rows(
            rows,
            Asked(context.body, lambda body: can(reach, Permission.KEEP_MEETINGS, body, context.today), context.today),
        )

    def apply(self, plans: Sequence[dict[str, Any]], context: Context) -> None:
        source = Source(context.file_name, context.by, context.today, context.invented)
        for plan in plans:
            try:
                import_row(plan, source)
            except NotNow as refusal:
                raise Refused(refusal_of(refusal, plan)) from refusal

    def outcome(self, rows: Sequence[Row], context: Context) -> list[str]:
        return outcome(rows, context.today)

    def href(self, plan: dict[str, Any]) -> str:
        if plan.get("meeting"):
            return reverse("meetings:record", args=[plan["meeting"]])
        return reverse("meetings:manage", args=[plan["code"]]) if plan else ""


def sheet_of(stream: IO[bytes], today: date) -> Sheet:
    """The rows of a file, be it a calendar or a spreadsheet. Raises Unreadable."""
    return calendars.read(stream, today) if calendars.is_one(stream) else sheets.read(stream, sheet=MeetingsKind.sheet)


def outcome(rows: Sequence[Row], today: date) -> list[str]:
    """What importing these rows does, in sentences."""
    new = [row for row in rows if row.plan["meeting"] is None]
    changed = len(rows) - len(new)
    coming = sum(date.fromisoformat(row.plan["said"]["on"]) >= today for row in new)
    said = []
    if new:
        said.append(f"{plural(len(new), 'meeting is', 'meetings are')} put on the record as at {date_long(today)}.")
        said.append("Anybody can see them at once, with the name of the file.")
    if changed:
        here = plural(changed, "meeting that is here", "meetings that are here")
        said.append(f"{here} will say what the file says.")
    if coming:
        said.append(f"{plural(coming, 'new one is', 'new ones are')} to come: notice, papers and minutes become due.")
    if len(new) > coming:
        said.append("What fell due for meetings of the past is told, and never counted as late.")
    return said


MEETINGS = MeetingsKind()
