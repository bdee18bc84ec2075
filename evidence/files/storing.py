"""Stored files and their rows together: take away what no evidence needs, without racing who uploads the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evidence.files import storage
from evidence.files.arriving import LEFT_FOR
from evidence.models import StoredFile

BATCH = 500
One = TypeVar("One")


@transaction.atomic
def remove_if_unused(sha256: str) -> bool:
    """Take away a stored file that no evidence needs and that is not held for any. Returns whether it did.

    The row, made for the moment where there is none, is the lock: whoever stores the same bytes meanwhile waits for it,
    and then finds the file gone (evidence.actions.drafts) instead of keeping a row without its file.
    """
    row, _ = StoredFile.objects.select_for_update().get_or_create(
        sha256=sha256, defaults={"size": 0, "content_type": ""}
    )
    if row.evidence.exists() or row.held.exists():
        return False
    storage.delete(sha256)
    row.delete()
    return True


def remove_leftovers() -> int:
    """Take away what a killed process left a day ago or longer: half-written files, and files that no evidence needs.

    A file under a name that is no digest stays: it is not ours (verify_evidence tells of it).
    """
    before = timezone.now() - LEFT_FOR
    count = storage.remove_incoming(before)
    old = (one.sha256 for one in storage.lying() if one.sha256 and one.touched_at < before)
    for batch in batches(old):
        used = StoredFile.objects.filter(Q(evidence__isnull=False) | Q(held__isnull=False), sha256__in=batch)
        needed = set(used.values_list("sha256", flat=True))
        count += sum(remove_if_unused(sha256) for sha256 in batch if sha256 not in needed)
    return count


def batches(found: Iterable[One]) -> Iterator[list[One]]:
    """So many at a time, that one question asks after all of them."""
    rest = iter(found)
    while batch := list(islice(rest, BATCH)):
        yield batch
