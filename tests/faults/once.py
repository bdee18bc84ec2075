"""Whether each late obligation was flagged and recorded once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bodies.models import AuditEntry
from duties.models import Flag, Obligation


def not_once(keys: Iterable[int]) -> list[str]:
    """Obligations of which something was done not once."""
    flags = Counter(Flag.objects.filter(kind="late", cleared_on=None).values_list("obligation", flat=True))
    rows = Counter(AuditEntry.objects.filter(verb="flagged: late").values_list("subject_id", flat=True))
    marked = set(Obligation.objects.filter(late_since__isnull=False).values_list("pk", flat=True))
    return [
        f"{pk}: {flags[pk]} flags, {rows[pk]} audit rows, {'marked' if pk in marked else 'not marked'}"
        for pk in keys if (flags[pk], rows[pk], pk in marked) != (1, 1, True)
    ]  # fmt: skip
