"""Bodies by region as it stood in a year, for every national table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models

from bodies.access import Reach
from bodies.models import Body, BodyOffice, Office

NO_REGION = "Region not recorded"
OF_REGIONS = BodyOffice.objects.filter(kind=Office.Kind.REGION)


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


def ever_in(bodies: models.QuerySet[Body], region: str) -> models.QuerySet[Body]:
    """Of some bodies those that `by_region` may place in a region, or all where none is asked for."""
    if not region:
        return bodies
    return bodies.filter(pk__in=OF_REGIONS.filter(office__code=region).values("body"))


def regions_of(bodies: models.QuerySet[Body], day: date) -> tuple[Office, ...]:
    """The regions in which `by_region` places some bodies, without making the bodies. Two statements."""
    places = OF_REGIONS.filter(body__in=bodies).order_by()
    days = places.values_list("office", "from_on", "to_on", "body__opened_on", "body__closed_on").distinct()
    found = {
        office for office, from_on, to_on, opened_on, closed_on in days
        if _is_on(from_on, to_on, _day_of(opened_on, closed_on, day))
    }  # fmt: skip
    return tuple(Office.objects.filter(pk__in=found).order_by("name"))


def region_on(body: Body, day: date) -> Office | None:
    """The region of a body on a day; of one that closed, or opens later, on its last or first."""
    on = _day_of(body.opened_on, body.closed_on, day)
    for place in body.offices.all():
        if place.kind == Office.Kind.REGION and _is_on(place.from_on, place.to_on, on):
            return place.office
    return None


def _day_of(opened_on: date, closed_on: date | None, day: date) -> date:
    return min(day, closed_on) if closed_on else max(day, opened_on)


def _is_on(from_on: date, to_on: date | None, day: date) -> bool:
    return from_on <= day and (to_on is None or to_on >= day)


def shown_name(body: Body, day: date, today: date) -> str:
    """What a body was called on the day of a table; needs `names` prefetched where the day has passed."""
    return body.name if day == today else body.name_on(min(day, body.closed_on) if body.closed_on else day)
