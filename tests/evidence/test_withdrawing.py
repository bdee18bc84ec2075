"""A round that the body takes back before anybody reviewed it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bodies.access import Role, reach_of
from bodies.models import AuditEntry
from duties.actions import NotNow
from duties.models import Flag
from duties.status import EvidenceState, Timing
from duties.sweep import sweep
from evidence import actions
from evidence.models import Submission
from tests.evidence.conftest import see, send
from tests.factories import TODAY, make_member, make_obligation

YESTERDAY = TODAY - timedelta(days=1)


def withdraw(submission: Submission, member, why: str = "The wrong file", today: date = TODAY) -> Submission:
    return actions.withdraw_round(
        submission=submission, reach=reach_of(member.user, today), why=why, by=member.user, today=today
    )


def test_the_lead_withdraws_with_a_reason_and_the_evidence_stays_on_record(world, as_, obligation) -> None:
    waiting = send(obligation, world.contributor)
    lead = as_(world.lead)
    address = f"/review/{waiting.pk}/withdraw/"
    assert address in lead.get(f"/obligations/{obligation.pk}/").content.decode()
    assert address in lead.get(f"/review/{waiting.pk}/").content.decode()
    assert "Enter the reason" in lead.post(address, {"why": ""}).content.decode()
    page = lead.post(address, {"why": "The wrong file"}, follow=True).content.decode()
    assert "What was sent in was withdrawn" in page and "Withdrawn before review" in page
    assert "Governance lead withdrew what was sent in, before review: “The wrong file”." in page
    assert "Proof 0" in page and "Send it in again as it is" in page
    obligation.refresh_from_db()
    assert obligation.status(TODAY).evidence is EvidenceState.GATHERING
    assert obligation.evidence_uses.get().sent_on == TODAY
    assert "You withdrew this already" in lead.post(address, {"why": "Again"}, follow=True).content.decode()
    assert f"/review/{waiting.pk}/" not in as_(world.assurer).get("/review/").content.decode()


def test_it_can_be_sent_in_again_as_it_is_and_has_lost_its_place(world, obligation) -> None:
    first = send(obligation, world.lead)
    withdraw(first, world.lead)
    again = actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    assert (again.number, len(again.items)) == (2, 1)
    assert again.queued_at > first.queued_at


def test_a_passed_date_counts_again_and_the_flag_that_was_cleared_lives_again(world) -> None:
    late = make_obligation(world.body, due_on=date(2016, 10, 10))
    sweep(TODAY)
    waiting = send(late, world.lead, done_on=date(2016, 10, 9))
    assert not Flag.objects.filter(cleared_on=None).exists()
    withdraw(waiting, world.lead)
    late.refresh_from_db()
    state = late.status(TODAY)
    assert (state.evidence, state.timing, state.days_late, late.done_on) == (
        EvidenceState.GATHERING, Timing.PASSED, 7, None
    )  # fmt: skip
    assert sweep(TODAY).late == 1
    assert list(Flag.objects.filter(kind="late").values_list("since_on", "cleared_on")) == [(date(2016, 10, 11), None)]


def test_what_had_come_back_before_is_still_sent_back(world, obligation) -> None:
    waiting, assurer = send(obligation, world.lead), world.assurer.user
    reach = reach_of(assurer, YESTERDAY)
    actions.send_back(submission=waiting, reach=reach, reason="No date", by=assurer, today=YESTERDAY)
    for _ in range(2):
        withdraw(send(obligation, world.lead), world.lead)
        obligation.refresh_from_db()
        assert obligation.sent_back_on == YESTERDAY
    assert obligation.status(TODAY).evidence is EvidenceState.SENT_BACK


def test_who_may_withdraw(world, obligation) -> None:
    """The lead of the body that answers for it, and who sent it in; nobody else of the body, and no assurer."""
    waiting = send(obligation, world.contributor)
    other = make_member(Role.CONTRIBUTOR, world.body)
    for member, may in [
        (world.lead, True), (world.contributor, True), (other, False), (world.lay, False), (world.stranger, False),
        (world.assurer, False), (world.national, False),
    ]:  # fmt: skip
        assert actions.may_withdraw(reach_of(member.user, TODAY), waiting, TODAY) is may, member
    with pytest.raises(NotNow, match="governance lead"):
        withdraw(waiting, other)


def test_of_a_split_body_nobody_withdraws_until_a_holder_is_named(world, obligation) -> None:
    waiting = send(obligation, world.lead)
    obligation.held_by = None
    obligation.save()
    waiting.refresh_from_db()
    assert not actions.may_withdraw(reach_of(world.lead.user, TODAY), waiting, TODAY)


def test_what_was_decided_is_not_withdrawn_and_the_lead_is_told_who_decided(world, as_, obligation) -> None:
    waiting = send(obligation, world.lead)
    lead, address = as_(world.lead), f"/review/{waiting.pk}/withdraw/"
    see(waiting, world.assurer)
    assert "Assurer, South decided this" in lead.get(address, follow=True).content.decode()
    answer = lead.post(address, {"why": "My reason"})
    assert answer.status_code == 409 and "My reason" in answer.content.decode()
    obligation.refresh_from_db()
    assert obligation.met_how == "seen"


def test_an_assurer_who_decides_what_was_withdrawn_is_told(world, as_, obligation) -> None:
    waiting = send(obligation, world.lead)
    withdraw(waiting, world.lead)
    answer = as_(world.assurer).post(f"/review/{waiting.pk}/", {"outcome": "sent_back", "reason": "My words"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "My words" in page
    assert "Governance lead withdrew this on 17 October 2016, before it was reviewed" in page


def test_what_was_withdrawn_is_in_no_assurers_figures(world, as_, obligation) -> None:
    withdraw(send(obligation, world.lead), world.lead)
    page = as_(world.assurer).get("/").content.decode()
    for label in ("newly sent in", "evidence seen", "sent back"):
        assert f'>0</span> <span class="tracker-card__label">{label}' in page


def test_each_withdrawal_has_its_audit_rows(world, obligation) -> None:
    withdraw(send(obligation, world.lead), world.lead)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["withdrew what was sent in", "decided: withdrawn"]
    assert AuditEntry.objects.get(verb="withdrew what was sent in").detail["why"] == "The wrong file"


def test_the_public_is_not_told_that_nothing_was_ever_recorded(world, client) -> None:
    late = make_obligation(world.body, due_on=date(2016, 8, 31))
    page = client.get("/bodies/10H/").content.decode()
    assert "Due 31 August 2016. Nothing recorded here." in page
    withdraw(send(late, world.lead), world.lead)
    page = client.get("/bodies/10H/").content.decode()
    assert "Due 31 August 2016. Recorded, not published." in page
