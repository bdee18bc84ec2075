"""From where something is done: a browser's address, a command, a job. The audit trail keeps it with each entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST = 60  # characters that are kept

_asked: ContextVar[Callable[[], str] | None] = ContextVar("origin", default=None)


def origin() -> str:
    """Return from where this is done, like "web 10.0.0.7", "command sweep", "job duties.sweep"; empty: not known."""
    ask = _asked.get()
    return ask()[:LONGEST] if ask is not None else ""


@contextmanager
def coming_from(ask: Callable[[], str]) -> Iterator[None]:
    """Let what is done inside come from what `ask` says; it is asked only when something is recorded."""
    token = _asked.set(ask)
    try:
        yield
    finally:
        _asked.reset(token)
