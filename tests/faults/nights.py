"""What a victim does in a night: sweep, make mail of it, send it; or as one would who never lost a worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from unittest import mock

from django.core.mail import get_connection
from django.utils import timezone

from bodies.models import Mail
from bodies.outbox import composing, sending
from duties.sweep import sweep
from tests.faults.naive import row_by_row

A_WHILE = timedelta(minutes=1)
BATCH = 8  # small, so that a pass has many transactions to die between


def night(*, today: str, naive: str = "", only: str = "") -> None:
    """Do one after the other what the jobs of a night do, or one part of it: sweeping, making mail or sending it.

    `naive` names a part that is done as one should not.
    """
    day = date.fromisoformat(today)
    for part, do in PARTS.items():
        if only in ("", part):
            NAIVE[part](day) if naive == part else do(day)


def _compose(today: date) -> None:
    with mock.patch.object(composing, "FROM_HOUR", 0):
        composing.compose(today, timezone.now())


def _mark_then_send(_: date) -> None:
    for one in Mail.objects.waiting().select_related("person"):
        Mail.objects.filter(pk=one.pk).update(sent_at=timezone.now(), claim="", claimed_until=None)
        get_connection().send_messages([sending.message_of(one)])


PARTS: dict[str, Callable[[date], object]] = {
    "sweeping": lambda day: sweep(day, batch=BATCH),
    "composing": _compose,
    "sending": lambda day: sending.send_waiting(day, for_long=A_WHILE),
}
NAIVE: dict[str, Callable[[date], object]] = {"sweeping": row_by_row, "sending": _mark_then_send}
