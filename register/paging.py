"""Pages of a list cut by key: no counting and no offset, so that a deep page costs what the first one costs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from evidence.models import Evidence
from evidence.querysets import EvidenceQuerySet

PAGE = 20
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Page:
    """The rows of a page, and the cursors of the pages beside it; empty where there is none."""

    rows: list[Evidence]
    newer: str
    older: str


@dataclass(frozen=True)
class Cursor:
    """The place of a row in the list."""

    published_on: date
    pk: int

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """The place that an address names; None where it makes no sense."""
        match = _CURSOR.fullmatch(text)
        try:
            return cls(date.fromisoformat(match[1]), int(match[2])) if match else None
        except ValueError:
            return None

    @classmethod
    def of(cls, row: Evidence) -> str:
        return f"{row.published_on}.{row.pk}"


def page_of(rows: EvidenceQuerySet, *, before: str = "", after: str = "") -> Page:
    """The page of published evidence (newest first) that follows `before`, or comes just before `after`."""
    if (cursor := Cursor.read(after)) is not None:
        newer = Q(published_on__gt=cursor.published_on) | Q(published_on=cursor.published_on, pk__gt=cursor.pk)
        found = list(rows.filter(newer).order_by("published_on", "id")[: PAGE + 1])
        if len(found) > PAGE:
            shown = found[PAGE - 1 :: -1]
            return Page(shown, Cursor.of(shown[0]), Cursor.of(shown[-1]))
        # Fewer are newer than one page holds: that is the first page.
    if (cursor := Cursor.read(before)) is not None:
        older = Q(published_on__lt=cursor.published_on) | Q(published_on=cursor.published_on, pk__lt=cursor.pk)
        rows = rows.filter(older)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return Page(
        shown,
        newer=Cursor.of(shown[0]) if shown and cursor is not None else "",
        older=Cursor.of(shown[-1]) if len(found) > PAGE else "",
    )
