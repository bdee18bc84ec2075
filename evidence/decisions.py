"""What was decided on publishing a piece, newest first, with post and day: from the audit trail."""

from __future__ import annotations

from collections.abc import Iterable

from bodies.models import AuditEntry
from duties.models import Obligation
from evidence.history import Happening
from evidence.models import Evidence
from evidence.people import Posts
from evidence.publication_words import DECISIONS, told

SUBJECT = "evidence.evidence"


def decisions_on(evidence: Evidence, obligation: Obligation) -> list[Happening]:
    """Every decision on one piece; people are told by their posts as they concern the obligation."""
    about = AuditEntry.objects.filter(subject_kind=SUBJECT, subject_id=evidence.pk, verb__in=DECISIONS)
    entries = list(about.select_related("by").order_by("-pk"))
    return decisions_in(entries, Posts({entry.by for entry in entries if entry.by}, obligation)).get(evidence.pk, [])


def decisions_in(entries: Iterable[AuditEntry], posts: Posts) -> dict[int, list[Happening]]:
    """The decisions among entries that come newest first, by piece."""
    found: dict[int, list[Happening]] = {}
    for entry in entries:
        if entry.subject_kind == SUBJECT and entry.verb in DECISIONS:
            said = f"{posts.of(entry.by_id)} {told(entry.verb, entry.detail, 'it')}"
            found.setdefault(entry.subject_id, []).append(Happening(entry.domain_on, said))
    return found
