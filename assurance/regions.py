"""Bodies by region as it stood in a year, for every national table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bodies.access import Reach
from bodies.models import Body, Office

NO_REGION = "Region not recorded"


@dataclass(frozen=True, slots=True)
class Region:
    """The bodies of one region, in the order they were given."""

    office: Office | None
    bodies: tuple[Body, ...]
    is_own: bool

    @property
    def name(self) -> str:
        return self.office.name if self.office else NO_REGION


def by_region(
    bodies: Iterable[Body], region: str, reach: Reach, day: date
) -> tuple[tuple[Region, ...], tuple[Office, ...]]:
    """The regions that are asked for, the reader's own first, and all that could be chosen. `region`: a code, or all.

    Asks nothing where `offices__office` is prefetched.
    """
    placed: dict[Office | None, list[Body]] = {}
    for body in bodies:
        placed.setdefault(region_on(body, day), []).append(body)
    offices = [office for office in placed if office is not None]
    own = {membership.office_id for membership in reach.offices()}
    order = [
        *sorted(offices, key=lambda office: (office.pk not in own, office.name)),
        *([None] if None in placed else []),
    ]
    shown = [office for office in order if not region or (office is not None and office.code == region)]
    found = tuple(Region(one, tuple(placed[one]), one is not None and one.pk in own) for one in shown)
    return found, tuple(sorted(offices, key=lambda office: office.name))


def region_on(body: Body, day: date) -> Office | None:
    """The region of a body on a day; of one that closed, or opens later, on its last or first."""
    on = min(day, body.closed_on) if body.closed_on else max(day, body.opened_on)
    for place in body.offices.all():
        if place.kind == Office.Kind.REGION and place.from_on <= on and (place.to_on is None or place.to_on >= on):
            return place.office
    return None


def shown_name(body: Body, day: date, today: date) -> str:
    """What a body was called on the day of a table; needs `names` prefetched where the day has passed."""
    return body.name if day == today else body.name_on(min(day, body.closed_on) if body.closed_on else day)
