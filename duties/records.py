"""What a record (a meeting, a question) opens, dates and settles: the one door by which records reach the engine.

Level-triggered: a record says how things stand by now, as often as it likes, and what stands so already is not written
again. A record settles its obligations by its own dates; a date that was put right, or taken out, is followed, and the
audit trail keeps what stood before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from django.db import transaction

from bodies import audit
from bodies.models import Body, Membership, User
from duties import actions
from duties.changing import change, locked
from duties.events import version_in_force
from duties.explaining import unfreeze
from duties.explanation import Explanation
from duties.flags import clear_flags
from duties.markers import UNMARKED
from duties.models import DutyRule, Obligation
from duties.status import EvidenceState
from duties.words import DateBasis
from duties.years import FinancialYear

LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class Record:
    """The record that opens obligations: its kind and number, what people call it, and where it is shown."""

    kind: str
    pk: int
    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One obligation as its record wants it.

    `event_on` is the day of the event (the meeting). `working` is how the date was worked out; without an answer in it
    there is no date yet, and its reason says why. `basis` is who fixed the date, where that is not whom the catalogue
    names (a body's own rules), and `confirmed` whether that was seen. `tracked_from` is the first due date that counts:
    what fell due before its record was made is told, and never late. `done_on` is the day the record says it was done;
    None: nothing is recorded. `closed_why` closes what is open, with that reason. `owner` does it from when it is
    opened, until somebody names another. What is met keeps the date it was judged by, unless `is_corrected` and the
    record has otherwise by now what that date is counted from; a holiday proclaimed since never moves it.
    """

    duty: str
    step: str
    event_on: date
    working: Explanation
    basis: str = ""
    confirmed: bool | None = None
    tracked_from: date | None = None
    done_on: date | None = None
    closed_why: str = ""
    is_inside: bool = False
    owner: Membership | None = None
    is_corrected: bool = False


def rules_on(body: Body, day: date) -> dict[tuple[str, str], DutyRule]:
    """The rules that records open for a body on a day, by duty and step; one statement."""
    rules = DutyRule.objects.filter(regime=body.kind.upper(), opens="record").select_related("duty")
    found: dict[tuple[str, str], list[DutyRule]] = {}
    for rule in rules:
        found.setdefault((rule.duty.slug, rule.step), []).append(rule)
    in_force = {key: version_in_force(versions, day) for key, versions in found.items()}
    return {key: rule for key, rule in in_force.items() if rule is not None}


@transaction.atomic
def keep(
    *, record: Record, body: Body, wanted: list[Wanted], reason: str, by: User | None, today: date
) -> list[Obligation]:
    """Make the obligations of one record and one body stand as it wants them; returns them in that order.

    `reason` is the word under which something is closed, as "cancelled". What the rules of the day do not know is left
    out. What waits for nothing and is closed already stays closed, unless it is wanted open again.
    """
    there = {
        (row.duty.slug, row.step): row
        for row in Obligation.objects.filter(record_kind=record.kind, record_id=record.pk, body=body)
        .select_for_update(of=("self",))
        .select_related("body", "held_by", "duty", "rule")
        .order_by("pk")
    }
    kept = []
    rules = cache(partial(rules_on, body))
    for one in wanted:
        current = there.get((one.duty, one.step))
        if current is None:
            rule = None if one.closed_why else rules(one.event_on).get((one.duty, one.step))
            if rule is None:
                continue
            current = _open(record, body, rule, one, by, today)
        kept.append(_follow(current, record, one, reason, by, today))
    return kept


def of_record(kind: str, pk: int) -> list[Obligation]:
    """The obligations that a record opened, in the catalogue's order."""
    rows = Obligation.objects.filter(record_kind=kind, record_id=pk).for_pages()
    return list(rows.order_by("body", "duty__position", "pk"))


def rename(record: Record) -> int:
    """Let what a record opened, settled or not, call it by its label of now. Returns how many obligations."""
    rows = Obligation.objects.filter(record_kind=record.kind, record_id=record.pk)
    return rows.update(subject=record.label[:LONGEST_LABEL], record_path=record.path)


def _open(record: Record, body: Body, rule: DutyRule, one: Wanted, by: User | None, today: date) -> Obligation:
    made = Obligation.objects.create(
        body=body, held_by=body, owed_by=rule.duty.owed_by, duty=rule.duty, rule=rule, step=rule.step,
        period_year=FinancialYear.containing(one.event_on).start_year, proof=rule.proof, voluntary=rule.voluntary,
        opened_on=today, record_kind=record.kind, record_id=record.pk, is_inside=one.is_inside, owner=one.owner,
        **_facts(record, rule, one),
    )  # fmt: skip
    audit.record(
        "opened by a record", made, by=by, today=today, body=body, record=f"{record.kind} {record.pk}",
        event_on=one.event_on.isoformat(), due_on=made.due_on and made.due_on.isoformat(),
    )  # fmt: skip
    return made


def _facts(record: Record, rule: DutyRule, one: Wanted) -> dict[str, Any]:
    """The facts that follow from the record while nothing is settled."""
    due_on = one.working.answer
    confirmed = rule.confidence == "CONFIRMED" if one.confirmed is None else one.confirmed
    return {
        "subject": record.label[:LONGEST_LABEL], "record_path": record.path, "event_on": one.event_on,
        "record_working": one.working.as_json(), "due_on": due_on, "strictly_before": one.working.strictly_before,
        "soon_on": due_on and due_on - timedelta(days=rule.lead_days),
        "no_date_reason": "" if due_on else one.working.reason,
        "date_basis": (one.basis or rule.date_basis) if due_on else DateBasis.NONE.value,
        "date_confirmed": due_on is not None and confirmed, "date_set_by": rule.set_by,
        "period_first_on": min(one.event_on, due_on or one.event_on),
        "period_last_on": max(one.event_on, due_on or one.event_on),
        "year": FinancialYear.containing(due_on or one.event_on).start_year, "tracked_from": one.tracked_from,
    }  # fmt: skip


def _follow(row: Obligation, record: Record, one: Wanted, reason: str, by: User | None, today: date) -> Obligation:
    """Bring one obligation to where its record has it."""
    if row.is_inside and not one.is_inside:
        row = change(row, "opened to NHS England by its record", by=by, today=today, is_inside=False)
    if one.closed_why:
        if row.met_on is not None and one.done_on is None:  # what had settled it was taken out
            row = _undone(row, one, by, today)
        if row.met_on is None and row.closed_on is None:
            actions.close(obligation=row, reason=reason, why=one.closed_why, by=by, today=today)
        return locked(row)
    row = _undone(row, one, by, today)
    if row.met_on is None:
        row = _redate(row, record, one, by, today)
        if one.done_on is not None:
            row = actions.mark_met(
                obligation=row, how=EvidenceState.RECORDED.value, done_on=one.done_on, by=by, today=today
            )
    return row


def _undone(row: Obligation, one: Wanted, by: User | None, today: date) -> Obligation:
    """Open again what the record settled or closed and has otherwise by now."""
    if row.closed_on is not None:
        unfreeze(row)
        return change(
            row, "opened again by its record", by=by, today=today, closed_on=None, closed_reason="", closed_why=""
        )
    if row.met_on is not None and (row.done_on != one.done_on or _is_put_right(row, one)):
        unfreeze(row)
        return change(
            row, "its record was put right", by=by, today=today, met_on=None, met_how="", done_on=None, sent_on=None
        )
    return row


def _is_put_right(row: Obligation, one: Wanted) -> bool:
    """Whether the record has otherwise by now what the date of a met obligation was counted from."""
    return one.is_corrected and _counted_from(row.record_working) != _counted_from(one.working.as_json())


def _counted_from(working: dict[str, Any]) -> list[Any]:
    """What a date rests on besides the holidays: days of the record; where no working days are counted, itself."""
    names = ["day_0", "restarted_on", "pauses", "counted", "reason"]
    return [working.get(name) for name in (names if working.get("calendar") else [*names, "answer"])]


def _redate(row: Obligation, record: Record, one: Wanted, by: User | None, today: date) -> Obligation:
    """Follow the record's dates. A later date that was agreed stands; what was flagged by an old one is cleared."""
    facts = _facts(record, row.rule, one)
    working = facts.pop("record_working")
    if row.record_working != working:  # the date is what the audit trail keeps
        row.record_working = working
        row.save(update_fields=["record_working"])
    if row.later_agreed_on is not None:
        facts = {name: facts[name] for name in ("subject", "record_path", "event_on")}
    facts = {name: value for name, value in facts.items() if getattr(row, name) != value}
    if not facts:
        return row
    verb = "followed its record"
    if "due_on" in facts:
        verb = "re-dated by its record"
        clear_flags(Obligation.objects.filter(pk=row.pk), today=today)
        facts |= {**UNMARKED, "date_version": row.date_version + 1, "date_moved_on": today}
    return change(row, verb, by=by, today=today, **facts)
