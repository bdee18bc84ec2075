"""Named reads of evidence and of the review queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from bodies.access import Reach
    from bodies.models import Body
    from duties.querysets import ObligationQuerySet
    from evidence.models import Evidence, Submission


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence by how open it is."""

    def published(self) -> EvidenceQuerySet:
        """What anybody may see: published by decision. The public site reads through this alone."""
        return self.exclude(published_on=None)

    def drafts(self) -> EvidenceQuerySet:
        return self.filter(sent_on=None)

    def sent_in(self) -> EvidenceQuerySet:
        return self.exclude(sent_on=None)

    def for_pages(self) -> EvidenceQuerySet:
        return self.select_related("file", "added_by", "published_by")

    def of_body(self, body: Body) -> EvidenceQuerySet:
        return self.filter(Q(body=body) | Q(obligations__body=body)).distinct()

    def stated_reasons(self, obligation_ids: Iterable[int]) -> models.QuerySet[Evidence, tuple[int, str, date | None]]:
        """Why what was sent in is not published, and nothing else of it: obligation, reason, until when."""
        held_back = self.sent_in().filter(published_on=None, obligations__in=obligation_ids).exclude(withheld="")
        return held_back.order_by("obligations", "id").values_list("obligations", "withheld", "withheld_until")


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

    def after(self, last: Submission) -> SubmissionQuerySet:
        """The part of `waiting()` that follows one row."""
        return self.filter(Q(sent_at__gt=last.sent_at) | Q(sent_at=last.sent_at, pk__gt=last.pk))

    def queue_of(self, reach: Reach, today: date) -> SubmissionQuerySet:
        """What this assurer may decide, as `evidence.actions.may_decide` says of each."""
        found = self.waiting().filter(obligation__proof="reviewed")
        return found.filter(assurable(reach, today, "obligation__")).exclude(
            sent_by__in={m.user_id for m in reach.memberships}
        )


def asked_not_applicable(reach: Reach, today: date) -> ObligationQuerySet:
    """Open obligations of which the body says that they do not apply, and this assurer may decide; oldest first.

    One that was sent in all the same waits in the other queue.
    """
    from duties.models import Obligation

    return Obligation.objects.asked_not_applicable().filter(assurable(reach, today))


def assurable(reach: Reach, today: date, path: str = "") -> Q:
    """Whose obligations an assurer may decide, as `evidence.actions.may_assure` says of each.

    `path` leads to the obligation. The region of a closed body is that of its last day.
    """
    from bodies.models import Body

    places = Q(pk__in=[])
    for membership in reach.offices():
        assert membership.office is not None
        places |= Q(pk__in=Body.objects.in_office(membership.office, today).values("pk"))
    # Asked of each row that waits. As "in one of these bodies" it would lead SQLite to begin with all that bodies owe.
    concerned = Q(pk=OuterRef(f"{path}body")) | Q(pk=OuterRef(f"{path}held_by"))
    involved = Q(Exists(Body.objects.filter(places).filter(concerned)))
    if reach.is_national():
        involved = Q()  # asking for every body would make the database read every obligation
    mine = [m.body_id for m in reach.memberships if m.body_id is not None]
    conflict = Q(**{f"{path}body__in": mine}) | Q(**{f"{path}held_by__in": mine})
    if not reach.offices():
        return Q(pk__in=[])
    return Q(**{f"{path}owed_by": "body"}) & involved & ~conflict
