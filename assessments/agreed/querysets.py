"""Named reads of agreed actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

from bodies.access import Permission
from bodies.history import taken_over

if TYPE_CHECKING:
    from assessments.models import AgreedAction  # noqa: F401  (ruff does not see the name in the class below)
    from bodies.access import Reach
    from bodies.models import Body, Membership, Office


class AgreedActionQuerySet(models.QuerySet["AgreedAction"]):
    """Agreed actions by whose they are and where they stand."""

    def seen_by(self, reach: Reach, today: date) -> AgreedActionQuerySet:
        """Assurers see those of bodies within reach, the body's leads its own, and an owner in the body their own."""
        if reach.is_national():
            return self
        leads = answered_by(reach.bodies_where(Permission.CERTIFY), today)
        own = Q(body__in=leads) | Q(owner__in=[m.pk for m in reach.memberships])
        return self.filter(own | _in_offices([m.office for m in reach.offices() if m.office is not None], today))

    def of_body(self, body: Body) -> AgreedActionQuerySet:
        return self.filter(body=body)

    def answered_by(self, body: Body, today: date) -> AgreedActionQuerySet:
        """A body's own and, once it took another over whole, what that had promised."""
        return self.filter(body__in=answered_by({body.pk}, today))

    def in_office(self, office: Office, today: date) -> AgreedActionQuerySet:
        """Of the bodies of a region on a day; the national office reaches all."""
        return self if office.kind == "national" else self.filter(_in_offices([office], today))

    def known(self, today: date) -> AgreedActionQuerySet:
        """What was entered by a day."""
        return self.filter(entered_on__lte=today)

    def open(self, today: date) -> AgreedActionQuerySet:
        """Nobody has closed it by a day."""
        return self.known(today).filter(Q(closed_on=None) | Q(closed_on__gt=today))

    def past_date(self, today: date) -> AgreedActionQuerySet:
        """Open past the agreed date, and nobody has said that it is done; equal to `State.PAST`."""
        return self.open(today).filter(~_said(today), due_on__lt=today)

    def said_done(self, today: date) -> AgreedActionQuerySet:
        """Said to be done, and nobody has confirmed it; equal to `State.SAID`."""
        return self.open(today).filter(_said(today))

    def counts(self, today: date) -> dict[str, int]:
        """How many are open, past their date and said to be done, for one line of a home; one statement."""
        past = ~_said(today) & Q(due_on__lt=today)
        return self.open(today).aggregate(
            open=Count("pk"), late=Count("pk", filter=past), said=Count("pk", filter=_said(today))
        )

    def touching(self, first: date, last: date) -> AgreedActionQuerySet:
        """Agreed, due, open or closed within some days."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=first), agreed_on__lte=last)

    def owned_by(self, memberships: Iterable[Membership]) -> AgreedActionQuerySet:
        return self.filter(owner__in=[one.pk for one in memberships])

    def for_lines(self) -> AgreedActionQuerySet:
        """With what a line of a list shows, the first due first."""
        joined = self.select_related("body", "owner").prefetch_related("body__names")
        return joined.order_by("due_on", "pk")


def answered_by(bodies: set[int], today: date) -> set[int]:
    """Ids of these bodies and of every body that they took over whole; one statement at most."""
    return bodies | taken_over(bodies, today) if bodies else bodies


def _said(today: date) -> Q:
    return Q(said_on__isnull=False, said_on__lte=today)


def _in_offices(offices: Iterable[Office], today: date) -> Q:
    from bodies.models import Body

    places = Q(pk__in=[])
    for office in offices:
        places |= Q(body__in=Body.objects.in_office(office, today).order_by().values("pk"))
    return places
