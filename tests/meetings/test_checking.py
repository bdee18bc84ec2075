"""A lay member checks the record of a meeting: what is asked of them, what stays, and what nobody can check."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bodies.access import Role
from bodies.clock import set_demonstration_day
from bodies.models import AuditEntry, Body, Membership, Notice
from duties.models import Obligation
from meetings.models import AgendaItem, LayCheck, Meeting, Partner, Question
from meetings.points import ATTENDED, PAPERS, Held, points
from tests.factories import make_body, make_member
from tests.meetings.conftest import TODAY, make_meeting

HELD_ON = date(2016, 10, 6)
FULL = Held(
    in_public=True, notice_on=date(2016, 9, 28), papers=7, had_part2=True, resolution_why="A contract is being let",
    decisions=3, minutes="draft",
)  # fmt: skip


def keys(held: Held, how: str) -> list[str]:
    return [point.key for point in points(held, how)]


# What is asked.


def test_who_attended_is_asked_every_point_that_the_meeting_has() -> None:
    assert keys(FULL, ATTENDED) == ["notice", "papers", "open", "part2", "decisions", "minutes"]


def test_what_only_attending_tells_is_not_asked_from_the_papers() -> None:
    assert keys(FULL, PAPERS) == ["notice", "papers", "part2", "decisions"]
    assert keys(Held(in_public=True, decisions=2), PAPERS) == ["notice", "papers"]  # no minutes to compare with


def test_the_private_part_is_asked_about_with_the_reason_that_is_recorded() -> None:
    said = {point.key: point.words for point in points(FULL, PAPERS)}["part2"]
    why = "for the reason in the record: “A contract is being let”"
    assert said == f"The public was excluded only by a resolution, {why}"
    assert keys(Held(in_public=True, had_part2=False), PAPERS) == ["notice", "papers"]
    asked = {point.key: point.words for point in points(Held(in_public=True, had_part2=False), ATTENDED)}
    assert asked["part2"] == "There was no private part, as the record says"


def test_a_meeting_not_in_public_is_not_asked_about_the_public() -> None:
    assert keys(Held(in_public=False, papers=2, decisions=1, minutes="ratified"), ATTENDED) == [
        "papers", "decisions", "minutes",
    ]  # fmt: skip


def test_no_point_is_longer_than_its_column() -> None:
    long = Held(in_public=True, had_part2=True, resolution_why="x " * 4000)
    assert max(len(point.words) for point in points(long, ATTENDED)) <= 300


# The page.


@pytest.fixture
def lay(settings: Any, body: Body) -> Membership:
    settings.DEMONSTRATION = True
    set_demonstration_day(TODAY)
    make_member(Role.LEAD, body)
    return make_member(Role.LAY_MEMBER, body, post="Lay member for audit")


def held(body: Body, **facts: Any) -> Meeting:
    given = {"state": "held", "announced_on": date(2016, 9, 1), "agenda_on": date(2016, 9, 28)}
    return make_meeting(body, HELD_ON, **(given | {"record_on": HELD_ON, "notice_on": date(2016, 9, 28)} | facts))


def browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def all_true(client: Client, meeting: Meeting, how: str = "attended", **other: str) -> Any:
    found = points(Held(in_public=True), how)
    answers = {f"{point.key}-outcome": "true" for point in found} | {"note": ""}
    return client.post(f"/meetings/{meeting.pk}/check/?how={how}", answers | other)


def test_all_true_is_a_check_without_a_question(lay: Membership, body: Body) -> None:
    meeting = held(body)
    answer = all_true(browser(lay), meeting, note="I sat at the back")
    assert answer.status_code == 302
    check = LayCheck.objects.get()
    assert (check.how, check.note, check.checked_on) == ("attended", "I sat at the back", TODAY)
    assert set(check.points.values_list("is_true", flat=True)) == {True}
    entry = AuditEntry.objects.get(verb="checked its record")
    assert entry.detail["questions"] == 0
    assert "sat at the back" not in str(entry.detail)


def test_the_page_warns_that_what_is_written_may_be_asked_for(lay: Membership, body: Body) -> None:
    client, meeting = browser(lay), held(body)
    for address in (f"/meetings/{meeting.pk}/check/", f"/meetings/{meeting.pk}/check/?how=papers"):
        assert "Freedom of Information Act" in client.get(address).content.decode()


def test_a_question_is_told_the_lead_at_once_and_opens_a_reminder_without_its_text(lay: Membership, body: Body) -> None:
    meeting = held(body)
    all_true(browser(lay), meeting, **{"notice-outcome": "question", "notice-text": "Where was Hushed notice?"})
    question = Question.objects.get()
    assert (question.text, question.point.is_true, question.asked_on) == ("Where was Hushed notice?", False, TODAY)
    row = Obligation.objects.get(record_kind="question")
    assert (row.record_id, row.due_on, row.date_basis, row.is_inside) == (
        question.pk, date(2016, 10, 31), "reminder", True,
    )  # fmt: skip
    assert row.about == "Question about Governing body, 6 October 2016"
    told = Notice.objects.get(kind="question")
    assert (told.person.memberships.get().role, told.at_once, told.url_path) == (
        "lead", True, f"/questions/{question.pk}/",
    )  # fmt: skip
    said = [str(entry.detail) for entry in AuditEntry.objects.all()] + [told.words, row.subject]
    assert not [words for words in said if "Hushed" in words]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "planned"}, "Whether this meeting was held is not recorded"),
        ({"state": "cancelled", "state_why": "Snow"}, "This meeting was cancelled"),
        ({"state": "postponed", "state_why": "Snow"}, "This meeting was postponed"),
    ],
)
def test_nobody_checks_a_meeting_that_was_not_held(lay: Membership, body: Body, facts: dict, words: str) -> None:
    client, meeting = browser(lay), held(body, record_on=None, **facts)
    assert words in client.get(f"/meetings/{meeting.pk}/check/?how=attended").content.decode()
    answer = all_true(client, meeting)
    assert (answer.status_code, LayCheck.objects.count()) == (409, 0)
    assert words in answer.content.decode()


def test_nobody_checks_a_meeting_to_come(lay: Membership, body: Body) -> None:
    meeting = make_meeting(body, date(2016, 12, 8), announced_on=TODAY)
    answer = all_true(browser(lay), meeting)
    assert (answer.status_code, LayCheck.objects.count()) == (409, 0)
    assert "was not held yet" in answer.content.decode()


def test_a_check_stays_and_a_second_is_new(lay: Membership, body: Body) -> None:
    client, meeting = browser(lay), held(body)
    all_true(client, meeting)
    all_true(client, meeting, how="papers")
    assert LayCheck.objects.count() == 2
    page = client.get(f"/meetings/{meeting.pk}/check/").content.decode()
    assert page.count("17 October 2016,") == 2


def test_the_same_sent_twice_is_one_check_and_one_question(lay: Membership, body: Body) -> None:
    client, meeting = browser(lay), held(body)
    for _ in range(2):
        all_true(client, meeting, **{"open-outcome": "question", "open-text": "Was the door open?"})
    assert (LayCheck.objects.count(), Question.objects.count()) == (1, 1)


def test_a_question_needs_its_text_and_no_text_is_lost(lay: Membership, body: Body) -> None:
    client, meeting = browser(lay), held(body)
    page = all_true(client, meeting, **{"open-outcome": "question"}).content.decode()
    assert "Type your question about" in page
    page = all_true(client, meeting, **{"open-text": "Typed, and then true"}).content.decode()
    assert "Typed, and then true" in page
    assert "You typed a question about" in page
    assert not LayCheck.objects.exists()


def test_a_record_that_changed_meanwhile_is_looked_at_again(lay: Membership, body: Body) -> None:
    meeting = held(body)
    from duties.actions import NotNow
    from meetings.actions.checking import check_meeting

    AgendaItem.objects.create(meeting=meeting, position=1, title="Budget", decision="Agreed")
    answers = {"notice": "", "papers": "", "open": "", "part2": ""}
    with pytest.raises(NotNow, match="changed while you looked"):
        check_meeting(meeting=meeting, how="attended", answers=answers, note="", by=lay.user, today=TODAY)


def test_words_of_a_draft_and_of_part_2_are_in_no_point(lay: Membership, body: Body) -> None:
    meeting = held(body, record_on=None, had_part2=True, resolution_why="Hushed reason", minutes_draft_on=None)
    AgendaItem.objects.create(meeting=meeting, position=1, title="Hushed item", is_part2=True, decision="Hushed")
    page = browser(lay).get(f"/meetings/{meeting.pk}/check/?how=attended").content.decode()
    assert "Hushed" not in page


def test_only_lay_members_of_a_body_that_takes_part_check(lay: Membership, body: Body) -> None:
    meeting, other = held(body), make_body("11J", name="NHS Dorset CCG")
    theirs = make_member(Role.LAY_MEMBER, other)
    address = f"/meetings/{meeting.pk}/check/"
    assert browser(theirs).get(address).status_code == 404
    assert browser(Membership.objects.get(role="lead")).get(address).status_code == 403
    Partner.objects.create(meeting=meeting, body=other)
    assert browser(theirs).get(address).status_code == 200


def test_a_meeting_that_is_not_announced_is_not_there(lay: Membership, body: Body) -> None:
    meeting = held(body, announced_on=None, agenda_on=None, record_on=None)
    assert browser(lay).get(f"/meetings/{meeting.pk}/check/").status_code == 404


def test_the_page_takes_the_same_number_of_statements_however_much_was_checked(
    lay: Membership, body: Body, django_assert_max_num_queries: Any
) -> None:
    client, meeting = browser(lay), held(body)
    for number in range(5):
        note = {"note": f"{number}", "open-outcome": "question", "open-text": f"Why {number}?"}
        all_true(client, meeting, **note)
    assert timezone.now()
    with django_assert_max_num_queries(16):
        client.get(f"/meetings/{meeting.pk}/check/")
