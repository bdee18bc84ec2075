"""What the import engine asks of the two logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import IO, Any

from django.urls import reverse

from bodies.access import Permission
from bodies.imports import sheets
from bodies.imports.cells import same
from bodies.imports.kinds import Context, Kind, Refused, Row
from bodies.imports.sheets import Line, Sheet
from bodies.web.text import join_and, plural
from casework.actions import LooksPersonal
from casework.importing.applying import import_row
from casework.importing.checking import check_rows
from casework.importing.columns import NOT_READ
from casework.importing.layout import COMPLAINT_LAYOUT, REQUEST_LAYOUT, Layout
from casework.importing.private import refuse_name, refuse_people
from duties.actions import NotNow

_NOT_READ = frozenset(same(title) for title in NOT_READ)
_LED = ("'=", "'+", "'-", "'@")  # how a CSV of ours begins a cell that a spreadsheet would run
INTRO = (
    "Delete the columns of names and addresses before you upload: there is no column for them.",
    "An NHS number, e-mail address, phone number, postcode or date of birth in a cell is refused, and not kept.",
    "Several clarifications or fees of one request stand in one cell, with a semicolon between them.",
    "Of several reviews or plans the last one is taken.",
    "Upload the list again whenever it has grown. What people recorded here stays as they recorded it.",
    "What is worked out here is not read: columns of due dates, states and days taken can stay.",
)


class _LogKind(Kind):
    """One of the two logs: each row is one case, and is imported by itself."""

    layout: Layout
    is_private = True
    filling_in = "Fill in one row for each. A log that has these columns already can be uploaded as it is."

    def read(self, stream: IO[bytes], context: Context) -> Sheet:
        refuse_name(context.file_name)
        sheet = sheets.read(stream, sheet=self.sheet)
        refuse_people(sheet, self.layout)
        return _without(sheet, {place for place, title in enumerate(sheet.titles.cells) if same(title) in _NOT_READ})

    def check(self, rows: Sequence[Row], context: Context) -> None:
        check_rows(rows, self.layout, context)

    def apply(self, plans: Sequence[dict[str, Any]], context: Context) -> None:
        for plan in plans:
            try:
                import_row(plan, self.layout, context)
            except LooksPersonal as refusal:  # whose words quote it
                raise Refused(f"{plan['reference']}: something in it looks personal.") from refusal
            except NotNow as refusal:
                raise Refused(f"{plan['reference']}: {refusal}") from refusal

    def outcome(self, rows: Sequence[Row], context: Context) -> list[str]:
        one, many = self.layout.book.one, self.layout.book.plural
        found = Counter(bool(row.plan["case"]) for row in rows)
        said = []
        if found[False]:
            said.append(f"{plural(found[False], f'{one} is', f'{many} are')} logged, with all that happened.")
        if found[True]:
            here = plural(found[True], f"{one} that is in the log", f"{many} that are in the log")
            said.append(f"Something new is recorded of {here}.")
        if said:
            said.append("Nobody outside the body sees a row; NHS England and the public see figures.")
        return said + self._entries(rows)

    def _entries(self, rows: Sequence[Row]) -> list[str]:
        """What is put on the body's lists in all."""
        new = [note for row in rows for note in row.notes if note.startswith("Put on your list")]
        lists = sorted({note.split("“")[1].split("”")[0] for note in new})
        return [f"Entries are put on your lists: {join_and(lists)}."] if lists else []

    def href(self, plan: dict[str, Any]) -> str:
        return reverse(f"casework:{self.layout.book.one}", args=[plan["case"]]) if plan.get("case") else ""


class RequestsKind(_LogKind):
    """Requests for information."""

    name = "requests"
    title = "Import requests for information"
    file_name = "requests"
    sheet = "Requests"
    intro = ("Each row is one request, under the Freedom of Information Act or the environmental regulations.", *INTRO)
    needs = Permission.KEEP_REQUESTS
    layout = REQUEST_LAYOUT
    columns = REQUEST_LAYOUT.columns


class ComplaintsKind(_LogKind):
    """Complaints, contacts and letters of members of Parliament."""

    name = "complaints"
    title = "Import complaints"
    file_name = "complaints"
    sheet = "Complaints"
    intro = ("Each row is one complaint, or a contact or letter that is none.", *INTRO)
    needs = Permission.KEEP_COMPLAINTS
    layout = COMPLAINT_LAYOUT
    columns = COMPLAINT_LAYOUT.columns


def _without(sheet: Sheet, left_out: set[int]) -> Sheet:
    """The sheet without the columns that are not read, and its cells as they were before a CSV of ours was made."""

    def line(one: Line) -> Line:
        return Line(one.number, tuple("" if n in left_out else _bare(cell) for n, cell in enumerate(one.cells)))

    return Sheet(line(sheet.titles), [line(one) for one in sheet.lines])


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith(_LED) else cell


REQUESTS, COMPLAINTS = RequestsKind(), ComplaintsKind()
