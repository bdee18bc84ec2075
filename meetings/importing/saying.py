"""What a list says of a meeting, what it said before and what the record says: which of it is taken. Pure.

What a file says is taken where the record is silent, or still says what a file said last. What people recorded since
stays, and a file that is silent takes nothing away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

# What stands and falls together.
GROUPS = (
    ("kind", "committee"), ("in_public",), ("on",), ("starts", "ends"), ("place",), ("state",), ("state_why",),
    ("source_note",), ("public_present",), ("quorate",), ("presents_year",),
)  # fmt: skip
NAMES = tuple(name for group in GROUPS for name in group)
TITLES = {
    "kind": "the kind", "on": "the date", "starts": "the time", "place": "the place", "state": "the status",
    "state_why": "the reason", "source_note": "the note", "public_present": "who came of the public",
    "quorate": "the quorum", "presents_year": "the year that is presented", "in_public": "whether it is in public",
}  # fmt: skip
PUT_OFF = ("postponed", "cancelled")
UNSAID = {"state": "planned"}  # what a record says where nobody said anything
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """`taken`: the facts that are new, by name. `kept`: the first name of each group that people have otherwise."""

    taken: Said
    kept: tuple[str, ...]


def merge(ours: Mapping[str, Any], before: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """What of `theirs` (the file) is taken into `ours` (the record), given what a file said `before`; all as JSON."""
    taken: Said = {}
    kept = []
    for group in GROUPS:
        now, new = _of(ours, group), _of(theirs, group)
        last = _of({**UNSAID, **before}, group)
        is_same = new[0] == now[0] and not any(_is_said(value) for value in new[1:])
        if not any(_is_said(value) for value in new) or new == now or is_same:
            continue
        if now == last or not any(_is_said(value) for value in now):
            taken |= {name: theirs.get(name) for name in group}
        elif new != last:
            kept.append(group[0])
    return Merged(_whole(taken, ours), tuple(kept))


def as_json(facts: Mapping[str, Any]) -> Said:
    """Facts as JSON keeps them; what nobody said is left out."""
    plain = {name: value.isoformat() if isinstance(value, date | time) else value for name, value in facts.items()}
    return {name: value for name, value in plain.items() if name in NAMES and _is_said(value)}


def from_json(said: Mapping[str, Any]) -> Said:
    """Facts as the record has them."""
    facts = dict(said)
    for name, read in (("on", date.fromisoformat), ("starts", time.fromisoformat), ("ends", time.fromisoformat)):
        if facts.get(name):
            facts[name] = read(facts[name])
    return facts


def _of(facts: Mapping[str, Any], group: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple("" if facts.get(name) is None else facts[name] for name in group)


def _is_said(value: Any) -> bool:
    return value is not None and value != ""


def _whole(taken: Said, ours: Mapping[str, Any]) -> Said:
    """A reason goes with the status that it is of."""
    state = taken.get("state") or ours.get("state")
    if state not in PUT_OFF:
        taken.pop("state_why", None)
    return taken
