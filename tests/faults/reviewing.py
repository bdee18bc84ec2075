"""What a victim does in a review: one deed, dying after so many of its statements; or as one would who is naive.

Counted are the statements that write and the commit, so that a victim dies between any two things that it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest import mock

from django.db import connection
from django.db.transaction import Atomic

from bodies.access import reach_of
from bodies.models import User
from duties.models import Obligation
from evidence import actions
from evidence.models import Submission
from tests.factories import TODAY
from tests.faults.victims import die

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


def send_in(obligation: Obligation, last: Submission | None, by: User) -> None:
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=by, today=TODAY)


def see(obligation: Obligation, last: Submission, by: User) -> None:
    actions.decide_seen(submission=last, done_on=TODAY, ticked=last.checks, **_who(by))


def send_back(obligation: Obligation, last: Submission, by: User) -> None:
    actions.send_back(submission=last, reason="Page 3", missing=last.checks[:1], **_who(by))


def withdraw(obligation: Obligation, last: Submission, by: User) -> None:
    actions.withdraw_round(submission=last, why="The wrong file", **_who(by))


def reopen(obligation: Obligation, last: Submission, by: User) -> None:
    actions.reopen_decision(submission=last, why="It is another year's", **_who(by))


DEEDS: dict[str, Callable[..., None]] = {
    "send_in": send_in, "see": see, "send_back": send_back, "withdraw": withdraw, "reopen": reopen,
}  # fmt: skip


def do(*, deed: str, obligation: int, by: int, at: int = 0, naive: bool = False) -> None:
    """Do one deed with the last round of an obligation; die after its `at`-th step, if that is not 0."""
    row, last = Obligation.objects.get(pk=obligation), Submission.objects.for_pages().filter(obligation=obligation)
    person = User.objects.get(pk=by)
    with without_transactions() if naive else nullcontext(), dying_at(at):
        DEEDS[deed](row, last.order_by("-number").first(), person)


def _who(by: User) -> dict[str, Any]:
    return {"reach": reach_of(by, TODAY), "by": by, "today": TODAY}


@contextmanager
def dying_at(step: int) -> Iterator[None]:
    """Die after so many steps: each statement that writes, before the commit and after it."""
    done = 0

    def step_done() -> None:
        nonlocal done
        done += 1
        if done == step:
            die()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if WRITES.match(sql):
            step_done()
        return answer

    commit = connection.commit

    def committing() -> None:
        step_done()
        commit()
        step_done()

    with connection.execute_wrapper(watch), mock.patch.object(connection, "commit", committing):
        yield


@contextmanager
def without_transactions() -> Iterator[None]:
    """Each statement by itself, as where nobody thought of transactions."""
    with (
        mock.patch.object(Atomic, "__enter__", return_value=None),
        mock.patch.object(Atomic, "__exit__", return_value=None),
        mock.patch.object(connection.features, "has_select_for_update", new=False),
        mock.patch("bodies.outbox.telling._refuse_outside_a_transaction"),
    ):
        yield
