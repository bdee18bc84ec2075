"""Which offices a body answers about, as they were on the survey's day, and how many bodies could answer about each."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from bodies.models import Body, BodyOffice, Office
from bodies.querysets import BodyQuerySet
from surveys.models import Survey

# The nearest first, as a body is asked; results tell of the centre first.
ASKED = (Office.Kind.AREA_TEAM, Office.Kind.REGION, Office.Kind.NATIONAL)
TOLD = (Office.Kind.NATIONAL, Office.Kind.REGION, Office.Kind.AREA_TEAM)


def offices_of(body: Body, survey: Survey) -> list[Office]:
    """A body's area team (to March 2015), its region and the centre; one statement."""
    there = Office.objects.filter(Q(bodies__in=_places(survey.day).filter(body=body)) | Q(kind=Office.Kind.NATIONAL))
    return sorted(there.distinct(), key=lambda office: (ASKED.index(Office.Kind(office.kind)), office.name))


def may_take_part(body: Body, survey: Survey, today: date) -> bool:
    """Whether a body is one of those that are asked: it was there on the survey's day, is there now, and has joined."""
    has_joined = body.joined_on is not None and body.joined_on <= today
    return has_joined and body.opened_on <= survey.day and body.is_open(today)


def asked_bodies(survey: Survey) -> BodyQuerySet:
    """Every body that could answer on some day while the survey was open."""
    stayed = Q(closed_on=None) | Q(closed_on__gte=survey.opens_on)
    return Body.objects.known(survey.day).filter(stayed, joined_on__lte=survey.closes_on)


def offices_with_bodies(survey: Survey) -> list[tuple[Office, int]]:
    """Every office that was asked about, and how many bodies could answer about it; three statements."""
    bodies = asked_bodies(survey)
    rows = _places(survey.day).filter(body__in=bodies).order_by().values("office_id")
    counts = {row["office_id"]: row["bodies"] for row in rows.annotate(bodies=Count("body_id", distinct=True))}
    centre = Office.objects.filter(kind=Office.Kind.NATIONAL)
    found = list(Office.objects.filter(pk__in=counts) | centre)
    number = bodies.count()
    found.sort(key=lambda office: (TOLD.index(Office.Kind(office.kind)), office.name))
    return [(office, counts.get(office.pk, number)) for office in found]


def _places(day: date) -> QuerySet[BodyOffice]:
    kinds = (Office.Kind.REGION, Office.Kind.AREA_TEAM)
    return BodyOffice.objects.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day, kind__in=kinds)
