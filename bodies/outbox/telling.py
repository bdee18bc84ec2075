"""Telling people something: rows of the ledger, in sets, in the transaction of what they tell of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import islice
from operator import attrgetter

from django.db import connection, transaction
from django.utils import timezone

from bodies.inserting import insert_rows
from bodies.models import Notice

BATCH = 500
OVER = Notice.NoMail.OVER


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell one person.

    `key` names the thing for ever, such as `late 17 2016-10-01`. `words` are one line that says what and about what;
    the mail puts it under the name of the body and links it to `url_path`. Where `together` is given, several of one
    kind and body with the same `together` are one line of the mail; it follows their number: "20 " and "standing
    reviews due soon, 31 March 2017". `at_once` is for what cannot wait for the digest.
    """

    key: str
    person_id: int
    kind: str
    words: str
    url_path: str
    body_id: int | None
    subject_kind: str
    subject_id: int | None
    since_on: date
    at_once: bool = False
    together: str = ""


SAID = tuple(field.name for field in fields(Telling))
COLUMNS = (*SAID, "made_on", "made_at")
said = attrgetter(*SAID)


def tell(tellings: Sequence[Telling], *, today: date) -> int:
    """Put on record what people are told; returns how many were not told before.

    Must be called in the transaction of what it tells of. Nobody is told of a key twice; what was taken back before
    a mail was made (`untell`) waits for its mail again.
    """
    _refuse_outside_a_transaction()
    # In one order for everybody: two who tell the same wait for each other, and never in a circle.
    ordered = iter(sorted({(one.key, one.person_id): one for one in tellings}.values(), key=_place))
    told = 0
    while batch := list(islice(ordered, BATCH)):
        told += _tell_batch(batch, today)
    if any(one.at_once for one in tellings):
        transaction.on_commit(_wake, robust=True)
    return told


def untell(keys: Collection[str], *, today: date) -> int:
    """Take back, from everybody, what is so no longer and was not mailed yet; returns how many were not told.

    Must be called in the transaction in which it ceases to be so. The ledger keeps the row, and says so.
    """
    _refuse_outside_a_transaction()
    return sum(
        Notice.objects.not_mailed().filter(key__in=some).update(no_mail_on=today, no_mail_why=OVER)
        for some in _in_batches(sorted(keys))
    )


def _tell_batch(batch: Sequence[Telling], today: date) -> int:
    there = {
        (row.key, row.person_id): row
        for row in Notice.objects.filter(key__in={one.key for one in batch}).only("key", "person_id", "no_mail_why")
    }
    again = [there[place].pk for place in map(_place, batch) if place in there and there[place].no_mail_why == OVER]
    if again:
        Notice.objects.filter(pk__in=again).update(no_mail_on=None, no_mail_why="")
    now = timezone.now()
    new = [(*said(one), today, now) for one in batch if _place(one) not in there]
    # Somebody else may tell the same in this very moment.
    return insert_rows(Notice, COLUMNS, new, conflict="DO NOTHING")


def _place(one: Telling) -> tuple[str, int]:
    return (one.key, one.person_id)


def _in_batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _refuse_outside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Tell people in the transaction of what you tell them of.")


def _wake() -> None:
    """Have mail made of it now. If the message is lost, beat does it a little later."""
    from bodies.tasks import compose_mail_task

    compose_mail_task.delay()
