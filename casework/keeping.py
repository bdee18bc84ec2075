"""What cases owe: their columns and obligations kept as their events have it, at every change and every night.

Level-triggered, as every record is (`duties.records`): a case says how it stands, as often as it likes. Its obligations
are inside the body: NHS England sees figures, never a row.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from bodies.models import User
from bodies.web.text import date_long
from casework.course import ComplaintCourse, Event, RequestCourse, complaint_course, request_course
from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.course.events import MISTAKE
from casework.course.request_kinds import EIR, FOI
from casework.course.requests import Review
from casework.models import Case, Complaint, InformationRequest
from duties.explanation import Explanation
from duties.proclaimed import known_calendars
from duties.records import Record, Wanted, keep
from duties.words import DateBasis
from duties.working_days import Calendars

REQUEST, COMPLAINT = "request", "complaint"  # the kinds of record, as their obligations name them
ANSWER_DUTY = {FOI: "foi-respond", EIR: "eir-respond"}
REVIEW_DUTY = {FOI: "foi-internal-review", EIR: "eir-review"}
DECISION_DUTY = "foi-public-interest-extension"
LAPSED = "lapsed"
PUT_RIGHT = "What had opened it was put right in the log."
STARTED_ANEW = "A clarification started the clock anew: more time has to be taken again."
CLOSED_WHY = {
    r.TRANSFERRED: "The request was transferred to another authority.",
    r.WITHDRAWN: "The requester withdrew the request.",
    r.NOT_CLARIFIED: "No clarification came.",
    MISTAKE: "It was logged by mistake.",
    LAPSED: "The fee was not paid in time, so that nothing is owed.",
    c.SETTLED: "It was spoken, and settled by the end of the next working day: outside the regulations.",
    c.PASSED_ON: "It was passed on to another body.",
    c.WITHDRAWN: "The complainant withdrew it.",
    c.NOT_TAKEN: "It was not taken, as made after the twelve months.",
}


def course_of(case: Case, calendars: Calendars | None = None) -> RequestCourse | ComplaintCourse:
    """The course of a case by its events as they stand; no statement where they and the calendars are at hand."""
    if isinstance(case, InformationRequest):
        return request_course_of(case, calendars)
    assert isinstance(case, Complaint)
    return complaint_course_of(case, calendars)


def request_course_of(case: InformationRequest, calendars: Calendars | None = None) -> RequestCourse:
    events = [row.as_event for row in case.events.all()]
    return request_course(case.received_on, case.law, events, calendars=calendars or known_calendars())


def complaint_course_of(case: Complaint, calendars: Calendars | None = None) -> ComplaintCourse:
    return complaint_course(
        case.received_on, case.kind, case.channel, [row.as_event for row in case.events.all()],
        happened_on=case.happened_on, known_on=case.known_on, calendars=calendars or known_calendars(),
    )  # fmt: skip


def keep_case(case: Case, course: RequestCourse | ComplaintCourse, *, by: User | None, today: date) -> None:
    """Write what follows from a case's course: its columns and its obligations. Nothing is written that stands so."""
    facts = request_facts(course, today) if isinstance(course, RequestCourse) else complaint_facts(course)
    changed = [name for name, value in facts.items() if getattr(case, name) != value]
    for name in changed:
        setattr(case, name, facts[name])
    if changed:
        case.changed_at = timezone.now()
        case.save(update_fields=[*changed, "changed_at"])
    wanted = _of_request(case, course) if isinstance(course, RequestCourse) else _of_complaint(case, course)
    keep(
        record=record_of(case), body=case.body, wanted=wanted, reason=case.ended_how or "no clock", by=by,
        today=today,
    )  # fmt: skip


def keep_all(today: date) -> int:
    """Keep what is open: holidays are proclaimed and fees lapse by themselves. Returns how many cases."""
    calendars, count = known_calendars(), 0
    for model in (InformationRequest, Complaint):
        rows = model.objects.filter(is_open=True).select_related("body", "owner").prefetch_related("events")
        for case in rows.order_by("pk").iterator(chunk_size=500):
            keep_case(case, course_of(case, calendars), by=None, today=today)
            count += 1
    return count


def record_of(case: Case) -> Record:
    """The case as the engine of obligations knows it: by its reference, never by what it is about."""
    return Record(case_kind(case), case.pk, case.label, case.path)  # type: ignore[attr-defined]


def case_kind(case: Case) -> str:
    return REQUEST if isinstance(case, InformationRequest) else COMPLAINT


# What follows ---------------------------------------------------------------------------------------------------------


def request_facts(course: RequestCourse, today: date) -> dict[str, Any]:
    """The columns of a request that follow from its course on a day."""
    review, answered = course.review, course.answered
    lapsed = course.lapsed(today)
    ended_on = course.lapses_on if lapsed else course.ended and course.ended.on
    answered_review = review and review.answered
    decided = course.regulator_decided
    return {
        "due_on": course.review_due_on if lapsed else course.due_on,
        "limit_on": course.judged_by.answer,
        "ended_on": ended_on,
        "ended_how": LAPSED if lapsed else course.ended.kind if course.ended else "",
        "outcome": answered.code if answered else "",
        "kept": course.kept.value if course.kept else "",
        "is_open": course.is_in_review if lapsed else course.is_open,
        "waits_since": course.waiting.on if course.waiting and not course.ended and not lapsed else None,
        "extended_on": course.extension and course.extension.on,
        "review_asked_on": review and review.asked.on,
        "review_due_on": review and review.due.answer,
        "review_ended_on": answered_review and answered_review.on,
        "review_outcome": answered_review.code if answered_review else "",
        "regulator_asked_on": course.regulator_asked and course.regulator_asked.on,
        "regulator_decided_on": decided and decided.on,
        "regulator_outcome": decided.code if decided else "",
    }  # fmt: skip


def complaint_facts(course: ComplaintCourse) -> dict[str, Any]:
    """The columns of a complaint that follow from its course."""
    responded, decided = course.responded, course.decided
    return {
        "due_on": course.due_on,
        "limit_on": course.limit.answer,
        "ended_on": course.ended and course.ended.on,
        "ended_how": course.ended.kind if course.ended else "",
        "outcome": responded.code if responded else "",
        "kept": course.kept.value if course.kept else "",
        "is_open": course.ended is None,
        "acknowledge_by": course.acknowledge.answer,
        "acknowledged_on": course.acknowledged_on,
        "plan_until": course.plan and course.plan.until_on,
        "is_counted": course.has_clock,
        "is_written": course.is_written,
        "referred_on": course.referred and course.referred.on,
        "ombudsman_on": decided and decided.on,
        "ombudsman_outcome": decided.code if decided else "",
    }  # fmt: skip


def _day_of(event: Event | None) -> date | None:
    return event.on if event is not None else None


def _common(case: Case) -> dict[str, Any]:
    """What all that a case owes has in common: it stays inside the body, and follows what is put right in the log."""
    return {"tracked_from": case.body.joined_on, "is_inside": True, "owner": case.owner, "is_corrected": True}


def _of_request(case: Case, course: RequestCourse) -> list[Wanted]:
    """The answer, the decision where more time was rightly taken, and the last internal review."""
    by_mistake = _closed_why(case) if case.ended_how == MISTAKE else ""
    common = _common(case)
    longer = course.extension if course.law == FOI and not course.told_late and not by_mistake else None
    # Where the public interest is weighed, the notice that says so answers within the twenty days (s17(1), (2)).
    done = longer or course.answered
    wanted = [
        Wanted(
            duty=ANSWER_DUTY[course.law], step="answer", event_on=case.received_on, working=course.judged_by,
            done_on=_day_of(done), closed_why="" if done else _closed_why(case), **common,
        )
    ]  # fmt: skip
    if longer is not None:
        wanted.append(
            Wanted(
                duty=DECISION_DUTY, step="decision", event_on=case.received_on, working=_decision(course),
                basis=DateBasis.OWN_RULES.value, done_on=_day_of(course.answered),
                closed_why="" if course.answered else _closed_why(case), **common,
            )
        )  # fmt: skip
    if course.review is not None:
        wanted.append(_review(course.law, course.review, by_mistake, common))
    return wanted + _not_wanted(case, course, {(one.duty, one.step) for one in wanted})


def _review(law: str, review: Review, by_mistake: str, common: dict[str, Any]) -> Wanted:
    return Wanted(
        duty=REVIEW_DUTY[law], step="review", event_on=review.asked.on, working=review.due,
        done_on=None if by_mistake else _day_of(review.answered), closed_why=by_mistake, **common,
    )  # fmt: skip


def _not_wanted(case: Case, course: RequestCourse, wanted: set[tuple[str, str]]) -> list[Wanted]:
    """What was opened by something that was put right since: it is closed. What was never opened stays so."""
    others = [(duty, "answer") for duty in ANSWER_DUTY.values()] + [(duty, "review") for duty in REVIEW_DUTY.values()]
    was_extended = any(entry.event is not None and entry.event.kind == r.EXTENDED for entry in course.entries)
    anew = STARTED_ANEW if was_extended and course.extension is None else PUT_RIGHT
    return [
        Wanted(
            duty=duty, step=step, event_on=case.received_on, working=course.limit, **_common(case),
            closed_why=anew if duty == DECISION_DUTY else PUT_RIGHT,
        )
        for duty, step in [*others, (DECISION_DUTY, "decision")]
        if (duty, step) not in wanted
    ]  # fmt: skip


def _decision(course: RequestCourse) -> Explanation:
    """The day that was told to the requester, with the regulator's practice beside it; none while the clock stands
    still.
    """
    assert course.extension is not None
    if course.decide_by is None:
        return course.limit
    notes: tuple[str, ...] = (f"The requester was told so on {date_long(course.extension.on)}",)
    if course.alert_on is not None:
        notes += (f"The regulator's practice is to decide by {date_long(course.alert_on)}, day 40 (recalled)",)
    section = "Freedom of Information Act 2000 s10(3), s17(2)"
    return Explanation("TOLD", "Decide by the day told to the requester", section, course.decide_by, notes=notes)


def _of_complaint(case: Case, course: ComplaintCourse) -> list[Wanted]:
    """The acknowledgement and the response; nothing of what has no clock, but for closing what had one before."""
    common = _common(case)
    closed = "" if course.has_clock and (course.ended is None or course.responded) else _closed_why(case)
    if not course.has_clock and not closed:
        closed = f"{course.limit.reason}."
    acknowledged_on, responded = (course.acknowledged_on, course.responded) if course.has_clock else (None, None)
    return [
        Wanted(
            duty="complaint-acknowledge", step="acknowledge", event_on=case.received_on, working=course.acknowledge,
            done_on=acknowledged_on, closed_why="" if acknowledged_on else closed, **common,
        ),
        Wanted(
            duty="complaint-respond", step="respond", event_on=case.received_on, working=course.limit,
            done_on=_day_of(responded), closed_why=closed, **common,
        ),
    ]  # fmt: skip


def _closed_why(case: Case) -> str:
    return CLOSED_WHY.get(case.ended_how, "")
