"""What a record opens, dates and settles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bodies.models import AuditEntry, Body
from duties import actions
from duties.explaining import explanation_of
from duties.explanation import Explanation
from duties.models import Flag, Obligation
from duties.records import Record, Wanted, keep
from duties.sweep import sweep
from tests.factories import make_body, make_duty, make_rule, make_user

TODAY = date(2016, 10, 17)
RECORD = Record("meeting", 7, "Governing body, 8 December 2016", "/meetings/7/")

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Body:
    duty = make_duty("papers", title="Publish papers")
    make_rule(duty, opens="record", step="notice", code="CLEAR_DAYS_BEFORE:3", proof="recorded", lead_days=7,
              date_basis="own rules", confidence="MIXED")  # fmt: skip
    return make_body()


def wanted(on: date | None = date(2016, 12, 4), **changes) -> Wanted:
    working = Explanation(
        "NOTICE", "Publish the notice", "Standing orders 3.4", answer=on, reason="" if on else "No day"
    )
    given = Wanted("papers", "notice", date(2016, 12, 8), working, tracked_from=TODAY)
    return replace(given, **changes)


def kept(body: Body, one: Wanted, *, record: Record = RECORD, today: date = TODAY, reason: str = "cancelled"):
    return keep(record=record, body=body, wanted=[one], reason=reason, by=None, today=today)[0]


def test_it_opens_once_and_says_where_its_record_is(body) -> None:
    first, second = kept(body, wanted()), kept(body, wanted())
    assert first.pk == second.pk and Obligation.objects.count() == 1
    assert (first.subject, first.record_path) == ("Governing body, 8 December 2016", "/meetings/7/")
    assert (first.due_on, first.date_basis, first.proof) == (date(2016, 12, 4), "own rules", "recorded")
    assert explanation_of(first).section == "Standing orders 3.4"


def test_saying_the_same_again_writes_nothing(body) -> None:
    kept(body, wanted())
    before = AuditEntry.objects.count()
    kept(body, wanted())
    assert AuditEntry.objects.count() == before


def test_what_the_rules_of_the_day_do_not_know_is_not_opened(body) -> None:
    assert keep(record=RECORD, body=body, wanted=[wanted(duty="other")], reason="", by=None, today=TODAY) == []
    after = wanted(event_on=date(2022, 7, 1))  # the group's rules ended the day before
    assert keep(record=RECORD, body=body, wanted=[after], reason="", by=None, today=TODAY) == []


def test_two_records_of_one_name_open_two(body) -> None:
    kept(body, wanted())
    kept(body, wanted(), record=replace(RECORD, pk=8))
    assert Obligation.objects.count() == 2


def test_a_record_that_moves_takes_its_flags_along(body) -> None:
    kept(body, wanted())
    late = date(2016, 12, 6)
    sweep(today=late)
    assert Flag.objects.filter(kind="late", cleared_on=None).count() == 1
    moved = kept(
        body, wanted(date(2016, 12, 11)), record=replace(RECORD, label="Governing body, 15 December"), today=late
    )
    assert (moved.due_on, moved.late_since, moved.date_version) == (date(2016, 12, 11), None, 1)
    assert not Flag.objects.filter(cleared_on=None).exists() and moved.subject == "Governing body, 15 December"


def test_the_records_own_day_settles_it_on_time_or_late(body) -> None:
    today = date(2016, 12, 12)
    settled = kept(body, wanted(done_on=date(2016, 12, 7)), today=today)
    assert (settled.met_how, settled.status(today).days_late) == ("recorded", 3)
    assert settled.explanation["section"] == "Standing orders 3.4"


def test_a_day_that_was_put_right_is_followed_and_both_stay_on_record(body) -> None:
    today = date(2016, 12, 12)
    kept(body, wanted(done_on=date(2016, 12, 7)), today=today)
    right = kept(body, wanted(done_on=date(2016, 12, 1)), today=today)
    assert (right.done_on, right.status(today).timing) == (date(2016, 12, 1), "on_time")
    entry = AuditEntry.objects.get(verb="its record was put right")
    assert entry.detail["before"]["done_on"] == "2016-12-07"


def test_a_day_taken_out_opens_it_again_and_it_is_late_at_once(body) -> None:
    today = date(2016, 12, 12)
    kept(body, wanted(done_on=date(2016, 12, 1)), today=today)
    opened = kept(body, wanted(), today=today)
    assert (opened.met_on, opened.explanation, opened.status(today).is_late) == (None, {}, True)


def test_what_is_met_keeps_the_date_it_was_judged_by(body) -> None:
    kept(body, wanted(done_on=date(2016, 10, 10)))
    again = kept(body, wanted(date(2016, 12, 11), done_on=date(2016, 10, 10)))
    assert again.due_on == date(2016, 12, 4)


def test_what_is_met_follows_days_that_were_put_right_and_no_holiday_proclaimed_since(body) -> None:
    def working(day_0: date, answer: date) -> Explanation:
        return Explanation("NOTICE", "Answer", "s10(1)", answer=answer, day_0=day_0, counted=20, calendar="any nation")

    first, due_on = date(2016, 9, 12), date(2016, 10, 10)
    asked = wanted(event_on=first, done_on=date(2016, 10, 11), is_corrected=True, tracked_from=first)
    kept(body, replace(asked, working=working(first, due_on)))
    later = replace(asked, working=working(first, date(2016, 10, 11)))  # another holiday
    assert kept(body, later).due_on == due_on
    right = replace(asked, event_on=date(2016, 9, 14), working=working(date(2016, 9, 14), date(2016, 10, 12)))
    judged = kept(body, right)
    assert (judged.due_on, judged.met_on, judged.status(TODAY).timing) == (date(2016, 10, 12), TODAY, "on_time")


def test_closing_says_why_and_opening_again_follows(body) -> None:
    kept(body, wanted())
    closed = kept(body, wanted(closed_why="No members could come."))
    assert (closed.closed_reason, closed.closed_why) == ("cancelled", "No members could come.")
    assert kept(body, wanted()).closed_on is None


def test_what_is_closed_from_the_start_is_not_opened(body) -> None:
    closed = [wanted(closed_why="Cancelled.")]
    assert keep(record=RECORD, body=body, wanted=closed, reason="cancelled", by=None, today=TODAY) == []


def test_a_later_date_that_was_agreed_stands(body) -> None:
    row = kept(body, wanted())
    actions.agree_later_date(
        obligation=row, due_on=date(2016, 12, 6), agreed_by="The region", by=make_user(), today=TODAY
    )
    assert kept(body, wanted(date(2016, 12, 1))).due_on == date(2016, 12, 6)


def test_without_a_date_it_says_why(body) -> None:
    row = kept(body, wanted(None))
    assert (row.due_on, row.no_date_reason, row.date_basis) == (None, "No day", "none")


def test_what_fell_due_before_the_record_was_made_is_never_late(body) -> None:
    row = kept(body, wanted(date(2016, 10, 1)))
    assert not row.status(date(2017, 1, 1)).is_late
