"""The audit trail: who did what, to which record, when and from where. Written inside the action's own transaction.

Every entry carries the digest of what it says, and the database chains the digests (bodies.chain); `manage.py
verify_audit` reads the whole trail again (bodies.verification).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date
from hashlib import sha256
from itertools import islice
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from bodies.inserting import insert_rows
from bodies.models import AuditEntry, Body, User
from bodies.origin import origin

# What an entry says, in the order in which `digest_of` takes it: all but its number and the digest itself.
SAID = ("at", "domain_on", "by_id", "verb", "subject_kind", "subject_id", "body_id", "detail", "origin")
COLUMNS = (*SAID, "digest")


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
        origin=origin(),
    )


def record(
    verb: str, subject: models.Model, *, by: User | None, today: date, body: Body | None = None, **detail: Any
) -> AuditEntry:
    """Record that somebody did something to one record."""
    made = _sealed(entry(verb, subject, by=by, today=today, body=body, **detail))
    made.save(force_insert=True)
    return made


def facts(row: models.Model | None, *names: str) -> dict[str, Any]:
    """Give what a row says, for `before` and `after`; nothing of a row that is not there."""
    return {name: getattr(row, name) for name in names} if row is not None else {}


def record_many(entries: Iterable[AuditEntry], *, batch: int = 500) -> int:
    """Record many entries in as many statements as there are batches; returns how many."""
    sealed = (_sealed(made) for made in entries)
    count = 0
    while some := list(islice(sealed, batch)):
        count += insert_rows(AuditEntry, COLUMNS, (tuple(getattr(made, name) for name in COLUMNS) for made in some))
    return count


def record_set(
    verb: str,
    model: type[models.Model],
    *,
    by: User | None,
    today: date,
    said: Iterable[tuple[int, int | None, dict[str, str | int | None]]],
) -> int:
    """Record that one thing was done to many records of one kind; returns how many.

    `said` is of each its id, the id of its body, and the detail, which must be as JSON says it.
    """
    head = (timezone.now(), today, by and by.pk, verb, model._meta.label_lower)
    came_from = origin()
    whole = ((*head, subject, body, detail, came_from) for subject, body, detail in said)
    return insert_rows(AuditEntry, COLUMNS, ((*values, digest_of(values)) for values in whole))


def digest_of(said: Sequence[Any]) -> str:
    """Return the SHA-256, in hexadecimal, of what an entry says: the values of SAID, as made or as read back."""
    at, domain_on, *rest = said
    plain = [at.astimezone(UTC).isoformat(timespec="microseconds"), domain_on.isoformat(), *rest]
    return sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _sealed(made: AuditEntry) -> AuditEntry:
    made.digest = digest_of([getattr(made, name) for name in SAID])
    return made


def _plain(detail: dict[str, Any]) -> dict[str, Any]:
    """Return a detail as it will be read back: what JSON cannot say the same way twice has no digest."""
    return json.loads(json.dumps(detail, cls=DjangoJSONEncoder), parse_float=_refuse)


def _refuse(number: str) -> NoReturn:
    raise TypeError(f"The audit trail keeps whole numbers and text, and {number} is neither.")
