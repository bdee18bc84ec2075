"""Named reads of cases and returns. Nobody outside the body reads a row: others get figures (casework.figures)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from casework.models import Return


class _Cases(models.QuerySet[Any]):
    """What both logs ask."""

    def of_bodies(self, bodies: Iterable[int]) -> Self:
        """The logs of these bodies, by id."""
        return self.filter(body__in=list(bodies))

    def late(self, today: date) -> Self:
        """Open, and the day by which something is due has passed."""
        return self.filter(is_open=True, due_on__lt=today)

    def received_in(self, first: date, last: date) -> Self:
        return self.filter(received_on__gte=first, received_on__lte=last)

    def to_thin(self, ended_before: date) -> Self:
        """Ended before a day, nothing happened since and nothing is left to be done, and their words still there."""
        ended = self.filter(is_open=False, ended_on__lt=ended_before, thinned_on=None)
        return ended.exclude(events__on__gte=ended_before)

    def for_lines(self) -> Self:
        """With what a line of the log shows; three statements for any number."""
        return self.select_related("body", "owner").prefetch_related("events")


class RequestQuerySet(_Cases):
    """Requests for information."""

    def to_thin(self, ended_before: date) -> RequestQuerySet:
        """As of every case, but for those whose complaint the regulator has not decided yet."""
        return super().to_thin(ended_before).exclude(regulator_asked_on__isnull=False, regulator_decided_on=None)

    def touching(self, first: date, last: date) -> RequestQuerySet:
        """What the figures of a stretch of time may count: there by its end, and something of it open or later than its
        beginning.
        """
        later = Q(ended_on=None) | Q(ended_on__gte=first)
        for name in ("review_asked_on", "review_ended_on", "regulator_asked_on", "regulator_decided_on"):
            later |= Q(**{f"{name}__gte": first})
        return self.filter(later, received_on__lte=last)

    def disclosed(self, today: date) -> RequestQuerySet:
        """What anybody may read in the disclosure log. The public site reads this alone, and of it the public words."""
        return self.filter(disclosure="published", disclosed_on__lte=today)


class ComplaintQuerySet(_Cases):
    """Complaints, contacts and letters."""

    def to_thin(self, ended_before: date) -> ComplaintQuerySet:
        """As of every case, but for those that the Ombudsman has not decided yet."""
        return super().to_thin(ended_before).exclude(referred_on__isnull=False, ombudsman_on=None)

    def touching(self, first: date, last: date) -> ComplaintQuerySet:
        """What the figures of a stretch of time may count: there by its end, and something of it open or later than its
        beginning.
        """
        later = Q(ended_on=None) | Q(ended_on__gte=first) | Q(referred_on__gte=first) | Q(ombudsman_on__gte=first)
        return self.filter(later, received_on__lte=last)

    def counted(self) -> ComplaintQuerySet:
        """Those under the regulations: no contacts, no letters, nothing settled at once."""
        return self.filter(is_counted=True)


class ReturnQuerySet(models.QuerySet["Return"]):
    """Returns by period; the last number of each is the one that stands."""

    def made(self) -> ReturnQuerySet:
        return self.exclude(made_on=None)

    def to_publish(self) -> ReturnQuerySet:
        """Made, the last of its period and not published; nor is what proves it known to have been taken off."""
        later = self.model.objects.made().filter(
            body=OuterRef("body"), kind=OuterRef("kind"), year=OuterRef("year"), period=OuterRef("period"),
            number__gt=OuterRef("number"),
        )  # fmt: skip
        waits = self.made().filter(published_on=None).exclude(kind="ko41a")
        return waits.exclude(evidence__unpublished_on__isnull=False).exclude(Exists(later))

    def of_period(self, row: Return) -> ReturnQuerySet:
        """Every return of the same kind, body and period as this one, itself among them."""
        return self.filter(body=row.body_id, kind=row.kind, year=row.year, period=row.period)

    def published(self, today: date) -> ReturnQuerySet:
        """What anybody may read."""
        return self.filter(published_on__lte=today)
