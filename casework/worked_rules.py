"""The rules of worked cases as the casework answers them: what happened is recorded, and the dates are read.

Nothing here counts a day: every answer is read from the course that a case has once its events are recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bodies.models import Body
from casework.actions import Happening, NewComplaint, NewRequest, add_event, log_complaint, log_request
from casework.course import ComplaintCourse, RequestCourse
from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.course.events import Kept
from casework.course.request_kinds import EIR, FOI
from casework.keeping import complaint_course_of, request_course_of
from casework.models import Case, Complaint, InformationRequest
from duties.actions import NotNow
from duties.clocks.foi_clock import Fee, by_dates, read_events
from duties.explanation import Explanation
from duties.inputs import BadInput

DATES = (r.ASKED, r.CLARIFIED, r.NOTICE, r.PAID)  # as the inputs of the rules name them, too
WEIGHED_FOR = timedelta(days=28)  # any time: neither of the days that are read depends on it

Given = Mapping[str, Any]
Moment = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the casework answers, as a file of cases writes it, and the workings that it shows."""

    value: Any
    workings: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """The body whose logs a case is tried in, and the day on which that is done."""

    body: Body
    today: date

    def request(self, law: str, received: date) -> InformationRequest:
        """Log a request. Raises NotNow."""
        new = NewRequest(law=law, received_on=received, channel="email", subject="A worked case")
        return log_request(body=self.body, new=new, by=None, today=self.today)

    def complaint(self, received: date, *, channel: str = "letter", **facts: Any) -> Complaint:
        """Log a complaint. Raises NotNow."""
        new = NewComplaint(received_on=received, channel=channel, subject="A worked case", **facts)
        return log_complaint(body=self.body, new=new, by=None, today=self.today)

    def record(self, case: Case, kind: str, on: date, **said: Any) -> None:
        """Record one event. Raises NotNow."""
        add_event(case=case, kind=kind, happening=Happening(on, **said), by=None, today=self.today)

    def record_meanwhile(self, case: InformationRequest, moments: Iterable[Moment]) -> None:
        """Record clarifications and fees. Raises NotNow.

        A fee that came after the request had lapsed is refused rightly: the case stands as it stood before it.
        """
        for on, kind in moments:
            try:
                self.record(case, kind, on)
            except NotNow:
                if not _of_request(case).lapsed(on):
                    raise


def meanwhile(given: Given) -> list[Moment]:
    """The clarifications and fees of a case, from its list or from its four dates, by day. Raises BadInput.

    Where it is not told when a clarification was asked for, that was on the day of what came before: it moves no date.
    """
    dates = {name: given[name] for name in DATES if given.get(name)}
    if given.get("events") is None:
        happened = by_dates(**dates)
    elif dates:
        raise BadInput("events", "give either the list of events or the four dates, not both")
    else:
        happened = read_events(given["events"])
    found: list[tuple[date | None, str]] = []
    for one in happened:
        if isinstance(one, Fee):
            found += [(one.notice, r.NOTICE), (one.paid, r.PAID)]
        else:
            before = next((on for on, _ in reversed(found) if on is not None), given.get("received"))
            found += [(one.asked or before, r.ASKED), (one.received, r.CLARIFIED)]
    return [(on, kind) for on, kind in found if on is not None]


def _of_request(case: InformationRequest) -> RequestCourse:
    return request_course_of(InformationRequest.objects.get(pk=case.pk))


def _of_complaint(case: Complaint) -> ComplaintCourse:
    return complaint_course_of(Complaint.objects.get(pk=case.pk))


def _dated(working: Explanation) -> Answer:
    """The day as a file writes it; null where there is none."""
    return Answer(working.answer.isoformat() if working.answer is not None else None, (working,))


# Requests -------------------------------------------------------------------------------------------------------------


def _limit_under(law: str) -> Callable[[Trial, Given], Answer]:
    def limit(trial: Trial, given: Given) -> Answer:
        case = trial.request(law, given["received"])
        trial.record_meanwhile(case, meanwhile(given))
        return _dated(_of_request(case).limit)

    return limit


def _alert(trial: Trial, given: Given) -> Answer:
    """The notice by the limit, and the alert for the decision once more time is taken to weigh the public interest."""
    case = trial.request(FOI, given["received"])
    trial.record_meanwhile(case, meanwhile(given))
    before = _of_request(case)
    if before.limit.answer is None:
        return _dated(before.limit)
    on = max(entry.on for entry in before.entries)
    trial.record(case, r.EXTENDED, on, until_on=on + WEIGHED_FOR, codes=("s43",), words="A balance to weigh")
    course = _of_request(case)
    days = {"notice_due": course.limit.answer, "decision_alert": course.alert_on}
    return Answer({name: day.isoformat() for name, day in days.items() if day is not None}, (course.limit,))


def _on_time(trial: Trial, given: Given) -> Answer:
    case = trial.request(FOI, given["received"])
    trial.record_meanwhile(case, meanwhile(given))
    trial.record(case, r.ANSWERED, given["replied"], code="granted")
    course = _of_request(case)
    return Answer(course.kept is not Kept.LATE, (course.judged_by,))


def _extended(trial: Trial, given: Given) -> Answer:
    """The limit once the requester was told, as long as the regulations allow, that it takes longer."""
    case, told_on = trial.request(EIR, given["received"]), given["extension_notice"]
    trial.record_meanwhile(case, [one for one in meanwhile(given) if one[0] <= told_on])
    until_on = _of_request(case).longest_on
    trial.record(case, r.EXTENDED, told_on, until_on=until_on, words="It is complex and voluminous")
    trial.record_meanwhile(case, [one for one in meanwhile(given) if one[0] > told_on])
    return _dated(_of_request(case).limit)


def _review_under(law: str) -> Callable[[Trial, Given], Answer]:
    def review_due(trial: Trial, given: Given) -> Answer:
        case = trial.request(law, given["received"])
        trial.record(case, r.ANSWERED, given["received"], code="granted")
        trial.record(case, r.REVIEW_ASKED, given["received"])
        if given.get("extension_notice"):
            trial.record(case, r.REVIEW_EXTENDED, given["extension_notice"], words="It is complex")
        review = _of_request(case).review
        assert review is not None
        return _dated(review.due)

    return review_due


def _lapses_under(law: str) -> Callable[[Trial, Given], Answer]:
    def lapses(trial: Trial, given: Given) -> Answer:
        case = trial.request(law, given["fees_notice"])
        trial.record(case, r.NOTICE, given["fees_notice"])
        course = _of_request(case)
        return Answer(course.lapses_on and course.lapses_on.isoformat(), (course.limit,))

    return lapses


# Complaints -----------------------------------------------------------------------------------------------------------


def _acknowledge(trial: Trial, given: Given) -> Answer:
    return _dated(_of_complaint(trial.complaint(given["received"])).acknowledge)


def _respond(trial: Trial, given: Given) -> Answer:
    case = trial.complaint(given["received"])
    agreed_on, until_on = given["agreed_on"], given["agreed_until"]
    if (agreed_on is None) is not (until_on is None):
        raise BadInput("agreed_on", "give both the day of the agreement and the day until which it holds")
    if agreed_on is not None:
        trial.record(case, c.PLAN_AGREED, agreed_on, until_on=until_on)
    return _dated(_of_complaint(case).limit)


def _in_time(trial: Trial, given: Given) -> Answer:
    case = trial.complaint(given["made"], happened_on=given["event"], known_on=given["known"])
    return Answer(_of_complaint(case).in_time)


def _excluded(trial: Trial, given: Given) -> Answer:
    """Whether it can be recorded as settled at once; what cannot is recorded as responded to, which it says itself."""
    case = trial.complaint(given["made"], channel="phone")
    try:
        trial.record(case, c.SETTLED, given["resolved"])
    except NotNow:
        trial.record(case, c.RESPONDED, given["resolved"], code="upheld")
    course = _of_complaint(case)
    return Answer(course.excluded, (course.limit,))


RULES: dict[str, Callable[[Trial, Given], Answer]] = {
    "foi_due": _limit_under(FOI), "foi_due_clarified": _limit_under(FOI), "foi_due_fee": _limit_under(FOI),
    "foi_pit_alert": _alert, "foi_on_time": _on_time, "foi_internal_review_due": _review_under(FOI),
    "foi_fee_lapses": _lapses_under(FOI), "eir_due": _limit_under(EIR), "eir_extended_due": _extended,
    "eir_review_due": _review_under(EIR), "eir_charge_lapses": _lapses_under(EIR),
    "complaint_ack_due": _acknowledge, "complaint_response_due": _respond, "complaint_in_time": _in_time,
    "complaint_oral_excluded": _excluded,
}  # fmt: skip
