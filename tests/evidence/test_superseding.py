"""What was sent in is replaced or withdrawn with a reason, and stays on the record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bodies.access import Role, reach_of
from bodies.models import AuditEntry, Succession
from duties.actions import NotNow
from duties.models import Obligation
from evidence import actions
from evidence.models import Evidence, EvidenceShare, StoredFile
from tests.evidence import sample_files as sample
from tests.evidence.conftest import World, add_statement, count, give_back, see, when
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule

ABOUT = when("about_on", date(2016, 9, 30))
NEWER = {"text": "The right minutes", "title": "Minutes, corrected", "why": "A page was missing", **ABOUT}


@pytest.fixture
def old(world, obligation) -> Evidence:
    """A piece that was sent in and came back."""
    made = add_statement(obligation, world.lead, title="Minutes of May")
    give_back(
        actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.contributor.user, today=TODAY),
        world.assurer,
    )
    made.refresh_from_db()
    return made


@pytest.fixture
def seen(world, obligation, old) -> Evidence:
    """A piece that an assurer has seen."""
    see(actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY), world.assurer)
    return old


def address(item: Evidence, what: str, obligation: Obligation | None = None) -> str:
    obligation = obligation or item.obligations.order_by("pk")[0]
    return f"/obligations/{obligation.pk}/evidence/{item.pk}/{what}/"


def page(client, obligation: Obligation) -> str:
    return client.get(f"/obligations/{obligation.pk}/").content.decode()


def use_for(obligation: Obligation, item: Evidence, world: World) -> None:
    actions.use_again(obligation=obligation, evidence=[item], by=world.lead.user, today=TODAY)


def send_in(obligation: Obligation, world: World):
    return actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)


# Replace --------------------------------------------------------------------------------------------------------------


def test_what_came_back_is_replaced_by_a_draft_that_takes_its_place_when_it_is_sent_in(
    world, as_, obligation, old
) -> None:
    client = as_(world.contributor)
    assert "Replace with a newer one" in page(client, obligation)
    first = client.post(address(old, "replace"), {"kind": "statement"})
    assert first.url == address(old, "replace/statement")
    shown = client.post(first.url, NEWER, follow=True).content.decode()
    assert "It takes the place of “Minutes of May”, which stays on the record." in shown
    newer = Evidence.objects.get(supersedes=old)
    assert (newer.sent_on, newer.supersedes_why) == (None, "A page was missing")
    assert "Superseded by" not in page(client, obligation), "not before it is sent in"
    again = send_in(obligation, world)
    assert [item["id"] for item in again.items] == [newer.pk]
    shown = page(as_(world.assurer), obligation)
    assert "Minutes of May (superseded)" in shown and "A page was missing" in shown
    assert "Superseded by “Minutes, corrected” on Monday 17 October 2016 by Finance manager" in shown
    assert "Replaced after" not in shown and "Evidence changed since" not in shown, "nobody had seen it"
    assert obligation.submissions.get(number=1).items[0]["title"] == "Minutes of May"
    assert "replaced a piece of evidence by a newer one: “A page was missing”" in shown


def test_what_was_seen_is_replaced_at_once_by_the_lead_and_the_page_says_so(world, as_, obligation, seen) -> None:
    assert as_(world.contributor).get(address(seen, "replace")).status_code == 404
    client = as_(world.lead)
    assert "takes its place at once" in client.get(address(seen, "replace/statement")).content.decode()
    shown = client.post(address(seen, "replace/statement"), NEWER, follow=True).content.decode()
    assert "“Minutes of May” was replaced. It stays on the record" in shown
    newer = Evidence.objects.get(supersedes=seen)
    assert newer.sent_on == TODAY and newer.uses.get().sent_on == TODAY
    shown = page(as_(world.assurer), obligation)
    assert "Replaced after NHS England had seen it." in shown
    warning = shown.split("Evidence changed since NHS England saw it")[1].split("Owner")[0]
    assert "“Minutes of May” was replaced by “Minutes, corrected”" in warning and "A page was missing" in warning
    last = obligation.submissions.order_by("-number")[0]
    assert [item["title"] for item in last.items] == ["Minutes of May"], "the round still shows what was seen"
    assert AuditEntry.objects.get(verb="superseded").detail["newer"] == newer.pk


def test_what_was_certified_is_replaced_at_once_too(world, as_, certified) -> None:
    made = add_statement(certified, world.lead, title="Plan")
    actions.certify(obligation=certified, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    as_(world.lead).post(address(made, "replace/statement"), NEWER)
    assert "Replaced after it had been certified." in page(as_(world.assurer), certified)


def test_a_file_is_replaced_by_a_file_and_a_refused_one_leaves_nothing(world, as_, seen) -> None:
    client = as_(world.lead)
    given = {"title": "Minutes", "why": "Wrong", **ABOUT}
    bad = client.post(address(seen, "replace/file"), {"file": SimpleUploadedFile("a.exe", sample.EXE), **given})
    assert "The file is a program." in bad.content.decode() and not StoredFile.objects.exists()
    client.post(address(seen, "replace/file"), {"file": SimpleUploadedFile("a.pdf", sample.PDF), **given})
    assert Evidence.objects.get(supersedes=seen).file.content_type == "application/pdf"


def test_a_reason_and_a_kind_are_asked_for(world, as_, seen) -> None:
    client = as_(world.lead)
    assert "Enter the reason" in client.post(address(seen, "replace/statement"), NEWER | {"why": ""}).content.decode()
    assert "Choose a file, a link or a statement" in client.post(address(seen, "replace")).content.decode()
    assert client.get(address(seen, "replace/song")).status_code == 404
    assert not Evidence.objects.filter(supersedes=seen).exists()


def test_what_proves_several_is_replaced_for_each_as_it_stands(world, as_, obligation, seen) -> None:
    came_back, settled = make_obligation(world.body), make_obligation(world.body)
    offered = make_obligation(world.body)
    for one in (came_back, settled, offered):
        use_for(one, seen, world)
    give_back(send_in(came_back, world), world.assurer)
    see(send_in(settled, world), world.assurer)
    as_(world.lead).post(address(seen, "replace/statement"), NEWER)
    newer = Evidence.objects.get(supersedes=seen)
    sent = {use.obligation: use.sent_on for use in newer.uses.all()}
    assert sent == {obligation: TODAY, settled: TODAY, came_back: None, offered: None}
    shown = page(as_(world.lead), offered)
    assert "Minutes, corrected (not sent in for this yet)" in shown
    assert "<h3" in shown and ">Minutes of May" not in shown, "what was never sent in here is no part of its record"
    assert [item["id"] for item in send_in(came_back, world).items] == [newer.pk]


def test_nothing_is_replaced_or_withdrawn_under_a_reviewers_eyes(world, as_, seen) -> None:
    other = make_obligation(world.body, make_rule(make_duty(title="Publish it")))
    use_for(other, seen, world)
    waiting = send_in(other, world)
    client = as_(world.lead)
    for what in ("replace", "withdraw"):
        shown = client.get(address(seen, what), follow=True).content.decode()
        assert "holds this and waits for review (Publish it" in shown
    assert client.post(address(seen, "replace/statement"), NEWER).status_code == 409
    client.post(address(seen, "withdraw"), {"why": "Wrong"})
    seen.refresh_from_db()
    assert seen.withdrawn_on is None and seen.newer is None
    reach = reach_of(world.lead.user, TODAY)
    actions.withdraw_round(submission=waiting, reach=reach, why="To correct it", by=world.lead.user, today=TODAY)
    assert client.get(address(seen, "withdraw")).status_code == 200


def test_one_piece_has_one_newer_and_a_draft_of_it_can_be_taken_back(world, as_, obligation, old) -> None:
    client = as_(world.lead)
    client.post(address(old, "replace/statement"), NEWER)
    shown = client.get(address(old, "replace"), follow=True).content.decode()
    assert "“Minutes, corrected” is being prepared. Change or remove that one." in shown
    draft = Evidence.objects.get(supersedes=old)
    client.post(f"/obligations/{obligation.pk}/drafts/{draft.pk}/remove/")
    assert client.get(address(old, "replace")).status_code == 200
    assert Evidence.objects.sent_for(obligation).current().get() == old


def test_a_draft_that_nobody_sends_in_replaces_nothing(world, obligation, old) -> None:
    content = actions.Content(text="Newer")
    actions.supersede(
        evidence=old, keeper=world.body, content=content, title="N", about_on=TODAY, why="Newer", by=world.lead.user,
        today=TODAY,
    )  # fmt: skip
    assert actions.purge_drafts(TODAY + timedelta(8)) == 1
    assert Evidence.objects.sent_for(obligation).current().get() == old


def test_drafts_are_changed_and_not_replaced(world, as_, obligation) -> None:
    draft = add_statement(obligation, world.lead)
    assert as_(world.lead).get(address(draft, "replace")).status_code == 404
    assert as_(world.lead).get(address(draft, "withdraw")).status_code == 404
    with pytest.raises(NotNow, match="This is a draft"):
        actions.withdraw_evidence(evidence=draft, why="x", by=world.lead.user, today=TODAY)


def test_what_was_replaced_is_not_replaced_again_nor_used_again(world, as_, seen) -> None:
    client = as_(world.lead)
    client.post(address(seen, "replace/statement"), NEWER)
    assert "has taken its place already" in client.get(address(seen, "replace"), follow=True).content.decode()
    other = make_obligation(world.body)
    here = client.get(f"/obligations/{other.pk}/add/here/").content.decode()
    assert "Minutes, corrected" in here and "Minutes of May" not in here


# Another body's -------------------------------------------------------------------------------------------------------


def shared(world: World, item: Evidence) -> Obligation:
    """Another body that used it, and had it seen."""
    EvidenceShare.objects.create(evidence=item, body=world.other_body, shared_by=world.lead.user, shared_on=TODAY)
    theirs = make_obligation(world.other_body)
    actions.use_again(obligation=theirs, evidence=[item], by=world.stranger.user, today=TODAY)
    see(
        actions.send_in(obligation=theirs, done_on=TODAY, note="", by=world.stranger.user, today=TODAY),
        world.other_assurer,
    )
    return theirs


def test_only_the_body_that_logged_it_replaces_withdraws_or_publishes(world, as_, seen) -> None:
    theirs = shared(world, seen)
    for what in ("replace", "replace/statement", "withdraw", "publish", "unpublish"):
        assert as_(world.stranger).get(address(seen, what, theirs)).status_code == 404, what
    shown = page(as_(world.stranger), theirs)
    assert "From NHS Chiltern CCG." in shown and "NHS Chiltern CCG, which logged it, decides" in shown
    assert "Replace with a newer one" not in shown and "/publish/" not in shown


def test_what_one_body_replaced_is_offered_to_the_other_and_sent_in_for_nobody(world, as_, seen) -> None:
    theirs = shared(world, seen)
    as_(world.lead).post(address(seen, "replace/statement"), NEWER)
    shown = page(as_(world.stranger), theirs)
    assert "Superseded on Monday 17 October 2016 by a newer one of NHS Chiltern CCG." in shown
    assert "Minutes, corrected" not in shown and not theirs.evidence.filter(supersedes=seen).exists()
    another = make_obligation(world.other_body)
    here = as_(world.stranger).get(f"/obligations/{another.pk}/add/here/").content.decode()
    assert "Minutes, corrected" in here and "Minutes of May" not in here


def test_after_its_body_closed_the_one_that_follows_decides(world, as_) -> None:
    closed = make_body("OLD", closed_on=date(2016, 9, 30), region=world.region)
    Succession.objects.create(
        predecessor=closed, successor=world.body, effective_on=date(2016, 10, 1), kind="ccg_merger", scope="whole"
    )
    owed = make_obligation(closed)
    made = add_statement(owed, make_member(Role.LEAD, closed), title="Old minutes")
    give_back(actions.send_in(obligation=owed, done_on=TODAY, note="", by=made.added_by, today=TODAY), world.assurer)
    owed.held_by = world.body
    owed.save()
    mine = make_obligation(world.body)
    use_for(mine, made, world)
    see(send_in(mine, world), world.assurer)
    for obligation in (owed, mine):
        assert as_(world.lead).get(address(made, "withdraw", obligation)).status_code == 200
        assert as_(world.lead).get(address(made, "replace", obligation)).status_code == 200
    as_(world.lead).post(address(made, "replace/statement", mine), NEWER)
    newer = Evidence.objects.get(supersedes=made)
    assert newer.body == world.body and set(newer.obligations.all()) == {owed, mine}


# Withdraw -------------------------------------------------------------------------------------------------------------


def test_what_is_withdrawn_stays_on_the_record_with_the_reason(world, as_, obligation, seen) -> None:
    assert as_(world.contributor).get(address(seen, "withdraw")).status_code == 403
    client = as_(world.lead)
    assert "Enter the reason" in client.post(address(seen, "withdraw")).content.decode()
    shown = client.post(address(seen, "withdraw"), {"why": "It names a patient"}, follow=True).content.decode()
    assert "“Minutes of May” was withdrawn. It stays on the record" in shown
    for member in (world.lead, world.assurer):
        shown = page(as_(member), obligation)
        assert "Minutes of May (withdrawn)" in shown and "It was done: Minutes of May" in shown
        assert "Withdrawn on Monday 17 October 2016 by Governance lead" in shown and "It names a patient" in shown
        assert "Withdrawn after NHS England had seen it." in shown
        warning = shown.split("Evidence changed since NHS England saw it")[1].split("Owner")[0]
        assert "“Minutes of May” was withdrawn on Monday 17 October 2016" in warning and "It names a patient" in warning
        assert ("the decision is re-opened" in warning) is (member is world.assurer), "who may re-open is led there"
        assert "Everything that was sent in for this was withdrawn or replaced since." in shown
        assert "withdrew a piece of evidence: “It names a patient”" in shown
    again = client.post(address(seen, "withdraw"), {"why": "Another reason"}, follow=True).content.decode()
    assert "This was withdrawn already." in again
    seen.refresh_from_db()
    assert seen.withdrawn_why == "It names a patient"


def test_what_was_withdrawn_is_in_no_later_round_and_offered_nowhere(world, as_, obligation, old) -> None:
    other = make_obligation(world.body)
    use_for(other, old, world)
    as_(world.lead).post(address(old, "withdraw"), {"why": "Wrong year"})
    other.refresh_from_db()
    assert not other.evidence_uses.exists() and other.gathering_on is None
    assert obligation.evidence_uses.exists(), "what was sent in stays"
    with pytest.raises(NotNow, match="Add evidence first"):
        send_in(obligation, world)


def test_what_was_public_says_at_its_address_that_it_was_withdrawn(world, as_, seen) -> None:
    client = as_(world.lead)
    client.post(address(seen, "publish"), {"when": "now"})
    assert "will say when it was withdrawn and why" in client.get(address(seen, "withdraw")).content.decode()
    client.post(address(seen, "withdraw"), {"why": "The wrong meeting"})
    seen.refresh_from_db()
    assert (seen.published_on, seen.unpublished_on, seen.unpublished_by) == (None, TODAY, world.lead.user)
    assert {"withdrew evidence", "unpublished"} <= set(AuditEntry.objects.values_list("verb", flat=True))
    for what in ("", "file"):
        gone = Client().get(f"/published/{seen.pk}/{what}")
        shown = gone.content.decode()
        assert gone.status_code == 410
        assert "was published from Monday 17 October 2016 and withdrawn on Monday 17 October 2016" in shown
        assert "The wrong meeting" in shown and "Minutes of May" not in shown and "It was done" not in shown
    assert "it was from Monday 17 October 2016 to Monday 17 October 2016" in page(client, seen.obligations.get())
    with pytest.raises(NotNow, match="withdrawn"):
        actions.publish(evidence=seen, by=world.lead.user, today=TODAY)


def test_what_was_never_public_or_taken_off_before_says_nothing(world, as_, client, old) -> None:
    actions.publish(evidence=old, by=world.lead.user, today=TODAY)
    actions.withhold(evidence=old, why="personal", until=None, by=world.lead.user, today=TODAY)
    actions.withdraw_evidence(evidence=old, why="Secret words", by=world.lead.user, today=TODAY)
    assert client.get(f"/published/{old.pk}/").status_code == 404
    other = add_statement(make_obligation(world.body), world.lead)
    send_in(other.obligations.get(), world)
    with_embargo = Evidence.objects.filter(pk=other.pk)
    embargo = {"published_on": date(2016, 11, 1), "withheld": "audit", "withheld_until": date(2016, 11, 1)}
    with_embargo.update(published_by=world.lead.user, publish_decided_on=TODAY, **embargo)
    assert client.get(f"/published/{other.pk}/").status_code == 404


def test_a_withdrawn_file_is_still_there_for_who_may_see_the_obligation(world, as_, client, obligation) -> None:
    given = {"file": SimpleUploadedFile("a.pdf", sample.PDF), "title": "Report", **ABOUT}
    as_(world.lead).post(f"/obligations/{obligation.pk}/add/file/", given)
    waiting = send_in(obligation, world)
    item = Evidence.objects.get()
    actions.publish(evidence=item, by=world.lead.user, today=TODAY)
    see(waiting, world.assurer)
    actions.withdraw_evidence(evidence=item, why="Wrong", by=world.lead.user, today=TODAY)
    assert client.get(f"/published/{item.pk}/file").status_code == 410
    answer = as_(world.assurer).get(f"/evidence/{item.pk}/file")
    assert b"".join(answer.streaming_content) == sample.PDF
    assert as_(world.stranger).get(f"/evidence/{item.pk}/file").status_code == 404


# What the public sees of what was replaced ----------------------------------------------------------------------------


def test_a_superseded_page_says_so_and_links_to_the_newer_one_only_when_that_is_published(
    world, as_, client, seen
) -> None:
    actions.publish(evidence=seen, by=world.lead.user, today=TODAY)
    as_(world.lead).post(address(seen, "replace/statement"), NEWER)
    newer = Evidence.objects.get(supersedes=seen)
    shown = client.get(f"/published/{seen.pk}/").content.decode()
    assert "Superseded on Monday 17 October 2016. What has taken its place is not published." in shown
    assert "Minutes, corrected" not in shown and "A page was missing" not in shown
    assert client.get(f"/published/{newer.pk}/").status_code == 404
    assert "superseded" in client.get("/published/").content.decode()
    actions.publish(evidence=newer, by=world.lead.user, today=TODAY)
    shown = client.get(f"/published/{seen.pk}/").content.decode()
    assert f'<a href="/published/{newer.pk}/">Minutes, corrected</a>' in shown


def test_the_page_asks_as_much_for_many_pieces_as_for_few(world, as_, obligation, old) -> None:
    client = as_(world.lead)

    def some(number: int) -> None:
        for n in range(number):
            made = add_statement(obligation, world.lead, title=f"More {Evidence.objects.count()}")
            use_for(make_obligation(world.body), made, world)
            give_back(send_in(obligation, world), world.assurer)
            for verb in (client.post, client.post):
                verb(address(made, "replace/statement", obligation), NEWER | {"title": f"Newer {n}"})

    some(1)
    few = count(lambda: client.get(f"/obligations/{obligation.pk}/"))
    some(4)
    assert count(lambda: client.get(f"/obligations/{obligation.pk}/")) == few
