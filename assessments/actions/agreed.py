"""Writes to agreed actions: agreed, corrected, noted, said to be done, confirmed or closed. Nothing is ever deleted.

The audit trail says what was changed, with days and codes before and after, and never a word that somebody typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.agreed.states import Closed
from assessments.models import AgreedAction, ProgressNote
from bodies import audit
from bodies.actions import Refused
from bodies.models import Body, Membership, User
from bodies.web.text import date_long

Side = AgreedAction.Side
# What may be told in the audit trail of before and after; of everything else only that it was changed.
PLAIN = frozenset({"agreed_on", "side", "owner_id", "due_on"})


@dataclass(frozen=True)
class Agreed:
    """What was agreed; the fields mean what they mean in AgreedAction. Either an owner or a post."""

    meeting: str
    agreed_on: date
    what: str
    side: str
    due_on: date
    owner: Membership | None = None
    owner_post: str = ""


@transaction.atomic
def agree(*, body: Body, agreed: Agreed, by: User, today: date, invented: bool = False) -> AgreedAction:
    """Enter what was agreed with a body. Raises Refused."""
    _refuse(agreed, body, today, entered_on=today)
    action = AgreedAction.objects.create(
        body=body, **_fields(agreed), entered_on=today, entered_by=by, is_invented=invented
    )
    _record("agreed", action, by=by, today=today, after={name: getattr(action, name) for name in sorted(PLAIN)})
    return action


@transaction.atomic
def correct(*, action: AgreedAction, agreed: Agreed, version: int, by: User, today: date) -> AgreedAction:
    """Put right what was entered, or set another day that was agreed since. Raises Refused."""
    current = _locked(action)
    if current.version != version:
        raise Refused(
            "Somebody else changed this action meanwhile. What you typed is still here, but nothing of it was saved."
            " Look at the action in another window, then save again."
        )
    _refuse_closed(current)
    _refuse(agreed, current.body, today, entered_on=current.entered_on)
    new = {name: value for name, value in _fields(agreed).items() if getattr(current, name) != value}
    if not new:
        return current
    plain = [name for name in new if name in PLAIN]
    before = {name: getattr(current, name) for name in plain}
    _change(current, **new)
    after = {name: getattr(current, name) for name in plain}
    _record("corrected", current, by=by, today=today, changed=sorted(new), before=before, after=after)
    return current


@transaction.atomic
def note_progress(*, action: AgreedAction, text: str, side: str, by: User, today: date) -> ProgressNote:
    """Say how it goes on. Raises Refused of a closed one."""
    current = _locked(action)
    _refuse_closed(current)
    return _note(current, "noted progress", text, side, by=by, today=today)


@transaction.atomic
def say_done(*, action: AgreedAction, done_on: date, by: User, today: date) -> AgreedAction:
    """Say that it was done on a day; it stays open until an assurer confirms it. Raises Refused."""
    current = _locked(action)
    _refuse_closed(current)
    if current.said_on is not None:
        raise Refused("Somebody said already that this is done.")
    _refuse_done(current, done_on, today)
    _change(current, said_on=today, said_by=by, done_on=done_on)
    _record("said to be done", current, by=by, today=today, done_on=done_on)
    return current


@transaction.atomic
def confirm_done(*, action: AgreedAction, done_on: date, by: User, today: date) -> AgreedAction:
    """Close it as done on a day, which may put right what was said. Raises Refused.

    Who said it for the body never confirms it: that is for an assurer, whom the page asks.
    """
    current = _locked(action)
    _refuse_closed(current)
    _refuse_done(current, done_on, today)
    said = {} if current.said_on is not None else {"said_on": today, "said_by": by}
    before = current.done_on
    _change(current, **said, done_on=done_on, closed_on=today, closed_by=by, closed_how=Closed.DONE.value)
    _record("confirmed", current, by=by, today=today, before={"done_on": before}, after={"done_on": done_on})
    return current


@transaction.atomic
def not_done_yet(*, action: AgreedAction, why: str, by: User, today: date) -> AgreedAction:
    """Say that what somebody called done is not: the agreed date counts again, and a note says why. Raises Refused."""
    current = _locked(action)
    _refuse_closed(current)
    if current.said_on is None:
        raise Refused("Nobody has said that this is done.")
    before = audit.facts(current, "said_on", "done_on")
    _change(current, said_on=None, said_by=None, done_on=None)
    _note(current, "not done yet", why, Side.NHS_ENGLAND.value, by=by, today=today, before=before)
    return current


@transaction.atomic
def drop(*, action: AgreedAction, why: str, by: User, today: date) -> AgreedAction:
    """Close it without its being done, with a reason. Raises Refused."""
    current = _locked(action)
    _refuse_closed(current)
    if not why.strip():
        raise Refused("Say why it is closed without being done.")
    _change(current, closed_on=today, closed_by=by, closed_how=Closed.DROPPED.value, closed_why=why.strip())
    _record("closed without being done", current, by=by, today=today)
    return current


@transaction.atomic
def reopen(*, action: AgreedAction, why: str, by: User, today: date) -> AgreedAction:
    """Open again what was closed by mistake; a note says why. Raises Refused of one that is open."""
    current = _locked(action)
    if current.closed_on is None:
        raise Refused("This action is open.")
    before = audit.facts(current, "closed_on", "closed_how", "done_on")
    _change(
        current, closed_on=None, closed_by=None, closed_how="", closed_why="", said_on=None, said_by=None, done_on=None
    )
    _note(current, "opened again", why, Side.NHS_ENGLAND.value, by=by, today=today, before=before)
    return current


def _locked(action: AgreedAction) -> AgreedAction:
    """The row as it stands now, kept from others until the transaction ends."""
    return AgreedAction.objects.select_for_update(of=("self",)).select_related("body").get(pk=action.pk)


def _fields(agreed: Agreed) -> dict[str, Any]:
    """As the row has them; the owner by id, so that before and after can be told."""
    texts = {name: getattr(agreed, name).strip() for name in ("meeting", "what", "side", "owner_post")}
    days = {"agreed_on": agreed.agreed_on, "due_on": agreed.due_on}
    return texts | days | {"owner_id": agreed.owner.pk if agreed.owner is not None else None}


def _change(current: AgreedAction, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(current, name, value)
    current.version += 1
    current.save(update_fields=[*facts, "version"])


def _note(
    current: AgreedAction, verb: str, text: str, side: str, *, by: User, today: date, **said: Any
) -> ProgressNote:  # fmt: skip
    if not text.strip():
        raise Refused("Say how it stands.")
    note = ProgressNote.objects.create(action=current, text=text.strip(), on=today, at=timezone.now(), by=by, side=side)
    _record(verb, current, by=by, today=today, note=note.pk, **said)
    return note


def _record(verb: str, current: AgreedAction, *, by: User, today: date, **said: Any) -> None:
    invented = {"invented": True} if current.is_invented else {}
    audit.record(verb, current, by=by, today=today, body=current.body, **said, **invented)


def _refuse_closed(current: AgreedAction) -> None:
    if current.closed_on is not None:
        raise Refused(f"This was closed on {date_long(current.closed_on)}. Open it again first.")


def _refuse_done(current: AgreedAction, done_on: date, today: date) -> None:
    if not current.agreed_on <= done_on <= today:
        raise Refused(f"The day it was done must be between {date_long(current.agreed_on)} and today.")


def _refuse(agreed: Agreed, body: Body, today: date, *, entered_on: date) -> None:
    if agreed.agreed_on > entered_on or agreed.agreed_on > today:
        raise Refused("The day of the meeting must be the day it was entered, or earlier.")
    if agreed.agreed_on < body.opened_on:
        raise Refused(f"{body.name} opened on {date_long(body.opened_on)}. Check the day of the meeting.")
    if agreed.due_on < agreed.agreed_on:
        raise Refused("The agreed date must be the day of the meeting, or later.")
    if (agreed.owner is None) == (not agreed.owner_post.strip()):
        raise Refused("Say who does it: somebody of the body, or a post in words.")
    if agreed.owner is not None and (agreed.side != Side.BODY or agreed.owner.body_id != body.pk):
        raise Refused("Somebody of the body can only own what the body does.")
