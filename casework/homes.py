"""What a person's home tells of the logs that they keep: how many cases are late, soon due and open in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from bodies.access import Reach
from bodies.history import heirs
from bodies.models import Body
from casework.books import BOOKS, Book
from casework.lines import Standing

SOON = timedelta(days=7)


@dataclass(frozen=True)
class LogAtHome:
    """One log of one body, with its figures of today."""

    book: Book
    body: Body
    standing: Standing


def logs_at_home(reach: Reach, bodies: list[Body], today: date) -> list[LogAtHome]:
    """The logs that a person keeps in these bodies; four statements at most, whatever the number of bodies.

    What a body that closed left to one of them is counted with it.
    """
    kept = [(book, {body.pk for body in bodies} & reach.bodies_where(book.permission)) for book in BOOKS]
    if not any(mine for _, mine in kept):
        return []
    heir_of = heirs(today)
    found = []
    for book, mine in kept:
        if mine:
            counts = _standings(book, mine, heir_of, today)
            found += [LogAtHome(book, body, counts[body.pk]) for body in bodies if body.pk in mine]
    return found


def _standings(book: Book, mine: set[int], heir_of: dict[int, int | None], today: date) -> dict[int, Standing]:
    """The open cases of these bodies and of those that left them theirs; one statement."""
    holder = {pk: pk for pk in mine} | {closed: heir for closed, heir in heir_of.items() if heir in mine and heir}
    rows = book.model.objects.of_bodies(holder).filter(is_open=True).order_by().values("body").annotate(
        late=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=today + SOON)),
        open=Count("pk"),
    )  # fmt: skip
    found = {pk: Standing() for pk in mine}
    for row in rows:
        pk = holder[row["body"]]
        before = found[pk]
        found[pk] = Standing(before.late + row["late"], before.soon + row["soon"], 0, before.open + row["open"])
    return found
