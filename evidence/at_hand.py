"""Which evidence somebody may take in hand: that of the bodies they work for, and what others share with these."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from bodies.access import Permission, Reach
from bodies.history import taken_over
from bodies.models import Body
from evidence.models import Evidence, EvidenceShare
from evidence.querysets import EvidenceQuerySet


def at_hand(reach: Reach, today: date, *, of: Body | None = None) -> EvidenceQuerySet:
    """What somebody may offer for an obligation of one body, or of any that they work for; one statement besides.

    Drafts are their own body's. What was sent in may come from another body that they work for, from one that theirs
    took over whole, and from one that shares it.
    """
    mine = reach.bodies_where(Permission.ADD_EVIDENCE)
    places = mine if of is None else {of.pk}
    if not mine:
        return Evidence.objects.none()
    theirs = Evidence.objects.filter(body__in=places | mine | taken_over(places, today)).order_by().values("pk")
    given = EvidenceShare.objects.filter(body__in=places, ended_on=None).order_by().values("evidence")
    # As one list of keys: told as "of this body, or shared with it" the database would read every piece there is.
    found = Evidence.objects.current().filter(pk__in=theirs.union(given))
    return found.filter(Q(body__in=places) | Q(sent_on__isnull=False))


def same_files(found: EvidenceQuerySet, drafts: Collection[Evidence]) -> dict[int, Evidence]:
    """For each draft whose very file is here already: the piece that has it, what was sent in before what was not."""
    files = {draft.file_id for draft in drafts if draft.is_draft and draft.file_id is not None}
    if not files:
        return {}
    others = found.filter(file__in=files).exclude(pk__in=[draft.pk for draft in drafts]).order_by("-pk")
    by_file: dict[int | None, Evidence] = {}
    for other in sorted(others, key=lambda one: one.is_draft):
        by_file.setdefault(other.file_id, other)
    return {draft.pk: by_file[draft.file_id] for draft in drafts if draft.is_draft and draft.file_id in by_file}
