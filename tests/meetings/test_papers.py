"""Papers and minutes as evidence: kept back, published, late, replaced, withdrawn, and what they settle."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from bodies.access import Role
from bodies.models import Body, User
from duties.actions import NotNow
from duties.models import Obligation
from evidence import actions as evidence_actions
from evidence.actions import Content
from evidence.actions.publishing import DuringElection
from evidence.files import arriving
from evidence.models import Evidence, StoredFile
from meetings.actions import papers, publishing, recording
from meetings.models import Meeting, MeetingRules, Paper
from tests.factories import make_body, make_member
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db
ON = date(2016, 10, 27)  # papers are due four days before: on 23 October


@pytest.fixture
def lead(body: Body) -> User:
    return make_member(Role.LEAD, body).user


@pytest.fixture
def meeting(body: Body, lead: User) -> Meeting:
    made = make_meeting(body, ON, announced_on=date(2016, 9, 1))
    recording.add_item(meeting=made, title="Budget", by=lead, today=TODAY)
    return publishing.publish_agenda(meeting=made, on=TODAY, by=lead, today=TODAY)


def link(number: int = 1) -> Content:
    return Content(url=f"https://chiltern.example/paper-{number}")


def keep(meeting: Meeting, lead: User, title: str = "Budget report", role: str = "paper", **more: Any) -> Paper:
    number = meeting.papers.count()
    return papers.add_paper(meeting=meeting, content=link(number), title=title, role=role, by=lead, today=TODAY, **more)


def put(paper: Paper, lead: User, on: date = TODAY, **more: Any) -> Paper:
    return publishing.publish_paper(paper=paper, on=on, by=lead, today=max(on, TODAY), **more)


def owed(meeting: Meeting, step: str) -> Obligation:
    return Obligation.objects.get(record_kind="meeting", record_id=meeting.pk, step=step, body=meeting.body)


def shown(meeting: Meeting, today: date = TODAY) -> list[str]:
    rows = meeting.papers.published(today).select_related("evidence")
    return [row.evidence.title for row in rows]


def test_a_draft_is_no_evidence_of_anything_and_nobody_sees_it(meeting: Meeting, lead: User) -> None:
    kept = keep(meeting, lead)
    assert kept.evidence.is_draft and not kept.evidence.uses.exists() and shown(meeting) == []
    assert keep(meeting, lead, item=None).pk != kept.pk
    same = papers.add_paper(meeting=meeting, content=link(0), title="Budget report", role="paper", by=lead, today=TODAY)
    assert same == kept


def test_papers_settle_their_obligation_on_the_day_of_the_last_one(meeting: Meeting, lead: User) -> None:
    first, second = keep(meeting, lead), keep(meeting, lead, "Quality report")
    assert owed(meeting, "papers").done_on is None
    put(first, lead)
    assert owed(meeting, "papers").done_on is None
    later = TODAY + timedelta(days=2)
    put(second, lead, later, at=time(9, 30))
    row = owed(meeting, "papers")
    assert (row.done_on, row.met_how) == (later, "recorded")
    assert set(row.evidence.all()) == {first.evidence, second.evidence}
    assert shown(meeting, later) == ["Budget report", "Quality report"]
    words = set(meeting.changes.filter(kind="papers").values_list("words", flat=True))
    assert words == {"A paper was published: Governing body, 27 October 2016"}


def test_a_late_paper_moves_the_day_and_keeps_its_reason(meeting: Meeting, lead: User) -> None:
    put(keep(meeting, lead), lead, late_why="Not late, so not kept")
    assert owed(meeting, "papers").done_on == TODAY
    late = keep(meeting, lead, "Late report")
    assert owed(meeting, "papers").done_on is None
    day = date(2016, 10, 25)
    assert put(late, lead, day, late_why="The auditor was ill").late_why == "The auditor was ill"
    row = owed(meeting, "papers")
    assert (row.done_on, (row.done_on - row.due_on).days) == (day, 2)
    assert set(meeting.papers.values_list("late_why", flat=True)) == {"", "The auditor was ill"}


def test_the_bodys_own_rules_say_what_is_late(body: Body, meeting: Meeting, lead: User) -> None:
    MeetingRules.objects.create(
        body=body, from_on=date(2015, 4, 1), papers_days=14, source="Standing orders", entered_on=TODAY
    )
    assert put(keep(meeting, lead), lead, late_why="Waited for figures").late_why == "Waited for figures"


def test_a_paper_may_have_been_on_the_bodys_own_site_before(meeting: Meeting, lead: User) -> None:
    paper = put(keep(meeting, lead), lead, date(2016, 10, 14), at=time(17, 5))
    assert (paper.on, paper.at, paper.evidence.published_on) == (date(2016, 10, 14), time(17, 5), TODAY)


def test_all_papers_are_published_in_one_press_and_told_once(meeting: Meeting, lead: User) -> None:
    for title in ("One", "Two", "Three"):
        keep(meeting, lead, title)
    keep(meeting, lead, "Secret", is_part2=True)
    keep(meeting, lead, "Slides", role="slides")
    assert publishing.publish_all(meeting=meeting, on=TODAY, by=lead, today=TODAY) == 3
    assert publishing.publish_all(meeting=meeting, on=TODAY, by=lead, today=TODAY) == 0
    assert shown(meeting) == ["One", "Two", "Three"]
    news = meeting.changes.get(kind="papers")
    assert news.words == "3 papers were published: Governing body, 27 October 2016"


def test_what_is_of_part_2_is_never_published(meeting: Meeting, lead: User) -> None:
    private = recording.add_item(meeting=meeting, title="A contract", is_part2=True, by=lead, today=TODAY)
    kept = keep(meeting, lead, "Contract", item=private)
    assert kept.is_part2
    with pytest.raises(NotNow, match="of Part 2"):
        put(kept, lead)
    with pytest.raises(NotNow, match="take them away from it"):
        recording.change_item(item=private, title="A contract", summary="", is_part2=False, by=lead, today=TODAY)
    open_item = meeting.items.get(is_part2=False)
    with pytest.raises(NotNow, match="has papers"):
        recording.remove_item(item=private, by=lead, today=TODAY)
    papers.change_paper(paper=kept, title="Contract", item=open_item, is_part2=False, by=lead, today=TODAY)
    assert put(kept, lead).on == TODAY


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"announced_on": None, "agenda_on": None}, "Announce it first"),
        ({"agenda_on": None}, "agenda is not published yet"),
        ({"state": "cancelled", "state_why": "Snow"}, "was cancelled"),
    ],
)
def test_a_paper_opens_after_its_meeting_and_its_agenda(meeting: Meeting, lead: User, facts: dict, words: str) -> None:
    kept = keep(meeting, lead)
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    with pytest.raises(NotNow, match=words):
        put(kept, lead)
    kept.refresh_from_db()
    assert kept.on is None and kept.evidence.is_draft


def test_papers_of_a_meeting_that_is_not_in_public_are_not_published(body: Body, lead: User) -> None:
    closed = make_meeting(body, date(2016, 11, 3), in_public=None, announced_on=TODAY, agenda_on=TODAY)
    with pytest.raises(NotNow, match="It is not recorded that this meeting is held in public"):
        put(keep(closed, lead), lead)


def test_during_an_election_who_publishes_says_that_they_know(body: Body, lead: User) -> None:
    day = date(2016, 6, 1)  # before the referendum of 23 June 2016
    made = make_meeting(body, date(2016, 6, 9), announced_on=day, agenda_on=day, today=day)
    kept = papers.add_paper(meeting=made, content=link(), title="Report", role="paper", by=lead, today=day)
    with pytest.raises(DuringElection):
        publishing.publish_paper(paper=kept, on=day, by=lead, today=day)
    assert publishing.publish_paper(paper=kept, on=day, anyway=True, by=lead, today=day).on == day


def test_nothing_is_published_on_a_day_to_come_or_minutes_before_the_meeting(meeting: Meeting, lead: User) -> None:
    with pytest.raises(NotNow, match="today or earlier"):
        publishing.publish_paper(paper=keep(meeting, lead), on=TODAY + timedelta(days=1), by=lead, today=TODAY)
    with pytest.raises(NotNow, match="cannot have been published before"):
        put(keep(meeting, lead, "Minutes", role="draft_minutes"), lead)


def test_a_draft_can_be_taken_away_with_its_file_and_what_is_published_cannot(meeting: Meeting, lead: User) -> None:
    received = arriving.receive([b"Title,Amount\nRent,1\n"], name="a.csv")
    kept = papers.add_paper(
        meeting=meeting, content=Content(received=received, file_name="a.csv"), title="Sheet", role="paper", by=lead,
        today=TODAY,
    )  # fmt: skip
    papers.remove_paper(paper=kept, by=lead, today=TODAY)
    papers.remove_paper(paper=kept, by=lead, today=TODAY)
    assert not Evidence.objects.exists() and not Paper.objects.exists()
    assert StoredFile.objects.count() <= 1  # its bytes go once the transaction is over
    out = put(keep(meeting, lead), lead)
    with pytest.raises(NotNow, match="replaced or withdrawn"):
        papers.remove_paper(paper=out, by=lead, today=TODAY)


def test_a_withdrawn_paper_is_no_paper_of_the_meeting_any_more(meeting: Meeting, lead: User) -> None:
    first, second = put(keep(meeting, lead), lead, date(2016, 10, 14)), put(keep(meeting, lead, "Wrong"), lead)
    assert owed(meeting, "papers").done_on == TODAY
    gone = papers.withdraw_paper(paper=second, why="It is of another meeting", by=lead, today=TODAY)
    assert (gone.on, gone.evidence.withdrawn_why) == (None, "It is of another meeting")
    assert shown(meeting) == ["Budget report"] and list(meeting.papers.standing()) == [first]
    assert not meeting.papers.unpublished().exists()
    assert owed(meeting, "papers").done_on == TODAY  # the agenda came out today
    assert "Wrong" not in "".join(meeting.changes.values_list("words", flat=True))
    with pytest.raises(NotNow, match="withdrawn"):
        put(gone, lead)


def test_what_is_withdrawn_or_replaced_on_the_evidences_own_page_is_followed(meeting: Meeting, lead: User) -> None:
    first, second = put(keep(meeting, lead), lead), put(keep(meeting, lead, "Wrong"), lead)
    evidence_actions.withdraw_evidence(evidence=second.evidence, why="Wrong", by=lead, today=TODAY)
    newer = evidence_actions.supersede(
        evidence=first.evidence, keeper=meeting.body, content=link(9), title="Newer", about_on=ON, why="A page",
        by=lead, today=TODAY,
    )  # fmt: skip
    assert not newer.is_draft  # it is on record at once: nothing is sent in for what a record settles
    assert papers.follow_all(TODAY) == 1
    assert shown(meeting) == ["Budget report"]  # until the newer one is published too
    evidence_actions.publish(evidence=newer, by=lead, today=TODAY)
    assert papers.follow_all(TODAY) == 1
    assert papers.follow_all(TODAY) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.evidence, first.on, second.on) == (newer, TODAY, None)


def test_a_newer_version_takes_the_place_at_once_and_the_first_day_stays_said(meeting: Meeting, lead: User) -> None:
    keep(meeting, lead, "Another")  # so that nothing is settled yet
    out = put(keep(meeting, lead), lead, date(2016, 10, 14))
    new = papers.replace_paper(
        paper=out, content=link(9), title="Budget report, corrected", why="A figure", by=lead, today=TODAY
    )
    assert (new.pk, new.on, new.evidence.supersedes) == (out.pk, date(2016, 10, 14), out.evidence)
    assert shown(meeting) == ["Budget report, corrected"]


def test_minutes_settle_theirs_and_say_which_meeting_ratified_them(body: Body, lead: User) -> None:
    held = make_meeting(body, date(2016, 9, 8), announced_on=date(2016, 8, 1))
    make_meeting(body, date(2016, 10, 13))
    put(keep(held, lead, "Draft minutes", role="draft_minutes"), lead, date(2016, 9, 20))
    assert owed(held, "draft minutes").done_on == date(2016, 9, 20)
    final = keep(held, lead, "Minutes", role="minutes")
    with pytest.raises(NotNow, match="approved by a later meeting"):
        put(final, lead, ratified_on=date(2016, 9, 8))
    put(final, lead, ratified_on=date(2016, 10, 13))
    held.refresh_from_db()
    assert (held.minutes_draft_on, held.minutes_on, held.ratified_on) == (date(2016, 9, 20), TODAY, date(2016, 10, 13))
    assert owed(held, "ratified minutes").done_on == TODAY
    papers.withdraw_paper(paper=final, why="Not the text that was approved", by=lead, today=TODAY)
    held.refresh_from_db()
    assert (held.minutes_on, owed(held, "ratified minutes").done_on) == (None, None)
    assert set(held.changes.values_list("kind", flat=True)) == {"minutes"}


def test_a_day_recorded_apart_from_any_document_stays(body: Body, lead: User) -> None:
    held = make_meeting(body, date(2016, 9, 8), announced_on=date(2016, 8, 1), minutes_draft_on=date(2016, 9, 15))
    out = put(keep(held, lead, "Draft minutes", role="draft_minutes"), lead)
    held.refresh_from_db()
    assert held.minutes_draft_on == date(2016, 9, 15)
    papers.withdraw_paper(paper=out, why="Wrong", by=lead, today=TODAY)
    held.refresh_from_db()
    assert held.minutes_draft_on == date(2016, 9, 15)


def test_a_wrong_day_is_put_right_and_the_obligation_follows(meeting: Meeting, lead: User) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(agenda_on=date(2016, 10, 10))
    out = put(keep(meeting, lead), lead)
    papers.put_right_paper(
        paper=out, on=date(2016, 10, 14), at=time(12), late_why="", item=meeting.items.first(), by=lead, today=TODAY
    )
    assert owed(meeting, "papers").done_on == date(2016, 10, 14)


def test_a_paper_proves_for_every_body_that_meets_jointly(body: Body, lead: User, meeting: Meeting) -> None:
    other = make_body("11X")
    meeting.joint.create(body=other)
    recording.add_item(meeting=meeting, title="Joint plan", by=lead, today=TODAY)  # opens what the other owes
    put(keep(meeting, lead), lead)
    rows = Obligation.objects.filter(record_kind="meeting", record_id=meeting.pk, step="papers")
    assert {(row.body.code, row.done_on) for row in rows} == {("10H", TODAY), ("11X", TODAY)}
