"""Named reads of bodies, their places, the people in them, what those are told and the mail that tells them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from bodies.models import Body, Mail, Membership, Notice, Office, User  # noqa: F401  (ruff does not see the names in the classes below)


class BodyQuerySet(models.QuerySet["Body"]):
    """Bodies by day and by office. A closing that has not happened yet is not known."""

    def known(self, today: date) -> BodyQuerySet:
        """Bodies that have opened by a day, whether or not they have closed since."""
        return self.filter(opened_on__lte=today)

    def open_on(self, day: date) -> BodyQuerySet:
        """Bodies that exist on a day; the last day counts."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day), opened_on__lte=day)

    def in_office(self, office: Office, day: date) -> BodyQuerySet:
        """Bodies that belong to an office on a day, or did on their last day."""
        place = Q(offices__office=office, offices__from_on__lte=day)
        still = (
            Q(offices__to_on=None)
            | Q(offices__to_on__gte=day)
            | Q(closed_on__lt=day, offices__to_on=models.F("closed_on"))
        )
        return self.filter(place & still).distinct()

    def search(self, words: str) -> BodyQuerySet:
        """Bodies whose code, name or one of whose former names holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(code__iexact=word) | Q(name__icontains=word) | Q(names__name__icontains=word))
        return found.distinct()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by day."""

    def current(self, today: date) -> MembershipQuerySet:
        """Memberships that hold on a day; the last day counts."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=today), from_on__lte=today)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """What people are told."""

    def not_mailed(self) -> NoticeQuerySet:
        """What still waits for a mail."""
        return self.filter(mail=None, no_mail_on=None)

    def about(self, subject: models.Model) -> NoticeQuerySet:
        """What anybody was told about one record, newest first."""
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)

    def to(self, person: User) -> NoticeQuerySet:
        """What one person was told."""
        return self.filter(person=person)


class MailQuerySet(models.QuerySet["Mail"]):
    """Letters by how far they have come."""

    def waiting(self) -> MailQuerySet:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def ready(self, now: datetime) -> MailQuerySet:
        """Those that may be claimed: it is time, and nobody has them in hand, or whoever had them is gone."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.waiting().filter(free, next_try_at__lte=now)

    def given_up(self) -> MailQuerySet:
        """Those that wait for somebody to say "try again"; a switched off account, or one forgotten, gets no more."""
        return self.filter(Q(person__is_active=True) | Q(person=None, forgotten_at=None), given_up_at__isnull=False)
