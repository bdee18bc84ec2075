"""How far an assurer has looked, and what came after that: nothing is lost between two visits.

A row bears the moment at which its transaction wrote it, and others see it only once that transaction has committed. A
page that is drawn in between does not count it, although its moment is earlier than the page's. So a press of "Mark as
seen" keeps, beside the moment, the place that the chain of the audit trail had reached when the page was drawn: places
are given as transactions commit (bodies.chain), so whatever was not on the page has a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from bodies.models import AuditEntry, AuditLink, BodyOffice, Membership, Office
from bodies.web.asked import key_of

# No transaction takes so long between the moment that it writes and its commit; clocks of machines differ by less.
LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """When a page was drawn: the moment (real time), the place that the audit trail had reached, the domain's day."""

    at: datetime
    place: int
    on: date

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.place} {self.on.isoformat()}"


def drawn(today: date) -> Drawn:
    """Say when a page is drawn. Ask before the page counts anything: what comes meanwhile is then told twice."""
    at = timezone.now()
    return Drawn(at, AuditLink.objects.order_by("-place").values_list("place", flat=True).first() or 0, today)


def read_drawn(text: str, today: date) -> Drawn | None:
    """Read what `str` of one wrote; None for what no page says. What is still to come counts as now."""
    said = text.split(" ")
    try:
        at, place, on = parse_datetime(said[0]), key_of(said[1]), date.fromisoformat(said[2])
        if len(said) != 3 or at is None or place is None or timezone.is_naive(at):
            return None
        return Drawn(min(at.astimezone(UTC), timezone.now()), place, min(on, today))
    except (ValueError, IndexError, OverflowError):  # no moment or day, or one before the year 1
        return None


def looked(membership: Membership) -> Drawn | None:
    """Up to where an assurer has looked; None before their first press."""
    if membership.looked_at is None or membership.looked_place is None or membership.looked_on is None:
        return None
    return Drawn(membership.looked_at, membership.looked_place, membership.looked_on)


@dataclass(frozen=True)
class Source:
    """Where changes of one kind are read, and how the audit trail tells of each.

    `holds` says of a row whether it is still so, `within` which rows an office may read on a day, and `of` which are of
    some bodies. `asks` is for what waits for somebody: of a body that comes into a region, that counts too.
    """

    kind: str
    moment: str
    day: str
    verbs: tuple[str, ...]
    subject_kind: str
    subject: str
    rows: Callable[[], QuerySet[Any]]
    holds: Q | Combinable
    within: Callable[[Office, date], Q]
    of: Callable[[Sequence[int]], Q]
    asks: bool = True

    def in_reach(self, office: Office, today: date) -> QuerySet[Any]:
        """All that ever changed and that an office may read; `holds` says of each whether it is so today."""
        rows = self.rows().annotate(holds=ExpressionWrapper(self.holds, output_field=BooleanField()))
        return rows if office.kind == Office.Kind.NATIONAL else rows.filter(self.within(office, today))

    def by(self, office: Office, today: date) -> QuerySet[Any]:
        """All that had changed by a day and that an office may read."""
        return self.in_reach(office, today).filter(**{f"{self.day}__lte": today})

    def since(self, office: Office, last: Drawn | None, today: date) -> QuerySet[Any]:
        """What changed since somebody looked, whether or not it still is so; what is so, where nobody ever looked.

        What a body that came into the office since has waiting counts too: no page of this office showed it.
        """
        rows = self.in_reach(office, today)
        if last is None:
            return rows.filter(holds=True)
        came = come_since(office, last.on, today) if self.asks else []
        new = Q(**{f"{self.moment}__gt": last.at - LONGEST}) & self._after(last)
        return rows.filter(new | Q(holds=True) & self.of(came)) if came else rows.filter(new)

    def _after(self, last: Drawn) -> Q:
        """Written after the moment; or before it, and committed after the page was drawn."""
        told = AuditEntry.objects.filter(
            subject_kind=self.subject_kind, subject_id=OuterRef(self.subject), verb__in=self.verbs,
            link__place__gt=last.place,
        )  # fmt: skip
        return Q(**{f"{self.moment}__gt": last.at}) | Q(Exists(told))


def come_since(office: Office, day: date, today: date) -> list[int]:
    """The bodies that came into an office after a day; none into the national one, which has them all."""
    if office.kind == Office.Kind.NATIONAL:
        return []
    places = BodyOffice.objects.filter(office=office, from_on__gt=day, from_on__lte=today)
    return list(places.order_by().values_list("body", flat=True).distinct())
