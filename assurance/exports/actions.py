"""What people do with exports: ask for one, fetch it; and what is taken away by itself."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from assurance.exports.asked import Asked, scope_of
from assurance.exports.kinds import Kind
from assurance.models import Export, ExportPart
from assurance.models.exports import KEPT
from bodies import audit
from bodies.access import Permission, Reach
from bodies.actions import Refused
from bodies.models import User

MOST_WAITING = 3  # of one person
ROW_KEPT = timedelta(days=90)
TOO_MANY = f"{MOST_WAITING} of your exports are still being made. Wait for one of them, then ask for the next."
NO_BODIES = "You reach no body there. Choose another region."


@transaction.atomic
def ask(
    *, kind: Kind, asked: Asked, form: str, by: User, reach: Reach, today: date, invented: bool = False
) -> Export:  # fmt: skip
    """Have an export made. The same one asked for again while it waits is that one. Raises Refused."""
    if not reach.holds(Permission.SEE_NATION) or not scope_of(asked, reach, today).places:
        raise Refused(NO_BODIES)
    User.objects.select_for_update().get(pk=by.pk)  # one at a time: else two presses would both find room
    waiting = list(Export.objects.mine(by).waiting())
    wanted = (kind.name, asked.as_json(), form)
    for one in waiting:
        if (one.kind, one.asked, one.form) == wanted:
            return one
    if len(waiting) >= MOST_WAITING:
        raise Refused(TOO_MANY)
    made = Export.objects.create(
        kind=kind.name, asked=asked.as_json(), form=form, asked_by=by, asked_on=today, asked_at=timezone.now(),
        is_invented=invented,
    )  # fmt: skip
    audit.record("asked for an export", made, by=by, today=today, kind=kind.name, form=form, asked=made.asked)
    _wake(made.pk)
    return made


@transaction.atomic
def fetch(*, pk: int, by: User, reach: Reach, today: date) -> Export | None:
    """Put on record that somebody fetches a file of their own; none where it is not there for them any more."""
    found = Export.objects.fetchable(by, reach).select_for_update().filter(pk=pk).first()
    if found is None or not reach.holds(Permission.SEE_NATION):
        return None
    Export.objects.filter(pk=pk).update(fetched_at=timezone.now())
    audit.record("fetched an export", found, by=by, today=today, kind=found.kind, sha256=found.sha256)
    return found


def purge(today: date) -> dict[str, int]:
    """Take away files that were made more than a week ago, and rows of more than 90 days. Returns how many of each."""
    files = sum(_remove_file(pk, today) for pk in Export.objects.file_is_old(today - KEPT).values_list("pk", flat=True))
    old = Export.objects.filter(asked_on__lt=today - ROW_KEPT).exclude(pk__in=Export.objects.waiting().order_by())
    return {"files": files, "rows": sum(_remove_row(one, today) for one in old.filter(parts=None).order_by("pk"))}


@transaction.atomic
def _remove_file(pk: int, today: date) -> bool:
    removed = Export.objects.filter(pk=pk, finished_at__isnull=False, purged_on=None).update(purged_on=today)
    ExportPart.objects.filter(of=pk).delete()
    return bool(removed)


@transaction.atomic
def _remove_row(export: Export, today: date) -> bool:
    if not Export.objects.select_for_update().filter(pk=export.pk).exists():
        return False  # another worker was quicker
    audit.record("removed an export", export, by=None, today=today, kind=export.kind)
    export.delete()
    return True


def _wake(pk: int) -> None:
    """Tell a worker once this is committed. If the message is lost, beat finds the export (running.left_alone)."""
    from assurance.tasks import make_export

    def wake() -> None:
        make_export.delay(pk)

    transaction.on_commit(wake, robust=True)
