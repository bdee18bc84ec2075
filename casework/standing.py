"""How the open cases of a log stand: late, due within a week, standing still, with nobody named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from casework.books import Book
from casework.keeping import REQUEST

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """How many open cases are late, due within a week, stand still, are in nobody's hands, and are open in all."""

    late: int = 0
    soon: int = 0
    waiting: int = 0
    unhandled: int = 0  # nobody is named who handles it: so it is in nobody's own list
    open: int = 0

    def __add__(self, other: Standing) -> Standing:
        return Standing(
            self.late + other.late, self.soon + other.soon, self.waiting + other.waiting,
            self.unhandled + other.unhandled, self.open + other.open,
        )  # fmt: skip


def standing_of(book: Book, bodies: Iterable[int], today: date) -> Standing:
    """Of the logs of several bodies together; one statement."""
    return sum(standings(book, bodies, today).values(), Standing())


def standings(book: Book, bodies: Iterable[int], today: date) -> dict[int, Standing]:
    """Of each body by its id; one with no open case is not in it. One statement."""
    waits = Q(due_on=None, waits_since__isnull=False) if book.kind == REQUEST else Q(pk__in=[])
    rows = book.model.objects.of_bodies(bodies).filter(is_open=True).order_by().values("body").annotate(
        late=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=today + SOON)),
        waiting=Count("pk", filter=waits),
        unhandled=Count("pk", filter=Q(owner=None)),
        open=Count("pk"),
    )  # fmt: skip
    return {row.pop("body"): Standing(**row) for row in rows}
