"""Stored files and their rows together: take away what no evidence needs, without racing who uploads the same bytes."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from evidence import files
from evidence.models import StoredFile

LEFT_FOR = timedelta(days=1)


@transaction.atomic
def remove_if_unused(sha256: str) -> bool:
    """Take away a stored file that no evidence needs. Returns whether it did.

    The row, made for the moment where there is none, is the lock: whoever stores the same bytes meanwhile waits for it,
    and then finds the file gone (evidence.actions.drafts) instead of keeping a row without its file.
    """
    row, _ = StoredFile.objects.select_for_update().get_or_create(
        sha256=sha256, defaults={"size": 0, "content_type": ""}
    )
    if row.evidence.exists():
        return False
    files.path_of(sha256).unlink(missing_ok=True)
    row.delete()
    return True


def remove_leftovers() -> int:
    """Take away what a killed process left a day ago or longer: half-written files, and files without a row."""
    before = (timezone.now() - LEFT_FOR).timestamp()
    count = files.remove_incoming(before)
    for sha256 in files.lying_since(before):
        if not StoredFile.objects.filter(sha256=sha256).exists():
            count += remove_if_unused(sha256)
    return count
