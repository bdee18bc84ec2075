"""What the papers of a meeting follow: which duty each proves, when one is late, when minutes were published first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from bodies.web.text import date_long
from duties.actions import NotNow
from duties.models import Obligation
from duties.proclaimed import known_calendars
from meetings import dates
from meetings.keeping import KIND, rules_of
from meetings.models import Meeting, Paper

Role = Paper.Role
BEFORE = frozenset({Role.PAPER, Role.AGENDA})  # they open with the agenda, and may be late
AFTER = frozenset({Role.DRAFT_MINUTES, Role.MINUTES, Role.RECORDING})  # nobody has these before the meeting
MINUTES = {Role.DRAFT_MINUTES: "minutes_draft_on", Role.MINUTES: "minutes_on"}
STEPS = {Role.DRAFT_MINUTES: "draft minutes", Role.MINUTES: "ratified minutes"}  # of the rest: papers
NAMES = {
    Role.PAPER: "A paper", Role.AGENDA: "The agenda as a document", Role.DRAFT_MINUTES: "The draft of the minutes",
    Role.MINUTES: "The ratified text of the minutes", Role.RECORDING: "A recording", Role.SLIDES: "A set of slides",
}  # fmt: skip


def obligations_for(meeting: Meeting, role: str) -> list[Obligation]:
    """What a document of this role proves, for every body that takes part."""
    step = STEPS.get(Role(role), "papers")
    return list(Obligation.objects.filter(record_kind=KIND, record_id=meeting.pk, step=step).order_by("pk"))


def papers_due(meeting: Meeting) -> date | None:
    """The last day on which a paper is in time, by the rules of the body that keeps the record."""
    return dates.papers_by(
        meeting.on, regime=meeting.body.kind.upper(), rules=rules_of(meeting.body, meeting.on),
        convened=meeting.convened_on, calendars=known_calendars(),
    ).on  # fmt: skip


def is_late(meeting: Meeting, role: str, on: date) -> bool:
    """Whether a document published on a day came after the deadline of papers; others have dates of their own."""
    due_on = papers_due(meeting)
    return role in BEFORE and due_on is not None and on > due_on


def refuse_day(meeting: Meeting, role: str, on: date, today: date) -> None:
    """Raise NotNow where a document of this role cannot have been published on a day."""
    if on > today:
        raise NotNow("The day of publication must be today or earlier.")
    if role in AFTER and on < meeting.on:
        raise NotNow(f"The meeting is on {date_long(meeting.on)}: this cannot have been published before.")


def minutes_facts(meeting: Meeting, was: Collection[tuple[str, date | None]] = ()) -> dict[str, date | None]:
    """When minutes were published first. `was`: the days that these documents gave before, which count no more.

    A day that was recorded apart from any document counts as well.
    """
    facts: dict[str, date | None] = {}
    for role, name in MINUTES.items():
        rows = meeting.papers.standing().filter(role=role, is_part2=False, on__isnull=False)
        days = list(rows.values_list("on", flat=True))
        recorded = getattr(meeting, name)
        if (role, recorded) not in was:
            days.append(recorded)
        facts[name] = min((day for day in days if day is not None), default=None)
    return facts


def names_of(roles: Iterable[str]) -> str:
    """Documents for a sentence, without their titles: a title may have to come down again."""
    given = list(roles)
    return NAMES[Role(given[0])] if len(given) == 1 else f"{len(given)} papers"
