"""How a meeting is changed: the row locked, the facts written, the audit row, its obligations, what the public is told.

Every action of this room changes a meeting here, so that nothing is forgotten.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.models import User
from meetings.keeping import before as neighbours
from meetings.keeping import keep_each
from meetings.models import Change, Meeting

# What a calendar shows: a change of it is a new version of the entry.
IN_CALENDARS = frozenset({"on", "starts", "ends", "place", "link", "state", "kind", "committee", "attend"})

# Whose minutes wait for it: those before its old day too, once it has another.
DECIDES_WHO_WAITS = frozenset({"on", "kind", "committee", "state"})
# What its own obligations follow, beside its papers.
DECIDES_WHAT_IT_OWES = DECIDES_WHO_WAITS | {
    "state_why", "in_public", "convened_on", "notice_on", "agenda_on", "minutes_draft_on", "minutes_on",
}  # fmt: skip


def locked(meeting: Meeting) -> Meeting:
    """The row as it stands now, kept from others until the transaction ends."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)


@transaction.atomic
def change(
    meeting: Meeting, verb: str, *, by: User | None, today: date, said: dict[str, Any] | None = None, **facts: Any
) -> Meeting:
    """Set facts of a locked meeting, record before and after, and keep what it owes; what says nothing new is not
    written. `said` is what the audit trail tells besides.
    """
    new = {name: value for name, value in facts.items() if getattr(meeting, name) != value}
    if not new and not said:
        return meeting
    waited = neighbours(meeting) if DECIDES_WHO_WAITS & new.keys() else []
    before = {name: getattr(meeting, name) for name in new}
    for name, value in new.items():
        setattr(meeting, name, value)
    meeting.version += bool(IN_CALENDARS & new.keys())
    meeting.changed_at = timezone.now()
    meeting.save(update_fields=[*new, "version", "changed_at"])
    after = {name: getattr(meeting, name) for name in new}
    audit.record(
        verb, meeting, by=by, today=today, body=meeting.body, before=_plain(before), after=_plain(after),
        **(said or {}),
    )  # fmt: skip
    if DECIDES_WHO_WAITS & new.keys():
        keep_each([meeting, *neighbours(meeting), *waited], by=by, today=today)
    elif said or DECIDES_WHAT_IT_OWES & new.keys():
        keep_each([meeting], by=by, today=today)
    return meeting


def tell_public(meeting: Meeting, kind: str, words: str, *, today: date) -> None:
    """Put on the ledger of feeds and letters that something became public; nothing of a meeting nobody may know of."""
    if meeting.is_announced(today):
        Change.objects.create(meeting=meeting, kind=kind, words=words, on=today, at=timezone.now())


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date | time) else value for name, value in facts.items()}
