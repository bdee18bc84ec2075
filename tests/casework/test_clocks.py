"""The bar of a case is of the clock that its due date is of, and the timeline repeats no date that nothing sets."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.books import COMPLAINTS, REQUESTS
from casework.course import Event, complaint_course, request_course
from casework.keeping import course_of
from casework.timeline import timeline
from duties.working_days import STANDARD
from tests.casework.conftest import TODAY, happen, make_complaint, make_request

GRANTED = {"code": "granted"}


def said(course: Any, on: date = TODAY) -> str:
    book = REQUESTS if hasattr(course, "law") else COMPLAINTS
    clock = book.clock(course, on, STANDARD)
    return clock.words if clock is not None else ""


def due_after(book: Any, case: Any) -> list[tuple[date | None, str]]:
    return [(one.due_on, one.due_words) for one in timeline(book, case, course_of(case, STANDARD).entries)]


def test_in_review_the_clock_is_the_reviews() -> None:
    events = [Event("answered", date(2016, 9, 28)), Event("review_asked", date(2016, 9, 30))]
    course = request_course(date(2016, 9, 5), "foi", events)
    assert course.due_on == date(2016, 10, 28)
    assert said(course) == "Review: 11 of 20 working days"
    assert said(request_course(date(2016, 9, 5), "eir", events)) == "Review: 11 of 40 working days"
    longer = [*events, Event("review_extended", date(2016, 10, 3))]
    assert said(request_course(date(2016, 9, 5), "foi", longer)) == "Review: 11 of 40 working days"
    done = [*events, Event("review_answered", date(2016, 10, 10), code="upheld")]
    assert said(request_course(date(2016, 9, 5), "foi", done)) == "17 of 20 working days"


def test_until_it_is_acknowledged_the_clock_of_a_complaint_is_the_acknowledgements() -> None:
    received = date(2016, 10, 13)
    assert said(complaint_course(received, "complaint", "letter")) == "To acknowledge: 2 of 3 working days"
    told = [Event("acknowledged", date(2016, 10, 14))]
    assert said(complaint_course(received, "complaint", "letter", told)) == "5 of 182 days"


def test_what_was_logged_by_mistake_has_no_clock() -> None:
    mistake = [Event("mistake", date(2016, 10, 14))]
    assert said(request_course(date(2016, 10, 3), "foi", mistake)) == ""
    assert said(complaint_course(date(2016, 10, 3), "complaint", "letter", mistake)) == ""
    assert said(complaint_course(date(2016, 10, 3), "contact", "letter")) == ""


def test_the_list_and_the_page_show_the_clock_of_the_date_beside_it(place, sign_in) -> None:
    case = happen(make_request(place.body, date(2016, 9, 5)), "answered", date(2016, 9, 28), **GRANTED)
    happen(case, "review_asked", date(2016, 9, 30))
    late = make_request(place.body, date(2016, 9, 1))
    make_complaint(place.body, date(2016, 10, 13))
    client = sign_in(place.foi)
    for at in ("/bodies/10H/requests/", f"/requests/{case.pk}/"):
        page = client.get(at).content.decode()
        assert "Review: 11 of 20 working days" in page and "17 of 20" not in page
    assert "tracker-clock--red" in client.get(f"/requests/{late.pk}/").content.decode()
    page = sign_in(place.complaints).get("/bodies/10H/complaints/").content.decode()
    assert "To acknowledge: 2 of 3 working days" in page


def test_nothing_is_due_after_what_ended_the_clock(body) -> None:
    case = happen(make_request(body, date(2016, 9, 5)), "answered", date(2016, 9, 28), **GRANTED)
    happen(case, "review_asked", date(2016, 9, 30))
    happen(case, "review_answered", date(2016, 10, 10), code="upheld")
    happen(case, "regulator_asked", date(2016, 10, 12))
    assert due_after(REQUESTS, case) == [
        (date(2016, 10, 3), ""), (None, ""), (date(2016, 10, 28), "of the review"), (None, ""), (None, ""),
    ]  # fmt: skip
    complaint = make_complaint(body, date(2016, 9, 5))
    happen(complaint, "responded", date(2016, 10, 3), code="upheld")
    happen(complaint, "ombudsman_referred", date(2016, 10, 14))
    assert due_after(COMPLAINTS, complaint) == [(date(2016, 9, 8), ""), (None, ""), (None, "")]


def test_why_nothing_is_due_is_said_once(body) -> None:
    case = happen(make_request(body, date(2016, 9, 5)), "clarification_asked", date(2016, 9, 12))
    happen(case, "answered", date(2016, 9, 28), **GRANTED)
    (first, none), (no_date, why), (after, nothing) = due_after(REQUESTS, case)
    assert (first, none, no_date, after, nothing) == (date(2016, 10, 3), "", None, None, "")
    assert why != ""
