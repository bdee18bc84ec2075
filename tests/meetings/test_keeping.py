"""What a meeting opens, and how that follows its record."""

from datetime import date

import pytest

from bodies.models import Body
from duties.models import Obligation
from meetings.actions.common import change, locked
from meetings.keeping import keep_all
from meetings.models import Meeting, MeetingRules
from tests.factories import make_body
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db


def owed(meeting: Meeting) -> dict[str, Obligation]:
    return {row.step: row for row in Obligation.objects.filter(record_kind="meeting", record_id=meeting.pk)}


def test_planning_a_meeting_opens_its_four_obligations(body: Body) -> None:
    rows = owed(make_meeting(body, date(2016, 12, 8)))
    assert {step: row.due_on for step, row in rows.items()} == {
        "notice": date(2016, 12, 4), "papers": date(2016, 12, 4), "draft minutes": date(2017, 1, 10),
        "ratified minutes": None,
    }  # fmt: skip
    assert rows["ratified minutes"].no_date_reason == "The next meeting is not planned yet"
    assert {row.about for row in rows.values()} == {"Governing body, 8 December 2016"}


def test_without_rules_of_its_own_a_group_is_only_reminded(body: Body) -> None:
    assert {row.date_basis for row in owed(make_meeting(body, date(2016, 12, 8))).values()} == {"reminder", "none"}


def test_the_bodys_own_rules_give_the_dates_and_the_words(body: Body) -> None:
    MeetingRules.objects.create(
        body=body, from_on=date(2015, 4, 1), notice_days=7, papers_days=5, papers_count="clear_working_days",
        draft_minutes="next_papers", ratified_days=3, source="Standing orders 3.4", entered_on=TODAY,
    )  # fmt: skip
    meeting = make_meeting(body, date(2016, 12, 8))
    make_meeting(body, date(2017, 2, 9))
    rows = owed(meeting)
    assert {step: (row.due_on, row.date_basis) for step, row in rows.items()} == {
        "notice": (date(2016, 11, 30), "own rules"),
        "papers": (date(2016, 11, 30), "own rules"),
        "draft minutes": (date(2017, 2, 1), "own rules"),
        "ratified minutes": (date(2017, 2, 14), "own rules"),
    }


def test_the_next_meeting_gives_the_ratified_minutes_their_date(body: Body) -> None:
    meeting = make_meeting(body, date(2016, 12, 8))
    make_meeting(body, date(2017, 2, 9))
    assert owed(meeting)["ratified minutes"].due_on == date(2017, 2, 16)


def test_a_recorded_notice_settles_it_and_one_taken_out_opens_it_again(body: Body) -> None:
    meeting = make_meeting(body, date(2016, 10, 20))
    change(locked(meeting), "recorded the notice", by=None, today=TODAY, notice_on=date(2016, 10, 12))
    row = owed(meeting)["notice"]
    assert (row.met_how, row.done_on) == ("recorded", date(2016, 10, 12))
    change(locked(meeting), "took out the notice", by=None, today=TODAY, notice_on=None)
    row = owed(meeting)["notice"]
    assert (row.met_on, row.done_on) == (None, None)


def test_cancelling_closes_with_the_reason_and_a_new_day_opens_again(body: Body) -> None:
    meeting = make_meeting(body, date(2016, 12, 8))
    change(
        locked(meeting), "cancelled", by=None, today=TODAY, state="cancelled", state_on=TODAY,
        state_why="Too few members could come.",
    )  # fmt: skip
    row = owed(meeting)["notice"]
    assert (row.closed_reason, row.closed_why) == ("cancelled", "Too few members could come.")
    change(locked(meeting), "moved", by=None, today=TODAY, state="planned", state_why="", on=date(2016, 12, 15))
    row = owed(meeting)["notice"]
    assert (row.closed_on, row.due_on, row.about) == (None, date(2016, 12, 11), "Governing body, 15 December 2016")


def test_a_board_is_bound_by_the_act_of_1960(body: Body) -> None:
    board = make_body("QYG", kind="icb", opened_on=date(2022, 7, 1), joined_on=date(2022, 7, 1))
    meeting = make_meeting(board, date(2023, 5, 25), today=date(2023, 5, 1))
    row = owed(meeting)["notice"]
    assert (row.date_basis, row.due_on, row.date_confirmed) == ("law", date(2023, 5, 21), False)
    assert "1960" in row.record_working["section"]


def test_what_fell_due_before_the_record_was_made_is_never_late(body: Body) -> None:
    row = owed(make_meeting(body, date(2016, 10, 12)))["notice"]
    assert not row.status(date(2017, 3, 1)).is_late


def test_keeping_all_again_changes_nothing(body: Body) -> None:
    meeting = make_meeting(body, date(2016, 12, 8))
    before = list(Obligation.objects.order_by("pk").values())
    assert keep_all(TODAY) == 1
    assert list(Obligation.objects.order_by("pk").values()) == before
    assert meeting.version == 0
