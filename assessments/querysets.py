"""Named reads of assessments: whose, of which period, and who may know of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from assessments.models import Assessment  # noqa: F401  (ruff does not see the name in the class below)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Assessments by body, period, and how far they have come."""

    def published(self, today: date) -> AssessmentQuerySet:
        """What anybody may read, versions that were replaced since among them. The public site reads this alone."""
        return self.filter(published_on__lte=today)

    def standing(self, today: date) -> AssessmentQuerySet:
        """Of what anybody may read the last version of each."""
        return self.published(today).filter(Q(superseded_on=None) | Q(superseded_on__gt=today))

    def seen_in_body(self, today: date) -> AssessmentQuerySet:
        """What somebody in the body may know of: what was sent to it, and what anybody may read."""
        return self.filter(Q(shown_on__lte=today) | Q(published_on__lte=today))

    def waiting_for_comment(self, today: date) -> AssessmentQuerySet:
        """Sent to the body, which has not commented since and whose days to comment are not over."""
        return self.filter(published_on=None, commented_on=None, shown_on__lte=today, comment_by_on__gte=today)

    def proposed(self) -> AssessmentQuerySet:
        """Waiting for a second assurer."""
        return self.filter(proposed_on__isnull=False, agreed_on=None)

    def of_bodies(self, bodies: Collection[int]) -> AssessmentQuerySet:
        return self.filter(body__in=list(bodies))

    def of_period(self, year: int, period: str) -> AssessmentQuerySet:
        return self.filter(year=year, period=period)

    def last_versions(self) -> AssessmentQuerySet:
        """Of every body and period the last version, whatever became of it."""
        later = self.model.objects.filter(
            body=OuterRef("body"), year=OuterRef("year"), period=OuterRef("period"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(later))

    def for_lines(self) -> AssessmentQuerySet:
        """With what a line of a list shows; two statements for any number."""
        return self.select_related("body").prefetch_related("body__names")

    def for_pages(self) -> AssessmentQuerySet:
        """With everything that a page of them tells; a constant number of statements."""
        return self.for_lines().prefetch_related("body__offices", "judgements", "consultations", "rounds", "looked")

    def newest_first(self) -> AssessmentQuerySet:
        """By what they are about: the latest year first, the whole of a year before its quarters, the last first."""
        whole_first = models.Case(models.When(period="", then=1), default=0)
        return self.order_by("-year", whole_first.desc(), "-period", "-version")
