"""The lead completes the record of one meeting through its pages; who may do what of it, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from bodies import clock
from bodies.access import Role
from bodies.models import AuditEntry, Body
from duties.models import Obligation
from evidence.models import Evidence, StoredFile
from meetings.actions import papers, publishing, recording
from meetings.actions.questions import add_question, publish_question
from meetings.models import Change, Meeting, Paper
from meetings.querysets import PaperQuerySet
from tests.at_once import at_once
from tests.evidence import hostile
from tests.evidence import sample_files as sample
from tests.evidence.conftest import count, when
from tests.factories import make_body, make_member, make_office, national_office
from tests.meetings.conftest import TODAY, make_meeting

pytestmark = pytest.mark.django_db
ON = date(2016, 10, 13)  # papers were due on 9 October
Browser = Callable[..., Client]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def as_(body: Body) -> Browser:
    """The browser of somebody in a role in the body, or in another place."""

    def browser(role: Role, place: Any = None) -> Client:
        client = Client()
        client.force_login(make_member(role, place or body).user)
        return client

    return browser


@pytest.fixture
def lead(as_: Browser) -> Client:
    return as_(Role.LEAD)


@pytest.fixture
def meeting(body: Body) -> Meeting:
    return make_meeting(body, ON, announced_on=date(2016, 9, 1))


def at(meeting: Meeting, what: str = "") -> str:
    return f"/meetings/{meeting.pk}/record/{what}"


def send(client: Client, meeting: Meeting, what: str, given: dict[str, Any] | None = None) -> str:
    """Post, follow, and read the page that comes; its words."""
    answer = client.post(at(meeting, what), given or {}, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def owed(meeting: Meeting, step: str) -> Obligation:
    return Obligation.objects.get(record_kind="meeting", record_id=meeting.pk, step=step)


def pdf(content: bytes = sample.PDF, name: str = "Report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def filled(meeting: Meeting, **given: Any) -> dict[str, Any]:
    """Answers of the form, as somebody sends it who opened it just now."""
    meeting.refresh_from_db()
    answers = {"expected": meeting.changed_at.isoformat(), "voting_present": "5", "voting_members": "6"}
    return answers | {"quorate": "yes", "interests": "none", "had_part2": "no"} | given


def test_a_lead_completes_the_record_of_one_meeting(lead: Client, meeting: Meeting) -> None:
    where = "https://chiltern.example/notice"
    assert "Published on 3 October 2016, 9 clear days before" in send(
        lead, meeting, "notice/", {"where": where, **when("on", date(2016, 10, 3))}
    )
    send(lead, meeting, "agenda/", {"titles": "Welcome\n\nBudget\n", "part": "1"})
    send(lead, meeting, "agenda/", {"titles": "A contract", "part": "2"})
    budget = meeting.items.get(title="Budget")
    page = send(
        lead, meeting, "papers/add/file/", {"file": pdf(), "title": "Budget report", "role": "paper", "item": budget.pk}
    )
    assert "Draft: nobody outside the body sees it" in page
    page = send(
        lead, meeting, "agenda/publish/",
        {"when": "before", **when("on", date(2016, 10, 7)), "at": "5pm", "papers": "on", "late_why": ""},
    )  # fmt: skip
    assert page.count("Published 7 Oct 2016, 5pm") == 2
    assert (owed(meeting, "notice").done_on, owed(meeting, "papers").done_on) == (date(2016, 10, 3), date(2016, 10, 7))
    page = send(
        lead, meeting, "happened/",
        filled(meeting, posts_present="Chair\nGP member", **{f"decision-{budget.pk}": "Agreed"}),
    )  # fmt: skip
    assert "Publish what happened?" in page and "5 of 6" in page and "Agreed" in page
    page = send(lead, meeting, "happened/publish/")
    assert "The record is published, and the meeting is marked as held" in page
    given = {"url": "https://chiltern.example/minutes.pdf", "title": "Minutes", "role": "draft_minutes"}
    assert "When was it published?" in send(lead, meeting, "papers/add/link/", given)
    minutes = meeting.papers.get(role="draft_minutes")
    send(lead, meeting, f"papers/{minutes.pk}/publish/", {"when": "now"})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.record_on, meeting.minutes_draft_on) == ("held", TODAY, TODAY)
    kinds = list(Change.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["notice", "agenda", "papers", "record", "minutes"]


def test_the_next_step_leads_to_the_minutes_that_come_next(lead: Client, meeting: Meeting) -> None:
    assert lead.get(at(meeting, "minutes/")).url.endswith("/papers/add/file/?role=draft_minutes")
    send(lead, meeting, "papers/add/link/", {"url": "https://a.example/", "title": "Draft", "role": "draft_minutes"})
    kept = meeting.papers.get()
    assert lead.get(at(meeting, "minutes/")).url == at(meeting, f"papers/{kept.pk}/publish/")
    send(lead, meeting, f"papers/{kept.pk}/publish/", {"when": "now"})
    assert lead.get(at(meeting, "minutes/")).url.endswith("?role=minutes")


def test_a_late_paper_says_why_or_that_no_reason_was_stated(lead: Client, meeting: Meeting) -> None:
    send(lead, meeting, "agenda/", {"titles": "Budget", "part": "1"})
    send(lead, meeting, "agenda/publish/", {"when": "before", **when("on", date(2016, 10, 7))})
    for number, why in enumerate(("The auditor was ill", "")):
        given = {"url": f"https://a.example/{number}", "title": f"Paper {number}", "role": "paper"}
        send(lead, meeting, "papers/add/link/", given)
        kept = meeting.papers.latest("pk")
        asked = lead.get(at(meeting, f"papers/{kept.pk}/publish/")).content.decode()
        assert "Papers were due by 9 October 2016" in asked and "Why is it late?" in asked
        page = send(lead, meeting, f"papers/{kept.pk}/publish/", {"when": "now", "late_why": why})
    assert "8 days late: The auditor was ill" in page and "8 days late: no reason stated" in page
    page = send(
        lead, meeting, f"papers/{kept.pk}/", {**when("on", date(2016, 10, 6)), "at": "", "late_why": "", "item": ""}
    )
    assert "Published 6 Oct 2016" in page
    assert (kept.meeting.papers.get(pk=kept.pk).on, owed(meeting, "papers").done_on) == (date(2016, 10, 6), TODAY)


def a_paper(meeting: Meeting, lead: Client, *, publish: bool = True) -> Paper:
    send(lead, meeting, "agenda/", {"titles": "Budget", "part": "1"})
    send(lead, meeting, "agenda/publish/", {"when": "now"})
    send(lead, meeting, "papers/add/file/", {"file": pdf(), "title": "Budget report", "role": "paper"})
    kept = meeting.papers.get()
    if publish:
        send(lead, meeting, f"papers/{kept.pk}/publish/", {"when": "now"})
        kept.refresh_from_db()
    return kept


def test_a_published_paper_is_replaced_or_withdrawn_and_never_taken_away(lead: Client, meeting: Meeting) -> None:
    kept = a_paper(meeting, lead)
    assert "It can be replaced or withdrawn" in send(lead, meeting, f"papers/{kept.pk}/remove/")
    page = send(
        lead, meeting, f"papers/{kept.pk}/replace/link/",
        {"url": "https://a.example/new", "title": "Budget report, corrected", "why": "A figure was wrong"},
    )  # fmt: skip
    assert "Budget report, corrected" in page and "Replaced on 17 Oct 2016: A figure was wrong" in page
    page = send(lead, meeting, f"papers/{kept.pk}/withdraw/", {"why": "Of another meeting"})
    assert "Withdrawn on 17 Oct 2016: Of another meeting" in page
    assert lead.get(at(meeting, f"papers/{kept.pk}/withdraw/")).status_code == 404
    assert not meeting.papers.published(TODAY).exists()


def test_the_pre_election_period_is_told_and_ticked(
    lead: Client, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = a_paper(meeting, lead, publish=False)
    day = date(2017, 5, 2)
    monkeypatch.setattr(clock, "today", lambda: day)
    address = f"papers/{kept.pk}/publish/"
    assert "Pre-election period" in lead.get(at(meeting, address)).content.decode()
    assert "Tick “Publish all the same”" in send(lead, meeting, address, {"when": "now"})
    assert "is published" in send(lead, meeting, address, {"when": "now", "anyway": "on"})


def secrets(meeting: Meeting, by: Any) -> None:
    """Drafts and Part 2 of a meeting whose agenda and record are public, every word of them "hush"."""
    who = {"by": by, "today": TODAY}
    recording.add_item(meeting=meeting, title="Budget", **who)
    private = recording.add_item(meeting=meeting, title="hush item", is_part2=True, **who)
    publishing.publish_agenda(meeting=meeting, on=TODAY, **who)
    for number, (item, role) in enumerate([(private, "paper"), (None, "paper"), (None, "draft_minutes")]):
        content = papers.Content(url=f"https://a.example/hush-{number}")
        papers.add_paper(meeting=meeting, content=content, title=f"hush {number}", role=role, item=item, **who)
    add_question(meeting=meeting, question="hush question", answer="hush answer", **who)
    recording.save_record(meeting=meeting, decisions={private.pk: "hush decision"}, voting_present=5, **who)
    publishing.publish_record(meeting=meeting, **who)


def test_nothing_of_a_draft_or_of_part_2_is_shown_to_anybody_but_who_works_on_it(
    as_: Browser, body: Body, meeting: Meeting
) -> None:
    by = make_member(Role.LEAD, body).user
    secrets(meeting, by)
    assert not PaperQuerySet(Paper).published(TODAY).exists()
    assert "hush" not in " ".join(Change.objects.values_list("words", flat=True))
    region = make_office("Y57")
    make_place(body, region)
    others = {
        "region": as_(Role.ASSURER, region), "national": as_(Role.ASSURER, national_office()),
        "lay": as_(Role.LAY_MEMBER), "stranger": as_(Role.LEAD, make_body("11X")), "nobody": Client(),
    }  # fmt: skip
    read = ["", "agenda/", "happened/", "happened/publish/", "notice/", *addresses(meeting)]
    obligations = Obligation.objects.filter(record_kind="meeting", record_id=meeting.pk)
    for who, client in others.items():
        for address in [at(meeting, one) for one in read] + [f"/obligations/{one.pk}/" for one in obligations]:
            answer = client.get(address)
            assert b"hush" not in answer.content, (who, address)
            assert answer.status_code != 200 or address.startswith("/obligations/"), (who, address)
    working = as_(Role.CONTRIBUTOR).get(at(meeting)).content.decode()
    assert "hush item" in working and "hush 0" in working


def make_place(body: Body, office: Any) -> None:
    body.offices.create(office=office, from_on=date(2013, 4, 1))


def addresses(meeting: Meeting) -> list[str]:
    of_papers = [f"papers/{one.pk}/{what}" for one in meeting.papers.all() for what in ("", "file", "publish/")]
    return of_papers + [f"questions/{one.pk}/" for one in meeting.public_questions.all()]


def test_a_contributor_works_on_drafts_and_the_lead_alone_publishes(as_: Browser, meeting: Meeting) -> None:
    helper, lead = as_(Role.CONTRIBUTOR), as_(Role.LEAD)
    send(lead, meeting, "agenda/", {"titles": "Budget", "part": "1"})
    send(lead, meeting, "agenda/publish/", {"when": "now"})
    page = send(helper, meeting, "papers/add/file/", {"file": pdf(), "title": "Budget report", "role": "paper"})
    kept = meeting.papers.get()
    assert "Budget report" in page and f"papers/{kept.pk}/publish/" not in page
    send(helper, meeting, f"papers/{kept.pk}/", {"title": "The budget", "item": ""})
    kept.evidence.refresh_from_db()
    assert kept.evidence.title == "The budget"
    assert b"".join(helper.get(at(meeting, f"papers/{kept.pk}/file")).streaming_content) == sample.PDF
    for address in (f"papers/{kept.pk}/publish/", "papers/publish/", "agenda/", "happened/", "notice/"):
        assert helper.post(at(meeting, address), {"when": "now"}).status_code == 403, address
    send(lead, meeting, f"papers/{kept.pk}/publish/", {"when": "now"})
    assert helper.get(at(meeting, f"papers/{kept.pk}/")).status_code == 404
    send(helper, meeting, "papers/add/link/", {"url": "https://a.example/", "title": "Minutes", "role": "minutes"})
    assert meeting.papers.get(role="minutes").on is None


def test_another_bodys_lead_finds_nothing(as_: Browser, body: Body, meeting: Meeting) -> None:
    secrets(meeting, make_member(Role.LEAD, body).user)
    item, question = meeting.items.first(), meeting.public_questions.get()
    stranger = as_(Role.LEAD, make_body("11X"))
    written = ["notice/remove/", f"agenda/{item.pk}/move/", f"agenda/{item.pk}/remove/"]
    written += [f"questions/{question.pk}/{what}/" for what in ("publish", "take-off", "remove")]
    written += [f"papers/{one.pk}/remove/" for one in meeting.papers.all()]
    before = AuditEntry.objects.count()
    for address in [*written, *addresses(meeting), "agenda/", "happened/", "happened/publish/", "papers/add/link/"]:
        assert stranger.post(at(meeting, address)).status_code in (404, 405), address
    assert AuditEntry.objects.count() == before


def test_what_belongs_to_another_meeting_is_not_found_beneath_this_one(
    lead: Client, body: Body, meeting: Meeting
) -> None:
    other = make_meeting(body, date(2016, 11, 10), announced_on=TODAY)
    secrets(meeting, make_member(Role.LEAD, body).user)
    item = meeting.items.first()
    for address in [*addresses(meeting), f"agenda/{item.pk}/"]:
        assert lead.get(at(other, address)).status_code == 404, address


def test_bad_answers_come_back_in_words_with_what_was_typed(lead: Client, meeting: Meeting) -> None:
    budget = recording.add_item(meeting=meeting, title="Budget", by=None, today=TODAY)
    row = {"interest-1-what": "A share", f"decision-{budget.pk}": "Agreed"}
    before = AuditEntry.objects.count()
    for given, words in [
        ({"voting_present": "seven"}, "Enter the number of voting members present, from 0 to 999"),
        ({"voting_present": "7"}, "No more voting members can be present than there are"),
        ({"public_present": "-1"}, "from 0 to 999"),
        (row, "Enter the post of interest 2, never a name"),
        ({"interests": "declared"}, "Enter the interests below, or choose another answer"),
        ({"resolution": "That the public leave"}, "say that there was a Part 2"),
        ({"posts_present": "x" * 121}, "Shorten each line to 120 characters or fewer"),
    ]:
        page = send(lead, meeting, "happened/", filled(meeting, **given))
        assert "There is a problem" in page and words in page, given
        assert all(escape(value) in page for value in given.values())
    for address, given, words in [
        ("notice/", when("on", date(2016, 10, 14)), "on the day of the meeting or before"),
        ("notice/", {"where": "http://[", **when("on", ON)}, "Enter a full web address"),
        ("agenda/", {"titles": " \n ", "part": "1"}, "Enter at least one item"),
        ("agenda/publish/", {"when": "before"}, "Enter the day on which it was published"),
        ("questions/add/", {"question": "Why?", **when("answered_on", TODAY)}, "Enter the answer"),
        ("papers/add/link/", {"url": "ftp://a.example", "title": "T", "role": "paper"}, "Enter a full web address"),
        ("papers/add/file/", {"title": "T", "role": "paper"}, "Choose a file"),
        ("papers/add/file/", {"file": pdf(sample.ZIP), "title": "T", "role": "paper"}, "The file is a ZIP archive."),
        ("papers/add/file/", {"file": pdf(b""), "title": "T", "role": "paper"}, "The file is empty"),
        ("papers/add/file/", {"file": pdf(), "title": "", "role": "paper"}, "Choose the file again"),
    ]:
        page = send(lead, meeting, address, given)
        assert "There is a problem" in page and words in page, (address, given)
    assert AuditEntry.objects.count() == before
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", hostile.REFUSED[:6], ids=lambda kind: kind.what)
def test_a_file_that_could_do_harm_is_refused_and_nothing_is_kept(lead: Client, meeting: Meeting, kind: Any) -> None:
    page = send(
        lead,
        meeting,
        "papers/add/file/",
        {"file": pdf(kind.content, kind.name), "title": "Kept words", "role": "paper"},
    )
    assert "There is a problem" in page and "Kept words" in page
    assert not Evidence.objects.exists() and not Paper.objects.exists() and not StoredFile.objects.exists()


def test_what_was_saved_meanwhile_is_told_and_a_second_press_is_about_what_stands(
    as_: Browser, meeting: Meeting
) -> None:
    one, other = as_(Role.LEAD), as_(Role.LEAD)
    opened = filled(meeting)
    send(one, meeting, "happened/", opened | {"public_present": "3"})
    answer = other.post(at(meeting, "happened/"), opened | {"public_present": "4"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Somebody else saved this record meanwhile" in page and 'value="4"' in page
    meeting.refresh_from_db()
    assert meeting.public_present == 3 and meeting.changed_at.isoformat() in page
    send(other, meeting, "happened/", filled(meeting, public_present="4"))
    meeting.refresh_from_db()
    assert meeting.public_present == 4


def test_a_published_record_is_put_right_before_everybody(lead: Client, meeting: Meeting) -> None:
    send(lead, meeting, "happened/", filled(meeting))
    send(lead, meeting, "happened/publish/")
    page = lead.get(at(meeting, "happened/")).content.decode()
    assert "what you save here anybody can read at once" in page and 'value="5"' in page
    assert "The record was put right" in send(lead, meeting, "happened/", filled(meeting, voting_present="4"))


def test_nothing_is_asked_of_a_meeting_that_was_not_held(lead: Client, body: Body) -> None:
    coming = make_meeting(body, date(2016, 11, 10), announced_on=TODAY)
    off = make_meeting(body, date(2016, 10, 6), announced_on=TODAY, state="cancelled", state_why="Snow")
    assert (
        "what happened is recorded on that day or later"
        in lead.get(at(coming, "happened/"), follow=True).content.decode()
    )
    for address in ("happened/", "notice/", "happened/publish/"):
        assert "This meeting was cancelled" in lead.get(at(off, address), follow=True).content.decode()


def test_questions_of_the_public_are_published_one_by_one(lead: Client, meeting: Meeting) -> None:
    send(lead, meeting, "questions/add/", {"question": "Why are there no minutes?", "answer": ""})
    asked = meeting.public_questions.get()
    send(lead, meeting, f"questions/{asked.pk}/publish/")
    send(lead, meeting, f"questions/{asked.pk}/", {"question": "Why?", "answer": "They are late"})
    asked.refresh_from_db()
    assert (asked.published_on, asked.answer) == (TODAY, "They are late")
    assert "Take it off" in send(lead, meeting, f"questions/{asked.pk}/remove/")
    send(lead, meeting, f"questions/{asked.pk}/take-off/")
    for _ in range(2):
        assert "The question was taken away" in send(lead, meeting, f"questions/{asked.pk}/remove/")


def test_items_are_moved_changed_and_removed(lead: Client, meeting: Meeting) -> None:
    send(lead, meeting, "agenda/", {"titles": "One\nTwo\nThree", "part": "1"})
    last = meeting.items.last()
    send(lead, meeting, f"agenda/{last.pk}/move/", {"to": "up"})
    send(lead, meeting, f"agenda/{last.pk}/", {"title": "Third", "summary": "Long", "part": "1"})
    assert [one.title for one in meeting.items.all()] == ["One", "Third", "Two"]
    for _ in range(2):
        assert "The item was removed" in send(lead, meeting, f"agenda/{last.pk}/remove/")


def test_the_annual_meeting_is_asked_about_its_report(lead: Client, body: Body) -> None:
    annual = make_meeting(body, date(2016, 9, 22), kind="annual", announced_on=date(2016, 8, 1))
    page = send(
        lead, annual, "happened/",
        filled(annual, presents_year="2015", report_presented="yes", **when("report_published_on", date(2016, 6, 30))),
    )  # fmt: skip
    annual.refresh_from_db()
    assert (annual.presents_year, annual.report_presented) == (2015, True)
    assert "Published: 30 June 2016" in page


def test_the_page_asks_as_much_of_the_database_for_many_papers_as_for_one(lead: Client, meeting: Meeting) -> None:
    by = make_member(Role.LEAD, meeting.body).user

    def grow(number: int) -> None:
        item = recording.add_item(meeting=meeting, title=f"Item {number}", by=by, today=TODAY)
        content = papers.Content(url=f"https://a.example/{number}")
        papers.add_paper(meeting=meeting, content=content, title="T", role="paper", item=item, by=by, today=TODAY)
        publish_question(
            asked=add_question(meeting=meeting, question=f"Why {number}?", by=by, today=TODAY), by=by, today=TODAY
        )

    grow(1)
    few = {one: count(lambda one=one: lead.get(at(meeting, one))) for one in ("", "agenda/", "happened/")}
    for number in range(2, 8):
        grow(number)
    assert {one: count(lambda one=one: lead.get(at(meeting, one))) for one in few} == few


@pytest.mark.django_db(transaction=True)
def test_two_leads_publish_one_paper_at_once_and_it_is_told_once(as_: Browser, meeting: Meeting) -> None:
    one, other = as_(Role.LEAD), as_(Role.LEAD)
    kept = a_paper(meeting, one, publish=False)
    address = at(meeting, f"papers/{kept.pk}/publish/")
    answers = at_once(*(lambda client=client: client.post(address, {"when": "now"}) for client in (one, other)))
    assert sorted(answer.status_code for answer in answers) in ([302, 302], [302, 409])
    assert Change.objects.filter(kind="papers").count() == 1
    assert AuditEntry.objects.filter(verb="published papers").count() == 1
