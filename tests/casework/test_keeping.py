"""A case opens, dates and settles what it owes by its own dates; nothing of it leaves the body."""

from datetime import date

from casework.actions import change_request, remove_event
from duties.models import Obligation
from tests.casework.conftest import TODAY, happen, make_complaint, make_request

MORE_TIME = {"until_on": date(2016, 11, 18), "codes": ("s43",), "words": "A balance to weigh"}


def owed(case) -> dict[str, tuple[date | None, date | None, bool]]:
    """By duty: when it is due, when it was done, whether it was closed."""
    kind = "complaint" if hasattr(case, "terms") else "request"
    rows = Obligation.objects.filter(record_kind=kind, record_id=case.pk).select_related("duty")
    return {row.duty.slug: (row.due_on, row.done_on, row.closed_on is not None) for row in rows}


def test_a_request_owes_an_answer_by_the_twentieth_working_day(body) -> None:
    case = make_request(body, date(2013, 11, 11))
    assert owed(case) == {"foi-respond": (date(2013, 12, 10), None, False)}
    assert (case.due_on, case.limit_on, case.is_open) == (date(2013, 12, 10), date(2013, 12, 10), True)


def test_an_answer_settles_it_on_its_day(body) -> None:
    case = happen(make_request(body), "answered", date(2016, 10, 14), code="granted")
    assert owed(case) == {"foi-respond": (date(2016, 10, 31), date(2016, 10, 14), False)}
    assert (case.outcome, case.kept, case.is_open, case.due_on) == ("granted", "in_time", False, None)


def test_more_time_opens_the_decision_and_the_notice_answers_within_the_twenty_days(body) -> None:
    case = happen(make_request(body), "extended", date(2016, 10, 14), **MORE_TIME)
    assert owed(case) == {
        "foi-respond": (date(2016, 10, 31), date(2016, 10, 14), False),
        "foi-public-interest-extension": (date(2016, 11, 18), None, False),
    }
    assert case.due_on == date(2016, 11, 18)


def test_nothing_that_is_put_right_leaves_a_duty_behind(body) -> None:
    case = happen(make_request(body), "extended", date(2016, 10, 14), **MORE_TIME)
    remove_event(event=case.events.get(), by=None, today=TODAY)
    assert owed(case) == {
        "foi-respond": (date(2016, 10, 31), None, False),
        "foi-public-interest-extension": (date(2016, 11, 18), None, True),
    }


def test_what_was_put_right_stays_inside_the_body(body) -> None:
    """Another law, more time that a new clock took away, a review that nobody asked for: no row leaves the body."""
    other_law = make_request(body)
    change_request(case=other_law, law="eir", by=None, today=TODAY)
    anew = happen(make_request(body), "extended", date(2016, 10, 5), **MORE_TIME)
    happen(happen(anew, "clarification_asked", date(2016, 10, 10)), "clarification_received", date(2016, 10, 12))
    reviewed = happen(make_request(body), "answered", date(2016, 10, 5), code="granted")
    happen(reviewed, "review_asked", date(2016, 10, 6))
    remove_event(event=reviewed.events.get(kind="review_asked"), by=None, today=TODAY)
    rows = Obligation.objects.filter(record_kind="request")
    assert rows.exclude(closed_on=None).count() == 3
    assert not rows.filter(is_inside=False).exists()


def test_more_time_that_a_clarification_took_away_is_told_as_that(body) -> None:
    """Nothing was put right: the clock started anew, and so the decision waits for more time to be taken again."""
    case = happen(make_request(body), "extended", date(2016, 10, 5), **MORE_TIME)
    happen(happen(case, "clarification_asked", date(2016, 10, 10)), "clarification_received", date(2016, 10, 12))
    decision = Obligation.objects.get(duty__slug="foi-public-interest-extension")
    assert decision.closed_why == "A clarification started the clock anew: more time has to be taken again."


def test_a_withdrawn_request_owes_nothing_more_and_an_answer_taken_out_is_owed_again(body) -> None:
    case = happen(make_request(body), "answered", date(2016, 10, 14), code="granted")
    remove_event(event=case.events.get(), by=None, today=TODAY)
    case.refresh_from_db()
    assert owed(case) == {"foi-respond": (date(2016, 10, 31), None, False)}
    assert case.is_open
    happen(case, "withdrawn", date(2016, 10, 14))
    assert owed(case) == {"foi-respond": (date(2016, 10, 31), None, True)}


def test_a_complaint_owes_an_acknowledgement_and_a_response(body) -> None:
    case = make_complaint(body, date(2014, 1, 15))
    assert owed(case) == {
        "complaint-acknowledge": (date(2014, 1, 20), None, False),
        "complaint-respond": (date(2014, 7, 14), None, False),
    }


def test_what_is_spoken_and_settled_at_once_is_outside_the_regulations(body) -> None:
    case = happen(make_complaint(body, date(2014, 5, 2), channel="phone"), "settled", date(2014, 5, 6))
    assert {closed for _, _, closed in owed(case).values()} == {True}
    assert not case.is_counted


def test_what_was_logged_by_mistake_has_settled_nothing(body) -> None:
    request = happen(make_request(body), "extended", date(2016, 10, 14), **MORE_TIME)
    complaint = happen(make_complaint(body), "acknowledged", date(2016, 10, 5))
    for case in (request, complaint):
        happen(case, "mistake", date(2016, 10, 14), words="It was logged twice")
        assert [done_on for _, done_on, _ in owed(case).values()] == [None, None]
        assert all(closed for _, _, closed in owed(case).values())


def test_nhs_england_sees_no_row_of_it(body) -> None:
    make_request(body)
    make_complaint(body)
    assert Obligation.objects.count() == 3
    assert not Obligation.objects.outside().exists()


def test_more_time_that_was_told_too_late_answers_nothing_and_opens_no_decision(body) -> None:
    case = happen(make_request(body, date(2016, 9, 1)), "extended", date(2016, 10, 3), **MORE_TIME)
    assert owed(case) == {"foi-respond": (date(2016, 9, 29), None, False)}
    assert case.due_on == date(2016, 9, 29)


def test_what_is_settled_is_judged_anew_where_its_day_of_receipt_was_put_right(body) -> None:
    """Answered on 14 October, in time for 3 October; received on 5 September it was due by 3 October."""
    case = happen(make_request(body), "answered", date(2016, 10, 14), code="granted")
    change_request(case=case, received_on=date(2016, 9, 5), by=None, today=TODAY)
    assert owed(case) == {"foi-respond": (date(2016, 10, 3), date(2016, 10, 14), False)}
    case.refresh_from_db()
    assert case.kept == "late"


def test_of_what_was_logged_by_mistake_no_review_counts_as_done(body) -> None:
    case = happen(make_request(body), "review_asked", date(2016, 10, 4))
    happen(case, "review_answered", date(2016, 10, 5), code="upheld")
    happen(case, "mistake", date(2016, 10, 6), words="Logged twice")
    assert owed(case) == {
        "foi-respond": (date(2016, 10, 31), None, True), "foi-internal-review": (date(2016, 11, 1), None, True),
    }  # fmt: skip
