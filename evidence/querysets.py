"""Named reads of evidence and of the review queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from bodies.access import Reach
    from bodies.models import Body
    from evidence.models import Evidence


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence by how open it is."""

    def published(self) -> EvidenceQuerySet:
        """What anybody may see: published by decision. The public site reads through this alone."""
        return self.exclude(published_on=None)

    def stated_reasons(self, obligation_ids: Iterable[int]) -> models.QuerySet[Evidence, tuple[int, str, date | None]]:
        """Why what was sent in is not published, and nothing else of it: obligation, reason, until when."""
        held_back = self.sent_in().filter(published_on=None, obligations__in=obligation_ids).exclude(withheld="")
        return held_back.order_by("obligations", "id").values_list("obligations", "withheld", "withheld_until")

    def drafts(self) -> EvidenceQuerySet:
        return self.filter(sent_on=None)

    def sent_in(self) -> EvidenceQuerySet:
        return self.exclude(sent_on=None)

    def visible_to_body(self, body_ids: list[int]) -> EvidenceQuerySet:
        """What members of these bodies may see of them: drafts too."""
        return self.filter(body__in=body_ids)

    def of_body(self, body: Body) -> EvidenceQuerySet:
        return self.filter(Q(body=body) | Q(obligations__body=body)).distinct()


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Rounds of review."""

    def for_pages(self) -> SubmissionQuerySet:
        return self.select_related(
            "obligation", "obligation__duty", "obligation__rule", "obligation__body", "obligation__held_by",
            "sent_by", "decided_by",
        )  # fmt: skip

    def waiting(self) -> SubmissionQuerySet:
        """Nobody has decided yet; the oldest first."""
        return self.filter(decision="").order_by("sent_at", "id")

    def queue_of(self, reach: Reach, today: date) -> SubmissionQuerySet:
        """What this assurer may decide: of bodies in their offices today; never what they, or a body of theirs, sent."""
        from bodies.models import Body

        offices = reach.offices()
        if not offices:
            return self.none()
        found = self.waiting().filter(obligation__proof="reviewed")
        if not reach.is_national():
            places = Q(pk__in=[])
            for membership in offices:
                assert membership.office is not None
                places |= Q(pk__in=Body.objects.in_office(membership.office, today))
            found = found.filter(obligation__body__in=Body.objects.filter(places))
        mine = [m.body_id for m in reach.memberships if m.body_id is not None]
        return found.exclude(sent_by__in={m.user_id for m in reach.memberships}).exclude(
            Q(obligation__body__in=mine) | Q(obligation__held_by__in=mine)
        )
