"""The list, what is owed and the figures agree on who is late, whatever happened in which order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.counted import request_rows
from casework.course import RequestCourse
from casework.keeping import course_of
from casework.models import InformationRequest
from casework.next_events import next_of_request
from casework.states import BY_MISTAKE, LATE, REVIEW_LATE, WAITS_FOR_REQUESTER, is_late, request_words
from casework.tallies import request_counts
from duties.models import Obligation
from duties.status import Timing
from tests.casework.conftest import TODAY, happen, make_request
from tests.casework.counting import request_figures_of
from tests.casework.planted import plant_requests

FIRST, LAST = date(2016, 4, 1), date(2017, 3, 31)
ANSWERED = {"code": "granted"}
WHY = {"words": "A letter sent twice"}


def longer(until_on: date) -> dict[str, Any]:
    return {"until_on": until_on, "codes": ("s43",), "words": "A balance to weigh"}


def told(body: Any, received_on: date, *events: tuple[str, date, dict[str, Any]]) -> InformationRequest:
    case = make_request(body, received_on)
    for kind, on, said in events:
        case = happen(case, kind, on, **said)
    return case


def course_told(case: InformationRequest) -> RequestCourse:
    course = course_of(case)
    assert isinstance(course, RequestCourse)
    return course


def late_by(case: InformationRequest, today: date = TODAY) -> tuple[bool, bool, bool, bool]:
    """Whether an open request is late by its list, by what it owes, by its body's figures, and by everybody's."""
    owed = Obligation.objects.filter(record_kind="request", record_id=case.pk)
    figures = request_figures_of([case.body_id], FIRST, LAST, today)
    return (
        InformationRequest.objects.late(today).filter(pk=case.pk).exists(),
        any(row.status(today).timing is Timing.PASSED for row in owed),
        figures.open_late == 1,
        request_counts(FIRST, LAST, today)[case.body_id].open_late == 1,
    )


EVERYWHERE, NOWHERE = (True,) * 4, (False,) * 4
ASKED, NOTICE, PAID = "clarification_asked", "fees_notice", "fee_paid"
LONGER = ("extended", date(2016, 8, 5), longer(date(2016, 9, 28)))


@pytest.mark.parametrize(
    ("received_on", "events", "wanted"),
    [
        (date(2016, 8, 1), [(ASKED, date(2016, 9, 12), {})], EVERYWHERE),
        (date(2016, 8, 1), [(ASKED, date(2016, 8, 12), {})], NOWHERE),
        (
            date(2016, 8, 1), [LONGER, (ASKED, date(2016, 8, 8), {})],
            NOWHERE,
        ),
        (
            date(2016, 8, 1),
            [
                LONGER, (NOTICE, date(2016, 8, 8), {}),
                (PAID, date(2016, 10, 10), {}),
            ],
            NOWHERE,
        ),
        (date(2016, 9, 26), [("extended", date(2016, 9, 28), longer(date(2016, 10, 12)))], NOWHERE),
        (date(2016, 8, 1), [LONGER], EVERYWHERE),
    ],
    ids=[
        "asked after the limit, and waiting", "asked in time, and waiting", "extended, then waiting",
        "extended, then a long wait for the fee", "told a day before the limit", "past the day told",
    ],
)  # fmt: skip
def test_the_list_and_what_is_owed_and_the_figures_agree(body, received_on, events, wanted) -> None:
    assert late_by(told(body, received_on, *events)) == wanted


def test_the_state_says_late_while_it_waits_for_what_was_asked_too_late(body) -> None:
    assert request_words(course_told(told(body, date(2016, 8, 1), (ASKED, date(2016, 9, 12), {}))), TODAY) == LATE
    in_time = told(body, date(2016, 8, 1), (ASKED, date(2016, 8, 12), {}))
    assert request_words(course_told(in_time), TODAY) == WAITS_FOR_REQUESTER


def test_the_timeline_ends_with_the_day_that_the_list_has(body) -> None:
    late = told(body, date(2016, 8, 1), ("extended", date(2016, 9, 12), longer(date(2016, 11, 1))))
    rightly = told(body, date(2016, 10, 3), ("extended", date(2016, 10, 5), longer(date(2016, 11, 18))))
    waiting = happen(
        told(body, date(2016, 10, 3), ("extended", date(2016, 10, 5), longer(date(2016, 11, 18)))), ASKED, TODAY
    )
    for case in (late, rightly, waiting):
        assert course_told(case).entries[-1].due.answer == case.due_on
    assert (late.due_on, rightly.due_on, waiting.due_on) == (date(2016, 8, 30), date(2016, 11, 18), None)


def test_an_answer_while_a_longer_time_stands_still_is_in_time(body) -> None:
    """The list said that it waits for the requester, and no figure that it was late: nor does the answer."""
    waits = told(
        body, date(2016, 8, 1), LONGER, (ASKED, date(2016, 8, 8), {}),
        ("answered", date(2016, 10, 10), ANSWERED),
    )  # fmt: skip
    assert waits.kept == "extended"


def test_a_review_of_what_is_open_is_late_in_the_list_too_and_can_be_answered(body) -> None:
    case = told(
        body, date(2016, 8, 22), ("extended", date(2016, 8, 24), longer(date(2016, 11, 18))),
        ("review_asked", date(2016, 9, 1), {}),
    )  # fmt: skip
    assert (case.due_on, late_by(case)[:2]) == (date(2016, 9, 29), (True, True))
    assert request_words(course_told(case), TODAY) == REVIEW_LATE
    assert {"review_answered", "review_extended"} <= set(next_of_request(course_told(case)).others)


def test_a_review_of_a_request_that_lapsed_stays_open(body) -> None:
    case = told(body, date(2016, 5, 2), (NOTICE, date(2016, 5, 10), {}), ("review_asked", date(2016, 8, 1), {}))
    assert (case.ended_how, case.is_open, case.due_on) == ("lapsed", True, date(2016, 8, 30))
    assert late_by(case)[:2] == (True, True)
    assert request_words(course_told(case), TODAY) == REVIEW_LATE


def test_a_review_of_what_was_logged_by_mistake_is_late_nowhere(body) -> None:
    case = told(body, date(2016, 8, 1), ("review_asked", date(2016, 8, 2), {}), ("mistake", date(2016, 8, 3), WHY))
    assert (case.is_open, case.due_on) == (False, None)
    assert not InformationRequest.objects.late(TODAY).exists()
    assert request_words(course_told(case), TODAY) == BY_MISTAKE


def test_the_list_and_the_figures_agree_on_requests_drawn_at_random(body) -> None:
    plant_requests(body, 150, 7)
    cases = InformationRequest.objects.exclude(ended_how="mistake").order_by("pk").prefetch_related("events")
    by_list = {case.pk: case.ended_on is None and is_late(course_told(case), TODAY) for case in cases}
    rows = request_rows([body.pk], date(2015, 1, 1), TODAY)
    keys = InformationRequest.objects.order_by("pk").values_list("pk", "ended_how")
    by_figures = {
        pk: row.is_late(TODAY) for (pk, how), row in zip(keys, rows, strict=True) if how != "mistake"
    }  # fmt: skip
    assert sum(by_list.values()) > 5
    assert by_list == by_figures
