"""The clock of a request where several things meet: each case worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from casework.course import Event, Impossible, Kept, RequestCourse, request_course
from casework.course.request_kinds import EIR, FOI

RECEIVED = date(2015, 6, 1)  # a Monday; the limit is Monday 29 June
LIMIT = date(2015, 6, 29)


def june(day: int) -> date:
    return date(2015, 6, day)


def longer(on: date, until_on: date) -> Event:
    return Event("extended", on, until_on, codes=("s43",))


def course(*events: Event, law: str = FOI) -> RequestCourse:
    return request_course(RECEIVED, law, events)


def refusal(*events: Event, law: str = FOI) -> str:
    with pytest.raises(Impossible) as refused:
        course(*events, law=law)
    return refused.value.words


def test_a_charge_after_the_extension_lets_the_longer_time_stand_still_too() -> None:
    """Told by 28 July, the fortieth day. 10 to 24 June are eleven working days; eleven after 28 July is 13 August,
    for 3 August is a holiday in Scotland. Six days are used by the 9th.
    """
    told = longer(june(8), date(2015, 7, 28))
    paused = course(told, Event("fees_notice", june(10)), Event("fee_paid", june(24)), law=EIR)
    assert course(told, law=EIR).limit.answer == date(2015, 7, 28)
    assert paused.limit.answer == paused.due_on == date(2015, 8, 13)
    assert (paused.allowed, paused.used(june(24))) == (40, (6, 40))


def test_a_pause_that_came_before_stays_a_pause_while_it_waits_again() -> None:
    """The 2nd to the 5th and the 10th of June are five days: the 8th, the 9th and all from the 11th do not count."""
    events = [Event("fees_notice", june(8)), Event("fee_paid", june(9)), Event("fees_notice", june(11))]
    assert course(*events).used(june(30)) == (5, 20)


def test_a_request_closed_for_want_of_a_clarification_used_what_was_used_when_it_was_asked_for() -> None:
    events = [Event("clarification_asked", june(4)), Event("not_clarified", date(2015, 9, 4))]
    assert course(*events).used(date(2015, 10, 1)) == (3, 20)


def test_the_regulations_say_how_long_it_can_take_at_most() -> None:
    assert course(law=EIR).longest_on == date(2015, 7, 28)
    assert course().longest_on is None
    assert "28 July 2015 at most" in refusal(longer(june(8), date(2015, 7, 29)), law=EIR)
    assert "until 29 June 2015 anyhow" in refusal(longer(june(8), LIMIT), law=EIR)


def test_more_time_is_taken_once_and_once_more_only_for_a_clarified_request() -> None:
    first, second = longer(june(8), date(2015, 7, 10)), longer(date(2015, 7, 2), date(2015, 8, 3))
    assert "already on 8 June 2015" in refusal(first, second)
    clarified = [Event("clarification_asked", june(10)), Event("clarification_received", june(15))]
    assert course(first, *clarified, second).told_until == date(2015, 8, 3)


def test_more_time_for_a_review_is_taken_once() -> None:
    events = [Event("review_asked", june(1)), Event("review_extended", june(3)), Event("review_extended", june(4))]
    assert "already on 3 June 2015" in refusal(*events)


def test_a_refusal_of_a_rule_tells_its_dates_in_words() -> None:
    assert "by 29 June 2015." in refusal(Event("fees_notice", date(2015, 7, 30)))


def test_an_answer_while_the_clock_stands_still_is_in_time() -> None:
    waits = course(Event("clarification_asked", june(4)), Event("answered", date(2015, 9, 4), code="granted"))
    assert (waits.kept, waits.limit.answer) == (Kept.IN_TIME, None)


def test_a_clarification_asked_for_on_the_last_day_is_asked_for_in_time() -> None:
    def answered(asked: date) -> RequestCourse:
        came = [
            Event("clarification_received", date(2015, 7, 13)),
            Event("answered", date(2015, 7, 14), code="granted"),
        ]
        return course(Event("clarification_asked", asked), *came)

    assert (answered(LIMIT).passed, answered(LIMIT).kept) == (None, Kept.IN_TIME)
    assert (answered(june(30)).judged_by.answer, answered(june(30)).kept) == (LIMIT, Kept.LATE)


def test_a_fee_that_comes_on_the_last_day_it_may_be_paid_comes_in_time() -> None:
    """Three months beginning with 8 June end on 7 September. Sixty working days after it end on 3 September: four in
    its week, fifty-three in the eleven weeks from 15 June (13 July and 3 August are holidays), three after 31 August.
    """
    notice = Event("fees_notice", june(8))
    for law, last, next_day in ((FOI, date(2015, 9, 7), date(2015, 9, 8)), (EIR, date(2015, 9, 3), date(2015, 9, 4))):
        assert course(notice, Event("fee_paid", last), law=law).waiting is None
        assert course(notice, law=law).lapses_on == last
        assert "lapsed" in refusal(notice, Event("fee_paid", next_day), law=law)


def test_a_review_is_in_time_to_the_end_of_its_last_day() -> None:
    """Twenty working days after 1 June 2015 are over on 29 June, forty under the regulations on 28 July."""
    for law, last, next_day in ((FOI, LIMIT, june(30)), (EIR, date(2015, 7, 28), date(2015, 7, 29))):
        for on, in_time in ((last, True), (next_day, False)):
            events = [Event("review_asked", RECEIVED), Event("review_answered", on, code="upheld")]
            review = course(*events, law=law).review
            assert review is not None and review.in_time is in_time
