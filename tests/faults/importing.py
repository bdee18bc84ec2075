"""What a victim does: import what was confirmed, and die at a step of it; or as one would who does it naively."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from unittest import mock

from bodies.imports import running
from bodies.imports.kinds import Context, Kind
from bodies.models import Import
from duties.models import Obligation
from evidence import actions
from evidence.importing import applying
from tests.factories import TODAY
from tests.faults.victims import die, dying_after, dying_before

# Every step of importing one duty, in the order of time.
STEPS: dict[str, tuple[str, str]] = {
    "taken up": ("before", "bodies.imports.running._import_unit"),
    "claimed": ("before", "evidence.importing.kind.import_unit"),
    "a piece added": ("after", "evidence.actions.add_evidence"),
    "all pieces added": ("before", "evidence.actions.send_in"),
    "sent in": ("after", "evidence.actions.send_in"),
    "not committed yet": ("after", "evidence.importing.kind.import_unit"),
    "committed": ("after", "bodies.imports.running._import_unit"),
    "all done": ("before", "bodies.imports.running._finish"),
}


def run(*, imported: int, step: str = "", naive: bool = False) -> None:
    """Import to the end, and die at a step."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(running, "PAUSE", 0))
        if step:
            stack.enter_context(_dying(step))
        if naive:
            stack.enter_context(mock.patch.object(running, "_import_unit", _without_a_transaction))
        while running.run(imported, today=TODAY):
            pass


def _dying(step: str) -> AbstractContextManager[None]:
    when, target = STEPS[step]
    return dying_before(target) if when == "before" else dying_after(target)


def _without_a_transaction(imported: Import, kind: Kind, unit: str, context: Context) -> None:
    """Add a duty's pieces one by one and mark the rows afterwards; the power goes between two pieces."""
    with (
        mock.patch.object(applying.actions, "add_evidence", _added_alone),
        mock.patch.object(applying, "locked", lambda one: Obligation.objects.get(pk=one.pk)),
    ):
        kind.apply(list(imported.rows.filter(unit=unit).values_list("plan", flat=True)), context)


_real = actions.add_evidence


def _added_alone(**given: object) -> None:
    _real(**given)
    die()
