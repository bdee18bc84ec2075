"""Pages of a list cut by key: no counting and no offset, so that a deep page costs what the first one costs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

PAGE = 20
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,18})", re.ASCII)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of a page, and the cursors of the pages beside it; empty where there is none."""

    rows: list[Row]
    newer: str
    older: str


@dataclass(frozen=True)
class Cursor:
    """The place of a row in the list."""

    on: date
    pk: int

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """The place that an address names; None where it makes no sense."""
        match = _CURSOR.fullmatch(text)
        try:
            return cls(date.fromisoformat(match[1]), int(match[2])) if match else None
        except ValueError:
            return None

    def beyond(self, day: str, way: str) -> Q:
        """What lies after it ("gt") or before it ("lt"), by the day in the field `day`."""
        return Q(**{f"{day}__{way}": self.on}) | Q(**{day: self.on, f"pk__{way}": self.pk})


def page_of(
    rows: QuerySet[Row, Any], *, before: str = "", after: str = "", day: str = "published_on", soonest: bool = False
) -> Page[Row]:
    """The page of rows by the day in the field `day`, the newest first, or the soonest.

    `before` and `after` are cursors: of the page with older rows, and of the page with newer ones.
    """
    # On: the way in which the list is read; back: against it.
    on_way, back_way, on_from, back_from = ("gt", "lt", after, before) if soonest else ("lt", "gt", before, after)
    on, back = (day, "pk"), (f"-{day}", "-pk")
    if not soonest:
        on, back = back, on
    if (cursor := Cursor.read(back_from)) is not None:
        found = list(rows.filter(cursor.beyond(day, back_way)).order_by(*back)[: PAGE + 1])
        if len(found) > PAGE:
            shown = found[PAGE - 1 :: -1]
            return _page(shown, day, soonest, has_back=True, has_on=True)
        # Fewer lie there than one page holds: that is the first page.
    if (cursor := Cursor.read(on_from)) is not None:
        rows = rows.filter(cursor.beyond(day, on_way))
    found = list(rows.order_by(*on)[: PAGE + 1])
    return _page(found[:PAGE], day, soonest, has_back=cursor is not None, has_on=len(found) > PAGE)


def _page(shown: list[Row], day: str, soonest: bool, *, has_back: bool, has_on: bool) -> Page[Row]:
    cursors = [f"{getattr(row, day)}.{row.pk}" for row in shown]
    back = cursors[0] if shown and has_back else ""
    on = cursors[-1] if shown and has_on else ""
    return Page(shown, newer=on if soonest else back, older=back if soonest else on)
