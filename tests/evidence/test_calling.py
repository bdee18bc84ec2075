"""Calling in what a body certified: asked, shown, looked at. It stays certified all the while."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from bodies.access import Role, reach_of
from bodies.models import AuditEntry, Membership
from duties.actions import NotNow
from duties.models import Obligation
from duties.status import EvidenceState
from evidence import actions
from evidence.models import CallIn, Submission
from evidence.tasks import purge_drafts
from tests.evidence.conftest import add_statement, give_back, moves_to_nhs_england, see, send, when
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule

YESTERDAY = TODAY - timedelta(days=1)
CHECKS = ["The date is right", "It is complete"]
WHY = "Two neighbours sent last year's"


def certify(obligation: Obligation, member: Membership, **more) -> Submission:
    given = {"done_on": TODAY, "note": "", "today": TODAY} | more
    return actions.certify(obligation=obligation, by=member.user, **given)


def who(member: Membership) -> dict[str, object]:
    return {"reach": reach_of(member.user, TODAY), "by": member.user, "today": TODAY}


def ask(obligation: Obligation, member: Membership, why: str = WHY) -> CallIn:
    return actions.call_in(obligation=obligation, why=why, **who(member))


def answer(call: CallIn, member: Membership, title: str = "The plan") -> Submission:
    add_statement(call.obligation, member, title=title)
    return actions.answer_call(call=call, note="", **who(member))


def fresh(row):
    row.refresh_from_db()
    return row


def facts(obligation: Obligation) -> dict[str, object]:
    return Obligation.objects.filter(pk=obligation.pk).values().get()


@pytest.fixture
def called(world, certified) -> CallIn:
    certify(certified, world.lead)
    return ask(fresh(certified), world.assurer)


# Asking ---------------------------------------------------------------------------------------------------------------


def test_an_assurer_asks_to_see_it_and_the_lead_reads_it_at_home(world, as_, certified) -> None:
    certify(certified, world.lead)
    before = facts(certified)
    assurer, address = as_(world.assurer), f"/obligations/{certified.pk}/call-in/"
    assert address in assurer.get(f"/obligations/{certified.pk}/").content.decode()
    assert "Enter the reason" in assurer.post(address, {"why": ""}).content.decode()
    assert "The body is asked to show the evidence" in assurer.post(address, {"why": WHY}, follow=True).content.decode()
    assert facts(certified) == before, "it stays certified, and nothing of it changes"
    home = as_(world.lead).get("/").content.decode()
    assert "NHS England asks to see the evidence" in home and "Show the evidence" in home
    assert "Two neighbours sent last year&#39;s" in home
    page = as_(world.lead).get(f"/obligations/{certified.pk}/").content.decode()
    assert "Assurer, South called it in, to see its evidence" in page and "Show the evidence" in page
    again = assurer.post(address, {"why": "Once more"}, follow=True).content.decode()
    assert "asks to see this already" in again and CallIn.objects.count() == 1


def test_who_may_call_in(world, certified) -> None:
    certify(certified, world.lead)
    both = make_member(Role.ASSURER, world.region)
    make_member(Role.LAY_MEMBER, world.body, user=both.user)
    for member in (both, world.other_assurer, world.lead, world.contributor):
        with pytest.raises(NotNow, match="a body of theirs"):
            ask(certified, member)
    assert ask(certified, world.national).called_by == world.national.user


def test_only_what_is_certified_and_not_asked_already_is_called_in(world, certified, obligation) -> None:
    with pytest.raises(NotNow, match="Only what a body certified"):
        ask(certified, world.assurer)
    see(send(obligation, world.lead), world.assurer)
    with pytest.raises(NotNow, match="Only what a body certified"):
        ask(obligation, world.assurer)
    certify(certified, world.lead)
    ask(certified, world.assurer)
    with pytest.raises(NotNow, match="already"):
        ask(certified, world.national)


def test_the_database_holds_one_open_call_and_a_reason(world, called) -> None:
    for wrong in (
        {"why": WHY},
        {"why": "", "outcome": "taken_back", "closed_on": TODAY, "closed_by": called.called_by},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CallIn.objects.create(
                obligation=called.obligation, called_on=TODAY, called_by=called.called_by, **wrong
            )  # fmt: skip


def test_the_list_of_what_is_asked_goes_on_by_key_and_holds_ones_own_region_only(world, as_, monkeypatch) -> None:
    monkeypatch.setattr("evidence.views.calls.PAGE", 1)
    rule = make_rule(make_duty(), proof="certified")
    rows = [make_obligation(world.body, rule, subject=f"row {n}") for n in (1, 2)]
    for row in rows:
        certify(row, world.lead)
    calls = [ask(row, world.assurer) for row in rows]
    first = as_(world.assurer).get("/review/calls/").content.decode()
    assert f"/calls/{calls[0].pk}/" in first and f"/calls/{calls[1].pk}/" not in first
    assert f"?after={calls[0].pk}" in first
    assert f"/calls/{calls[1].pk}/" in as_(world.assurer).get(f"/review/calls/?after={calls[0].pk}").content.decode()
    assert "/calls/" not in as_(world.other_assurer).get("/review/calls/").content.decode().split("<main")[1]


# The body's answer ----------------------------------------------------------------------------------------------------


def test_the_body_adds_evidence_and_sends_it_and_an_assurer_sees_it(world, as_, certified, called) -> None:
    before = facts(certified)
    lead = as_(world.lead)
    given = {"title": "The plan", "text": "As approved", **when("about_on", TODAY)}
    answered = lead.post(f"/obligations/{certified.pk}/add/statement/", given, follow=True)
    assert answered.redirect_chain[-1] == (f"/calls/{called.pk}/", 302), "from adding on to what it is added for"
    assert "The plan" in answered.content.decode()
    page = lead.post(f"/calls/{called.pk}/answer/", {"note": "Page 3"}, follow=True).content.decode()
    assert "The evidence was sent to NHS England" in page
    assert "You sent the evidence already" in lead.post(f"/calls/{called.pk}/answer/", follow=True).content.decode()
    assert facts(certified) == before
    assert "Your answer waits for review" in lead.get("/").content.decode()
    waiting = Submission.objects.get(decision="")
    assert (waiting.call_in, waiting.note, [item["title"] for item in waiting.items]) == (
        called,
        "Page 3",
        ["The plan"],
    )
    assurer, address = as_(world.assurer), f"/review/{waiting.pk}/"
    assert "Called in" in assurer.get("/review/").content.decode()
    shown = assurer.get(address).content.decode()
    assert "Answers a call" in shown and "When was it done?" not in shown
    assert "It is recorded: evidence seen" in assurer.post(
        address, {"checks": ["0", "1"], "outcome": "seen"}, follow=True
    ).content.decode()  # fmt: skip
    assert (fresh(called).outcome, called.closed_on, called.closed_by) == ("seen", TODAY, world.assurer.user)
    assert facts(certified) == before
    page = lead.get(f"/obligations/{certified.pk}/").content.decode()
    assert "Evidence seen</a> on Monday 17 October 2016, when NHS England asked." in page
    assert "Assurer, South saw the evidence that NHS England asked for." in page
    assert fresh(certified).status(TODAY).evidence is EvidenceState.CERTIFIED


def test_what_is_about_another_time_is_warned_of_before_it_answers(world, as_, called) -> None:
    add_statement(called.obligation, world.contributor, title="An old plan", about_on=date(2014, 1, 1))
    page = as_(world.lead).get(f"/calls/{called.pk}/").content.decode()
    assert "Check the dates" in page and "“An old plan”, 1 January 2014" in page
    assert "An old plan" not in as_(world.assurer).get(f"/calls/{called.pk}/").content.decode()


def test_what_is_gathered_for_a_call_leaves_the_obligation_as_it_is(world, certified, called) -> None:
    before = facts(certified)
    draft = add_statement(certified, world.contributor, today=TODAY - timedelta(days=9))
    assert facts(certified) == before
    purge_drafts()
    assert facts(certified) == before and not certified.evidence.filter(pk=draft.pk).exists()


def test_nothing_is_added_to_what_nobody_asks_for_nor_while_the_answer_waits(world, certified) -> None:
    certify(certified, world.lead)
    with pytest.raises(NotNow, match="settled already"):
        add_statement(certified, world.lead)
    answer(ask(certified, world.assurer), world.lead)
    with pytest.raises(NotNow, match="Your answer waits"):
        add_statement(certified, world.lead, title="More")


def test_an_answer_holds_evidence_and_what_was_sent_before(world, certified) -> None:
    add_statement(certified, world.contributor, title="With the certification")
    certify(certified, world.lead)
    call = ask(certified, world.assurer)
    with_old = actions.answer_call(call=call, note="", **who(world.lead))
    assert [item["title"] for item in with_old.items] == ["With the certification"]
    bare = make_obligation(world.body, certified.rule, subject="bare")
    certify(bare, world.lead)
    with pytest.raises(NotNow, match="Add evidence first"):
        actions.answer_call(call=ask(bare, world.assurer), note="", **who(world.lead))


def test_only_the_lead_of_the_body_answers(world, as_, called) -> None:
    for member, status in [
        (world.contributor, 403), (world.lay, 403), (world.stranger, 404), (world.assurer, 403)
    ]:  # fmt: skip
        assert as_(member).post(f"/calls/{called.pk}/answer/").status_code == status, member
    with pytest.raises(NotNow, match="governance lead"):
        actions.answer_call(call=called, note="", **who(world.contributor))
    page = as_(world.contributor).get(f"/calls/{called.pk}/").content.decode()
    assert "Add evidence" in page and "The governance lead of the body sends it" in page


def test_what_does_not_show_it_comes_back_says_what_is_missing_and_keeps_its_place(
    world, as_, certified, called
) -> None:
    before = facts(certified)
    first = answer(called, world.lead)
    client = as_(world.assurer)
    client.post(f"/review/{first.pk}/", {"checks": ["0"], "reason": "Page 3 is blank", "outcome": "sent_back"})
    assert (fresh(called).outcome, facts(certified)) == ("", before)
    page = as_(world.lead).get(f"/calls/{called.pk}/").content.decode()
    assert "It is complete" in page and "“Page 3 is blank”" in page and "Send the evidence" in page
    again = answer(called, world.lead, title="The whole plan")
    assert again.queued_at == first.queued_at
    see(again, world.assurer)
    assert fresh(called).outcome == "seen"


def test_the_place_of_an_answer_is_not_that_of_another_call(world, certified, called) -> None:
    first = answer(called, world.lead)
    give_back(first, world.assurer)
    actions.take_back_call(call=called, why="Enough", **who(world.assurer))
    again = answer(ask(certified, world.assurer), world.lead, title="Another")
    assert again.queued_at > first.queued_at


def test_an_answer_is_withdrawn_and_the_call_stays_open(world, certified, called) -> None:
    before = facts(certified)
    waiting = answer(called, world.lead)
    actions.withdraw_round(submission=waiting, why="The wrong file", **who(world.lead))
    assert (fresh(called).outcome, facts(certified)) == ("", before)


def test_who_may_decide_an_answer(world, called) -> None:
    waiting = answer(called, world.lead)
    both = make_member(Role.ASSURER, world.region)
    make_member(Role.LAY_MEMBER, world.body, user=both.user)
    for member, may in [
        (world.assurer, True), (world.national, True), (world.other_assurer, False), (both, False),
        (world.lead, False), (world.contributor, False),
    ]:  # fmt: skip
        reach = reach_of(member.user, TODAY)
        assert actions.may_decide(reach, waiting, TODAY) is may, member
        assert (waiting in Submission.objects.queue_of(reach, TODAY)) is may, member


# What comes of it -----------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(world, certified) -> CallIn:
    """A call for something that was certified with its evidence."""
    add_statement(certified, world.contributor, title="With the certification")
    certify(certified, world.lead)
    return ask(certified, world.assurer)


def test_what_was_sent_with_the_certification_may_be_enough(world, as_, certified, shown) -> None:
    before = facts(certified)
    client, address = as_(world.national), f"/calls/{shown.pk}/seen/"
    page = client.get(f"/calls/{shown.pk}/").content.decode()
    assert "With the certification" in page and "The date is right" in page
    half = client.post(address, {"checks": ["0"]})
    assert half.status_code == 200 and "Tick every check, or wait" in half.content.decode()
    for _ in range(2):
        assert client.post(address, {"checks": ["0", "1"]}).status_code == 302
    assert (fresh(shown).outcome, shown.closed_by) == ("seen", world.national.user)
    assert facts(certified) == before
    assert AuditEntry.objects.filter(verb="closed a call: seen").count() == 1


@pytest.mark.parametrize("who_moves", ["contributor", "lead"])
def test_neither_who_sent_it_in_nor_who_certified_it_sees_it_for_nhs_england(world, as_, certified, who_moves) -> None:
    """People move: from a body to the region that looks at what the body certified."""
    send(certified, world.contributor)
    certify(fresh(certified), world.lead)
    call = ask(certified, world.national)
    moved = as_(moves_to_nhs_england(getattr(world, who_moves), world.region))
    assert moved.post(f"/calls/{call.pk}/seen/", {"checks": ["0", "1"]}).status_code == 409
    successor = make_member(Role.LEAD, world.body).user
    answered = actions.answer_call(
        call=call, reach=reach_of(successor, TODAY), note="", by=successor, today=TODAY
    )  # fmt: skip
    assert moved.post(f"/review/{answered.pk}/", {"outcome": "seen", "checks": ["0", "1"]}).status_code == 404
    assert certified.title not in moved.get("/review/").content.decode()
    assert certified.title in as_(world.assurer).get("/review/").content.decode()
    assert fresh(call).outcome == ""


def test_nothing_is_seen_of_what_was_certified_without_evidence(world, as_, called) -> None:
    page = as_(world.assurer).get(f"/calls/{called.pk}/").content.decode()
    assert "Nothing was added to it" in page and "/seen/" not in page
    with pytest.raises(NotNow, match="Wait for the body"):
        actions.see_called(call=called, ticked=CHECKS, **who(world.assurer))


def test_the_second_of_two_assurers_is_told_what_became_of_it(world, as_, shown) -> None:
    actions.see_called(call=shown, ticked=CHECKS, **who(world.national))
    answer = as_(world.assurer).post(f"/calls/{shown.pk}/take-back/", {"why": "My own reason"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "My own reason" in page
    assert "Assurer, NHS England closed this call on 17 October 2016: Evidence seen." in page
    answer = as_(world.assurer).post(f"/calls/{shown.pk}/seen/", {"checks": ["0", "1"]})
    assert answer.status_code == 409 and "Assurer, NHS England closed this call" in answer.content.decode()


def test_a_call_is_taken_back_with_a_reason_the_body_reads(world, as_, certified, called) -> None:
    client = as_(world.assurer)
    client.post(f"/calls/{called.pk}/take-back/", {"why": "Seen on the website"})
    assert fresh(called).outcome == "taken_back"
    page = as_(world.lead).get(f"/calls/{called.pk}/").content.decode()
    assert "Taken back" in page and "“Seen on the website”" in page and "Send the evidence" not in page
    assert "NHS England asks" not in as_(world.lead).get("/").content.decode()
    ask(certified, world.assurer)


def test_what_is_not_shown_is_certified_no_more(world, as_, certified, called) -> None:
    old = certified.submissions.get()
    client, address = as_(world.assurer), f"/review/{old.pk}/reopen/"
    assert address in client.get(f"/calls/{called.pk}/").content.decode()
    client.post(address, {"why": "Nothing was shown"})
    assert (fresh(called).outcome, called.closed_by) == ("reopened", world.assurer.user)
    assert fresh(certified).status(TODAY).evidence is EvidenceState.SENT_BACK
    assert "“Nothing was shown”" in as_(world.lead).get("/").content.decode()
    again = certify(certified, world.lead)
    with pytest.raises(NotNow, match="Somebody else must re-open"):
        actions.reopen_decision(submission=again, why="Again", **who(world.assurer))


def test_the_lead_who_reopens_the_certification_answers_the_call_by_it(world, certified, called) -> None:
    actions.reopen_decision(submission=certified.submissions.get(), why="A mistake", **who(world.lead))
    assert (fresh(called).outcome, called.closed_by) == ("reopened", world.lead.user)


def test_while_an_answer_waits_it_is_decided_first(world, certified, shown) -> None:
    answer(shown, world.lead)
    reviewer = who(world.assurer)
    for deed in (
        lambda: actions.see_called(call=shown, ticked=CHECKS, **reviewer),
        lambda: actions.take_back_call(call=shown, why="Enough", **reviewer),
        lambda: actions.answer_call(call=shown, note="", **who(world.lead)),
        lambda: actions.reopen_decision(submission=certified.submissions.get(number=1), why="No", **reviewer),
    ):
        with pytest.raises(NotNow, match="wait"):
            deed()


def test_answers_are_not_reopened_but_called_in_again(world, certified, called) -> None:
    seen = see(answer(called, world.lead), world.assurer)
    with pytest.raises(NotNow, match="Call it in again"):
        actions.reopen_decision(submission=seen, why="Wrong", **who(world.assurer))
    assert ask(certified, world.assurer).outcome == ""


def test_each_step_of_a_call_has_its_audit_row(world, certified, called) -> None:
    give_back(answer(called, world.lead), world.assurer)
    withdrawn = answer(called, world.lead, title="Too soon")
    actions.withdraw_round(submission=withdrawn, why="Too soon", **who(world.lead))
    see(answer(called, world.lead, title="Now"), world.assurer)
    verbs = AuditEntry.objects.filter(subject_kind="evidence.callin").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "called in", "answered a call", "sent back an answer", "answered a call", "withdrew an answer",
        "answered a call", "closed a call: seen",
    ]  # fmt: skip


def test_of_a_body_that_has_closed_an_assurer_still_decides(world, certified) -> None:
    closed = make_body("CLO", region=world.region, closed_on=YESTERDAY)
    row = make_obligation(closed, certified.rule, due_on=YESTERDAY)
    certify(row, make_member(Role.LEAD, closed), today=YESTERDAY, done_on=YESTERDAY)
    call = ask(row, world.assurer)
    actions.take_back_call(call=call, why="It has closed", **who(world.assurer))


def test_answers_are_among_several_without_a_day_of_their_own(world, as_, called, obligation) -> None:
    waiting, other = answer(called, world.lead), send(obligation, world.lead)
    keys = [waiting.pk, other.pk]
    page = as_(world.assurer).get("/review/several/", {"round": keys}).content.decode()
    assert f"r{other.pk}-done_on_day" in page and f"r{waiting.pk}-done_on_day" not in page
    given = {"round": keys, f"r{waiting.pk}-checks": ["0", "1"], f"r{other.pk}-checks": ["0", "1"]}
    given |= when(f"r{other.pk}-done_on", TODAY)
    assert "recorded for 2 rounds" in as_(world.assurer).post("/review/several/", given, follow=True).content.decode()
    assert fresh(called).outcome == "seen"
