"""Named reads of meetings and their papers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from bodies.models import Body, Office
    from meetings.models import Meeting, Paper  # noqa: F401  (ruff does not see the names in the classes below)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings by how open they are, by body and by day."""

    def published(self, today: date) -> MeetingQuerySet:
        """What anybody may know of on a day. The public site reads this alone."""
        return self.filter(announced_on__lte=today)

    def of_body(self, body: Body) -> MeetingQuerySet:
        """Those that a body keeps the record of, or meets in jointly."""
        from meetings.models import Partner

        return self.filter(Q(body=body) | Q(pk__in=Partner.objects.filter(body=body).values("meeting")))

    def in_office(self, office: Office, day: date) -> MeetingQuerySet:
        """Those of bodies that belong to an office on a day."""
        from bodies.models import Body

        return self.filter(body__in=Body.objects.in_office(office, day))

    def coming(self, today: date) -> MeetingQuerySet:
        """From today on, the next first; what was put off stands where it was to be."""
        return self.filter(on__gte=today).order_by("on", "starts", "pk")

    def past(self, today: date) -> MeetingQuerySet:
        """Before today, the latest first."""
        return self.filter(on__lt=today).order_by("-on", "-starts", "-pk")

    def of_year(self, start_year: int) -> MeetingQuerySet:
        """Those of a financial year."""
        return self.filter(on__gte=date(start_year, 4, 1), on__lte=date(start_year + 1, 3, 31))

    def for_lines(self) -> MeetingQuerySet:
        """With what a line of a list shows."""
        return self.select_related("body").prefetch_related("body__names", "joint__body__names")


class PaperQuerySet(models.QuerySet["Paper"]):
    """Documents of meetings."""

    def standing(self) -> PaperQuerySet:
        """All but those that were withdrawn: these are no papers of their meeting any more."""
        return self.filter(evidence__withdrawn_on=None)

    def unpublished(self) -> PaperQuerySet:
        """What is to be published yet: of Part 1."""
        return self.standing().filter(on=None, is_part2=False)

    def published(self, today: date) -> PaperQuerySet:
        """What anybody may read: of Part 1, published as evidence, of a meeting whose agenda, or record, is public.

        Minutes, slides and recordings need the meeting alone to be public.
        """
        from evidence.models import Evidence

        opened = Q(meeting__announced_on__lte=today) & (
            ~Q(role__in=("paper", "agenda")) | Q(meeting__agenda_on__lte=today)
        )
        part1 = Q(is_part2=False) & (Q(item=None) | Q(item__is_part2=False))
        return self.filter(opened & part1, on__lte=today, evidence__in=Evidence.objects.published(today))

    def for_lines(self) -> PaperQuerySet:
        return self.select_related("item", "evidence__file", "evidence__body").prefetch_related("evidence__body__names")
