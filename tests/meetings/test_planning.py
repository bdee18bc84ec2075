"""What may be planned, moved, put off and said to be held, and what the public is told of it."""

from datetime import date, time
from typing import Any

import pytest

from bodies.models import AuditEntry, Body
from duties.actions import NotNow
from duties.models import Obligation
from meetings.actions import planning
from meetings.models import Change, Meeting, MeetingRules
from tests.at_once import at_once
from tests.factories import make_body
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db
DECEMBER, JANUARY = date(2016, 12, 8), date(2017, 1, 12)


def plan(body: Body, on: date = DECEMBER, *, announce: bool = True, today: date = TODAY, **facts: Any) -> Meeting:
    given = {"kind": "governing_body", "in_public": True, "starts": time(13, 0)} | facts
    return planning.plan_meeting(body=body, by=None, today=today, announce=announce, on=on, **given)


def move(meeting: Meeting, on: date, *, why: str = "The hall is let", starts: time | None = time(13, 0)) -> Meeting:
    return planning.move(meeting=meeting, on=on, starts=starts, ends=None, why=why, by=None, today=TODAY)


def owed(meeting: Meeting, body: Body | None = None) -> dict[str, Obligation]:
    rows = Obligation.objects.filter(record_kind="meeting", record_id=meeting.pk, body=body or meeting.body)
    return {row.step: row for row in rows}


def told() -> list[str]:
    return list(Change.objects.order_by("pk").values_list("words", flat=True))


def test_a_planned_meeting_owes_at_once_and_is_told(body: Body) -> None:
    meeting = plan(body)
    assert (meeting.announced_on, meeting.state_on, meeting.entered_on) == (TODAY, TODAY, TODAY)
    assert set(owed(meeting)) == {"notice", "papers", "draft minutes", "ratified minutes"}
    assert told() == ["Announced: Governing body, 8 December 2016"]
    assert AuditEntry.objects.filter(verb="planned a meeting", subject_id=meeting.pk).count() == 1


def test_what_is_not_announced_is_told_to_nobody(body: Body) -> None:
    meeting = plan(body, announce=False)
    planning.cancel(meeting=meeting, why="Not needed", by=None, today=TODAY)
    assert told() == []


def test_the_same_meeting_is_planned_once(body: Body) -> None:
    first = plan(body)
    with pytest.raises(planning.AlreadyPlanned) as refusal:
        plan(body)
    assert refusal.value.meeting == first
    assert plan(body, starts=time(18, 0)) != first


def test_a_meeting_put_off_does_not_stand_in_the_way(body: Body) -> None:
    first = plan(body)
    planning.cancel(meeting=first, why="Not needed", by=None, today=TODAY)
    assert plan(body) != first


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "other"}, "Name the committee"),
        ({"committee": "Audit"}, "Name the committee"),
        ({"ends": time(12, 0)}, "must end after it starts"),
        ({"starts": None, "ends": time(12, 0)}, "must end after it starts"),
        ({"state": "held"}, "nobody can say"),
        ({"state": "cancelled"}, "Say why it was cancelled"),
        ({"convened_on": date(2016, 12, 9)}, "cannot be called after"),
        ({"ask_by": date(2016, 12, 9)}, "last day for questions"),
        ({"on": date(2012, 12, 8)}, "NHS Chiltern CCG did not exist before 1 April 2013."),
    ],
)
def test_what_cannot_be_is_refused_in_words(body: Body, facts: dict[str, Any], words: str) -> None:
    with pytest.raises(NotNow, match=words):
        plan(body, **facts)
    assert not Meeting.objects.exists()


def test_a_body_that_closed_meets_no_more_and_a_closing_to_come_is_not_known(catalogue: None) -> None:
    body = make_body("05F", name="NHS Herefordshire CCG", closed_on=date(2016, 11, 30))
    assert plan(body).on == DECEMBER  # as at 17 October nobody knows of it
    with pytest.raises(NotNow, match="NHS Herefordshire CCG closed on 30 November 2016"):
        plan(body, JANUARY, today=date(2016, 12, 1))
    assert plan(body, date(2016, 11, 30), today=date(2016, 12, 1), state="held")


def test_bodies_that_meet_jointly_each_owe_and_one_that_leaves_owes_no_more(body: Body) -> None:
    other = make_body("10Y", name="NHS Aylesbury Vale CCG")
    meeting = plan(body, partners=[other, body, other])
    assert [one.body for one in meeting.joint.all()] == [other]
    assert set(owed(meeting, other)) == set(owed(meeting))
    planning.change_details(meeting=meeting, partners=[], by=None, today=TODAY)
    assert not meeting.joint.exists()
    assert {row.closed_why for row in owed(meeting, other).values()} == {
        "The body does not take part in the meeting any more."
    }
    planning.change_details(meeting=meeting, partners=[other], by=None, today=TODAY)
    assert {row.closed_on for row in owed(meeting, other).values()} == {None}


def test_a_partner_that_did_not_exist_on_the_day_is_refused(body: Body) -> None:
    late = make_body("15E", name="NHS Birmingham CCG", opened_on=date(2018, 4, 1))
    with pytest.raises(NotNow, match="did not exist before 1 April 2018"):
        plan(body, partners=[late])


def test_moving_needs_a_new_notice_and_keeps_the_old_one_with_the_reason(body: Body) -> None:
    meeting = plan(body, ask_by=date(2016, 12, 5))
    Meeting.objects.filter(pk=meeting.pk).update(notice_on=date(2016, 10, 10), notice_where="Our site")
    meeting = move(meeting, JANUARY)
    assert (meeting.on, meeting.notice_on, meeting.notice_where) == (JANUARY, None, "")
    assert meeting.ask_by == date(2017, 1, 9)
    assert (meeting.announced_on, meeting.version) == (TODAY, 1)
    row = meeting.moves.get()
    assert (row.was_on, row.now_on, row.why) == (DECEMBER, JANUARY, "The hall is let")
    assert (row.notice_on, row.was_public, row.was_at) == (date(2016, 10, 10), True, time(13, 0))
    notice = owed(meeting)["notice"]
    assert (notice.due_on, notice.done_on, notice.about) == (date(2017, 1, 8), None, "Governing body, 12 January 2017")
    assert told()[-1] == "Moved from 8 December 2016 to 12 January 2017: Governing body, 12 January 2017"


def test_another_time_of_the_same_day_keeps_its_notice(body: Body) -> None:
    meeting = plan(body)
    Meeting.objects.filter(pk=meeting.pk).update(notice_on=date(2016, 10, 10))
    meeting = move(meeting, DECEMBER, starts=time(18, 0))
    assert (meeting.notice_on, meeting.moves.get().notice_on) == (date(2016, 10, 10), None)
    assert told()[-1] == "Moved to another time: Governing body, 8 December 2016"


def test_moving_sent_twice_is_one_move(body: Body) -> None:
    meeting = plan(body)
    move(meeting, JANUARY)
    move(meeting, JANUARY)
    assert meeting.moves.count() == 1


def test_minutes_that_waited_for_the_old_day_follow(body: Body) -> None:
    MeetingRules.objects.create(
        body=body, from_on=date(2015, 4, 1), draft_minutes="next_papers", papers_days=5, source="SO 3",
        entered_on=TODAY,
    )  # fmt: skip
    november, december = plan(body, date(2016, 11, 10)), plan(body)
    assert owed(november)["draft minutes"].due_on == date(2016, 12, 2)
    planning.move(
        meeting=december, on=date(2016, 11, 3), starts=None, ends=None, why="Earlier", by=None, today=TODAY
    )  # fmt: skip
    assert owed(november)["draft minutes"].due_on is None


def test_a_meeting_to_come_is_not_moved_into_the_past_and_a_held_one_not_at_all(body: Body) -> None:
    with pytest.raises(NotNow, match="14 October 2016 has passed"):
        move(plan(body), date(2016, 10, 14))
    held = plan(body, date(2016, 10, 10), state="held")
    for deed in (planning.postpone, planning.cancel):
        with pytest.raises(NotNow, match="It was held on 10 October 2016"):
            deed(meeting=held, why="x", by=None, today=TODAY)
    with pytest.raises(NotNow, match="what was held is not moved"):
        move(held, DECEMBER)


def test_a_move_of_the_past_may_be_recorded_late(body: Body) -> None:
    assert move(plan(body, date(2016, 10, 10)), date(2016, 10, 12)).on == date(2016, 10, 12)


def test_nobody_marks_as_held_before_the_day_nor_what_was_put_off(body: Body) -> None:
    meeting = plan(body)
    with pytest.raises(NotNow, match="before that day"):
        planning.mark_held(meeting=meeting, by=None, today=date(2016, 12, 7))
    planning.postpone(meeting=meeting, why="Snow", by=None, today=TODAY)
    with pytest.raises(NotNow, match="Give it the day on which it was held"):
        planning.mark_held(meeting=meeting, by=None, today=DECEMBER)
    planning.move(meeting=meeting, on=JANUARY, starts=None, ends=None, why="A new day", by=None, today=DECEMBER)
    held = planning.mark_held(meeting=meeting, by=None, today=JANUARY)
    assert (held.state, held.state_on, held.state_why) == ("held", JANUARY, "")


def test_that_it_was_held_is_taken_back_until_something_of_it_is_published(body: Body) -> None:
    held = plan(body, date(2016, 10, 10), state="held")
    assert planning.mark_not_held(meeting=held, by=None, today=TODAY).state == "planned"
    planning.mark_held(meeting=held, by=None, today=TODAY)
    Meeting.objects.filter(pk=held.pk).update(record_on=TODAY)
    with pytest.raises(NotNow, match="so it was held"):
        planning.mark_not_held(meeting=held, by=None, today=TODAY)


def test_cancelling_keeps_the_page_says_why_and_closes_what_was_owed(body: Body) -> None:
    meeting = plan(body)
    meeting = planning.cancel(meeting=meeting, why="Too few could come", by=None, today=TODAY)
    assert (meeting.state, meeting.state_why, meeting.on) == ("cancelled", "Too few could come", DECEMBER)
    assert {row.closed_why for row in owed(meeting).values()} == {"Too few could come"}
    assert planning.cancel(meeting=meeting, why="Too few could come", by=None, today=TODAY).version == 1
    with pytest.raises(NotNow, match="It was cancelled already: Too few could come"):
        planning.cancel(meeting=meeting, why="Another", by=None, today=TODAY)
    with pytest.raises(NotNow, match="It was cancelled already"):
        planning.postpone(meeting=meeting, why="Another", by=None, today=TODAY)
    assert told()[1:] == ["Cancelled: Governing body, 8 December 2016"]
    assert meeting.moves.count() == 1


def test_a_reason_is_never_among_the_words_for_feeds(body: Body) -> None:
    meeting = plan(body)
    planning.postpone(meeting=meeting, why="hush-why", by=None, today=TODAY)
    planning.move(meeting=meeting, on=JANUARY, starts=None, ends=None, why="hush-why", by=None, today=TODAY)
    assert not Change.objects.filter(words__contains="hush").exists()


def test_details_are_corrected_but_an_announced_time_is_moved(body: Body) -> None:
    meeting = plan(body)
    meeting = planning.change_details(
        meeting=meeting, place="The Corn Exchange", access="A loop", by=None, today=TODAY, starts=time(13, 0)
    )
    assert (meeting.place, meeting.access, meeting.version) == ("The Corn Exchange", "A loop", 1)
    assert told()[-1] == "Another place: Governing body, 8 December 2016"
    with pytest.raises(NotNow, match="Move the meeting, and say why"):
        planning.change_details(meeting=meeting, starts=time(14, 0), by=None, today=TODAY)
    with pytest.raises(NotNow, match="Name the committee"):
        planning.change_details(meeting=meeting, kind="other", place="Elsewhere", by=None, today=TODAY)
    meeting.refresh_from_db()
    assert (meeting.kind, meeting.place) == ("governing_body", "The Corn Exchange")


def test_one_not_held_in_public_owes_no_notice(body: Body) -> None:
    meeting = plan(body)
    planning.change_details(meeting=meeting, in_public=False, by=None, today=TODAY)
    assert {row.closed_why for row in owed(meeting).values()} == {"The meeting is not held in public."}


def test_announcing_again_changes_nothing(body: Body) -> None:
    meeting = plan(body, announce=False)
    planning.announce(meeting=meeting, by=None, today=TODAY)
    planning.announce(meeting=meeting, by=None, today=date(2016, 10, 20))
    meeting.refresh_from_db()
    assert (meeting.announced_on, len(told())) == (TODAY, 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_the_same_meeting_at_once_plan_one(catalogue: None) -> None:
    body = make_body("10H")
    answers = at_once(lambda: plan(body), lambda: plan(body))
    assert sum(isinstance(one, planning.AlreadyPlanned) for one in answers) == 1
    assert Meeting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_and_cancel_at_once_the_second_sees_what_the_first_did(catalogue: None) -> None:
    meeting = make_meeting(make_body("10H"), announced_on=TODAY)
    at_once(
        lambda: move(meeting, JANUARY),
        lambda: planning.cancel(meeting=meeting, why="Not needed", by=None, today=TODAY),
    )
    meeting.refresh_from_db()
    assert meeting.moves.count() == 2
    assert (meeting.state, meeting.on) in {("cancelled", JANUARY), ("planned", JANUARY)}
