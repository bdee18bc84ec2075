"""Writing the register: offices, bodies, their names and places, and successions.

Set-based: each table is read once, compared in memory and written in batches, so statements do not grow with bodies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bodies import audit
from bodies.csvfile import DataFileError
from bodies.models import Body, BodyName, BodyOffice, Office, Succession, User
from bodies.register import OFFICE_KINDS, BodyFact, OfficeFact, Register

BATCH = 500
OFFICE_FIELDS = ("ons_code", "name", "kind", "parent_id", "opened_on", "closed_on", "note")
# Never joined_on: that is the body's own act, not the register's. The name of the day follows from the names.
BODY_FIELDS = ("last_name", "kind", "opened_on", "closed_on", "ons_code", "website", "website_as_at", "note")


@dataclass
class Loaded:
    """How many rows a load added, changed and took away."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __str__(self) -> str:
        return f"{self.added} rows added, {self.changed} changed, {self.removed} removed"


def write_register(register: Register, *, by: User | None, today: date) -> Loaded:
    """Write what differs, inside the transaction of bodies.actions.load_register. Raises DataFileError."""
    done = Loaded()
    _refuse_lost(Office, register.offices, "offices.csv")
    _refuse_lost(Body, register.bodies, "bodies.csv")
    offices = _load_offices(register, done)
    bodies = _load_bodies(register, done, by=by, today=today)
    _load_names(register, bodies, done)
    _load_places(register, bodies, offices, done)
    _load_successions(register, bodies, done)
    name_of_the_day(today)
    return done


def name_of_the_day(today: date) -> int:
    """Let every body bear the name it has on a day; later renames are not known. Returns how many changed."""
    changed = []
    for body in Body.objects.prefetch_related("names"):
        name = body.name_on(min(today, body.closed_on or today))
        if name != body.name:
            body.name = name
            changed.append(body)
    Body.objects.bulk_update(changed, ["name"], batch_size=BATCH)
    return len(changed)


def _refuse_lost(model: type[Office | Body], facts: Iterable[str], file: str) -> None:
    lost = sorted(set(model.objects.values_list("code", flat=True)) - set(facts))
    if lost:
        raise DataFileError(
            file, 1, "code",
            f"{', '.join(lost)} was loaded before and has no row any more; put the row back and correct it instead",
        )  # fmt: skip


def _load_offices(register: Register, done: Loaded) -> dict[str, int]:
    # A parent's kind always stands before its parts' kind, so each round finds its parents.
    ids: dict[str, int] = {}
    known = {office.code: office for office in Office.objects.all()}
    for kind in OFFICE_KINDS:
        facts = [fact for fact in register.offices.values() if fact.kind == kind]
        _upsert(Office, [_office(fact, ids) for fact in facts], known, OFFICE_FIELDS, done)
        ids = dict(Office.objects.values_list("code", "pk"))
    return ids


def _office(fact: OfficeFact, ids: dict[str, int]) -> Office:
    return Office(
        code=fact.code,
        ons_code=fact.ons_code,
        name=fact.name,
        kind=fact.kind,
        parent_id=ids[fact.parent] if fact.parent else None,
        opened_on=fact.opened_on,
        closed_on=fact.closed_on,
        note=fact.note,
    )


def _load_bodies(register: Register, done: Loaded, *, by: User | None, today: date) -> dict[str, int]:
    known = {body.code: body for body in Body.objects.all()}
    changes = _upsert(Body, [_body(fact) for fact in register.bodies.values()], known, BODY_FIELDS, done)
    audit.record_many(
        audit.entry("changed by the register", known[code], by=by, today=today, body=known[code], **change)
        for code, change in changes.items()
    )
    return dict(Body.objects.values_list("code", "pk"))


def _body(fact: BodyFact) -> Body:
    shared = {name: getattr(fact, name) for name in BODY_FIELDS if name != "last_name"}
    return Body(code=fact.code, name=fact.name, last_name=fact.name, **shared)


def _upsert(
    model: type[Any], wanted: list[Any], known: dict[str, Any], fields: tuple[str, ...], done: Loaded
) -> dict[str, dict[str, Any]]:
    """Add what is missing, change what differs; returns, by code, each changed row's facts before and after."""
    new = [row for row in wanted if row.code not in known]
    changes = {row.code: _difference(known[row.code], row, fields) for row in wanted if row.code in known}
    changes = {code: change for code, change in changes.items() if change}
    model.objects.bulk_create(
        [row for row in wanted if row.code not in known or row.code in changes],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name.removesuffix("_id") for name in fields],
    )
    done.added += len(new)
    done.changed += len(changes)
    return changes


def _difference(before: Any, after: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    changed = [name for name in fields if getattr(before, name) != getattr(after, name)]
    if not changed:
        return {}
    return {
        "before": {n: _plain(getattr(before, n)) for n in changed},
        "after": {n: _plain(getattr(after, n)) for n in changed},
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _load_names(register: Register, bodies: dict[str, int], done: Loaded) -> None:
    fields = ("body_id", "name", "kind", "from_on", "to_on")
    _replace(BodyName, fields, {(bodies[n.body], n.name, n.kind, n.from_on, n.to_on) for n in register.names}, done)


def _load_places(register: Register, bodies: dict[str, int], offices: dict[str, int], done: Loaded) -> None:
    fields = ("body_id", "office_id", "kind", "from_on", "to_on")
    wanted = {(bodies[p.body], offices[p.office], p.kind, p.from_on, p.to_on) for p in register.places}
    _replace(BodyOffice, fields, wanted, done)


def _load_successions(register: Register, bodies: dict[str, int], done: Loaded) -> None:
    fields = ("predecessor_id", "successor_id", "effective_on", "kind", "scope", "share")
    wanted = {
        (bodies[s.predecessor], bodies[s.successor], s.effective_on, s.kind, s.scope, s.share)
        for s in register.successions
    }
    _replace(Succession, fields, wanted, done)


def _replace(model: type[Any], fields: tuple[str, ...], wanted: set[tuple[Any, ...]], done: Loaded) -> None:
    """Take away rows that the files do not hold, add those that they do. No record points at rows of these tables."""
    rows = model.objects.values_list("pk", *fields)
    known = {tuple(facts): pk for pk, *facts in rows}
    stale = [pk for facts, pk in known.items() if facts not in wanted]
    new = sorted(wanted - known.keys(), key=str)
    for start in range(0, len(stale), BATCH):
        model.objects.filter(pk__in=stale[start : start + BATCH]).delete()
    model.objects.bulk_create([model(**dict(zip(fields, facts, strict=True))) for facts in new], batch_size=BATCH)
    done.removed += len(stale)
    done.added += len(new)
