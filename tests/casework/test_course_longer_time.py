"""A longer time counts only where it was told within the limit: told later, nothing that follows hides the lateness."""

from datetime import date

from casework.course import Event, Kept, request_course
from casework.states import LATE, request_words

RECEIVED, LIMIT = date(2016, 6, 14), date(2016, 7, 13)  # 12 July is a holiday in Northern Ireland
ASKED = Event("clarification_asked", date(2016, 10, 5))
CLARIFIED = Event("clarification_received", date(2016, 10, 10))
ANSWERED = Event("answered", date(2016, 10, 12), code="granted")


def longer(on: date) -> Event:
    return Event("extended", on, date(2016, 10, 14), codes=("s43",))


def test_told_after_the_limit_a_clarification_does_not_start_it_anew() -> None:
    course = request_course(RECEIVED, "foi", [longer(date(2016, 9, 12)), ASKED, CLARIFIED, ANSWERED])
    assert course.judged_by.answer == LIMIT
    assert course.kept is Kept.LATE


def test_told_by_the_limit_it_does() -> None:
    course = request_course(RECEIVED, "foi", [longer(LIMIT), ASKED, CLARIFIED, ANSWERED])
    assert course.kept is Kept.IN_TIME


def test_told_after_the_limit_it_stays_late_until_it_is_answered() -> None:
    course = request_course(RECEIVED, "foi", [longer(date(2016, 9, 12))])
    assert (course.told_late, course.due_on) == (True, LIMIT)
    assert request_words(course, date(2016, 9, 13)) == LATE
    rightly = request_course(RECEIVED, "foi", [longer(LIMIT)])
    assert (rightly.told_late, rightly.due_on) == (False, date(2016, 10, 14))


def test_told_after_the_limit_it_adds_no_day_to_the_clock() -> None:
    late, rightly = (request_course(RECEIVED, "foi", [longer(on)]) for on in (date(2016, 7, 14), LIMIT))
    assert late.used(LIMIT) == (20, 20)
    assert rightly.used(date(2016, 10, 14)) == (rightly.allowed, rightly.allowed) and rightly.allowed > 20
