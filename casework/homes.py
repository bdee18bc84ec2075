"""What a person's home tells of the logs that they keep: how many cases are late, soon due and open in each, how many
nobody handles; and to the lead, which returns wait to be published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bodies.access import Permission, Reach
from bodies.history import heirs
from bodies.models import Body
from casework.access import logs_of
from casework.books import BOOKS, Book
from casework.models import Return
from casework.papers import page_of
from casework.standing import Standing, standings


@dataclass(frozen=True)
class LogAtHome:
    """One log of one body, with its figures of today."""

    book: Book
    body: Body
    standing: Standing


@dataclass(frozen=True)
class ToPublish:
    """How many returns wait for the lead to publish them, and the one that was made first."""

    count: int
    first: Return

    @property
    def href(self) -> str:
        return page_of(self.first)


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


def to_publish(reach: Reach, body: Body, today: date) -> ToPublish | None:
    """The returns of a body that wait for this person to publish them; None where none does, or it is for others.

    Four statements. KO41a is published by whoever receives it.
    """
    if body.pk not in reach.bodies_where(Permission.CERTIFY):
        return None
    rows = Return.objects.to_publish().filter(body__in=logs_of({body.pk}, today)).select_related("body")
    found = list(rows.order_by("made_on", "pk"))
    return ToPublish(len(found), found[0]) if found else None


def _standings(book: Book, mine: set[int], heir_of: dict[int, int | None], today: date) -> dict[int, Standing]:
    """Of these bodies, with what those left them that they answer for; one statement."""
    holder = {pk: pk for pk in mine} | {closed: heir for closed, heir in heir_of.items() if heir in mine and heir}
    found = dict.fromkeys(mine, Standing())
    for pk, standing in standings(book, holder, today).items():
        found[holder[pk]] += standing
    return found
