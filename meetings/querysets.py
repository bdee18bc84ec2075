"""Named reads of meetings and their papers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from bodies.access import Permission
from duties.models import Obligation
from duties.telling import OFFICERS

if TYPE_CHECKING:
    from bodies.access import Reach
    from bodies.models import Body, Office
    from meetings.models import Meeting, Paper, Question, Subscription  # noqa: F401  (ruff does not see the names in the classes below)


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


QUESTION = "question"  # the kind of record, as its obligation names it


class QuestionQuerySet(models.QuerySet["Question"]):
    """What lay members ask."""

    def seen_by(self, person: int | None, reach: Reach, today: date) -> QuestionQuerySet:
        """Who asked; the leads of the body that answers; its chair once it was passed to them; NHS England once it is
        open to it. Nobody else, not even in the body.
        """
        own = self._taking_part(reach.bodies_where(Permission.CHECK_MEETINGS)) & Q(by=person)
        leads = self._answered_by(reach.bodies_where(Permission.KEEP_MEETINGS))
        chair = self._answered_by(officer_of(reach)) & Q(passed_on__lte=today)
        return self.filter(own | leads | chair | self._of_offices(reach, today))

    def unanswered(self) -> QuestionQuerySet:
        return self.filter(answered_on=None)

    def of_body(self, body: Body) -> QuestionQuerySet:
        """Those that a body answers."""
        return self.filter(self._answered_by({body.pk}))

    def open_to_nhs_england(self, today: date) -> QuestionQuerySet:
        """What the lay member sent on, or what waited 20 working days, by a day."""
        return self.filter(_opened_by(today))

    def published(self, today: date) -> QuestionQuerySet:
        """What anybody may read, with its answer: both sides agree, and the meeting itself is public."""
        return self.filter(lay_agrees_on__lte=today, body_agrees_on__lte=today, meeting__announced_on__lte=today)

    def for_pages(self) -> QuestionQuerySet:
        return self.select_related("point__check_of", "meeting__body").prefetch_related("meeting__body__names")

    def _answered_by(self, bodies: set[int]) -> Q:
        """By the body that keeps the record, or by who took its obligations over."""
        if not bodies:
            return Q(pk__in=[])
        taken_over = Obligation.objects.filter(record_kind=QUESTION, record_id=OuterRef("pk"), held_by__in=bodies)
        return Q(meeting__body__in=bodies) | Q(Exists(taken_over))

    def _taking_part(self, bodies: set[int]) -> Q:
        from meetings.models import Partner

        joint = Partner.objects.filter(body__in=bodies).values("meeting")
        return Q(meeting__body__in=bodies) | Q(meeting__in=joint)

    def _of_offices(self, reach: Reach, today: date) -> Q:
        from bodies.models import Body

        opened = _opened_by(today)
        if reach.is_national():
            return opened
        offices = [membership.office for membership in reach.offices() if membership.office is not None]
        places = Q(pk__in=[])
        for office in offices:
            places |= Q(meeting__body__in=Body.objects.in_office(office, today).order_by().values("pk"))
        return opened & places


def _opened_by(today: date) -> Q:
    return Q(sent_on_on__lte=today) | Q(waited_on__lte=today)


def officer_of(reach: Reach) -> set[int]:
    """The bodies of which somebody is an officer: the accountable officer or the chair."""
    return {m.body_id for m in reach.memberships if m.body_id is not None and m.post.strip().lower() in OFFICERS}


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Who wants letters about a body's meetings."""

    def alive(self) -> SubscriptionQuerySet:
        return self.filter(ended_at=None)

    def confirmed(self) -> SubscriptionQuerySet:
        return self.alive().exclude(confirmed_at=None)

    def unconfirmed(self) -> SubscriptionQuerySet:
        return self.alive().filter(confirmed_at=None)
