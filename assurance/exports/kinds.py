"""The kinds of exports: each says what it finds, what it reads of it, and how a row is told. The list is at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from assurance.exports.asked import Scope

Values = tuple[Any, ...]
Teller = Callable[[Values], Sequence[object]]


@dataclass(frozen=True)
class Kind:
    """One kind. `path` leads from what is found to the obligation that it is about, as "obligation__"; or is empty.

    `fields` are what is read of each in one statement, the holder and the body of the obligation first. `teller` makes,
    once for a run, what makes a row of them.
    """

    name: str
    title: str
    hint: str
    header: tuple[str, ...]
    fields: tuple[str, ...]
    order: tuple[str, ...]
    found: Callable[[Scope], QuerySet[Any]]
    teller: Callable[[Scope], Teller]
    path: str = ""
    takes_quarter: bool = False


def kinds() -> dict[str, Kind]:
    """Every kind by its name, in the order in which they are offered."""
    from assurance.exports import flags, obligations, rounds

    return {kind.name: kind for kind in (obligations.OBLIGATIONS, rounds.ROUNDS, flags.FLAGS)}
