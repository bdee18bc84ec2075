"""Named reads of exports."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from assurance.models import Export  # noqa: F401  (ruff does not see the name in the class below)
    from bodies.access import Reach
    from bodies.models import User


class ExportQuerySet(models.QuerySet["Export"]):
    """Exports by whose they are and how far they have come."""

    def mine(self, person: User) -> ExportQuerySet:
        """What one person asked for, the newest first: nobody else sees it."""
        return self.filter(asked_by=person).order_by("-pk")

    def waiting(self) -> ExportQuerySet:
        """Still to be made, begun or not."""
        return self.filter(finished_at=None, failed_at=None)

    def free(self, since: datetime) -> ExportQuerySet:
        """Waiting, and nobody has said since a moment that they are at it."""
        return self.waiting().filter(Q(claimed_at=None) | Q(claimed_at__lt=since))

    def fetchable(self, person: User, reach: Reach) -> ExportQuerySet:
        """Files that are there for this person today: their own, made by a reach that they still have."""
        found = self.mine(person).filter(finished_at__isnull=False, purged_on=None)
        if reach.is_national():
            return found
        still = {membership.office_id for membership in reach.offices()}
        return found.filter(pk__in=[pk for pk, used in found.values_list("pk", "offices") if used and still >= {*used}])

    def file_is_old(self, before: date) -> ExportQuerySet:
        """Made before a day, and the file is still there."""
        return self.filter(finished_on__lt=before, purged_on=None)
