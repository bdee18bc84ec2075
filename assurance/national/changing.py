"""What changed at the bodies of a table: the newest, and all of a month. Only what the reader may open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from assurance.national.asked import Asked
from bodies.access import Reach
from bodies.looking import Source
from bodies.models import Office
from duties.words import Words
from evidence import changes as at_bodies
from evidence.changes import Change, in_order
from meetings import changes as at_meetings

NEWEST = 10
KINDS: dict[str, Words] = {**at_bodies.WORDS, at_meetings.QUESTION: at_meetings.WORDS}


def newest(asked: Asked, offices: tuple[Office, ...], reach: Reach) -> list[Change]:
    """The newest changes by the day, in the region that was chosen, or in the reader's own."""
    found: list[Change] = []
    for office in _offices(asked, offices, reach):
        found += at_bodies.newest(office, asked.day, NEWEST)
        found += at_meetings.newest(office, asked.day, NEWEST)
    return in_order(found)[:NEWEST]


@dataclass(frozen=True, slots=True)
class MonthOfChanges:
    """What changed from the first of the day's month to the day: the changes, and how many of each kind."""

    first_on: date
    changes: tuple[Change, ...]

    @property
    def counts(self) -> list[tuple[Words, int]]:
        number = Counter(change.kind for change in self.changes)
        return [(words, number[kind]) for kind, words in KINDS.items()]


def of_month(asked: Asked, offices: tuple[Office, ...], reach: Reach) -> MonthOfChanges:
    """Everything that changed in the month up to the day, the newest first; a statement for each kind and office."""
    first = asked.day.replace(day=1)
    found: list[Change] = []
    for office in _offices(asked, offices, reach):
        for kind, source in at_bodies.SOURCES.items():
            found += at_bodies.changes_of(kind, _from(source, office, asked, first))
        found += at_meetings.changes_of(_from(at_meetings.QUESTIONS, office, asked, first))
    return MonthOfChanges(first, tuple(in_order(found)))


def _from(source: Source, office: Office, asked: Asked, first: date) -> QuerySet[Any]:
    return source.by(office, asked.day).filter(**{f"{source.day}__gte": first})


def _offices(asked: Asked, offices: tuple[Office, ...], reach: Reach) -> list[Office]:
    """Whose changes the reader may see: of the region that was chosen, if it is theirs; else all their own."""
    own = [membership.office for membership in reach.offices() if membership.office is not None]
    if not asked.region:
        return own[:1] if reach.is_national() else own
    return [one for one in offices if one.code == asked.region and (reach.is_national() or one in own)]
