"""What the pages of checks and questions read: what the record says, whose the questions are, who may do what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bodies.access import Permission, Reach
from bodies.models import Body, User
from meetings.keeping import taking_part
from meetings.models import LayCheck, Meeting, Paper, Question
from meetings.points import Held
from meetings.querysets import QuestionQuerySet, officer_of
from meetings.questions import answering

State = Meeting.State
DOCUMENTS = (Paper.Role.PAPER, Paper.Role.AGENDA)


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody has to do with one question."""

    is_asker: bool
    may_answer: bool
    may_agree_for_body: bool
    of_body: bool  # a member of the body reads it, and may follow its obligation


def part_in(question: Question, person: User, reach: Reach) -> Part:
    """Whether somebody asked it, may answer it, or may agree for the body. Who asked never acts for the body."""
    bodies = {answering(question).pk, question.meeting.body_id}
    is_asker = question.by_id == person.pk
    is_lead = not is_asker and not bodies.isdisjoint(reach.bodies_where(Permission.KEEP_MEETINGS))
    is_chair = not is_asker and question.passed_on is not None and not bodies.isdisjoint(officer_of(reach))
    unanswered = question.answered_on is None
    of_body = not bodies.isdisjoint(reach.bodies_where(Permission.SEE_BODY))
    return Part(is_asker, unanswered and (is_lead or is_chair), is_lead and not unanswered, of_body)


def of(member: User, body: Body) -> list[Question]:
    """What a lay member asked about a body's meetings, the newest first; two statements."""
    return list(Question.objects.filter(by=member).of_body(body).for_pages())


def waiting_for(body: Body) -> QuestionQuerySet:
    """The questions that a body has not answered yet, the oldest first."""
    return Question.objects.of_body(body).unanswered().order_by("asked_on", "pk")


def checks_of(member: User, meeting: Meeting) -> list[LayCheck]:
    """What a lay member found of one meeting, the newest first; two statements."""
    rows = LayCheck.objects.filter(by=member, meeting=meeting)
    return list(rows.prefetch_related("points__question"))


def checked_by(member: User, meetings: Collection[int]) -> set[int]:
    """Which of these meetings a lay member has checked; one statement."""
    rows = LayCheck.objects.filter(by=member, meeting__in=meetings)
    return set(rows.order_by().values_list("meeting", flat=True))


def why_not_checked(meeting: Meeting, today: date) -> str:
    """Why nobody can check a meeting now, in words; empty when they can."""
    if meeting.state == State.HELD and meeting.on <= today:
        return ""
    if meeting.state == State.CANCELLED:
        return "This meeting was cancelled: there is nothing to check."
    if meeting.state == State.POSTPONED:
        return "This meeting was postponed, and has no new day yet. It can be checked once it was held."
    if meeting.on > today:
        return "This meeting was not held yet. It can be checked once it was."
    return "Whether this meeting was held is not recorded. It can be checked once the governance lead says that it was."


def held_of(meeting: Meeting, today: date) -> Held:
    """What the public record says of a meeting: a lay member checks what everybody can read; two statements."""
    shows = meeting.shows_record(today)
    papers = Paper.objects.published(today).filter(meeting=meeting, role__in=DOCUMENTS).count()
    decisions = meeting.items.filter(is_part2=False).exclude(decision="").count() if shows else 0
    minutes = "ratified" if _by(meeting.minutes_on, today) else "draft" if _by(meeting.minutes_draft_on, today) else ""
    return Held(
        in_public=meeting.in_public, notice_on=meeting.notice_on if _by(meeting.notice_on, today) else None,
        papers=papers, had_part2=meeting.had_part2 if shows else None,
        resolution_why=meeting.resolution_why if shows else "", decisions=decisions, minutes=minutes,
    )  # fmt: skip


def may_check(meeting: Meeting, reach: Reach) -> bool:
    """Whether somebody is a lay member of a body that takes part."""
    bodies = reach.bodies_where(Permission.CHECK_MEETINGS)
    return any(body.pk in bodies for body in taking_part(meeting))


def _by(day: date | None, today: date) -> bool:
    return day is not None and day <= today
