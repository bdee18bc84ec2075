"""A body records what its own standing orders ask of its meetings, from a day on; open dates follow at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from bodies import audit
from bodies.models import Body, User
from bodies.web.text import date_long
from duties.actions import NotNow
from meetings.dates import GOOD_PRACTICE_DAYS
from meetings.keeping import keep_from
from meetings.models import MeetingRules

SAID = (
    "notice_days", "notice_count", "papers_days", "papers_count", "draft_minutes", "draft_minutes_days",
    "ratified_days", "meetings_a_year", "source",
)  # fmt: skip
# By whose standard notice and papers are never later than three clear days before the meeting.
BY_WHOM = {
    Body.Kind.ICB: "the Public Bodies (Admission to Meetings) Act 1960 s1(4)(a), which binds boards, asks for them",
    Body.Kind.CCG: "good practice that this tracker asks for. No Act sets a number of days for groups",
}


def too_short(body: Body) -> str:
    """Why fewer than three clear days are not taken, in words, and by whose standard."""
    return f"Enter {GOOD_PRACTICE_DAYS} clear days or more: {BY_WHOM[Body.Kind(body.kind)]}"


@transaction.atomic
def set_rules(
    *, body: Body, from_on: date, by: User | None, today: date, invented: bool = False, **said: Any
) -> tuple[MeetingRules, int]:
    """Record the rules from a day on, or put right those of that very day. `said` are the fields of SAID.

    Returns them and how many open dates moved. Raises NotNow.
    """
    if wrong := said.keys() ^ set(SAID):
        raise TypeError(f"not what rules say: {', '.join(sorted(wrong))}")
    Body.objects.select_for_update().get(pk=body.pk)  # one at a time
    if from_on < body.opened_on:
        raise NotNow(f"The body did not exist before {date_long(body.opened_on)}.")
    for name in ("notice_days", "papers_days"):
        if said[name] is not None and said[name] < GOOD_PRACTICE_DAYS:
            raise NotNow(f"{too_short(body)}.")
    row = MeetingRules.objects.filter(body=body, from_on=from_on).first()
    if row is not None and all(getattr(row, name) == said[name] for name in SAID):
        return row, 0  # sent twice
    before = audit.facts(row, *SAID)
    row = row or MeetingRules(body=body, from_on=from_on)
    for name in SAID:
        setattr(row, name, said[name])
    row.entered_by, row.entered_on, row.is_invented = by, today, invented
    row.save()
    audit.record(
        "recorded rules of meetings", row, by=by, today=today, body=body, from_on=from_on.isoformat(), before=before,
        after=audit.facts(row, *SAID),
    )  # fmt: skip
    return row, keep_from(body, from_on, by=by, today=today)
