"""Importing one row: a meeting is put on the record, or what the file says anew is taken into the one that is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from bodies.models import Body, User
from duties.actions import NotNow
from meetings.actions.common import change, locked
from meetings.actions.planning import cancel, change_details, mark_held, mark_not_held, move, plan_meeting, postpone
from meetings.importing.checking import is_of_a_day_before
from meetings.importing.saying import PUT_OFF, Said, from_json, merge
from meetings.importing.there import Key, There, reference_of, said_of
from meetings.models import Meeting

DETAILS = ("kind", "committee", "in_public", "place", "presents_year")
OF_THE_RECORD = ("public_present", "quorate")  # what happened: public with the record
State = Meeting.State


@dataclass(frozen=True, slots=True)
class Source:
    """From which file, for whom and on which day. `invented` in a demonstration."""

    name: str
    by: User | None
    today: date
    invented: bool = False


@transaction.atomic
def import_row(plan: dict[str, Any], source: Source) -> Meeting:
    """Do what a checked row asks, as things stand now; done already, nothing is written. Raises NotNow."""
    body = Body.objects.select_for_update().get(pk=plan["body"])  # the same list twice at once: one after the other
    said: Said = plan["said"]
    key: Key = (body.pk, said["kind"], said.get("committee", "").casefold(), said["on"])
    there = There.of([body])
    found = there.find(key, plan["reference"]) or there.joint.get(key)
    if found is None:
        return _plan(body, said, plan["reference"] or reference_of(key), source)
    if found.body_id != body.pk or is_of_a_day_before(found, said, plan["reference"]):
        return found
    return _update(found, said, source)


def _plan(body: Body, said: Said, source_key: str, source: Source) -> Meeting:
    facts = from_json(said)
    note = facts.pop("source_note", "")
    if any(name in facts for name in OF_THE_RECORD):
        facts["record_on"] = source.today
    return plan_meeting(
        body=body, by=source.by, today=source.today, announce=True, source=source.name, source_note=note,
        source_key=source_key, source_on=source.today, source_said=said, invented=source.invented, **facts,
    )  # fmt: skip


def _update(found: Meeting, said: Said, source: Source) -> Meeting:
    """Take what the file says anew; each fact by the action that people would use."""
    meeting = locked(found)
    merged = merge(said_of(meeting), meeting.source_said, said)
    if not merged.taken:
        return meeting
    facts = from_json(merged.taken)
    for name in ("committee", "place"):
        if name in facts:
            facts[name] = facts[name] or ""
    who: dict[str, Any] = {"by": source.by, "today": source.today}
    why = f"Taken from {source.name}"
    meeting = _move(meeting, facts, why, who)
    if details := {name: facts[name] for name in (*DETAILS, "starts", "ends") if name in facts}:
        meeting = change_details(meeting=meeting, **who, **details)
    meeting = _put(meeting, facts, who)
    rest = {name: facts[name] for name in ("source_note", *OF_THE_RECORD) if name in facts}
    if any(name in rest for name in OF_THE_RECORD) and meeting.record_on is None:
        rest["record_on"] = source.today
    if "state_why" in facts and meeting.state in PUT_OFF:
        rest["state_why"] = facts["state_why"]
    return change(
        locked(meeting), "taken from a file again", **who, **rest, source=source.name, source_on=source.today,
        source_said={**meeting.source_said, **said},
    )  # fmt: skip


def _move(meeting: Meeting, facts: dict[str, Any], why: str, who: dict[str, Any]) -> Meeting:
    """A new day is a move, and so is another time of what was announced; a first time is a detail."""
    is_new_time = "starts" in facts and meeting.starts is not None and meeting.state != State.HELD
    if "on" not in facts and not is_new_time:
        return meeting
    starts, ends = facts.pop("starts", meeting.starts), facts.pop("ends", meeting.ends)
    return move(meeting=meeting, on=facts.pop("on", meeting.on), starts=starts, ends=ends, why=why, **who)


def _put(meeting: Meeting, facts: dict[str, Any], who: dict[str, Any]) -> Meeting:
    """Let a meeting be in the state that the file says."""
    state = facts.get("state", meeting.state)
    if state == meeting.state:
        return meeting
    if state in PUT_OFF:
        act = cancel if state == State.CANCELLED else postpone
        return act(meeting=meeting, why=facts["state_why"], **who)
    if meeting.is_put_off:
        why = "The source gives it as planned again"
        meeting = move(meeting=meeting, on=meeting.on, starts=meeting.starts, ends=meeting.ends, why=why, **who)
    return (mark_held if state == State.HELD else mark_not_held)(meeting=meeting, **who)


def refusal_of(fault: NotNow, plan: dict[str, Any]) -> str:
    """The words for a row that something stands against by now."""
    return f"{plan['code']}, {plan['said']['on']}: {fault}"
