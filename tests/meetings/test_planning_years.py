"""Planning many meetings in one go, and recording rules while somebody else does so too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bodies.models import AuditEntry, Body
from duties.actions import NotNow
from duties.models import Obligation
from meetings.actions import planning
from meetings.actions.planning_years import Planned, plan_dates
from meetings.actions.ruling import SAID, set_rules
from meetings.models import Change, Meeting, MeetingRules
from meetings.tasks import keep_what_they_owe
from tests.at_once import at_once
from tests.factories import make_body
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db
DAYS = [date(2016, 11, 15), date(2017, 1, 17), date(2017, 3, 21)]


def plan(body: Body, days: list[date] = DAYS, **facts: Any) -> Planned:
    given = {"kind": "governing_body", "in_public": True, "announce": True} | facts
    return plan_dates(body=body, days=days, by=None, today=TODAY, **given)


def rule(body: Body, from_on: date = date(2016, 4, 1), **said: Any) -> tuple[MeetingRules, int]:
    given = dict.fromkeys(SAID) | {
        "notice_count": "clear_days", "papers_count": "clear_days", "draft_minutes": "", "source": "SO 3.4",
    }  # fmt: skip
    return set_rules(body=body, from_on=from_on, by=None, today=TODAY, **(given | said))


def due(step: str) -> list[date | None]:
    return list(Obligation.objects.filter(step=step).order_by("event_on").values_list("due_on", flat=True))


def test_each_waits_for_the_next_and_the_last_for_one_that_is_not_planned(body: Body) -> None:
    plan(body)
    assert due("ratified minutes") == [date(2017, 1, 24), date(2017, 3, 28), None]


def test_one_between_two_that_stand_takes_over_the_minutes_of_the_first(body: Body) -> None:
    plan(body, [DAYS[0], DAYS[2]])
    plan(body)
    assert due("ratified minutes")[0] == date(2017, 1, 24)
    assert Meeting.objects.count() == 3


def test_the_annual_meetings_minutes_wait_for_the_governing_body(body: Body) -> None:
    make_meeting(body, date(2016, 9, 20), kind="annual")
    plan(body)
    assert due("ratified minutes")[0] == date(2016, 11, 22)


def test_questions_have_their_last_day_before_each(body: Body) -> None:
    plan(body, ask_days=3)
    assert list(Meeting.objects.values_list("ask_by", flat=True)) == [day - timedelta(days=3) for day in DAYS]


def test_where_one_cannot_be_none_is_planned(body: Body) -> None:
    with pytest.raises(NotNow, match="did not exist before 1 April 2013"):
        plan(body, [*DAYS, date(2013, 3, 19)])
    assert not Meeting.objects.exists()
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_the_same_year_at_once_plan_it_once(catalogue: None) -> None:
    body = make_body("10H")
    answers = at_once(lambda: plan(body), lambda: plan(body))
    assert sorted(one.there for one in answers if isinstance(one, Planned)) == [0, 3]
    assert Meeting.objects.count() == 3


def test_rules_move_the_open_dates_from_their_day_on_and_no_others(body: Body) -> None:
    plan(body)
    _, moved = rule(body, date(2017, 1, 1), notice_days=10)
    assert moved == 2
    assert due("notice") == [date(2016, 11, 11), date(2017, 1, 6), date(2017, 3, 10)]
    assert rule(body, date(2017, 1, 1), notice_days=10)[1] == 0
    assert AuditEntry.objects.filter(verb="recorded rules of meetings").count() == 1


def test_what_was_met_stays_as_it_was_judged_by_the_rules_of_then(body: Body) -> None:
    meeting = make_meeting(body, date(2016, 10, 4), notice_on=date(2016, 9, 29))
    before = Obligation.objects.get(record_id=meeting.pk, step="notice")
    rule(body, notice_days=10)
    after = Obligation.objects.get(record_id=meeting.pk, step="notice")
    assert (after.due_on, after.done_on) == (before.due_on, before.done_on)


def test_fewer_than_three_days_are_refused_whoever_asks(body: Body) -> None:
    with pytest.raises(NotNow, match="good practice that this tracker asks for"):
        rule(body, papers_days=2)
    with pytest.raises(NotNow, match="did not exist before"):
        rule(body, date(2013, 3, 31))
    assert not MeetingRules.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_record_rules_of_one_day_at_once_leave_one(catalogue: None) -> None:
    body = make_body("10H")
    at_once(lambda: rule(body, notice_days=5), lambda: rule(body, notice_days=7))
    assert MeetingRules.objects.get().notice_days in (5, 7)
    assert AuditEntry.objects.filter(verb="recorded rules of meetings").count() == 2


def test_the_nightly_job_keeps_what_nobody_told_it(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = planning.plan_meeting(
        body=body, by=None, today=TODAY, announce=True, on=DAYS[0], kind="governing_body", in_public=True
    )
    MeetingRules.objects.create(body=body, from_on=TODAY, notice_days=8, source="SO", entered_on=TODAY)
    monkeypatch.setattr("bodies.clock.today", lambda: TODAY)
    assert keep_what_they_owe() == 1
    assert due("notice") == [date(2016, 11, 6)]
    assert meeting.version == 0
