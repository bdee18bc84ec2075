"""What a body has still to decide about publishing: the lead's home counts it, and one page lists it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q

from bodies.models import Body
from evidence.models import Evidence, EvidenceUse
from evidence.querysets import EvidenceQuerySet

AT_MOST = 50  # of one list; it gets shorter as things are decided


@dataclass(frozen=True)
class Open:
    """How many pieces of each kind there are."""

    gone: int
    undecided: int
    ended: int
    embargoed: int


def count_open(body: Body, today: date) -> Open:
    """Count what is to be decided; one statement."""
    found = Evidence.objects.to_be_decided_by(body)
    return Open(
        **found.aggregate(
            gone=Count("pk", filter=Q(published_on__lte=today, link__gone_on__isnull=False)),
            undecided=Count("pk", filter=Q(published_on=None, withheld="")),
            ended=Count("pk", filter=Q(published_on=None, withheld_until__lte=today)),
            embargoed=Count("pk", filter=Q(published_on__gt=today)),
        )
    )


def list_open(body: Body, today: date) -> dict[str, list[Evidence]]:
    """The pieces of each kind, each with `uses_here`, the obligations of the body it was sent in for; oldest first."""
    found = Evidence.objects.to_be_decided_by(body)
    return {
        "gone": _listed(found.gone(today).order_by("link__missing_on", "pk"), body),
        "undecided": _listed(found.undecided().order_by("sent_on", "pk"), body),
        "ended": _listed(found.reason_ended(today).order_by("withheld_until", "pk"), body),
        "embargoed": _listed(found.embargoed(today).order_by("published_on", "pk"), body),
    }


def _listed(found: EvidenceQuerySet, body: Body) -> list[Evidence]:
    uses = EvidenceUse.objects.filter(sent_on__isnull=False, obligation__held_by=body).order_by("pk")
    here = uses.exclude(obligation__duty__public_facing="no").select_related("obligation__duty")
    return list(found.select_related("link").prefetch_related(Prefetch("uses", here, to_attr="uses_here"))[:AT_MOST])
