"""Every count is worked out another way: each case followed event by event up to the day, in plain Python."""

from collections import Counter
from dataclasses import asdict
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.counted import complaint_rows
from casework.course import complaint_course, request_course
from casework.course import complaints as c
from casework.course.events import Kept
from casework.figures.ko41a import ko41a_of
from casework.models import Complaint, InformationRequest
from casework.tallies import ComplaintCounts, RequestCounts, complaint_counts, request_counts
from tests.casework.conftest import TODAY, make_request
from tests.casework.counting import complaint_figures_of, request_figures_of
from tests.casework.planted import plant_complaints, plant_requests
from tests.factories import make_body

QUARTERS = [
    (date(2015, 10, 1), date(2015, 12, 31), TODAY),
    (date(2016, 4, 1), date(2016, 6, 30), TODAY),
    (date(2016, 7, 1), date(2016, 9, 30), TODAY),
    (date(2016, 10, 1), date(2016, 12, 31), TODAY),  # it runs
    (date(2016, 7, 1), date(2016, 9, 30), date(2016, 8, 10)),  # looking back
]


@pytest.fixture
def bodies(db):
    made = [make_body(), make_body(), make_body()]
    for seed, body in enumerate(made[:2]):
        plant_requests(body, 70, seed)
        plant_complaints(body, 70, seed + 50)
    return made


def requests_counted(body, first: date, last: date, today: date) -> RequestCounts:
    """The same counts by following every request up to the end of the period."""
    day, found, reasons = min(last, today), Counter(), Counter()
    oldest = None
    for case in InformationRequest.objects.filter(body=body, received_on__lte=day).prefetch_related("events"):
        events = [row.as_event for row in case.events.all()]
        if any(one.kind == "mistake" for one in events):
            continue
        then = request_course(case.received_on, case.law, [one for one in events if one.on <= day])
        found["received"] += case.received_on >= first
        is_late = False
        if then.ended is None and not (then.lapses_on and then.lapses_on <= day):
            limit = then.judged_by.answer
            rightly = then.law == "foi" and then.extension is not None and limit and then.extension.on <= limit
            is_late = limit is not None and (max(then.told_until, limit) if rightly else limit) < day
            found["open"] += 1
            found["open_late"] += is_late
            oldest = min(oldest or case.received_on, case.received_on)
        elif then.answered is not None and first <= then.answered.on:
            found[then.kept.value] += 1
            is_late = then.kept == Kept.LATE
        reasons.update([case.late_reason] * is_late)
    return RequestCounts(last, **found, oldest_open_on=oldest, late_reasons=dict(reasons))


def complaints_counted(body, first: date, last: date, today: date) -> ComplaintCounts:
    """The same counts by following every complaint up to the end of the period."""
    day, found, reasons = min(last, today), Counter(), Counter()
    oldest = None
    for case in Complaint.objects.filter(body=body, kind=c.COMPLAINT, received_on__lte=day).prefetch_related("events"):
        events = [row.as_event for row in case.events.all()]
        known = complaint_course(case.received_on, case.kind, case.channel, [one for one in events if one.on <= today])
        if any(one.kind == "mistake" for one in events) or known.excluded:
            continue
        then = complaint_course(case.received_on, case.kind, case.channel, [one for one in events if one.on <= day])
        if case.received_on >= first:
            due, ended_on = known.acknowledge.answer, known.ended.on if known.ended else date.max
            found["received"] += 1
            found["acknowledged_base"] += known.acknowledged_on is not None or (due < today and ended_on > due)
            found["acknowledged_in_time"] += known.acknowledged_on is not None and known.acknowledged_on <= due
        is_late = False
        if then.ended is None:
            is_late = then.limit.answer < day
            found["open"] += 1
            found["open_late"] += is_late
            oldest = min(oldest or case.received_on, case.received_on)
        elif then.responded is not None and first <= then.responded.on:
            found[then.kept.value] += 1
            found["well_founded"] += then.responded.code in ("upheld", "partly")
            is_late = then.kept == Kept.LATE
        found["referred"] += then.referred is not None and then.referred.on >= first
        reasons.update([case.late_reason] * is_late)
    return ComplaintCounts(last, **found, oldest_open_on=oldest, late_reasons=dict(reasons))


@pytest.mark.parametrize(("first", "last", "today"), QUARTERS)
def test_requests_of_every_body_are_counted_as_their_events_have_it(bodies, first, last, today) -> None:
    counts = request_counts(first, last, today)
    for body in bodies[:2]:
        assert counts[body.pk] == requests_counted(body, first, last, today)
    assert bodies[2].pk not in counts
    assert sum(one.received for one in counts.values())


@pytest.mark.parametrize(("first", "last", "today"), QUARTERS)
def test_complaints_of_every_body_are_counted_as_their_events_have_it(bodies, first, last, today) -> None:
    counts = complaint_counts(first, last, today)
    for body in bodies[:2]:
        assert counts[body.pk] == complaints_counted(body, first, last, today)
    assert bodies[2].pk not in counts


@pytest.mark.parametrize(("first", "last", "today"), QUARTERS)
def test_a_body_sees_of_itself_what_nhs_england_sees_of_it(bodies, first, last, today) -> None:
    for body in bodies[:2]:
        figures = request_figures_of({body.pk}, first, last, today)
        seen = asdict(request_counts(first, last, today)[body.pk]) | {"open": figures.still_open}
        assert seen == {name: getattr(figures, name, value) for name, value in seen.items()}
        ended = figures.answered + figures.otherwise_ended
        assert figures.brought_forward + figures.received == ended + figures.still_open
        figures = complaint_figures_of({body.pk}, first, last, today)
        seen = asdict(complaint_counts(first, last, today)[body.pk]) | {"open": figures.still_open}
        assert seen == {name: getattr(figures, name, value) for name, value in seen.items()}
        ended = figures.responded + figures.passed_on + figures.withdrawn + figures.not_taken
        assert figures.brought_forward + figures.received == ended + figures.still_open
        assert ko41a_of(complaint_rows({body.pk}, first, last), first, last, today).balances


def test_what_two_bodies_logged_is_counted_together_where_one_keeps_both_logs(bodies) -> None:
    first, last, today = QUARTERS[2]
    apart = [request_figures_of({body.pk}, first, last, today) for body in bodies[:2]]
    both = request_figures_of({body.pk for body in bodies}, first, last, today)
    assert both.received == apart[0].received + apart[1].received
    assert both.answered == apart[0].answered + apart[1].answered


def statements(count) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        count()
    return len(asked)


def test_however_many_cases_there_are_it_takes_as_many_statements(body) -> None:
    first, last, today = QUARTERS[2]
    asks = {
        request_counts: 2, complaint_counts: 2,
        request_figures_of: 3, complaint_figures_of: 3,
    }  # fmt: skip
    make_request(body, date(2016, 7, 1))
    for number in (5, 40):
        plant_requests(body, number)
        plant_complaints(body, number)
        for ask, expected in asks.items():
            whose = [{body.pk}] if ask in (request_figures_of, complaint_figures_of) else []
            assert statements(lambda ask=ask, whose=whose: ask(*whose, first, last, today)) == expected
