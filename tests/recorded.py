"""A gate over every test that uses the client: whatever a request changes in the record, it says in the audit trail.

It also reads what is written there: ids, never an account's e-mail address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITE = re.compile(r'(INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM) "(\w+)"')
SAVEPOINT = re.compile(r'(SAVEPOINT|ROLLBACK TO SAVEPOINT) "?(\w+)"?')
TRAIL = "bodies_auditentry"
# Sessions, sign-in limits, the moment of the last sign-in and the ledger of the links' visits are no record of a body;
# that an assurer has a round in hand is a lease, and settles nothing.
NO_RECORD = re.compile(
    r'django_session|cache_entries|account_emailaddress|UPDATE "bodies_user" SET "last_login" = \S+ WHERE'
    r'|UPDATE "evidence_submission" SET "claimed_by_id" = \S+ "claimed_at" = \S+ WHERE'
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


class Unrecorded(AssertionError):
    """A request changed the record, and the audit trail does not say so."""


class Watch:
    """What one request wrote and did not undo."""

    def __init__(self) -> None:
        self.writes: list[str] = []
        self.since: dict[str, int] = {}
        self.trail: list[str] = []

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if point := SAVEPOINT.match(sql):
            if point[1] == "SAVEPOINT":
                self.since[point[2]] = len(self.writes)
            else:
                del self.writes[self.since.get(point[2], 0) :]
        elif WRITE.match(sql) and not NO_RECORD.search(sql):
            self.writes.append(sql)
            if TRAIL in sql:
                self.trail += [address for value in params or () for address in ADDRESS.findall(str(value))]
        return execute(sql, params, many, context)

    def judge(self) -> None:
        """Raise Unrecorded where something was changed and nothing was recorded, or what was is an address."""
        changed = sorted({found[2] for sql in self.writes if (found := WRITE.match(sql))})
        if changed and TRAIL not in changed:
            raise Unrecorded(f"This request changed {', '.join(changed)} without a row in the audit trail.")
        if self.trail:
            raise Unrecorded(f"The audit trail keeps ids, not addresses: {', '.join(self.trail)}")


@contextmanager
def watched() -> Iterator[None]:
    """Judge what is written inside; only in a test's own transaction can what was undone be told."""
    if not connection.in_atomic_block:
        yield
        return
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield
    watch.judge()
