"""Who is told at once that something came back, or that NHS England asks to see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bodies.access import Role, reach_of
from bodies.models import Membership, Notice
from bodies.outbox.actions import choose
from duties.models import Obligation
from evidence import actions
from evidence.models import CallIn
from tests.evidence.conftest import add_statement, give_back, see, send, when
from tests.factories import TODAY, make_member


def told() -> set[tuple[int, str]]:
    return set(Notice.objects.values_list("person", "kind"))


def certify(obligation: Obligation, member: Membership) -> Obligation:
    add_statement(obligation, member)
    actions.certify(obligation=obligation, done_on=TODAY, note="", by=member.user, today=TODAY)
    obligation.refresh_from_db()
    return obligation


def call_in(obligation: Obligation, assurer: Membership) -> CallIn:
    reach = reach_of(assurer.user, TODAY)
    return actions.call_in(obligation=obligation, reach=reach, why="A question", by=assurer.user, today=TODAY)


def test_sent_back_is_told_at_once_to_who_does_it_and_who_sent_it(world, obligation) -> None:
    owner = make_member(Role.CONTRIBUTOR, world.body)
    Obligation.objects.update(owner=owner)
    round_ = send(obligation, world.contributor)
    give_back(round_, world.assurer)
    assert told() == {(owner.user_id, "sent back"), (world.contributor.user_id, "sent back")}
    notice = Notice.objects.first()
    assert notice.at_once and notice.words == f"{obligation}: sent back"
    assert (notice.url_path, notice.body) == (f"/obligations/{obligation.pk}/", world.body)


@pytest.mark.parametrize("gone", ["left", "switched off", "nobody"])
def test_without_an_owner_who_is_still_there_the_lead_is_told(world, obligation, gone) -> None:
    if gone != "nobody":
        owner = make_member(Role.CONTRIBUTOR, world.body)
        Obligation.objects.update(owner=owner)
        if gone == "left":
            Membership.objects.filter(pk=owner.pk).update(to_on=TODAY - timedelta(1))
        else:
            type(owner.user).objects.filter(pk=owner.user_id).update(is_active=False)
    give_back(send(obligation, world.contributor), world.assurer)
    assert told() == {(world.lead.user_id, "sent back"), (world.contributor.user_id, "sent back")}


def test_whoever_sent_it_and_has_left_the_body_is_not_told(world, obligation) -> None:
    round_ = send(obligation, world.contributor)
    Membership.objects.filter(pk=world.contributor.pk).update(to_on=TODAY - timedelta(1))
    give_back(round_, world.assurer)
    assert told() == {(world.lead.user_id, "sent back")}


def test_a_lead_who_sends_back_is_not_told_of_it(world, certified) -> None:
    add_statement(certified, world.contributor)
    round_ = actions.send_in(
        obligation=certified, done_on=TODAY, note="", by=world.contributor.user, today=TODAY
    )  # fmt: skip
    give_back(round_, world.lead)
    assert told() == {(world.contributor.user_id, "sent back")}


def test_a_call_is_told_at_once_to_the_lead_who_answers_it(world, certified) -> None:
    call = call_in(certify(certified, world.lead), world.assurer)
    assert told() == {(world.lead.user_id, "called in")}
    notice = Notice.objects.get()
    assert notice.at_once and notice.url_path == f"/calls/{call.pk}/"


def test_what_a_sample_draws_comes_together_in_the_digest(world, certified, settings) -> None:
    settings.SAMPLE_PERCENT = 100
    certify(certified, world.lead)
    actions.draw_due_samples(today=TODAY + timedelta(days=31))
    notice = Notice.objects.get()
    assert not notice.at_once and notice.together == "duties whose evidence NHS England asks to see"


def test_a_call_that_is_taken_back_before_its_mail_is_told_no_more(world, certified) -> None:
    call = call_in(certify(certified, world.lead), world.assurer)
    reach = reach_of(world.assurer.user, TODAY)
    actions.take_back_call(call=call, reach=reach, why="Not needed", by=world.assurer.user, today=TODAY)
    assert Notice.objects.get().no_mail_why == "over"


def test_the_obligations_page_says_who_was_told_what_and_how(world, obligation, as_) -> None:
    give_back(send(obligation, world.contributor), world.assurer)
    for reader in (world.lead, world.assurer):
        page = as_(reader).get(f"/obligations/{obligation.pk}/").content.decode()
        assert "Who was told" in page and "Finance manager" in page and "waits for the next mail" in page


def test_the_page_of_an_obligation_of_which_nobody_was_told_says_nothing_of_it(world, obligation, as_) -> None:
    assert "Who was told" not in as_(world.lead).get(f"/obligations/{obligation.pk}/").content.decode()


def test_what_somebody_was_told_is_on_their_page_alone_whatever_they_chose(world, obligation, as_) -> None:
    choose(person=world.lead.user, frequency="urgent", paused_until=TODAY, today=TODAY)
    give_back(send(obligation, world.lead), world.assurer)
    assert f"{obligation}: sent back" in as_(world.lead).get("/told/").content.decode()
    assert f"{obligation}: sent back" not in as_(world.contributor).get("/told/").content.decode()


@pytest.mark.parametrize("how", ["withdrawn", "replaced"])
def test_who_saw_a_piece_is_told_that_it_changed_since(world, obligation, as_, how) -> None:
    see(send(obligation, world.lead), world.assurer)
    piece = obligation.evidence.get()
    assert not Notice.objects.exists()
    address = f"/obligations/{obligation.pk}/evidence/{piece.pk}/"
    if how == "withdrawn":
        as_(world.lead).post(f"{address}withdraw/", {"why": "It names a patient"})
    else:
        given = {"title": "Corrected", "text": "The right one", "why": "A page was missing", **when("about_on", TODAY)}
        as_(world.lead).post(f"{address}replace/statement/", given)
    assert told() == {(world.assurer.user_id, "evidence changed")}
    notice = Notice.objects.get()
    assert (notice.words, notice.at_once) == (f"{obligation}: evidence that you saw was {how}", False)
    assert notice.url_path == f"/obligations/{obligation.pk}/"


def test_who_saw_what_was_sent_with_a_certification_is_told_too(world, certified, as_) -> None:
    call = call_in(certify(certified, world.lead), world.assurer)
    reach = reach_of(world.assurer.user, TODAY)
    checks = certified.duty.checks
    actions.see_called(call=call, reach=reach, ticked=checks, by=world.assurer.user, today=TODAY)
    before, piece = told(), certified.evidence.get()
    as_(world.lead).post(f"/obligations/{certified.pk}/evidence/{piece.pk}/withdraw/", {"why": "Wrong"})
    assert told() - before == {(world.assurer.user_id, "evidence changed")}


def test_nobody_is_told_of_a_piece_that_nobody_saw_or_whose_decision_was_reopened(world, obligation, as_) -> None:
    give_back(send(obligation, world.lead), world.assurer)
    unseen = obligation.evidence.get()
    seen = see(send(obligation, world.lead), world.national)
    reach = reach_of(world.assurer.user, TODAY)
    actions.reopen_decision(submission=seen, reach=reach, why="Page 4", by=world.assurer.user, today=TODAY)
    give_back(obligation.submissions.get(decision=""), world.assurer)
    before = told()
    as_(world.lead).post(f"/obligations/{obligation.pk}/evidence/{unseen.pk}/withdraw/", {"why": "Wrong"})
    unseen.refresh_from_db()
    assert unseen.withdrawn_on == TODAY and told() == before
