"""A kind of import for tests: the birds that somebody saw, kept as entries of the audit trail."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl

from bodies import audit
from bodies.imports import cells
from bodies.imports.kinds import Column, Kind, Refused
from bodies.models import AuditEntry

SAW = "saw a bird"


class Birds(Kind):
    """Rows of one place are one unit. `meanwhile` is called while a unit is imported, with its plans."""

    name, title, file_name, sheet = "birds", "Import birds", "birds", "Birds"
    intro = ("Each row is a bird.",)
    columns = (
        Column("place", "Place", "Where.", "The marsh", given=True),
        Column("bird", "Bird", "Which.", "Heron", required=True),
        Column("seen_on", "Seen on", "When.", "27/03/2016", read=cells.day),
        Column("is_rare", "Rare", "Whether.", allowed=("yes", "no"), read=cells.yes_or_no),
        Column("words", "Words", "What it said.", longest=300),
    )
    meanwhile: Callable | None = None

    def check(self, rows, context) -> None:
        seen = set(AuditEntry.objects.filter(verb=SAW, body=context.body).values_list("detail__bird", flat=True))
        for row in rows:
            row.label = row.cells.get("bird", "")
            row.unit = f"place {row.cells.get('place', '')}"
            row.plan = {"bird": row.values.get("bird"), "place": row.values["place"]}
            row.is_here = row.label in seen
            if row.label == "Dodo":
                row.refuse("bird", "There are no more. Write another bird")

    def apply(self, plans, context) -> None:
        for plan in plans:
            if plan["bird"] == "Phoenix":
                raise Refused("It burnt meanwhile.")
            audit.record(SAW, context.body, by=context.by, today=context.today, body=context.body, **plan)
        if Birds.meanwhile is not None:
            Birds.meanwhile(plans)

    def outcome(self, rows, context) -> list[str]:
        return [f"{len(rows)} birds fly in."]

    def to_fill_in(self, context):
        return [{"place": "The marsh"}, {"place": "=The moor"}]


BIRDS = Birds()


def seen() -> list[str]:
    """The birds that were imported, in order."""
    return list(AuditEntry.objects.filter(verb=SAW).order_by("pk").values_list("detail__bird", flat=True))


def xlsx(*rows, title="Birds", other=(), **more) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    for name in other:
        book.create_sheet(name, 0)
    for name, value in more.items():
        book.active[name] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
