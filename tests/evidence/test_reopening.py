"""A decision is re-opened with a reason; it stays on its round, and what it had settled is settled no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bodies.access import Role, reach_of
from bodies.models import AuditEntry
from duties import actions as duty_actions
from duties.actions import NotNow
from duties.explaining import when_worked_out
from duties.handover import hand_over
from duties.models import Flag, Obligation
from duties.status import EvidenceState, Timing
from duties.sweep import sweep
from evidence import actions
from evidence.models import Submission
from tests.evidence.conftest import add_statement, give_back, moves_to_nhs_england, see, send
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule

TOMORROW = TODAY + timedelta(days=1)


def reopen(submission: Submission, member, why: str = "It is last year's report", today: date = TODAY):
    return actions.reopen_decision(
        submission=submission, reach=reach_of(member.user, today), why=why, by=member.user, today=today
    )


def certify(obligation: Obligation, member, **more) -> Submission:
    given = {"done_on": date(2016, 10, 3), "note": "", "today": TODAY} | more
    return actions.certify(obligation=obligation, by=member.user, **given)


def fresh(row):
    row.refresh_from_db()
    return row


# What an assurer decided ----------------------------------------------------------------------------------------------


def test_what_was_seen_waits_again_as_it_was_sent_in_and_the_decision_stays(world, as_, obligation) -> None:
    old = see(send(obligation, world.lead, achieved=True), world.assurer, done_on=date(2016, 10, 1))
    client, address = as_(world.assurer), f"/review/{old.pk}/reopen/"
    assert address in client.get(f"/review/{old.pk}/").content.decode()
    assert "Enter the reason" in client.post(address, {"why": " "}).content.decode()
    page = client.post(address, {"why": "It is last year's report"}, follow=True).content.decode()
    assert "The decision was re-opened, and waits for review again" in page
    assert "Assurer, South re-opened what had been seen: “It is last year&#39;s report”." in page
    new = Submission.objects.get(decision="")
    assert (new.reopens, new.number, new.sent_by, new.queued_at) == (old, 2, old.sent_by, old.queued_at)
    assert (new.items, new.checks, new.done_on, new.achieved) == (old.items, old.checks, old.done_on, True)
    assert (fresh(old).decision, old.reopened_on, old.reopened_by) == ("seen", TODAY, world.assurer.user)
    row = fresh(obligation)
    assert (row.met_on, row.met_how, row.achieved, row.sent_on, row.done_on) == (None, "", None, TODAY, old.done_on)
    assert row.status(TODAY).evidence is EvidenceState.WAITING
    shown = client.get(f"/review/{new.pk}/").content.decode()
    assert "whose decision was re-opened" in shown and "It is last year&#39;s report" in shown
    assert "You re-opened this already" in client.post(address, {"why": "Again"}, follow=True).content.decode()
    assert address not in client.get(f"/review/{old.pk}/").content.decode()


def test_who_decided_may_decide_again_and_otherwise(world, obligation) -> None:
    again = reopen(see(send(obligation, world.lead), world.assurer), world.assurer)
    give_back(again, world.assurer)
    assert fresh(obligation).status(TODAY).evidence is EvidenceState.SENT_BACK
    other = reopen(fresh(again), world.national)
    assert fresh(obligation).status(TODAY).evidence is EvidenceState.WAITING
    see(other, world.assurer)
    assert fresh(obligation).met_how == "seen"


def test_what_was_sent_back_by_mistake_stops_being_late(world) -> None:
    late = make_obligation(world.body, due_on=date(2016, 10, 10))
    old = give_back(send(late, world.lead, done_on=date(2016, 10, 9)), world.assurer)
    assert sweep(TODAY).late == 1
    reopen(old, world.assurer)
    row = fresh(late)
    assert (row.late_since, row.status(TODAY).timing) == (None, Timing.ON_TIME)
    assert not Flag.objects.filter(cleared_on=None).exists()
    assert sweep(TODAY).late == 0


def test_who_may_reopen_what_an_assurer_decided(world, obligation) -> None:
    """An assurer in reach; never the sender, never a member of a body involved, never the body itself."""
    old = see(send(obligation, world.lead), world.national)
    both = make_member(Role.ASSURER, world.region)
    make_member(Role.LAY_MEMBER, world.body, user=both.user)
    sender = make_member(Role.ASSURER, world.elsewhere, user=world.lead.user)
    for member, may in [
        (world.assurer, True), (world.national, True), (world.other_assurer, False), (both, False), (sender, False),
        (world.lead, False), (world.contributor, False), (world.lay, False),
    ]:  # fmt: skip
        assert actions.may_reopen(reach_of(member.user, TODAY), old, TODAY) is may, member
    with pytest.raises(NotNow, match="a body of theirs"):
        reopen(old, world.lead)


def test_who_sent_it_in_and_has_moved_to_nhs_england_does_not_reopen_it(world, as_, obligation) -> None:
    old = see(send(obligation, world.lead), world.national)
    sender = moves_to_nhs_england(world.lead, world.region)
    assert as_(sender).post(f"/review/{old.pk}/reopen/", {"why": "I know better"}).status_code == 404
    assert fresh(old).reopened_on is None


def test_only_the_last_decision_is_reopened_and_only_once(world, obligation) -> None:
    first = give_back(send(obligation, world.lead), world.assurer)
    waiting = send(obligation, world.lead)
    with pytest.raises(NotNow, match="Decide that first"):
        reopen(first, world.assurer)
    with pytest.raises(NotNow, match="Nobody has decided"):
        reopen(waiting, world.assurer)
    seen = see(waiting, world.assurer)
    with pytest.raises(NotNow, match="sent in since"):
        reopen(first, world.assurer)
    reopen(seen, world.assurer)
    with pytest.raises(NotNow, match="already"):
        reopen(fresh(seen), world.national)


def test_a_withdrawn_round_stands_in_nobodys_way(world, obligation) -> None:
    first = give_back(send(obligation, world.lead), world.assurer)
    again = send(obligation, world.lead)
    who = {"reach": reach_of(world.lead.user, TODAY), "by": world.lead.user, "today": TODAY}
    withdrawn = actions.withdraw_round(submission=again, why="Too soon", **who)
    with pytest.raises(NotNow, match="Nobody has decided"):
        reopen(withdrawn, world.assurer)
    new = reopen(first, world.assurer)
    assert (new.number, new.queued_at) == (3, first.queued_at)
    actions.withdraw_round(submission=new, why="Too soon", **who)
    assert fresh(obligation).sent_back_on is None, "that it was sent back was re-opened"


def test_what_was_closed_since_stays_closed(world, obligation) -> None:
    old = give_back(send(obligation, world.lead), world.assurer)
    duty_actions.close(obligation=obligation, reason="not_applicable", why="No service", by=None, today=TODAY)
    with pytest.raises(NotNow, match="closed"):
        reopen(old, world.assurer)
    assert fresh(old).reopened_on is None


def test_the_second_of_two_is_told_and_keeps_the_words(world, as_, obligation) -> None:
    old = see(send(obligation, world.lead), world.national)
    reopen(old, world.national)
    answer = as_(world.assurer).post(f"/review/{old.pk}/reopen/", {"why": "My own reason"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "re-opened already" in page and "My own reason" in page
    assert "re-opened already" in as_(world.assurer).get(f"/review/{old.pk}/reopen/", follow=True).content.decode()


def test_its_date_stays_as_judged_and_its_working_follows_the_rule_again(world) -> None:
    row = make_obligation(world.body, make_rule(code="FIXED_DATE:12-31"), due_on=date(2016, 12, 31))
    old = see(send(row, world.lead), world.assurer)
    assert "Kept as it was worked out" in when_worked_out(fresh(row))
    reopen(old, world.assurer)
    assert "Worked out today" in when_worked_out(fresh(row)) and row.due_on == date(2016, 12, 31)


def test_what_was_published_stays_published(world, obligation) -> None:
    waiting = send(obligation, world.lead)
    item = obligation.evidence.get()
    actions.publish(evidence=item, by=world.lead.user, today=TODAY)
    reopen(see(waiting, world.assurer), world.assurer)
    assert fresh(item).published_on == TODAY


def test_a_reopened_decision_is_counted_as_no_decision(world, as_, obligation) -> None:
    old = see(send(obligation, world.lead), world.assurer)
    counted = '>1</span> <span class="tracker-card__label">evidence seen'
    assert counted in as_(world.assurer).get("/").content.decode()
    reopen(old, world.assurer)
    assert counted not in as_(world.assurer).get("/").content.decode()


def test_each_reopening_has_its_audit_rows(world, obligation) -> None:
    reopen(see(send(obligation, world.lead), world.assurer), world.national)
    rows = AuditEntry.objects.order_by("pk")
    assert list(rows.values_list("verb", flat=True))[-3:] == [
        "re-opened a decision",
        "re-opened: seen",
        "opened a round",
    ]
    told = rows.get(verb="re-opened: seen")
    assert (told.by, told.detail["why"], told.detail["before"]["met_how"]) == (
        world.national.user, "It is last year's report", "seen"
    )  # fmt: skip


# Rolling duties -------------------------------------------------------------------------------------------------------


def test_the_next_one_of_a_rolling_duty_stays_and_none_is_opened_twice_or_lost(world, as_) -> None:
    rule = make_rule(opens="rolling", code="ROLLING_YEARS:1", to_on=None)
    first = make_obligation(world.body, rule, due_on=date(2016, 10, 19), subject="First", event_on=date(2015, 10, 20))
    old = see(send(first, world.lead), world.assurer)
    second = Obligation.objects.get(event_on=date(2016, 10, 3))
    new = reopen(old, world.assurer)
    page = as_(world.lead).get(f"/obligations/{first.pk}/").content.decode()
    assert "The next one, which it had opened, stays." in page
    see(send(second, world.lead, done_on=TODAY), world.assurer)
    assert Obligation.objects.count() == 2, "the first one is open still"
    see(new, world.assurer)
    third = Obligation.objects.exclude(pk__in=[first.pk, second.pk]).get()
    assert third.event_on == TODAY, "it counts from what was published last"


# What was certified ---------------------------------------------------------------------------------------------------


def test_the_lead_reopens_the_bodys_own_certification(world, as_) -> None:
    row = make_obligation(world.body, make_rule(make_duty(), proof="certified"), due_on=date(2016, 10, 10))
    old = certify(row, world.lead)
    client, address = as_(world.lead), f"/review/{old.pk}/reopen/"
    assert "a date that has passed counts from today" in client.get(address).content.decode()
    client.post(address, {"why": "It was another quarter"})
    state = fresh(row).status(TODAY)
    assert (state.evidence, state.timing, row.sent_on, row.done_on, row.sent_back_on) == (
        EvidenceState.SENT_BACK, Timing.PASSED, None, None, TODAY
    )  # fmt: skip
    assert not Submission.objects.filter(decision="").exists()
    assert "“It was another quarter”" in client.get("/").content.decode()
    assert "“It was another quarter”" in client.get(f"/obligations/{row.pk}/certify/").content.decode()
    sweep(TODAY)
    assert Flag.objects.get(kind="late").since_on == TODAY
    again = certify(row, world.lead)
    assert (again.number, fresh(row).met_how) == (2, "certified")


def test_who_may_reopen_a_certification(world, certified) -> None:
    old = certify(certified, world.lead)
    for member, may in [
        (world.lead, True), (world.contributor, False), (world.lay, False), (world.stranger, False),
        (world.assurer, False), (world.national, False),
    ]:  # fmt: skip
        assert actions.may_reopen(reach_of(member.user, TODAY), old, TODAY) is may, member


def test_what_nhs_england_certified_itself_a_national_assurer_reopens(world) -> None:
    row = make_obligation(world.body, make_rule(make_duty(owed_by="nhs_england"), proof="certified"))
    old = certify(row, world.national)
    for member, may in [(world.national, True), (world.assurer, False), (world.lead, False)]:
        assert actions.may_reopen(reach_of(member.user, TODAY), old, TODAY) is may, member
    reopen(old, world.national)
    assert fresh(row).met_on is None


def test_what_a_lead_sent_back_to_a_contributor_needs_no_reopening(world, certified) -> None:
    old = give_back(send(certified, world.contributor), world.lead)
    with pytest.raises(NotNow, match="Send it in again, or certify it"):
        reopen(old, world.lead)


def test_of_a_body_that_has_closed_the_night_passes_it_on_or_ends_it(world) -> None:
    """Re-opened, it is open like anything that the body left: what the next night does with that, it does with this."""
    closed = make_body("CLO", region=world.region, closed_on=TODAY)
    lead = make_member(Role.LEAD, closed)
    row = make_obligation(closed, make_rule(make_duty(), proof="certified"), due_on=date(2016, 10, 10))
    old = certify(row, lead)
    reopen(old, lead, today=TOMORROW)
    hand_over(today=TOMORROW)
    assert (fresh(row).held_by, row.closed_on) == (None, None), "nobody followed it: a holder is to be named"


def test_a_draft_that_was_begun_meanwhile_stays_a_draft(world, obligation) -> None:
    old = give_back(send(obligation, world.lead), world.assurer)
    draft = add_statement(obligation, world.lead, title="Half done")
    new = reopen(old, world.assurer)
    assert fresh(draft).sent_on is None and len(new.items) == 1
