"""What holds of every case, however it went: the order of entry makes no difference, and no day is lost."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.course import Event, complaint_course, request_course
from casework.course import complaints as c
from duties.working_days import ANY_UK_NATION, is_working_day
from tests.casework.course_kit import ONE_DAY, ByHand, complaints, is_by_mistake, requests, until_of

after = st.integers(0, 400)


@given(requests(), st.randoms(use_true_random=False))
def test_events_of_a_request_entered_in_any_order_make_the_same_course(case, chance) -> None:
    received, law, events = case
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert request_course(received, law, shuffled) == request_course(received, law, events)


@given(complaints(), st.randoms(use_true_random=False))
def test_events_of_a_complaint_entered_in_any_order_make_the_same_course(case, chance) -> None:
    received, channel, events = case
    shuffled = list(events)
    chance.shuffle(shuffled)
    found = complaint_course(received, c.COMPLAINT, channel, shuffled)
    assert found == complaint_course(received, c.COMPLAINT, channel, events)


@given(requests(), after)
def test_every_working_day_of_a_request_is_counted_once_or_waited_for_or_before_a_restart(case, days) -> None:
    received, law, events = case
    course = request_course(received, law, events)
    until = until_of(course, max([received, *(one.on for one in events)]) + timedelta(days))
    by_hand = ByHand(received, [one for one in events if course.ended is None or one.on <= course.ended.on])
    every = [received + ONE_DAY * number for number in range(1, (until - received).days + 1)]
    heaps = Counter(by_hand.heap(day) for day in every)
    used, _ = course.used(until)
    assert used == heaps["counted"]
    assert heaps["counted"] + heaps["waits"] + heaps["before"] == sum(is_working_day(d, ANY_UK_NATION) for d in every)


@given(requests(), after)
def test_days_used_and_days_left_are_the_days_allowed_until_the_day_that_is_told(case, days) -> None:
    received, law, events = case
    course = request_course(received, law, events)
    limit = course.limit.answer
    if limit is None:  # it stands still: nobody knows by when
        assert course.waiting is not None
        return
    until = until_of(course, max([received, *(one.on for one in events)]) + timedelta(days))
    last = course.decide_by or limit  # told after the limit, a longer time adds no day
    by_hand = ByHand(received, [one for one in events if course.ended is None or one.on <= course.ended.on])
    used, allowed = course.used(until)
    assert used + by_hand.counted(until, last) == allowed
    assert allowed >= 20


@given(requests())
def test_the_timeline_has_every_event_once_and_ends_with_the_limit(case) -> None:
    received, law, events = case
    course = request_course(received, law, events)
    assert [one.on for one in course.entries] == sorted([received, *(one.on for one in events)])
    assert sorted(one.event.kind for one in course.entries if one.event) == sorted(one.kind for one in events)
    assert course.entries[0].event is None
    assert course.is_open is (course.ended is None or course.due_on is not None)


@given(complaints(), after)
def test_days_used_and_left_of_a_complaint_are_the_days_allowed_with_the_first(case, days) -> None:
    received, channel, events = case
    course = complaint_course(received, c.COMPLAINT, channel, events)
    if course.limit.answer is None:
        assert course.excluded
        return
    until = until_of(course, received + timedelta(days))
    used, allowed = course.used(until)
    assert used + (course.limit.answer - until).days == allowed
    assert course.six_months is not None
    assert course.limit.answer >= course.six_months  # a plan never shortens what the law gives
    assert course.has_clock is not is_by_mistake(events)


@given(requests(), st.data())
def test_a_day_earlier_or_later_answer_changes_lateness_only_at_the_limit(case, data) -> None:
    received, law, events = case
    going = [one for one in events if one.on == received or not request_course(received, law, events).ended]
    course = request_course(received, law, going)
    limit = course.limit.answer
    if course.ended or course.waiting or course.extension or course.passed or limit is None or limit <= last_of(going):
        return
    kept = {
        gap: request_course(received, law, [*going, Event("answered", limit + ONE_DAY * gap, code="granted")]).kept
        for gap in (0, 1)
    }
    assert kept == {0: "in_time", 1: "late"}


def last_of(events: list[Event]) -> date:
    return max((one.on for one in events), default=date.min)
