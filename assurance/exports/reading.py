"""Reading what an export is of: some whole bodies at a time, so that what it takes of memory does not grow with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from assurance.exports.asked import Scope
from assurance.exports.kinds import Kind, Values

AT_A_TIME = 5_000  # rows, or those of one body where it has more


@dataclass(frozen=True, slots=True)
class Chunk:
    """The bodies of one statement. `unheld`: what they left open and nobody was named to answer for."""

    bodies: tuple[int, ...]
    unheld: bool


@dataclass(frozen=True)
class Reading:
    """How many rows there are, and the chunks in which they are read, by region and name of the body."""

    kind: Kind
    scope: Scope
    found: QuerySet[Any]
    total: int
    chunks: tuple[Chunk, ...]

    def __iter__(self) -> Iterator[list[Values]]:
        """The rows of each chunk, one body after the other."""
        for chunk in self.chunks:
            by_body: dict[int, list[Values]] = {body: [] for body in chunk.bodies}
            whose = 1 if chunk.unheld else 0
            for row in self._of(chunk).order_by(*self.kind.order).values_list(*self.kind.fields):
                by_body[row[whose]].append(row)
            yield [row for rows in by_body.values() for row in rows]

    def _of(self, chunk: Chunk) -> QuerySet[Any]:
        path = self.kind.path
        if chunk.unheld:
            return self.found.filter(**{f"{path}held_by": None, f"{path}body__in": chunk.bodies})
        return self.found.filter(**{f"{path}held_by__in": chunk.bodies})


def reading(kind: Kind, scope: Scope) -> Reading:
    """Count what there is, body by body: two statements."""
    found = kind.found(scope).order_by()
    holder, body = f"{kind.path}held_by_id", f"{kind.path}body_id"
    of_body, unnamed = {f"{holder}__in": scope.places}, {f"{kind.path}held_by": None, f"{body}__in": scope.places}
    held = dict(found.filter(**of_body).values_list(holder).annotate(Count("pk")))
    unheld = dict(found.filter(**unnamed).values_list(body).annotate(Count("pk")))
    mine = [{key: counts[key] for key in scope.places if key in counts} for counts in (held, unheld)]
    chunks = [Chunk(bodies, unheld=bool(turn)) for turn, counts in enumerate(mine) for bodies in _shared_out(counts)]
    return Reading(kind, scope, found, sum(sum(counts.values()) for counts in mine), tuple(chunks))


def _shared_out(counts: dict[int, int]) -> Iterable[tuple[int, ...]]:
    """The bodies in their order, so many at a time that their rows are one chunk."""
    some: list[int] = []
    rows = 0
    for body, number in counts.items():
        if some and rows + number > AT_A_TIME:
            yield tuple(some)
            some, rows = [], 0
        some.append(body)
        rows += number
    if some:
        yield tuple(some)
