"""The audit trail: who did what, to which record, when. Written inside the action's own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from bodies.models import AuditEntry, Body, User


def entry(
    verb: str, subject: models.Model, *, by: User | None, today: date, body: Body | None = None, **detail: Any
) -> AuditEntry:
    """Make one entry without saving it; `by` is None when the system did it. Ids are recorded, never names."""
    return AuditEntry(
        at=timezone.now(),
        domain_on=today,
        by=by,
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        body=body,
        detail=_plain(detail),
    )


def record(
    verb: str, subject: models.Model, *, by: User | None, today: date, body: Body | None = None, **detail: Any
) -> AuditEntry:
    """Record that somebody did something to one record."""
    made = entry(verb, subject, by=by, today=today, body=body, **detail)
    made.save(force_insert=True)
    return made


def record_many(entries: Iterable[AuditEntry], *, batch: int = 500) -> int:
    """Record many entries in as many statements as there are batches; returns how many."""
    return len(AuditEntry.objects.bulk_create(entries, batch_size=batch))


def _plain(detail: dict[str, Any]) -> dict[str, Any]:
    encoder = DjangoJSONEncoder()
    return {
        key: value if isinstance(value, str | int | bool | list | dict | None) else encoder.default(value)
        for key, value in detail.items()
    }
