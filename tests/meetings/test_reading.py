"""The facts of many meetings: read at once, with the rules and the next meeting of each."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bodies.models import Body
from evidence.actions import Content, keep_for_record
from meetings.models import AgendaItem, Meeting, MeetingRules, Paper, Partner, PublicQuestion
from meetings.reading import facts_of, law_applied, told_of
from tests.factories import make_body, make_user
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db
HELD_ON = date(2016, 9, 8)


def said(meeting: Meeting, key: str, *, inside: bool = False) -> str:
    return {one.key: one.sentence for one in facts_of([meeting], TODAY, inside=inside)[meeting.pk]}[key]


def make_paper(meeting: Meeting, on: date | None, **fields: object) -> Paper:
    words = Content(text="A paper.")
    evidence = keep_for_record(
        content=words, body=meeting.body, title="Paper", about_on=meeting.on, by=make_user(), today=TODAY
    )
    return Paper.objects.create(meeting=meeting, evidence=evidence, on=on, **({"role": "paper"} | fields))


def test_facts_come_from_the_record_and_the_rules_of_its_day(body: Body) -> None:
    for since, number in ((date(2014, 4, 1), 5), (date(2016, 9, 1), 7), (date(2016, 10, 1), 9)):
        MeetingRules.objects.create(
            body=body, from_on=since, notice_days=number, source=f"Of {since.year}", entered_on=TODAY
        )
    meeting = make_meeting(body, HELD_ON, state="held", notice_on=date(2016, 8, 31))
    assert said(meeting, "notice") == (
        "Notice was published 7 clear days before; the body's rule asks for 7 clear days (Of 2016)."
    )
    earlier = make_meeting(body, date(2016, 6, 9), state="held", notice_on=date(2016, 6, 1))
    assert "asks for 5 clear days (Of 2014)" in said(earlier, "notice")


def test_in_a_joint_meeting_the_rules_are_of_the_body_that_keeps_the_record(body: Body) -> None:
    other = make_body("99A", name="NHS Liverpool CCG")
    for one, number in ((body, 5), (other, 9)):
        MeetingRules.objects.create(
            body=one, from_on=date(2014, 4, 1), notice_days=number, source="x", entered_on=TODAY
        )
    meeting = make_meeting(body, HELD_ON, state="held", notice_on=date(2016, 8, 31))
    Partner.objects.create(meeting=meeting, body=other)
    assert "asks for 5 clear days" in said(meeting, "notice")


def test_papers_of_part_2_are_in_no_figure(body: Body) -> None:
    meeting = make_meeting(body, HELD_ON, state="held", agenda_on=date(2016, 9, 1), announced_on=date(2016, 4, 1))
    private = AgendaItem.objects.create(meeting=meeting, position=9, title="Prices", is_part2=True)
    make_paper(meeting, date(2016, 9, 1))
    make_paper(meeting, date(2016, 9, 7), at=time(9), late_why="The figures came late.")
    make_paper(meeting, None, is_part2=True)
    make_paper(meeting, date(2016, 9, 1), item=private)
    make_paper(meeting, date(2016, 9, 20), role="recording")
    assert said(meeting, "papers").startswith(
        "1 of 2 papers was published after the deadline (1 with a reason stated)."
    )
    assert said(meeting, "papers", inside=True) == said(meeting, "papers")
    assert said(meeting, "recording") == "A recording is published."


def test_the_next_meeting_that_nobody_may_know_of_dates_nothing_for_the_public(body: Body) -> None:
    meeting = make_meeting(body, HELD_ON, state="held", minutes_draft_on=date(2016, 9, 20))
    draft = make_meeting(body, date(2016, 11, 10))
    make_meeting(body, date(2016, 10, 1), kind="primary_care", announced_on=TODAY)
    assert "which is not planned yet" in said(meeting, "minutes")
    assert "due by 17 November 2016" in said(meeting, "minutes", inside=True)
    Meeting.objects.filter(pk=draft.pk).update(announced_on=TODAY)
    assert said(meeting, "minutes") == said(meeting, "minutes", inside=True)


def test_a_governing_body_approves_the_minutes_of_the_annual_meeting(body: Body) -> None:
    annual = make_meeting(body, HELD_ON, kind="annual", state="held", announced_on=TODAY)
    make_meeting(body, date(2016, 11, 10), announced_on=TODAY)
    assert told_of([annual], TODAY)[annual.pk].next_on == date(2016, 11, 10)


def test_questions_of_the_public_are_counted_as_published(body: Body) -> None:
    meeting = make_meeting(body, HELD_ON, state="held")
    facts = {"meeting": meeting, "question": "Why?"}
    PublicQuestion.objects.create(**facts, answer="So.", answered_on=TODAY, published_on=TODAY)
    PublicQuestion.objects.create(**facts, published_on=TODAY)
    PublicQuestion.objects.create(**facts)
    PublicQuestion.objects.create(**facts, published_on=date(2016, 10, 18))
    assert said(meeting, "questions") == "1 of 2 questions from the public has a published answer."
    assert said(meeting, "questions", inside=True).endswith("2 questions not published.")


def test_many_meetings_cost_as_many_statements_as_one(
    body: Body, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meetings = [make_meeting(body, date(2016, month, 8), state="held") for month in range(1, 9)]
    other = make_body("99A", name="NHS Liverpool CCG")
    meetings += Meeting.objects.bulk_create(
        Meeting(
            body=other, on=date(2016, month, 9), kind="governing_body", in_public=True, state_on=TODAY,
            entered_on=TODAY, changed_at=timezone.now(),
        )
        for month in range(1, 9)
    )  # fmt: skip
    rows = list(Meeting.objects.order_by("pk"))
    with django_assert_num_queries(6):
        assert len(facts_of(rows[:1], TODAY)) == 1
    with django_assert_num_queries(6):
        assert facts_of(rows, TODAY).keys() == {row.pk for row in meetings}
    with django_assert_num_queries(0):
        assert facts_of([], TODAY) == {}


def test_the_law_follows_the_body(body: Body) -> None:
    assert "did not apply" in law_applied(make_meeting(body, HELD_ON)).sentence
