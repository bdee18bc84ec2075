"""What a victim does: make an export and die at a step of it, or as one would who puts parts there as they come."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from typing import IO, Any
from unittest import mock

from assurance.exports import reading, running
from assurance.models import Export, ExportPart
from tests.factories import TODAY
from tests.faults.victims import die, dying_after, dying_before

# Every step of making one, in the order of time.
STEPS: dict[str, tuple[str, str]] = {
    "claimed": ("after", "assurance.exports.running._claim"),
    "counted": ("after", "assurance.exports.running.reading"),
    "said how many": ("after", "assurance.exports.running._say"),
    "written": ("after", "assurance.exports.running.write"),
    "not marked as finished yet": ("before", "assurance.exports.running.hashlib.file_digest"),
    "no part there yet": ("before", "assurance.models.ExportPart.objects.create"),
    "one part there": ("after", "assurance.models.ExportPart.objects.create"),
    "not told yet": ("before", "assurance.exports.running.tell"),
    "not committed yet": ("after", "assurance.exports.running.tell"),
}


def run(*, export: int, step: str = "", naive: bool = False) -> None:
    """Make it in small chunks and small parts, and die at a step."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(reading, "AT_A_TIME", 5))
        stack.enter_context(mock.patch.object(running, "PART", 500))
        if step:
            stack.enter_context(_dying(step))
        if naive:
            stack.enter_context(mock.patch.object(running, "_finish", _part_by_part))
        running.run(export, today=TODAY)


def _dying(step: str) -> AbstractContextManager[None]:
    when, target = STEPS[step]
    if target.endswith(".objects.create"):
        return mock.patch.object(ExportPart.objects, "create", die if when == "before" else _created)
    if target.endswith("file_digest"):
        return mock.patch.object(running.hashlib, "file_digest", die)
    return dying_before(target) if when == "before" else dying_after(target)


_create = ExportPart.objects.create


def _created(**given: Any) -> None:
    _create(**given)
    die()


def _part_by_part(export: Export, token: str, out: IO[bytes], today: object) -> None:
    """Put each part there by itself and mark the row afterwards; the power goes in between."""
    out.seek(0)
    ExportPart.objects.create(of=export, number=0, content=out.read(running.PART))
    die()
