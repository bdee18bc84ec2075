"""What one row says happened, and what of it is not recorded yet. Pure.

What people recorded stays: a row adds what is missing, and where it says otherwise the preview tells so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bodies.web.text import date_long
from casework.course import Event
from casework.importing.layout import EventColumns, Layout


@dataclass(frozen=True)
class Told:
    """One event, with its words: as a row tells it, or as it is recorded."""

    event: Event
    words: str = ""

    def as_json(self) -> dict[str, Any]:
        one = self.event
        return {
            "kind": one.kind, "on": one.on.isoformat(), "until_on": one.until_on and one.until_on.isoformat(),
            "code": one.code, "codes": list(one.codes), "words": self.words,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Told:
        until_on = data["until_on"] and date.fromisoformat(data["until_on"])
        on = date.fromisoformat(data["on"])
        return cls(Event(data["kind"], on, until_on, data["code"], tuple(data["codes"])), data["words"])


@dataclass
class Unsaid:
    """What a row says anew, and of what it says otherwise than what is recorded."""

    new: list[Told] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def told_by(values: Mapping[str, Any], layout: Layout) -> list[Told]:
    """Every event that the cells of a row tell of, in the order of its columns."""
    found = []
    for columns in layout.events:
        said = values.get(columns.on)
        for on in said if isinstance(said, tuple) else (said,) if said else ():
            parts: dict[str, Any] = {
                "until_on": values.get(columns.until), "code": values.get(columns.code) or "",
                "codes": tuple(values.get(columns.codes) or ()),
            }  # fmt: skip
            found.append(Told(Event(columns.kind, on, **parts), values.get(columns.words) or ""))
    return found


def unsaid(recorded: Iterable[Told], told: Iterable[Told], layout: Layout) -> Unsaid:
    """What is told and not recorded yet. Of a kind that is recorded, another day is another opinion: it stays out.

    Of kinds that may come several times the first told is compared with the first recorded, and so on.
    """
    found = Unsaid()
    there: dict[str, list[Told]] = {}
    for one in sorted(recorded, key=lambda one: one.event.on):
        there.setdefault(one.event.kind, []).append(one)
    here: dict[str, list[Told]] = {}
    for one in sorted(told, key=lambda one: one.event.on):
        here.setdefault(one.event.kind, []).append(one)
    for columns in layout.events:
        _compare(there.get(columns.kind, []), here.get(columns.kind, []), columns, layout, found)
    return found


def _compare(there: list[Told], here: list[Told], columns: EventColumns, layout: Layout, found: Unsaid) -> None:
    rest = [one for one in here if not any(_is_same(one, other) for other in there)]
    free = [one for one in there if not any(_is_same(one, other) for other in here)]
    for number, one in enumerate(rest):
        if number < len(free) or (there and not columns.many):
            stays = free[number] if number < len(free) else there[-1]
            found.notes.append(f"{layout.title(columns.on)}: {_in_words(stays, one)} is recorded here, and stays.")
        else:
            found.new.append(one)


def _is_same(one: Told, other: Told) -> bool:
    """Whether both tell the same, but for the words: these are never overwritten."""
    return _key(one.event) == _key(other.event)


def _key(event: Event) -> tuple[object, ...]:
    return event.on, event.until_on, event.code, frozenset(event.codes)


def _in_words(stays: Told, told: Told) -> str:
    if stays.event.on != told.event.on:
        return date_long(stays.event.on)
    return f"{date_long(stays.event.on)}, with another end or outcome,"
