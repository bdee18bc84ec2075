"""The evidence of a body that an assurer can see, and may name as looked at; and what of it a reader may open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery

from assessments.models import Assessment
from bodies.models import Body
from evidence.models import Evidence, EvidenceUse
from evidence.querysets import EvidenceQuerySet

MOST = 200  # pieces offered at once


def offered(body: Body) -> EvidenceQuerySet:
    """What was sent in for what the body owes or answers for, and NHS England may know of. Drafts are the body's own.

    `shown_at` is the obligation where it can be looked at.
    """
    sent = EvidenceUse.objects.filter(
        Q(obligation__body=body) | Q(obligation__held_by=body), evidence=OuterRef("pk"), sent_on__isnull=False,
        obligation__is_inside=False,
    ).order_by("obligation")  # fmt: skip
    return Evidence.objects.filter(Exists(sent)).annotate(shown_at=Subquery(sent.values("obligation")[:1]))


def to_choose(assessment: Assessment, words: str = "") -> list[Evidence]:
    """The pieces to choose from, the newest first: those chosen already, and others whose titles hold the words."""
    rows = offered(assessment.body)
    chosen = rows.filter(looked_at__assessment=assessment).order_by("-about_on", "-pk")
    others = rows.current().exclude(pk__in=chosen.values("pk"))
    for word in words.split():
        others = others.filter(title__icontains=word)
    return [*chosen, *others.order_by("-about_on", "-pk")[:MOST]]


def looked_at(assessment: Assessment) -> EvidenceQuerySet:
    """What was looked at for it, with where it can be seen."""
    return offered(assessment.body).filter(looked_at__assessment=assessment).order_by("-about_on", "-pk")


def published_of(keys: Collection[int], today: date) -> dict[int, list[Evidence]]:
    """What was looked at for some assessments and is published itself, by assessment; one statement."""
    rows = Evidence.objects.published(today).filter(looked_at__assessment__in=keys)
    found: dict[int, list[Evidence]] = {}
    for row in rows.annotate(for_assessment=F("looked_at__assessment")).order_by("-about_on", "-pk"):
        found.setdefault(row.for_assessment, []).append(row)
    return found
