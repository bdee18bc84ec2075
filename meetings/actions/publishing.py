"""What becomes public of a meeting, each step a decision of its own: the agenda, papers and minutes, the record.

Part 2 has no step: its items and papers never become public. What the public is told holds no title, because a title
may have to come down again.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db import transaction

from bodies.models import User
from duties.actions import NotNow
from evidence import actions as evidence_actions
from meetings.actions.common import change, locked, tell_public
from meetings.actions.papers import draft_of, when_of
from meetings.actions.recording import HAPPENED, refuse_before_it, refuse_put_off
from meetings.models import Change, Meeting, Paper
from meetings.papers import BEFORE, MINUTES, is_late, minutes_facts, names_of, obligations_for, refuse_day

ANNOUNCE_FIRST = "Nobody knows of this meeting yet. Announce it first."


@transaction.atomic
def publish_agenda(*, meeting: Meeting, on: date, by: User | None, today: date, at: time | None = None) -> Meeting:
    """Let anybody read the items of Part 1. `on` and `at`: when it was published, here or before on the body's own
    site; said again they are put right. Raises NotNow.
    """
    current = locked(meeting)
    refuse_agenda(current, today)
    if on > today:
        raise NotNow("The day on which the agenda was published must be today or earlier.")
    is_new = current.agenda_on is None
    current = change(current, "published the agenda", by=by, today=today, agenda_on=on, agenda_at=at)
    if is_new:
        tell_public(current, Change.Kind.AGENDA, f"Agenda published: {current.label}", today=today)
    return current


@transaction.atomic
def publish_agenda_and_papers(
    *, meeting: Meeting, papers: bool, on: date, at: time | None, by: User, today: date, late_why: str = "",
    anyway: bool = False,
) -> Meeting:  # fmt: skip
    """Publish the agenda, and with it the papers of Part 1 that are drafts still. Raises NotNow, DuringElection."""
    current = publish_agenda(meeting=meeting, on=on, at=at, by=by, today=today)
    if papers:
        publish_all(meeting=current, on=on, at=at, late_why=late_why, anyway=anyway, by=by, today=today)
    return current


@transaction.atomic
def publish_paper(
    *, paper: Paper, on: date, by: User, today: date, at: time | None = None, late_why: str = "",
    anyway: bool = False, ratified_on: date | None = None,
) -> Paper:  # fmt: skip
    """Let anybody read one document. `on` and `at`: when it was published, here or before on the body's own site.

    `late_why` is kept of a late paper alone. `ratified_on`: the meeting that approved ratified minutes. Raises NotNow,
    DuringElection.
    """
    current = locked(paper.meeting)
    row = draft_of(current, paper)
    if row.role == Paper.Role.MINUTES and ratified_on is not None:
        _refuse_ratified(current, ratified_on, today)
        current = change(current, "recorded who approved the minutes", by=by, today=today, ratified_on=ratified_on)
    _put_out(current, [row], on, at, late_why, anyway=anyway, by=by, today=today)
    return row


@transaction.atomic
def publish_all(
    *, meeting: Meeting, on: date, by: User, today: date, at: time | None = None, late_why: str = "",
    anyway: bool = False,
) -> int:  # fmt: skip
    """Let anybody read every paper of Part 1 that is a draft still; returns how many. Raises NotNow, DuringElection."""
    current = locked(meeting)
    rows = [draft_of(current, one) for one in current.papers.unpublished().filter(role__in=BEFORE)]
    if rows:
        _put_out(current, rows, on, at, late_why, anyway=anyway, by=by, today=today)
    return len(rows)


@transaction.atomic
def publish_record(*, meeting: Meeting, by: User | None, today: date) -> Meeting:
    """Let anybody read what happened, which says too that the meeting was held. Said again it changes nothing.

    Raises NotNow.
    """
    current = locked(meeting)
    refuse_before_it(current, today)
    refuse_unannounced(current, today)
    if current.record_on is not None:
        return current
    if not something_happened(current):
        raise NotNow("Nothing is recorded of what happened yet. Fill that in and save it first.")
    facts: dict[str, Any] = {"record_on": today}
    if current.state != Meeting.State.HELD:
        facts |= {"state": Meeting.State.HELD, "state_on": today}
    current = change(current, "published the record", by=by, today=today, **facts)
    tell_public(current, Change.Kind.RECORD, f"Record published: {current.label}", today=today)
    return current


def something_happened(meeting: Meeting) -> bool:
    """Whether anything was recorded of what happened, so that a record of it says something."""
    recorded = [getattr(meeting, name) for name in HAPPENED - {"presents_year"}]
    if any(one not in (None, "", []) for one in recorded):
        return True
    return meeting.items.filter(is_part2=False).exclude(decision="").exists()


def refuse_unannounced(meeting: Meeting, today: date) -> None:
    """Raise NotNow of a meeting that nobody may know of yet."""
    if not meeting.is_announced(today):
        raise NotNow(ANNOUNCE_FIRST)


def refuse_agenda(meeting: Meeting, today: date) -> None:
    """Raise NotNow, with the reason, when the agenda cannot be published now."""
    refuse_put_off(meeting)
    refuse_unannounced(meeting, today)
    agendas = meeting.papers.standing().filter(role=Paper.Role.AGENDA, is_part2=False)
    if not meeting.items.filter(is_part2=False).exists() and not agendas.exists():
        raise NotNow("There is nothing on the agenda of Part 1 yet. Add its items first.")


def refuse_paper(meeting: Meeting, paper: Paper, today: date) -> None:
    """Raise NotNow, with the reason, when this document must not be published now."""
    if paper.is_part2 or (paper.item is not None and paper.item.is_part2):
        raise NotNow("This is of Part 2: it is never published.")
    refuse_put_off(meeting)
    refuse_unannounced(meeting, today)
    if paper.role in BEFORE and not meeting.shows_agenda(today):
        raise NotNow("Its agenda is not published yet. Publish that first.")
    if not obligations_for(meeting, paper.role):
        if not meeting.in_public:
            raise NotNow("It is not recorded that this meeting is held in public. Say so first, in its details.")
        raise NotNow("No duty of the body asks for this document, so there is nothing for it to prove here.")


def _put_out(
    meeting: Meeting, rows: list[Paper], on: date, at: time | None, late_why: str, *, anyway: bool, by: User,
    today: date,
) -> None:  # fmt: skip
    """Put documents on record, publish each, and say so once."""
    for row in rows:
        refuse_paper(meeting, row, today)
        refuse_day(meeting, row.role, on, today)
        owed = obligations_for(meeting, row.role)
        kept = evidence_actions.put_on_record(evidence=row.evidence, obligations=owed, by=by, today=today)
        row.evidence = evidence_actions.publish(evidence=kept, by=by, today=today, anyway=anyway)
        row.on, row.at = on, at
        row.late_why = late_why if is_late(meeting, row.role, on) else ""
        row.save(update_fields=["on", "at", "late_why"])
    roles = [row.role for row in rows]
    kind = Change.Kind.MINUTES if roles[0] in MINUTES else Change.Kind.PAPERS
    said = {"papers": [{"paper": row.pk} | when_of(row) for row in rows]}
    change(meeting, "published papers", by=by, today=today, said=said, **minutes_facts(meeting))
    words = f"{names_of(roles)} {'was' if len(roles) == 1 else 'were'} published: {meeting.label}"
    tell_public(meeting, kind, words, today=today)


def _refuse_ratified(meeting: Meeting, ratified_on: date, today: date) -> None:
    if ratified_on <= meeting.on:
        raise NotNow("Minutes are approved by a later meeting. Enter the day of that one.")
    if ratified_on > today:
        raise NotNow("The meeting that approved them must be today or earlier.")
