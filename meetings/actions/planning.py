"""Planning a meeting, and what becomes of it: announced, moved, postponed, cancelled, held. Nothing is ever deleted.

Refusals are NotNow, with words to show. The public is told what changed in words that hold nothing private.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.models import Body, User
from bodies.web.text import date_long, join_and
from duties.actions import NotNow
from meetings.actions.common import change, locked, tell_public
from meetings.keeping import keep_around, let_go
from meetings.models import Change, Meeting, Move, Partner

State = Meeting.State
# What is corrected without a reason. The day is moved, and so is a time that was announced.
DETAILS = frozenset(
    {
        "kind", "committee", "in_public", "starts", "ends", "place", "link", "attend", "access", "ask", "ask_by",
        "convened_on", "presents_year",
    }
)  # fmt: skip
WHERE = frozenset({"place", "link"})


class AlreadyPlanned(NotNow):
    """The same meeting is there already; `meeting` is it."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"This meeting is there already: {meeting.label}.")
        self.meeting = meeting


@transaction.atomic
def plan_meeting(  # noqa: PLR0913  what a meeting is, and where its record comes from
    *, body: Body, by: User | None, today: date, announce: bool, partners: Iterable[Body] = (), source: str = "",
    source_note: str = "", source_key: str = "", invented: bool = False, **facts: Any,
) -> Meeting:  # fmt: skip
    """Put a meeting on the record, with what it owes. `facts` are the model's fields of when, where, kind and state.

    `announce`: anybody may know of it from today. Raises NotNow, AlreadyPlanned where the same one stands already.
    """
    Body.objects.select_for_update().get(pk=body.pk)  # one at a time, so that a form sent twice plans once
    meeting = make_meeting(
        body=body, by=by, today=today, announce=announce, partners=partners, source=source, source_note=source_note,
        source_key=source_key, invented=invented, **facts,
    )  # fmt: skip
    keep_around(meeting, by=by, today=today)
    return meeting


def make_meeting(
    *, body: Body, by: User | None, today: date, announce: bool, partners: Iterable[Body], invented: bool, **facts: Any
) -> Meeting:
    """Write one meeting, its partners and its audit row. Whoever calls has locked the body, and keeps what it owes."""
    others = sorted({one.pk: one for one in partners if one.pk != body.pk}.values(), key=lambda one: one.code)
    meeting = Meeting(
        body=body, entered_by=by, entered_on=today, changed_at=timezone.now(), is_invented=invented,
        announced_on=today if announce else None, **({"state_on": today} | facts),
    )  # fmt: skip
    refuse_facts(meeting, (body, *others), today)
    if there := same_meeting(meeting):
        raise AlreadyPlanned(there)
    meeting.save(force_insert=True)
    Partner.objects.bulk_create(Partner(meeting=meeting, body=one) for one in others)
    audit.record(
        "planned a meeting", meeting, by=by, today=today, body=body, on=meeting.on.isoformat(), kind=meeting.kind,
        state=meeting.state, announced=announce, partners=[one.code for one in others], source=meeting.source,
    )  # fmt: skip
    tell_public(meeting, Change.Kind.ANNOUNCED, f"Announced: {meeting.label}", today=today)
    return meeting


@transaction.atomic
def announce(*, meeting: Meeting, by: User | None, today: date) -> Meeting:
    """Let anybody know of a meeting, from today. Said again it changes nothing."""
    current = locked(meeting)
    if current.announced_on is not None:
        return current
    current = change(current, "announced", by=by, today=today, announced_on=today)
    tell_public(current, Change.Kind.ANNOUNCED, f"Announced: {current.label}", today=today)
    return current


@transaction.atomic
def move(
    *, meeting: Meeting, on: date, starts: time | None, ends: time | None, why: str, by: User | None, today: date
) -> Meeting:
    """Give a meeting another day or time; one that was put off is planned again.

    The notice of the old day stands with the move, and another is needed. The last day for questions keeps its distance
    from the meeting. Raises NotNow.
    """
    current = locked(meeting)
    if current.state == State.HELD:
        raise NotNow(f"It was held on {date_long(current.on)}: what was held is not moved.")
    was_on, was_at, was_ends = current.on, current.starts, current.ends
    if (was_on, was_at, was_ends) == (on, starts, ends) and not current.is_put_off:
        return current
    if on < today <= was_on:  # what was moved in the past may be recorded late
        raise NotNow(f"{date_long(on)} has passed. Give it a day that is today or later.")
    refuse_times(starts, ends)
    refuse_bodies((current.body, *_partners(current)), on, today)
    facts: dict[str, Any] = {
        "on": on, "starts": starts, "ends": ends, "state": State.PLANNED, "state_on": today, "state_why": "",
    }  # fmt: skip
    if on != was_on:
        facts |= {"notice_on": None, "notice_where": ""}
        facts["ask_by"] = current.ask_by and current.ask_by + (on - was_on)
        facts["convened_on"] = current.convened_on if current.convened_on and current.convened_on <= on else None
    _keep_move(current, on, why, keeps_notice=on == was_on, by=by, today=today)
    old = date_long(was_on)
    current = change(current, "moved", by=by, today=today, said={"why": why}, **facts)
    words = f"Moved from {old} to {date_long(on)}" if on != was_on else "Moved to another time"
    tell_public(current, Change.Kind.MOVED, f"{words}: {current.label}", today=today)
    return current


@transaction.atomic
def postpone(*, meeting: Meeting, why: str, by: User | None, today: date) -> Meeting:
    """Put a meeting off without a new day yet. Raises NotNow."""
    return _put_off(meeting, State.POSTPONED, why, by=by, today=today)


@transaction.atomic
def cancel(*, meeting: Meeting, why: str, by: User | None, today: date) -> Meeting:
    """Cancel a meeting; its page stays and says why. Raises NotNow."""
    return _put_off(meeting, State.CANCELLED, why, by=by, today=today)


@transaction.atomic
def mark_held(*, meeting: Meeting, by: User | None, today: date) -> Meeting:
    """Say that a meeting was held, on its day or later. Said again it changes nothing. Raises NotNow."""
    current = locked(meeting)
    if current.state == State.HELD:
        return current
    if current.is_put_off:
        raise NotNow(f"It was {current.get_state_display().lower()}. Give it the day on which it was held first.")
    if current.on > today:
        raise NotNow(f"It is on {date_long(current.on)}: nobody can say before that day that it was held.")
    return change(current, "marked as held", by=by, today=today, state=State.HELD, state_on=today)


@transaction.atomic
def mark_not_held(*, meeting: Meeting, by: User | None, today: date) -> Meeting:
    """Take back that a meeting was held, while nothing of what happened is published. Raises NotNow."""
    current = locked(meeting)
    if current.state != State.HELD:
        return current
    if current.record_on is not None or current.minutes_draft_on is not None or current.minutes_on is not None:
        raise NotNow("What happened at it is published already, so it was held.")
    return change(current, "took back that it was held", by=by, today=today, state=State.PLANNED, state_on=today)


@transaction.atomic
def change_details(
    *, meeting: Meeting, by: User | None, today: date, partners: Iterable[Body] | None = None, **facts: Any
) -> Meeting:
    """Correct where a meeting is, how to take part, what it is. `partners`: None leaves them. Raises NotNow.

    A time that was announced is moved, with a reason; it is not corrected here.
    """
    if wrong := facts.keys() - DETAILS:
        raise TypeError(f"not a detail: {', '.join(sorted(wrong))}")
    current = locked(meeting)
    before = {name: getattr(current, name) for name in facts}
    _refuse_new_time(current, facts, today)
    new_partners = _partners(current) if partners is None else [one for one in partners if one.pk != current.body_id]
    for name, value in facts.items():
        setattr(current, name, value)
    refuse_facts(current, (current.body, *new_partners), today)
    for name, value in before.items():
        setattr(current, name, value)
    said = _change_partners(current, new_partners, by=by, today=today)
    moved = {name for name in WHERE & facts.keys() if facts[name] != before[name]}
    current = change(current, "changed the details", by=by, today=today, said=said, **facts)
    if moved and current.state == State.PLANNED and current.on >= today:
        tell_public(current, Change.Kind.MOVED, f"Another place: {current.label}", today=today)
    return current


def refuse_facts(meeting: Meeting, bodies: Iterable[Body], today: date) -> None:
    """Raise NotNow, in words, where a meeting could not be kept as it stands."""
    if (meeting.kind == Meeting.Kind.OTHER) != bool(meeting.committee):
        raise NotNow("Name the committee where it is another one than those of the list, and only there.")
    refuse_times(meeting.starts, meeting.ends)
    refuse_bodies(bodies, meeting.on, today)
    if meeting.state == State.HELD and meeting.on > today:
        raise NotNow(f"{date_long(meeting.on)} has not come yet: nobody can say that the meeting was held.")
    if meeting.is_put_off and not meeting.state_why:
        raise NotNow(f"Say why it was {meeting.get_state_display().lower()}.")
    if meeting.convened_on is not None and meeting.convened_on > meeting.on:
        raise NotNow("It cannot be called after the day on which it is held.")
    if meeting.ask_by is not None and meeting.ask_by > meeting.on:
        raise NotNow("The last day for questions must be the day of the meeting or earlier.")


def refuse_times(starts: time | None, ends: time | None) -> None:
    """Raise NotNow where a meeting would end before it starts."""
    if ends is not None and (starts is None or ends <= starts):
        raise NotNow("The meeting must end after it starts.")


def refuse_bodies(bodies: Iterable[Body], on: date, today: date) -> None:
    """Raise NotNow where one of the bodies did not exist on the day. A closing that has not come is not known."""
    for body in bodies:
        if on < body.opened_on:
            raise NotNow(f"{body.name_on(body.opened_on)} did not exist before {date_long(body.opened_on)}.")
        if body.has_closed(today) and body.closed_on is not None and on > body.closed_on:
            raise NotNow(f"{body.name_on(body.closed_on)} closed on {date_long(body.closed_on)}.")


def same_meeting(meeting: Meeting) -> Meeting | None:
    """The meeting of the same body, kind, day and time that stands already."""
    return (
        Meeting.objects.filter(
            body=meeting.body, kind=meeting.kind, committee__iexact=meeting.committee, on=meeting.on,
            starts=meeting.starts, state__in=(State.PLANNED, State.HELD),
        )
        .select_related("body")
        .first()
        if not meeting.is_put_off
        else None
    )  # fmt: skip


def _put_off(meeting: Meeting, state: Meeting.State, why: str, *, by: User | None, today: date) -> Meeting:
    current = locked(meeting)
    word = state.label.lower()
    if current.state == state:
        if current.state_why == why:
            return current  # sent twice
        raise NotNow(f"It was {word} already: {current.state_why}")
    if current.state == State.HELD:
        raise NotNow(f"It was held on {date_long(current.on)}: it cannot be {word} any more.")
    if current.state == State.CANCELLED:
        raise NotNow("It was cancelled already. Move it, if it is to be held after all.")
    _keep_move(current, None, why, keeps_notice=False, by=by, today=today)
    current = change(current, word, by=by, today=today, state=state, state_on=today, state_why=why)
    tell_public(current, Change.Kind(state.value), f"{state.label}: {current.label}", today=today)
    return current


def _keep_move(
    meeting: Meeting, now_on: date | None, why: str, *, keeps_notice: bool, by: User | None, today: date
) -> None:
    """Keep what stood before, and why it was moved. Notice of a day that stays is no notice of another day."""
    Move.objects.create(
        meeting=meeting, was_on=meeting.on, was_at=meeting.starts, now_on=now_on, why=why, moved_on=today, moved_by=by,
        notice_on=None if keeps_notice else meeting.notice_on, was_public=meeting.is_announced(today),
    )  # fmt: skip


def _partners(meeting: Meeting) -> list[Body]:
    return [one.body for one in meeting.joint.select_related("body")]


def _refuse_new_time(meeting: Meeting, facts: dict[str, Any], today: date) -> None:
    announced = meeting.is_announced(today) and meeting.state != State.HELD
    if announced and meeting.starts is not None and facts.get("starts", meeting.starts) != meeting.starts:
        raise NotNow("The time was announced. Move the meeting, and say why.")


def _change_partners(meeting: Meeting, wanted: list[Body], *, by: User | None, today: date) -> dict[str, Any]:
    """Make the partners those that are wanted; what one that leaves owed is closed. Returns what the trail says."""
    there = {one.body_id: one for one in meeting.joint.select_related("body")}
    new = {one.pk: one for one in wanted}
    left = [row.body for pk, row in there.items() if pk not in new]
    came = [one for pk, one in new.items() if pk not in there]
    if not left and not came:
        return {}
    meeting.joint.filter(body__in=left).delete()
    Partner.objects.bulk_create(Partner(meeting=meeting, body=one) for one in came)
    for body in left:
        let_go(meeting, body, by=by, today=today)
    words = [f"{one.code} joined" for one in came] + [f"{one.code} left" for one in left]
    return {"partners": join_and(sorted(words))}
