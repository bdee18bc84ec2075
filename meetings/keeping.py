"""What meetings owe: their obligations kept as the record has it, whenever anything of it changes, and every night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from bodies.models import Body, User
from duties.models import Obligation
from duties.proclaimed import known_calendars
from duties.querysets import UNSETTLED
from duties.records import Record, Wanted, keep
from duties.working_days import Calendars
from meetings import dates
from meetings.models import Meeting, MeetingRules, Paper
from meetings.querysets import MeetingQuerySet

KIND = "meeting"
NOTICE_DUTY = {"CCG": "public-meeting-notice-papers", "ICB": "public-meeting-notice-papers-icb"}
MINUTES_DUTY = "minutes-published"
NO_PART = "The body does not take part in the meeting any more."
NOT_IN_PUBLIC = "The meeting is not held in public."
LONG = timedelta(days=400)


def keep_around(meeting: Meeting, *, by: User | None, today: date) -> None:
    """Keep what a meeting owes, and what those before it owe: their minutes wait for the next one."""
    keep_each([meeting, *before(meeting)], by=by, today=today)


def keep_each(meetings: Iterable[Meeting], *, by: User | None, today: date) -> None:
    """Keep what each of several meetings owes, once each."""
    for one in {meeting.pk: meeting for meeting in meetings}.values():
        keep_obligations(one, by=by, today=today)


def before(meeting: Meeting) -> list[Meeting]:
    """The meetings whose minutes may wait for this one."""
    rows = Meeting.objects.filter(body=meeting.body_id, on__lt=meeting.on, state__in=("planned", "held"))
    if meeting.kind == Meeting.Kind.GOVERNING_BODY:  # it approves the minutes of an annual one too
        rows = rows.filter(kind__in=(Meeting.Kind.GOVERNING_BODY, Meeting.Kind.ANNUAL))
    else:
        rows = rows.filter(kind=meeting.kind, committee=meeting.committee)
    return list(rows.exclude(pk=meeting.pk).select_related("body").order_by("-on", "-pk")[:3])


def let_go(meeting: Meeting, body: Body, *, by: User | None, today: date) -> None:
    """Close what a meeting opened for a body that does not take part in it any more."""
    wanted = [replace(one, closed_why=NO_PART) for one in wanted_of(meeting, body, known_calendars(), today)]
    keep(record=record_of(meeting), body=body, wanted=wanted, reason="no part", by=by, today=today)


def keep_obligations(meeting: Meeting, *, by: User | None, today: date) -> None:
    """Make a meeting's obligations stand as its record has it; nothing is written where they stand so already."""
    record = record_of(meeting)
    calendars = known_calendars()
    for body in taking_part(meeting):
        if body.has_closed(today) and not Obligation.objects.filter(record_kind=KIND, record_id=meeting.pk).exists():
            continue  # nobody answers there any more: what is recorded of it now is history
        wanted = wanted_of(meeting, body, calendars, today)
        keep(record=record, body=body, wanted=wanted, reason=_reason(meeting), by=by, today=today)


def keep_all(today: date) -> int:
    """Keep what is not settled of every meeting: holidays and rules change by themselves. Returns how many meetings."""
    count = 0
    for meeting in _not_settled(today).filter(on__gte=today - LONG).order_by("pk").iterator():
        keep_obligations(meeting, by=None, today=today)
        count += 1
    return count


def keep_from(body: Body, day: date, *, by: User | None, today: date) -> int:
    """Keep what a body's meetings from a day on owe, once its rules are others. Returns how many dates moved."""
    meetings = list(_not_settled(today).filter(on__gte=day).of_body(body))
    owed = Obligation.objects.filter(record_kind=KIND, record_id__in=[one.pk for one in meetings])
    were = dict(owed.values_list("pk", "due_on"))
    keep_each(meetings, by=by, today=today)
    return sum(were.get(pk) != due_on for pk, due_on in owed.values_list("pk", "due_on"))


def _not_settled(today: date) -> MeetingQuerySet:
    """Meetings to come, and those of which something is owed yet."""
    owed = Obligation.objects.filter(UNSETTLED, record_kind=KIND, record_id=OuterRef("pk"))
    return Meeting.objects.filter(Q(Exists(owed)) | Q(on__gte=today)).select_related("body")


def record_of(meeting: Meeting) -> Record:
    """The meeting as the engine of obligations knows it."""
    return Record(KIND, meeting.pk, meeting.label, f"{meeting.path}record/")  # leads others on to the public page


def taking_part(meeting: Meeting) -> list[Body]:
    """The body that keeps the record, and those that meet jointly with it."""
    return [meeting.body, *(one.body for one in meeting.joint.select_related("body"))]


def rules_of(body: Body, on: date) -> dates.Rules:
    """The body's own rules on a day; those without any are NO_RULES."""
    row = MeetingRules.objects.filter(body=body, from_on__lte=on).order_by("-from_on").first()
    return as_rules(row)


def as_rules(row: MeetingRules | None) -> dates.Rules:
    if row is None:
        return dates.NO_RULES
    return dates.Rules(**{name: getattr(row, name) for name in dates.Rules.__dataclass_fields__})


def next_of(meeting: Meeting) -> date | None:
    """The day of the next meeting that can approve the minutes: of the same committee; after an annual one, any."""
    after = _same(meeting).filter(on__gt=meeting.on, state__in=("planned", "held")).order_by("on")
    return after.values_list("on", flat=True).first()


def wanted_of(meeting: Meeting, body: Body, calendars: Calendars, today: date) -> list[Wanted]:
    """What a meeting opens for one body that takes part."""
    regime = body.kind.upper()
    rules = rules_of(body, meeting.on)
    following = next_of(meeting)
    convened, notice = meeting.convened_on, NOTICE_DUTY[regime]
    notice_by = dates.notice_by(meeting.on, regime=regime, rules=rules, convened=convened, calendars=calendars)
    papers_by = dates.papers_by(meeting.on, regime=regime, rules=rules, convened=convened, calendars=calendars)
    draft_by = dates.draft_minutes_by(meeting.on, following, regime=regime, rules=rules, calendars=calendars)
    ratified_by = dates.ratified_minutes_by(following, rules=rules, calendars=calendars)
    made = [
        (notice, "notice", notice_by, meeting.notice_on),
        (notice, "papers", papers_by, papers_done_on(meeting)),
        (MINUTES_DUTY, "draft minutes", draft_by, meeting.minutes_draft_on or meeting.minutes_on),
        (MINUTES_DUTY, "ratified minutes", ratified_by, meeting.minutes_on),
    ]
    tracked_from = max(body.joined_on, meeting.entered_on) if body.joined_on else None
    return [
        Wanted(
            duty=duty, step=step, event_on=meeting.on, working=dated.working, basis=dated.basis.value,
            tracked_from=tracked_from, done_on=done_on if done_on is not None and done_on <= today else None,
            closed_why=_closed_why(meeting),
        )
        for duty, step, dated, done_on in made
    ]  # fmt: skip


def papers_done_on(meeting: Meeting) -> date | None:
    """The day from which agenda and every paper of Part 1 were published; None while one is not.

    What was withdrawn is no paper of the meeting any more.
    """
    papers = meeting.papers.standing().filter(role__in=(Paper.Role.PAPER, Paper.Role.AGENDA), is_part2=False)
    days = [meeting.agenda_on, *papers.values_list("on", flat=True)]
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def _same(meeting: Meeting) -> MeetingQuerySet:
    same = Meeting.objects.filter(body=meeting.body_id).exclude(pk=meeting.pk).select_related("body")
    if meeting.kind == Meeting.Kind.ANNUAL:
        return same.filter(kind__in=(Meeting.Kind.ANNUAL, Meeting.Kind.GOVERNING_BODY))
    return same.filter(kind=meeting.kind, committee=meeting.committee)


def _closed_why(meeting: Meeting) -> str:
    if meeting.is_put_off:
        return meeting.state_why
    return "" if meeting.in_public else NOT_IN_PUBLIC


def _reason(meeting: Meeting) -> str:
    return meeting.state if meeting.is_put_off else "not in public"
