"""Nothing personal comes in by a spreadsheet: what looks so is refused, and masked before the row is kept.

An import keeps the cells of its rows, and what is wrong with them in words, until it is finished or taken away. So
neither may hold what was refused.
"""

from __future__ import annotations

import re

from bodies.imports import cells
from bodies.imports.cells import same
from bodies.imports.kinds import Row
from bodies.imports.sheets import Sheet, Unreadable
from bodies.web.text import join_and
from casework.importing.columns import DAYS, NOT_PERSONAL, REFERENCE
from casework.importing.layout import Layout
from casework.personal import masked, personal_data

MASKED = re.compile(r"\[an? [\w\s-]{3,20}, not kept\]")
WAS_TAKEN_OUT = "What looked personal was taken out here. Mend the cell in your spreadsheet, and upload it again"
LOOKS_SO = (
    "Something here looks like {what}. It was not kept. Take it out of your spreadsheet, or write yes under “Not "
    "personal” if it is none"
)
_OF_PEOPLE = re.compile(
    r"\b(?:name|names|forename|surname|requester|requestor|applicant|complainant|email|e mail|address|telephone|phone"
    r"|mobile|postcode|nhs number|nhs no|date of birth|dob|contact details)\b"
)


def refuse_people(sheet: Sheet, layout: Layout) -> None:
    """Refuse a file with a column of names, or of how people are reached. Raises Unreadable."""
    ours = {same(name) for column in layout.columns for name in (column.title, column.key, *column.also)}
    found = [title for title in sheet.titles.cells if same(title) not in ours and _OF_PEOPLE.search(same(title))]
    if found:
        quoted = join_and([f"“{cells.short(title)}”" for title in found])
        which = "the column" if len(found) == 1 else "the columns"
        raise Unreadable(f"Delete {which} {quoted}: no name or address is kept here. Nothing of this file was kept.")


def refuse_name(file_name: str) -> None:
    """Refuse a file whose own name looks personal: it is kept. Raises Unreadable."""
    if found := personal_data(file_name):
        raise Unreadable(f"Rename the file: a part of its name looks like {found[0].what}. Nothing of it was kept.")


def check_private(row: Row) -> None:
    """Refuse what looks personal in any cell, unless the row says that it is not; and mask it in what is kept."""
    allowed = row.values.get(NOT_PERSONAL) is True
    for key, text in list(row.cells.items()):
        if MASKED.search(text):
            _refuse(row, key, WAS_TAKEN_OUT)
        elif not allowed and not _is_a_day(row, key) and (found := personal_data(text)):
            row.cells[key] = masked(text)
            _refuse(row, key, LOOKS_SO.format(what=found[0].what))
    row.label = row.cells.get(REFERENCE, "")


def _is_a_day(row: Row, key: str) -> bool:
    """Whether a cell was read as days: what happened long ago is no date of birth."""
    return bool(row.values.get(key)) and key in DAYS


def _refuse(row: Row, key: str, words: str) -> None:
    """In the place of all else that is wrong with a cell: other words might quote it."""
    row.errors = [error for error in row.errors if error[0] != key]
    row.values.pop(key, None)
    row.refuse(key, words)
