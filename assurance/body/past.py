"""Where a body came from: its names, those it followed and that followed it, its regions, and since when it is here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assurance.body.asking import Asked
from bodies.history import Link, history_of
from bodies.models import BodyOffice, Office
from bodies.web.text import date_long

KINDS = (Office.Kind.REGION, Office.Kind.AREA_TEAM, Office.Kind.LOCAL_OFFICE)


@dataclass(frozen=True, slots=True)
class Event:
    """One fact of its history: since when, and until when where that has come."""

    what: str
    who: str
    from_on: date | None
    to_on: date | None = None
    code: str = ""  # of another body, whose page may be opened


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a body on a day, as lines of one table, and since when it uses the tracker."""

    events: tuple[Event, ...]
    joined_on: date | None
    closed_on: date | None

    @property
    def joined(self) -> str:
        if self.joined_on is None:
            return "It does not use the tracker"
        return f"It uses the tracker since {date_long(self.joined_on)}; what fell due before is in no figure"


def past(asked: Asked) -> Past:
    """As known on the day; later facts do not exist. Four statements."""
    body, day = asked.body, asked.day
    known = history_of(body, day)
    places = body.offices.select_related("office").order_by("from_on", "pk")
    closed = body.closed_on if body.has_closed(day) else None
    events = [
        *(Event("Earlier name", name.name, name.from_on, name.to_on) for name in known.former_names),
        *_links("Came from", known.predecessors),
        *(_place(one, day) for one in places if one.from_on <= day and one.kind in KINDS),
        *_links("Became", known.successors),
    ]  # fmt: skip
    joined = body.joined_on if body.joined_on and body.joined_on <= day else None
    return Past(tuple(events), joined, closed)


def _links(what: str, links: Iterable[Link]) -> Iterable[Event]:
    """Those nearest first, then each one's own in turn."""
    for link in links:
        part = " (in part)" if link.in_part else ""
        yield Event(what, f"{link.name}{part}", link.effective_on, code=link.body.code)
        yield from _links(what, link.links)


def _place(one: BodyOffice, day: date) -> Event:
    ended = one.to_on if one.to_on and one.to_on < day else None
    return Event(Office.Kind(one.kind).label, one.office.name, one.from_on, ended)
