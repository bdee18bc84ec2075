"""Notice, agenda and what happened: what the actions take, refuse, and tell the public."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bodies.access import Role
from bodies.models import AuditEntry, Body, User
from duties.actions import NotNow
from duties.models import Obligation
from meetings.actions import publishing, recording
from meetings.actions.questions import (
    add_question,
    change_question,
    publish_question,
    remove_question,
    take_off_question,
)
from meetings.actions.recording import ChangedMeanwhile, Interest
from meetings.models import Change, Meeting
from tests.factories import make_member
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db
HELD = date(2016, 10, 12)


@pytest.fixture
def lead(body: Body) -> User:
    return make_member(Role.LEAD, body).user


@pytest.fixture
def coming(body: Body) -> Meeting:
    return make_meeting(body, date(2016, 10, 27), announced_on=date(2016, 9, 1))


@pytest.fixture
def held(body: Body) -> Meeting:
    return make_meeting(body, HELD, announced_on=date(2016, 9, 1))


def notice(meeting: Meeting) -> Obligation:
    return Obligation.objects.get(record_kind="meeting", record_id=meeting.pk, step="notice")


def told(meeting: Meeting) -> list[str]:
    return list(meeting.changes.order_by("pk").values_list("kind", flat=True))


def test_notice_settles_its_obligation_on_its_own_day_and_the_public_is_told(coming: Meeting, lead: User) -> None:
    on = date(2016, 10, 10)
    recording.record_notice(meeting=coming, on=on, where="https://chiltern.example/notice", by=lead, today=TODAY)
    assert notice(coming).done_on == on
    assert Change.objects.get().words == "Notice published on 10 October 2016: Governing body, 27 October 2016"


def test_notice_put_right_moves_the_day_and_taken_out_opens_it_again(coming: Meeting, lead: User) -> None:
    for on in (date(2016, 10, 10), date(2016, 10, 11)):
        recording.record_notice(meeting=coming, on=on, where="", by=lead, today=TODAY)
    assert notice(coming).done_on == date(2016, 10, 11)
    recording.take_out_notice(meeting=coming, by=lead, today=TODAY)
    assert notice(coming).done_on is None
    verbs = AuditEntry.objects.filter(subject_kind="meetings.meeting").values_list("verb", flat=True)
    assert set(verbs) == {"recorded the notice", "took out the notice"}


def test_notice_of_a_meeting_nobody_may_know_of_tells_the_public_nothing(body: Body, lead: User) -> None:
    recording.record_notice(meeting=make_meeting(body), on=TODAY, where="", by=lead, today=TODAY)
    assert not Change.objects.exists()


@pytest.mark.parametrize(("on", "words"), [(TODAY + timedelta(days=1), "today or earlier"), (HELD, "")])
def test_notice_is_not_in_the_future(coming: Meeting, lead: User, on: date, words: str) -> None:
    if words:
        with pytest.raises(NotNow, match=words):
            recording.record_notice(meeting=coming, on=on, where="", by=lead, today=TODAY)
    else:
        recording.record_notice(meeting=coming, on=on, where="", by=lead, today=TODAY)


def test_notice_is_not_after_the_meeting_nor_of_one_put_off(held: Meeting, body: Body, lead: User) -> None:
    with pytest.raises(NotNow, match="on that day or before"):
        recording.record_notice(meeting=held, on=date(2016, 10, 13), where="", by=lead, today=TODAY)
    off = make_meeting(body, date(2016, 11, 3), state="postponed", state_why="Snow")
    with pytest.raises(NotNow, match="This meeting was postponed"):
        recording.record_notice(meeting=off, on=TODAY, where="", by=lead, today=TODAY)


def titles(meeting: Meeting) -> list[str]:
    return [one.title for one in meeting.items.all()]


def test_items_stand_in_their_order_part_2_last(coming: Meeting, lead: User) -> None:
    who = {"by": lead, "today": TODAY}
    private = recording.add_item(meeting=coming, title="A contract", is_part2=True, **who)
    first, second, third = (recording.add_item(meeting=coming, title=title, **who) for title in ("One", "Two", "Three"))
    recording.move_item(item=third, up=True, **who)
    recording.move_item(item=third, up=True, **who)
    recording.move_item(item=third, up=True, **who)  # it is the first already
    recording.move_item(item=private, up=False, **who)
    assert titles(coming) == ["Three", "One", "Two", "A contract"]
    recording.change_item(item=first, title="One", summary="", is_part2=True, **who)
    assert titles(coming) == ["Three", "Two", "A contract", "One"]
    recording.remove_item(item=second, **who)
    recording.remove_item(item=second, **who)
    assert titles(coming) == ["Three", "A contract", "One"]


def test_the_trail_keeps_no_words_of_part_2(coming: Meeting, lead: User) -> None:
    item = recording.add_item(meeting=coming, title="hush title", is_part2=True, by=lead, today=TODAY)
    recording.change_item(item=item, title="hush again", summary="hush", is_part2=True, by=lead, today=TODAY)
    assert not [row for row in AuditEntry.objects.all() if "hush" in str(row.detail)]


def test_an_item_with_a_decision_stays(held: Meeting, lead: User) -> None:
    item = recording.add_item(meeting=held, title="Budget", by=lead, today=TODAY)
    recording.save_record(meeting=held, decisions={item.pk: "Agreed"}, by=lead, today=TODAY)
    item.refresh_from_db()
    with pytest.raises(NotNow, match="A decision is recorded for “Budget”"):
        recording.remove_item(item=item, by=lead, today=TODAY)


def test_what_happened_is_a_draft_until_it_is_published_which_says_that_it_was_held(held: Meeting, lead: User) -> None:
    saved = recording.save_record(
        meeting=held, voting_present=5, voting_members=6, quorate=True, posts_present=["Chair"],
        interests=[Interest("GP member", "Partner in the practice", "Left the room")], by=lead, today=TODAY,
    )  # fmt: skip
    assert (saved.state, saved.record_on, saved.no_interests, told(held)) == ("planned", None, False, [])
    published = publishing.publish_record(meeting=held, by=lead, today=TODAY)
    assert (published.state, published.record_on) == ("held", TODAY)
    publishing.publish_record(meeting=held, by=lead, today=TODAY)
    assert told(held) == ["record"]


def test_a_published_record_is_put_right_and_the_trail_keeps_what_stood(held: Meeting, lead: User) -> None:
    who = {"meeting": held, "by": lead, "today": TODAY}
    recording.save_record(voting_present=5, interests=[Interest("Chair", "A share")], **who)
    publishing.publish_record(**who)
    recording.save_record(voting_present=4, interests=[Interest("Chair", "Two shares")], **who)
    recording.save_record(voting_present=4, interests=[Interest("Chair", "Two shares")], **who)  # nothing new
    row = AuditEntry.objects.filter(verb="recorded what happened").latest("pk")
    assert (row.detail["before"]["voting_present"], row.detail["after"]["voting_present"]) == (5, 4)
    assert row.detail["interests_before"][0]["interest"] == "A share"
    assert told(held) == ["record", "record"]


def test_a_record_that_says_nothing_is_not_published(held: Meeting, lead: User) -> None:
    with pytest.raises(NotNow, match="Nothing is recorded"):
        publishing.publish_record(meeting=held, by=lead, today=TODAY)


def test_nothing_happened_before_the_day_nor_at_a_meeting_put_off(coming: Meeting, body: Body, lead: User) -> None:
    off = make_meeting(body, date(2016, 10, 5), state="cancelled", state_why="Too few could come")
    for meeting, words in ((coming, "27 October 2016"), (off, "was cancelled")):
        with pytest.raises(NotNow, match=words):
            recording.save_record(meeting=meeting, voting_present=3, by=lead, today=TODAY)
        with pytest.raises(NotNow, match=words):
            publishing.publish_record(meeting=meeting, by=lead, today=TODAY)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"voting_present": 7, "voting_members": 6}, "No more voting members"),
        ({"no_interests": True, "interests": []}, ""),
        ({"resolution": "That the public be excluded"}, "say that there was a Part 2"),
        ({"had_part2": False, "resolution_why": "A contract"}, "say that there was a Part 2"),
        ({"report_published_on": TODAY + timedelta(days=1)}, "today or earlier"),
    ],
)
def test_what_contradicts_itself_is_refused(held: Meeting, lead: User, given: dict, words: str) -> None:
    if not words:
        recording.save_record(meeting=held, by=lead, today=TODAY, **given)
        return
    with pytest.raises(NotNow, match=words):
        recording.save_record(meeting=held, by=lead, today=TODAY, **given)
    held.refresh_from_db()
    assert (held.voting_present, held.resolution) == (None, "")


def test_who_saves_what_they_opened_before_somebody_else_saved_is_told(held: Meeting, lead: User) -> None:
    opened = held.changed_at
    recording.save_record(meeting=held, voting_present=5, seen_at=opened, by=lead, today=TODAY)
    with pytest.raises(ChangedMeanwhile):
        recording.save_record(meeting=held, voting_present=4, seen_at=opened, by=lead, today=TODAY)
    held.refresh_from_db()
    assert held.voting_present == 5


def test_a_public_question_is_a_draft_until_it_is_published_by_itself(coming: Meeting, lead: User) -> None:
    who = {"by": lead, "today": TODAY}
    asked = add_question(meeting=coming, question="Why?", **who)
    assert add_question(meeting=coming, question="Why?", **who) == asked
    assert (asked.published_on, told(coming)) == (None, [])
    assert publish_question(asked=asked, **who).published_on == TODAY
    change_question(asked=asked, question="Why?", answer="Because", answered_on=TODAY, **who)
    with pytest.raises(NotNow, match="Take it off"):
        remove_question(asked=asked, **who)
    take_off_question(asked=asked, **who)
    remove_question(asked=asked, **who)
    remove_question(asked=asked, **who)
    assert told(coming) == ["record", "record"] and not coming.public_questions.exists()


def test_no_question_of_a_meeting_nobody_may_know_of_is_published(body: Body, lead: User) -> None:
    asked = add_question(meeting=make_meeting(body), question="Why?", by=lead, today=TODAY)
    with pytest.raises(NotNow, match="Announce it first"):
        publish_question(asked=asked, by=lead, today=TODAY)


def test_an_answer_has_its_day_and_not_in_the_future(coming: Meeting, lead: User) -> None:
    for given in ({"answered_on": TODAY}, {"answer": "Yes", "answered_on": TODAY + timedelta(days=1)}):
        with pytest.raises(NotNow):
            add_question(meeting=coming, question="Why?", by=lead, today=TODAY, **given)
