"""How long something takes, beside something else."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection

Given = TypeVar("Given")


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes; what the collector would do in the middle of it is done before."""
    gc.collect()
    gc.disable()
    try:
        started = time.perf_counter()
        call()
        return time.perf_counter() - started
    finally:
        gc.enable()


def in_turn(
    subject: Callable[[Given], object], baseline: Callable[[Given], object], times: int, before: Callable[[], Given]
) -> tuple[float, float]:
    """The fastest of so many calls of each, one after the other: what else the machine does only ever adds.

    Each call is given what `before` made for it, which is not timed.
    """
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * times):
        given, is_subject = before(), number % 2 == 0
        call = subject if is_subject else baseline
        took[is_subject].append(seconds(lambda call=call, given=given: call(given)))
    return min(took[True]), min(took[False])


@contextmanager
def counted_statements() -> Iterator[list[int]]:
    """Count the statements that are executed meanwhile; the one number of the list."""
    number = [0]

    def count(execute, sql, params, many, context):
        number[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield number
