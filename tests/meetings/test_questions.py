"""A lay member's question: who reads it when, who answers, and what becomes of one that nobody answers."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from bodies.access import Role
from bodies.clock import set_demonstration_day
from bodies.models import Body, BodyOffice, Membership, Notice
from duties.models import Obligation
from duties.sweep import sweep
from meetings.actions.checking import agree, answer_question, check_meeting, send_on
from meetings.actions.waiting import follow_questions
from meetings.models import LayCheck, Question
from meetings.reading_questions import of, waiting_for
from tests.at_once import at_once
from tests.factories import make_body, make_member, make_office, national_office
from tests.meetings.conftest import TODAY, make_meeting

SECRET = "Hushed question"


@pytest.fixture
def place(settings: Any, body: Body) -> SimpleNamespace:
    settings.DEMONSTRATION = True
    set_demonstration_day(TODAY)
    south, north = make_office("Y57", name="South of England"), make_office("Y54", name="North of England")
    BodyOffice.objects.create(body=body, office=south, kind="region", from_on=body.opened_on)
    lay = make_member(Role.LAY_MEMBER, body, post="Lay member for audit")
    meeting = make_meeting(body, date(2016, 10, 6), state="held", announced_on=date(2016, 9, 1))
    answers = {"notice": "", "papers": SECRET, "open": "", "part2": ""}
    found = SimpleNamespace(
        body=body, meeting=meeting, lay=lay, lead=make_member(Role.LEAD, body, post="Head of governance"),
        chair=make_member(Role.CONTRIBUTOR, body, post="Chair"), contributor=make_member(Role.CONTRIBUTOR, body),
        other_lay=make_member(Role.LAY_MEMBER, body, post="Another lay member"),
        elsewhere=make_member(Role.LEAD, make_body("11J", name="NHS Dorset CCG")),
        south=make_member(Role.ASSURER, south), north=make_member(Role.ASSURER, north),
        national=make_member(Role.ASSURER, national_office()),
    )  # fmt: skip
    check_meeting(meeting=meeting, how="attended", answers=answers, note="", by=lay.user, today=TODAY)
    found.question = Question.objects.get()
    found.address = f"/questions/{found.question.pk}/"
    return found


def browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def readers(place: SimpleNamespace) -> set[str]:
    """Who finds its text on its page, or in the list."""
    found = set()
    for who, member in vars(place).items():
        if isinstance(member, Membership):
            answer = browser(member).get(place.address)
            listed = place.address in browser(member).get("/questions/").content.decode()
            assert (answer.status_code == 200 and SECRET in answer.content.decode()) == listed, who
            found |= {who} if listed else set()
    return found


def told(place: SimpleNamespace, words: str) -> set[str]:
    keys = set(Notice.objects.filter(kind="question", words__contains=words).values_list("person", flat=True))
    return {who for who, one in vars(place).items() if isinstance(one, Membership) and one.user_id in keys}


def owed() -> Obligation:
    return Obligation.objects.get(record_kind="question")


def move_to(day: date) -> None:
    set_demonstration_day(day)
    sweep(day)
    follow_questions(day)


def test_it_is_between_the_lay_member_and_the_lead(place: SimpleNamespace) -> None:
    assert readers(place) == {"lay", "lead"}
    assert told(place, "asks for an answer") == {"lead"}


def test_others_in_the_body_learn_that_it_is_there_and_nobody_else_does(place: SimpleNamespace) -> None:
    page = browser(place.contributor).get(place.address)
    assert page.status_code == 200
    assert "between the lay member" in page.content.decode()
    assert browser(place.elsewhere).get(place.address).status_code == 404
    assert browser(place.south).get(place.address).status_code == 404
    assert browser(place.south).get(f"/obligations/{owed().pk}/").status_code == 404


def test_the_lead_answers_and_the_record_settles_the_reminder(place: SimpleNamespace) -> None:
    answer = browser(place.lead).post(place.address, {"answer": "On the noticeboard"})
    assert answer.status_code == 302
    row = owed()
    assert (row.met_how, row.done_on) == ("recorded", TODAY)
    assert told(place, "answered") == {"lay"}
    assert "On the noticeboard" in browser(place.lay).get(place.address).content.decode()


def test_an_answer_stays(place: SimpleNamespace) -> None:
    client = browser(place.lead)
    client.post(place.address, {"answer": "First"})
    assert client.post(place.address, {"answer": "Second"}).status_code == 404
    place.question.refresh_from_db()
    assert place.question.answer == "First"


@pytest.mark.parametrize("who", ["lay", "other_lay", "contributor", "chair", "south", "national", "elsewhere"])
def test_nobody_else_answers(place: SimpleNamespace, who: str) -> None:
    assert browser(getattr(place, who)).post(place.address, {"answer": "x"}).status_code == 404
    place.question.refresh_from_db()
    assert place.question.answered_on is None


def test_nobody_answers_their_own_question(place: SimpleNamespace) -> None:
    make_member(Role.LEAD, place.body, user=place.lay.user)
    assert browser(place.lay).post(place.address, {"answer": "x"}).status_code == 404


def test_unanswered_it_goes_to_the_chair_who_then_reads_and_answers_it(place: SimpleNamespace) -> None:
    due = date(2016, 10, 31)
    assert owed().due_on == due
    move_to(due + timedelta(days=4))
    assert readers(place) == {"lay", "lead"}
    move_to(due + timedelta(days=7))  # the fifth working day after
    assert readers(place) == {"lay", "lead", "chair"}
    assert told(place, "passed to you") == {"chair"}
    assert browser(place.chair).post(place.address, {"answer": "Sorry, here it is"}).status_code == 302


def test_after_twenty_working_days_nhs_england_reads_it_and_not_before(place: SimpleNamespace) -> None:
    move_to(date(2016, 11, 13))
    assert not readers(place) & {"south", "national", "north"}
    assert owed().is_inside
    move_to(date(2016, 11, 14))
    assert readers(place) >= {"south", "national"}
    assert "north" not in readers(place)
    assert not owed().is_inside
    assert told(place, "it waits for an answer") == {"south"}
    assert browser(place.south).get(f"/obligations/{owed().pk}/").status_code == 200
    before = Notice.objects.count()
    assert follow_questions(date(2016, 11, 14)) == 0
    assert Notice.objects.count() == before


def test_an_answered_question_never_opens_by_waiting(place: SimpleNamespace) -> None:
    answer_question(question=place.question, text="Here", by=place.lead.user, today=TODAY)
    move_to(date(2017, 1, 31))
    assert not readers(place) & {"south", "national"}
    assert owed().is_inside


def test_the_lay_member_sends_it_on(place: SimpleNamespace) -> None:
    assert browser(place.lead).post(place.address + "send-on/").status_code == 403
    assert browser(place.other_lay).post(place.address + "send-on/").status_code == 404
    assert browser(place.lay).post(place.address + "send-on/").status_code == 302
    assert readers(place) == {"lay", "lead", "south", "national"}
    assert told(place, "sent it on") == {"south"}
    assert not owed().is_inside


def test_an_answered_one_can_be_sent_on_too(place: SimpleNamespace) -> None:
    answer_question(question=place.question, text="Here", by=place.lead.user, today=TODAY)
    send_on(question=place.question, by=place.lay.user, today=TODAY)
    assert not owed().is_inside
    assert "south" in readers(place)


def test_the_public_needs_both_and_either_can_take_it_back(place: SimpleNamespace) -> None:
    lay, lead = browser(place.lay), browser(place.lead)
    lay.post(place.address + "agree/")  # nothing is answered yet
    answer_question(question=place.question, text="Here", by=place.lead.user, today=TODAY)

    def public() -> bool:
        return Question.objects.published(TODAY).exists()

    assert not public()
    lay.post(place.address + "agree/")
    assert not public()
    lead.post(place.address + "agree/")
    assert public()
    lay.post(place.address + "take-back/")
    assert not public()
    lay.post(place.address + "agree/")
    lead.post(place.address + "take-back/")
    assert not public()


@pytest.mark.parametrize("who", ["other_lay", "contributor", "chair", "south", "elsewhere"])
def test_nobody_else_agrees(place: SimpleNamespace, who: str) -> None:
    answer_question(question=place.question, text="Here", by=place.lead.user, today=TODAY)
    assert browser(getattr(place, who)).post(place.address + "agree/").status_code == 404


def test_one_person_never_agrees_for_at_once(place: SimpleNamespace) -> None:
    answer_question(question=place.question, text="Here", by=place.lead.user, today=TODAY)
    make_member(Role.LEAD, place.body, user=place.lay.user)
    for _ in range(2):
        browser(place.lay).post(place.address + "agree/")
    place.question.refresh_from_db()
    assert (place.question.lay_agrees_on, place.question.body_agrees_on) == (TODAY, None)


def test_of_a_meeting_nobody_may_know_of_nothing_is_public(place: SimpleNamespace) -> None:
    answer_question(question=place.question, text="Here", by=place.lead.user, today=TODAY)
    for as_body, by in ((True, place.lead.user), (False, place.lay.user)):
        agree(question=place.question, as_body=as_body, by=by, today=TODAY)
    type(place.meeting).objects.update(announced_on=None)
    assert not Question.objects.published(TODAY).exists()


def test_without_a_lead_its_officers_are_told(place: SimpleNamespace) -> None:
    Membership.objects.filter(pk=place.lead.pk).update(to_on=TODAY - timedelta(days=1))
    answers = {"notice": "Who?", "papers": "", "open": "", "part2": ""}
    check_meeting(
        meeting=place.meeting, how="attended", answers=answers, note="", by=place.lay.user, today=TODAY
    )  # fmt: skip
    newest = Question.objects.first()
    told_of = Notice.objects.filter(kind="question", subject_id=newest.pk)
    assert [row.person_id for row in told_of] == [place.chair.user_id]


def test_a_home_reads_my_questions_and_what_waits(place: SimpleNamespace) -> None:
    assert of(place.lay.user, place.body) == [place.question]
    assert of(place.other_lay.user, place.body) == []
    assert list(waiting_for(place.body)) == [place.question]
    assert "1 question of a lay member" in browser(place.lead).get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_leave_one(place: SimpleNamespace) -> None:
    def answering(text: str) -> Any:
        return lambda: answer_question(question=place.question, text=text, by=place.lead.user, today=TODAY)

    done = at_once(answering("One"), answering("Two"))
    assert sum(isinstance(one, Question) for one in done) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_check_sent_twice_at_once_is_one(place: SimpleNamespace) -> None:
    answers = {"notice": "Both at once?", "papers": "", "open": "", "part2": ""}

    def checking() -> LayCheck:
        return check_meeting(
            meeting=place.meeting, how="attended", answers=answers, note="", by=place.lay.user, today=TODAY
        )

    first, second = at_once(checking, checking)
    assert first == second
    assert Question.objects.filter(text="Both at once?").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_tell_everybody_once(place: SimpleNamespace) -> None:
    day = date(2016, 11, 14)
    sweep(day)
    at_once(lambda: follow_questions(day), lambda: follow_questions(day))
    place.question.refresh_from_db()
    assert place.question.waited_on == day
    assert Notice.objects.filter(key=f"question {place.question.pk} sent on").count() == 1


def test_the_list_takes_the_same_number_of_statements_however_many(
    place: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        answers = {"notice": f"Number {number}?", "papers": "", "open": "", "part2": ""}
        check_meeting(
            meeting=place.meeting, how="attended", answers=answers, note="", by=place.lay.user, today=TODAY
        )  # fmt: skip
    client = browser(place.lead)
    with django_assert_max_num_queries(14):
        client.get("/questions/")
