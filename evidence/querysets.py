"""Named reads of evidence and of the review queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

if TYPE_CHECKING:
    from bodies.access import Reach
    from bodies.models import Body, Office
    from duties.models import Obligation
    from duties.querysets import ObligationQuerySet
    from evidence.models import CallIn, Evidence, Submission

# Of rounds: what assurers decide. What a body certifies is theirs only where it answers a call.
FOR_ASSURERS = Q(obligation__proof="reviewed") | Q(call_in__isnull=False)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence by how open it is, and by what it is offered for."""

    def published(self, today: date) -> EvidenceQuerySet:
        """What anybody may see on a day: published by decision, its embargo over. The public site reads this alone."""
        return self.filter(published_on__lte=today)

    def withdrawn_from_public(self, today: date) -> EvidenceQuerySet:
        """What anybody could read until the day it was withdrawn: of it the public is told that, and no more."""
        return self.filter(withdrawn_on__lte=today, was_published_on__isnull=False, withheld="")

    def drafts(self) -> EvidenceQuerySet:
        """Never sent in for anything."""
        return self.filter(sent_on=None)

    def sent_in(self) -> EvidenceQuerySet:
        return self.exclude(sent_on=None)

    def current(self) -> EvidenceQuerySet:
        """What still proves something: not withdrawn, and nothing that was sent in has taken its place."""
        from evidence.models import Evidence

        # Asked of each piece: as a join SQLite reads every piece that there is, for each one found.
        newer = Evidence.objects.filter(supersedes=OuterRef("pk"), sent_on__isnull=False)
        return self.filter(~Exists(newer), withdrawn_on=None)

    def links_to_watch(self, today: date) -> EvidenceQuerySet:
        """Links that anybody may follow, and that still prove something."""
        return self.published(today).current().filter(kind="link")

    def used_for(self, obligation: Obligation) -> EvidenceQuerySet:
        """What is offered for one obligation; `use_sent_on` says since when, and is empty while it is not sent in."""
        return self._used(uses__obligation=obligation)

    def sent_for(self, obligation: Obligation) -> EvidenceQuerySet:
        """What was sent in for one obligation."""
        return self._used(uses__obligation=obligation, uses__sent_on__isnull=False)

    def unsent_for(self, obligation: Obligation) -> EvidenceQuerySet:
        """What is offered for one obligation and not sent in for it yet: drafts, and what was sent in for others."""
        return self._used(uses__obligation=obligation, uses__sent_on=None)

    def _used(self, **use: Any) -> EvidenceQuerySet:
        """By one use of each: all of `use` is asked of the same row, whose facts come along."""
        return self.filter(**use).annotate(
            use_sent_on=F("uses__sent_on"), use_used_on=F("uses__used_on"), use_used_by=F("uses__used_by"),
            use_confirmed_from=F("uses__confirmed_from"), use_confirmed_words=F("uses__confirmed_words"),
        )  # fmt: skip

    def for_pages(self) -> EvidenceQuerySet:
        return self.select_related(
            "file", "link", "body", "added_by", "published_by", "withdrawn_by", "supersedes", "superseded_by__added_by"
        )

    def of_body(self, body: Body) -> EvidenceQuerySet:
        return self.filter(Q(body=body) | Q(obligations__body=body)).distinct()

    def to_be_decided_by(self, body: Body) -> EvidenceQuerySet:
        """What was sent in for public-facing duties that a body answers for, and that it decides on; no draft accounts.

        `evidence.standing.decides_on` says the same of each.
        """
        from duties.querysets import DRAFT
        from evidence.models import EvidenceUse

        sent = EvidenceUse.objects.filter(sent_on__isnull=False, obligation__held_by=body, obligation__owed_by="body")
        own = Q(evidence__body=body) | Q(evidence__body=F("obligation__body"))
        facing = sent.filter(own).exclude(obligation__duty__public_facing="no")
        never = EvidenceUse.objects.filter(evidence=OuterRef("pk"), obligation__step=DRAFT)
        return self.current().filter(pk__in=facing.values("evidence")).exclude(Exists(never))

    def undecided(self) -> EvidenceQuerySet:
        """Neither published nor said why not."""
        return self.filter(published_on=None, withheld="")

    def reason_ended(self, today: date) -> EvidenceQuerySet:
        """Held back until a day that has come, and nothing was decided since."""
        return self.filter(published_on=None, withheld_until__lte=today)

    def embargoed(self, today: date) -> EvidenceQuerySet:
        return self.filter(published_on__gt=today)

    def gone(self, today: date) -> EvidenceQuerySet:
        """Published links whose page is gone."""
        return self.published(today).filter(link__gone_on__isnull=False)

    def stated_reasons(
        self, obligation_ids: Iterable[int], today: date
    ) -> models.QuerySet[Evidence, tuple[int, str, date | None]]:
        """Why what was sent in is not published, and nothing else of it: obligation, reason, until when."""
        held_back = self.current().filter(
            Q(published_on=None) | Q(published_on__gt=today),
            uses__obligation__in=obligation_ids, uses__sent_on__isnull=False,
        )  # fmt: skip
        found = held_back.exclude(withheld="").order_by("uses__obligation", "id")
        return found.values_list("uses__obligation", "withheld", "withheld_until")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Rounds of review."""

    def for_pages(self) -> SubmissionQuerySet:
        return self.select_related(
            "obligation", "obligation__duty", "obligation__rule", "obligation__body", "obligation__held_by",
            "sent_by", "decided_by", "reopened_by", "reopens", "call_in",
        )  # fmt: skip

    def for_lines(self) -> SubmissionQuerySet:
        """With what a line of the queue shows, and without what was frozen."""
        joined = self.select_related("obligation__duty", "obligation__body", "obligation__held_by", "claimed_by")
        frozen = joined.defer("items", "checks", "note", "obligation__explanation")
        return frozen.prefetch_related("obligation__body__names")

    def waiting(self) -> SubmissionQuerySet:
        """Nobody has decided yet; the oldest first, and what was sent back keeps the place it had."""
        return self.filter(decision="").order_by("queued_at", "id")

    def after(self, last: Submission) -> SubmissionQuerySet:
        """The part of `waiting()` that follows one row."""
        return self.filter(Q(queued_at__gt=last.queued_at) | Q(queued_at=last.queued_at, pk__gt=last.pk))

    def asking_again(self) -> SubmissionQuerySet:
        """What left something for the body to do again: sent back, or a certification that was re-opened."""
        sent_back, reopened = (
            Q(decision="sent_back", reopened_on=None),
            Q(decision="certified", reopened_on__isnull=False),
        )
        return self.filter(sent_back | reopened, call_in=None)

    def queue_of(self, reach: Reach, today: date) -> SubmissionQuerySet:
        """What this assurer may decide, as `evidence.actions.may_decide` says of each."""
        own = {membership.user_id for membership in reach.memberships}
        certified = self.model.objects.filter(obligation=OuterRef("obligation"), decision="certified", reopened_on=None)
        vouched_for = certified.filter(Q(sent_by__in=own) | Q(decided_by__in=own))
        found = self.waiting().filter(FOR_ASSURERS).filter(assurable(reach, today, "obligation__"))
        return found.exclude(sent_by__in=own).exclude(Q(call_in__isnull=False) & Exists(vouched_for))


class CallInQuerySet(models.QuerySet["CallIn"]):
    """What NHS England asks to see of what bodies certified."""

    def for_pages(self) -> CallInQuerySet:
        return self.select_related(
            "obligation", "obligation__duty", "obligation__rule", "obligation__body", "obligation__held_by",
            "called_by", "closed_by", "sample", "sample__office",
        ).defer("sample__drawn_from", "obligation__explanation")  # fmt: skip

    def open(self) -> CallInQuerySet:
        """Nobody has closed it; the oldest first. `is_answered` says whether an answer waits for review."""
        from evidence.models import Submission

        answers = Submission.objects.filter(call_in=OuterRef("pk"), decision="")
        return self.filter(outcome="").annotate(is_answered=Exists(answers)).order_by("called_on", "pk")

    def after(self, last: CallIn) -> CallInQuerySet:
        """The part of `open()` that follows one row."""
        return self.filter(Q(called_on__gt=last.called_on) | Q(called_on=last.called_on, pk__gt=last.pk))

    def open_to(self, reach: Reach, today: date) -> CallInQuerySet:
        """Open ones that this assurer may decide."""
        return self.open().filter(assurable(reach, today, "obligation__"))


def asked_not_applicable(reach: Reach, today: date) -> ObligationQuerySet:
    """Open obligations of which the body says that they do not apply, and this assurer may decide; oldest first.

    One that was sent in all the same waits in the other queue.
    """
    from duties.models import Obligation

    return Obligation.objects.asked_not_applicable().filter(assurable(reach, today))


def assurable(reach: Reach, today: date, path: str = "") -> Q:
    """Whose obligations an assurer may decide, as `evidence.actions.may_assure` says of each.

    `path` leads to the obligation.
    """
    # Asking for every body would make the database read every obligation.
    offices = [membership.office for membership in reach.offices() if membership.office]
    involved = Q() if reach.is_national() else in_places(offices, today, path)
    mine = [m.body_id for m in reach.memberships if m.body_id is not None]
    conflict = Q(**{f"{path}body__in": mine}) | Q(**{f"{path}held_by__in": mine})
    if not reach.offices():
        return Q(pk__in=[])
    return Q(**{f"{path}owed_by": "body", f"{path}is_inside": False}) & involved & ~conflict


def in_places(offices: Iterable[Office], today: date, path: str = "") -> Q:
    """Obligations of whose bodies one is in one of these offices: who incurred it, or who answers for it now.

    `path` leads to the obligation. The region of a closed body is that of its last day.
    """
    from bodies.models import Body

    places = Q(pk__in=[])
    for office in offices:
        places |= Q(pk__in=Body.objects.in_office(office, today).values("pk"))
    # Asked of each row that waits. As "in one of these bodies" it would lead SQLite to begin with all that bodies owe.
    concerned = Q(pk=OuterRef(f"{path}body")) | Q(pk=OuterRef(f"{path}held_by"))
    return Q(Exists(Body.objects.filter(places).filter(concerned)))
