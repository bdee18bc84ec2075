"""One piece proves several duties without being uploaded twice: what is here already is used again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bodies.access import Role
from bodies.models import AuditEntry, Body, Succession
from duties.actions import NotNow
from duties.models import Obligation
from evidence import actions
from evidence.models import Evidence, EvidenceShare, StoredFile
from tests.evidence import sample_files as sample
from tests.evidence.conftest import World, add_statement, count, give_back, send, when
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule

ABOUT = when("about_on", date(2016, 9, 30))


@pytest.fixture
def other(world) -> Obligation:
    """Another duty of the same body, that the same thing proves."""
    return make_obligation(world.body, make_rule(make_duty(title="Publish the constitution")))


@pytest.fixture
def sent(world, obligation) -> Evidence:
    """The constitution, sent in for one duty."""
    made = add_statement(obligation, world.lead, title="Constitution")
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    made.refresh_from_db()
    return made


def here(obligation: Obligation, query: str = "") -> str:
    return f"/obligations/{obligation.pk}/add/here/{query}"


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def upload(client, obligation: Obligation, title: str, content: bytes = sample.PDF) -> str:
    file = SimpleUploadedFile("Report.pdf", content)
    answer = client.post(
        f"/obligations/{obligation.pk}/add/file/", {"file": file, "title": title, **ABOUT}, follow=True
    )
    return answer.content.decode()


def test_what_is_here_is_a_fourth_choice(world, as_, obligation) -> None:
    client, address = as_(world.contributor), f"/obligations/{obligation.pk}/add/"
    assert "Something already here" in page(client, address)
    assert client.post(address, {"kind": "here"}).url == here(obligation)
    assert "Nothing else is here yet" in page(client, here(obligation))


def test_a_piece_that_was_sent_in_is_used_again_and_stays_as_it_was(world, as_, sent, other) -> None:
    client = as_(world.contributor)
    assert "Constitution" in page(client, here(other))
    answer = client.post(here(other), {"chosen": sent.pk}, follow=True)
    assert answer.redirect_chain == [(f"/obligations/{other.pk}/send/", 302)]
    use, now = sent.uses.get(obligation=other), Evidence.objects.get()
    assert (use.sent_on, use.used_on, use.used_by) == (None, TODAY, world.contributor.user)
    assert (now.sent_on, now.title) == (sent.sent_on, "Constitution")
    other.refresh_from_db()
    assert other.gathering_on == TODAY
    assert "not sent in for this yet" in page(client, f"/obligations/{other.pk}/")
    actions.send_in(obligation=other, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    assert [item["id"] for item in other.submissions.get().items] == [sent.pk]
    assert sent.uses.get(obligation=other).sent_on == TODAY


def test_the_use_is_recorded_where_it_was_made_and_told_there_alone(world, as_, sent, other, obligation) -> None:
    as_(world.contributor).post(here(other), {"chosen": sent.pk})
    recorded = AuditEntry.objects.get(verb="used again")
    assert (recorded.subject_id, recorded.body, recorded.detail["obligation"]) == (sent.pk, world.body, other.pk)
    told = "Finance manager offered evidence that was here already."
    assert told in page(as_(world.lead), f"/obligations/{other.pk}/")
    assert told not in page(as_(world.lead), f"/obligations/{obligation.pk}/")
    assert "added evidence" not in page(as_(world.lead), f"/obligations/{other.pk}/").split("History</h2>")[1]


def test_several_at_once_drafts_too_and_the_same_form_twice_is_one_use(world, as_, sent, other, obligation) -> None:
    third = make_obligation(world.body)
    draft = add_statement(other, world.lead, title="A draft for another duty")
    client = as_(world.lead)
    assert "A draft, not sent in yet." in page(client, here(third))
    for _ in range(2):
        client.post(here(third), {"chosen": [sent.pk, draft.pk]})
    assert set(Evidence.objects.unsent_for(third)) == {sent, draft}
    assert "Constitution" not in page(client, here(third))
    assert AuditEntry.objects.filter(verb="used again").count() == 2


def test_nothing_ticked_or_something_gone_is_said_in_words(world, as_, sent, other) -> None:
    client = as_(world.lead)
    assert "Tick at least one piece of evidence" in client.post(here(other)).content.decode()
    for typed in ("999999", "x", "9" * 40, str(sent.pk)):
        if typed == str(sent.pk):
            Evidence.objects.filter(pk=sent.pk).update(
                withdrawn_on=TODAY, withdrawn_by=world.lead.user, withdrawn_why="Wrong year"
            )
        answer = client.post(here(other), {"chosen": typed}).content.decode()
        assert "There is a problem" in answer
    assert not other.evidence_uses.exists()
    with pytest.raises(NotNow, match="cannot be used any more"):
        actions.use_again(obligation=other, evidence=[sent], by=world.lead.user, today=TODAY)


def test_nothing_is_used_for_what_waits_or_is_settled(world, as_, sent, other) -> None:
    send(other, world.lead)
    assert as_(world.lead).get(here(other)).status_code == 302
    assert as_(world.lead).post(here(other), {"chosen": sent.pk}).status_code == 409


def test_a_use_that_was_not_sent_in_is_taken_back_and_the_piece_stays(world, as_, sent, other) -> None:
    client = as_(world.lead)
    client.post(here(other), {"chosen": sent.pk})
    assert "/drafts/" in page(client, f"/obligations/{other.pk}/send/")
    client.post(f"/obligations/{other.pk}/drafts/{sent.pk}/remove/")
    other.refresh_from_db()
    assert other.gathering_on is None and list(Evidence.objects.all()) == [sent]


def test_a_use_that_nobody_sends_in_goes_after_a_week_and_the_piece_stays(world, sent, other) -> None:
    actions.use_again(obligation=other, evidence=[sent], by=world.lead.user, today=TODAY)
    assert actions.purge_drafts(TODAY + timedelta(8)) == 1
    assert sent.uses.count() == 1


def test_the_list_finds_words_and_goes_on_where_the_page_ended(world, as_, other, obligation, monkeypatch) -> None:
    monkeypatch.setattr("evidence.views.using.PAGE", 3)
    for n in range(8):
        add_statement(obligation, world.lead, title=f"Minutes of meeting {n}")
    client, seen, address = as_(world.lead), [], here(other, "?q=minutes")
    while address:
        shown = page(client, address)
        seen += [n for n in range(8) if f"Minutes of meeting {n}<" in shown]
        last = Evidence.objects.get(title=f"Minutes of meeting {min(seen)}").pk
        address = here(other, f"?q=minutes&before={last}") if f"before={last}" in shown else ""
    assert sorted(seen) == list(range(8)) and seen[:3] == [5, 6, 7]
    assert "Minutes of meeting 4" in page(client, here(other, "?q=MEETING+4"))
    assert "Nothing more was found" in page(client, here(other, "?q=budget"))


def test_the_list_asks_as_much_for_many_as_for_few(world, as_, other, obligation) -> None:
    client = as_(world.lead)
    add_statement(obligation, world.lead)
    few = count(lambda: client.get(here(other)))
    for n in range(30):
        add_statement(obligation, world.lead, title=f"More {n}")
    assert count(lambda: client.get(here(other))) == few


# Whose pieces ---------------------------------------------------------------------------------------------------------


def of_another(world: World, title: str = "Joint minutes", body: Body | None = None) -> Evidence:
    body = body or world.other_body
    owed = make_obligation(body)
    made = add_statement(owed, make_member(Role.LEAD, body), title=title)
    actions.send_in(obligation=owed, done_on=TODAY, note="", by=made.added_by, today=TODAY)
    made.refresh_from_db()
    return made


def test_what_another_body_logged_is_not_here_unless_it_is_shared(world, as_, other) -> None:
    theirs, client = of_another(world), as_(world.lead)
    assert "Joint minutes" not in page(client, here(other))
    assert client.post(here(other), {"chosen": theirs.pk}).status_code == 200
    assert not other.evidence_uses.exists()
    share = EvidenceShare.objects.create(
        evidence=theirs, body=world.body, shared_by=world.stranger.user, shared_on=TODAY
    )
    assert "From NHS 99A CCG." in page(client, here(other))
    client.post(here(other), {"chosen": theirs.pk})
    assert other.evidence.get() == theirs
    both = AuditEntry.objects.filter(verb__in=["used again", "used by another body"])
    assert {(one.verb, one.body.code) for one in both} == {("used again", "10H"), ("used by another body", "99A")}
    third = make_obligation(world.body)
    EvidenceShare.objects.filter(pk=share.pk).update(ended_on=TODAY, ended_by=world.stranger.user)
    assert "Joint minutes" not in page(client, here(third))
    assert other.evidence.get() == theirs, "what it was used for stays"


def test_drafts_of_another_body_are_never_here(world, as_, other) -> None:
    draft = add_statement(make_obligation(world.other_body), world.stranger, title="Their draft")
    EvidenceShare.objects.create(evidence=draft, body=world.body, shared_by=world.stranger.user, shared_on=TODAY)
    assert "Their draft" not in page(as_(world.lead), here(other))


def test_who_serves_both_bodies_uses_what_either_sent_in(world, as_, other) -> None:
    theirs = of_another(world)
    make_member(Role.CONTRIBUTOR, world.other_body, user=world.contributor.user)
    assert "Joint minutes" in page(as_(world.contributor), here(other))
    assert "Joint minutes" not in page(as_(world.lead), here(other))
    as_(world.contributor).post(here(other), {"chosen": theirs.pk})
    assert "Joint minutes" in page(as_(world.lead), f"/obligations/{other.pk}/")


def test_what_a_body_took_over_is_here_and_what_was_split_is_not(world, as_, other) -> None:
    whole = make_body(name="NHS Old CCG", closed_on=date(2016, 9, 30))
    part = make_body(closed_on=date(2016, 9, 30))
    for before, scope in ((whole, "whole"), (part, "part")):
        of_another(world, f"From the {scope}", before)
        Succession.objects.create(
            predecessor=before, successor=world.body, effective_on=date(2016, 10, 1), kind="ccg_merger", scope=scope
        )
    shown = page(as_(world.lead), here(other))
    assert "From the whole" in shown and "From the part" not in shown and "From NHS Old CCG." in shown


def test_the_file_of_what_is_at_hand_can_be_opened_before_it_is_used(world, as_, obligation) -> None:
    upload(as_(world.lead), obligation, "Constitution")
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    piece = Evidence.objects.get()
    address = f"/evidence/{piece.pk}/file"
    assert as_(world.stranger).get(address).status_code == 404
    EvidenceShare.objects.create(evidence=piece, body=world.other_body, shared_by=world.lead.user, shared_on=TODAY)
    answer = as_(world.stranger).get(address)
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == sample.PDF
    assert as_(world.other_assurer).get(address).status_code == 404, "nothing was sent in for that body"


def test_once_it_is_sent_in_for_another_body_its_assurer_sees_the_file(world, as_, obligation) -> None:
    upload(as_(world.lead), obligation, "Constitution")
    actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    theirs, piece = make_obligation(world.other_body), Evidence.objects.get()
    actions.use_again(obligation=theirs, evidence=[piece], by=world.stranger.user, today=TODAY)
    assert as_(world.other_assurer).get(f"/evidence/{piece.pk}/file").status_code == 404
    actions.send_in(obligation=theirs, done_on=TODAY, note="", by=world.stranger.user, today=TODAY)
    answer = as_(world.other_assurer).get(f"/evidence/{piece.pk}/file")
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == sample.PDF


# The same file again --------------------------------------------------------------------------------------------------


def test_a_file_that_is_here_already_says_so_and_can_be_used_instead(world, as_, obligation, other) -> None:
    client = as_(world.lead)
    assert "here already" not in upload(client, obligation, "Constitution 2015")
    shown = upload(client, other, "The constitution")
    assert "This file is here already as “Constitution 2015”, about 30 September 2016." in shown
    assert StoredFile.objects.count() == 1, "the same bytes are kept once"
    assert "You can send this one, or use the other." in page(client, f"/obligations/{other.pk}/send/")
    draft, first = other.evidence.get(), obligation.evidence.get()
    answer = client.post(f"/obligations/{other.pk}/drafts/{draft.pk}/instead/", follow=True).content.decode()
    assert "“Constitution 2015” is used" in answer and "here already" not in answer
    assert list(other.evidence.all()) == [first] and not Evidence.objects.filter(pk=draft.pk).exists()


def test_the_same_file_may_be_sent_all_the_same(world, as_, obligation, other) -> None:
    client = as_(world.lead)
    upload(client, obligation, "Constitution 2015")
    upload(client, other, "The constitution")
    answer = client.post(f"/obligations/{other.pk}/send/", when("done_on", TODAY), follow=True)
    assert "It was sent in" in answer.content.decode() and Evidence.objects.count() == 2


def test_a_file_that_is_here_once_has_no_other_to_use(world, as_, obligation, other) -> None:
    client = as_(world.lead)
    upload(client, obligation, "Constitution 2015")
    draft = obligation.evidence.get()
    assert client.post(f"/obligations/{obligation.pk}/drafts/{draft.pk}/instead/").status_code == 404
    assert client.get(f"/obligations/{obligation.pk}/drafts/{draft.pk}/instead/").status_code == 405
    upload(as_(world.stranger), make_obligation(world.other_body), "Theirs", sample.TEXT)
    assert "here already" not in upload(client, other, "Ours", sample.TEXT), "nobody learns what another body has"


def test_a_draft_sent_in_for_one_duty_is_frozen_for_the_other_too(world, as_, obligation, other) -> None:
    draft = add_statement(obligation, world.lead, title="Constitution")
    actions.use_again(obligation=other, evidence=[draft], by=world.lead.user, today=TODAY)
    waiting = actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    change = f"/obligations/{other.pk}/drafts/{draft.pk}/"
    assert as_(world.lead).get(change).status_code == 404
    give_back(waiting, world.assurer)
    assert as_(world.lead).get(change).status_code == 404
    assert Evidence.objects.unsent_for(other).get().use_sent_on is None
