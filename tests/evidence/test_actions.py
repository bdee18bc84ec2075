"""The actions: what they refuse, what they leave behind, and who may decide."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from bodies.access import Role, reach_of
from bodies.models import AuditEntry, BodyOffice
from duties import actions as duty_actions
from duties.actions import NotNow
from duties.status import EvidenceState, Timing
from evidence import actions
from evidence.files import arriving, storage, storing
from evidence.models import Evidence, EvidenceUse, StoredFile, Submission
from evidence.querysets import asked_not_applicable
from evidence.tasks import purge_drafts
from tests.evidence import sample_files as sample
from tests.evidence.conftest import add_statement, give_back, see, send
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_office, make_rule

pytestmark = pytest.mark.django_db


def add_file(obligation, member, content: bytes = sample.PDF, title: str = "Report") -> Evidence:
    received = arriving.receive([content], name="report.pdf")
    return actions.add_evidence(
        obligation=obligation, content=actions.Content(received=received, file_name="report.pdf"), title=title,
        about_on=TODAY, by=member.user, today=TODAY,
    )  # fmt: skip


def stored(settings) -> list[Path]:
    return [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


def fresh(obligation):
    obligation.refresh_from_db()
    return obligation


# Drafts ---------------------------------------------------------------------------------------------------------------


def test_the_first_draft_begins_the_gathering_and_the_last_to_go_ends_it(world, obligation) -> None:
    draft = add_statement(obligation, world.contributor)
    assert fresh(obligation).status(TODAY).evidence is EvidenceState.GATHERING
    actions.remove_draft(evidence=draft, obligation=obligation, by=world.contributor.user, today=TODAY)
    assert fresh(obligation).status(TODAY).evidence is EvidenceState.NOTHING


def test_the_same_draft_given_twice_is_one_draft(world, obligation) -> None:
    assert add_statement(obligation, world.lead) == add_statement(obligation, world.lead)
    assert add_file(obligation, world.lead) == add_file(obligation, world.lead)
    assert Evidence.objects.count() == 2
    assert add_file(obligation, world.lead, title="Another") != add_file(obligation, world.lead)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"sent_on": TODAY, "done_on": TODAY}, "waiting for review"),
        ({"met_on": TODAY, "met_how": "seen", "sent_on": TODAY, "done_on": TODAY}, "settled already"),
        ({"closed_on": TODAY, "closed_reason": "not_applicable"}, "closed"),
        ({"owed_by": "nhs_england"}, "NHS England owes this"),
        ({"proof": "recorded"}, "record's own dates"),
    ],
)
def test_nothing_is_added_where_nothing_is_gathered_and_the_file_goes_again(settings, world, facts, words) -> None:
    with pytest.raises(NotNow, match=words):
        add_file(make_obligation(world.body, **facts), world.lead)
    assert stored(settings) == [] and not StoredFile.objects.exists() and not AuditEntry.objects.exists()


def test_an_exception_in_the_middle_leaves_neither_row_nor_file(settings, world, obligation, monkeypatch) -> None:
    def breaks(**_):
        raise RuntimeError("the power went")

    monkeypatch.setattr(duty_actions, "mark_gathering", breaks)
    with pytest.raises(RuntimeError):
        add_file(obligation, world.lead)
    assert stored(settings) == []
    assert not Evidence.objects.exists() and not EvidenceUse.objects.exists() and not StoredFile.objects.exists()


def test_a_failure_keeps_bytes_that_another_draft_needs(settings, world, obligation, certified, monkeypatch) -> None:
    kept = add_file(certified, world.lead)
    monkeypatch.setattr(duty_actions, "mark_gathering", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add_file(obligation, world.lead)
    assert stored(settings) == [Path(settings.MEDIA_ROOT, storage.name_of(kept.file.sha256))]


def test_a_file_taken_away_meanwhile_is_asked_for_again(world, obligation) -> None:
    received = arriving.receive([sample.PDF], name="a.pdf")
    assert storing.remove_if_unused(received.sha256)  # somebody else took their draft of the same bytes away
    with pytest.raises(NotNow, match="Upload it again"):
        actions.add_evidence(
            obligation=obligation, content=actions.Content(received=received, file_name="a.pdf"), title="A",
            about_on=TODAY, by=world.lead.user, today=TODAY,
        )  # fmt: skip
    assert not StoredFile.objects.exists()


def test_a_removed_draft_takes_its_file_along_unless_another_needs_it(
    settings, world, obligation, certified, django_capture_on_commit_callbacks
) -> None:
    one, two = add_file(obligation, world.lead), add_file(certified, world.lead)
    for draft, row, left in ((one, obligation, 1), (two, certified, 0)):
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove_draft(evidence=draft, obligation=row, by=world.lead.user, today=TODAY)
        assert len(stored(settings)) == left == StoredFile.objects.count()


def test_removing_a_draft_twice_is_removing_it_once(world, obligation) -> None:
    draft = add_statement(obligation, world.lead)
    again = Evidence.objects.get(pk=draft.pk)
    actions.remove_draft(evidence=draft, obligation=obligation, by=world.lead.user, today=TODAY)
    actions.remove_draft(evidence=again, obligation=obligation, by=world.lead.user, today=TODAY)
    assert AuditEntry.objects.filter(verb="removed a draft").count() == 1


def test_what_was_sent_in_is_neither_changed_nor_removed(world, obligation) -> None:
    send(obligation, world.lead)
    item = Evidence.objects.get()
    with pytest.raises(NotNow, match="stays on the record"):
        actions.remove_draft(evidence=item, obligation=obligation, by=world.lead.user, today=TODAY)
    with pytest.raises(NotNow, match="cannot be changed"):
        actions.change_draft(evidence=item, title="x", about_on=TODAY, text="y", by=world.lead.user, today=TODAY)


def test_drafts_go_after_a_week_unsent(world, obligation, certified) -> None:
    add_statement(obligation, world.lead, today=TODAY - timedelta(days=8))
    kept = add_statement(certified, world.lead, today=TODAY - timedelta(days=7))
    assert purge_drafts() == 1
    assert list(Evidence.objects.all()) == [kept]
    assert fresh(obligation).gathering_on is None
    assert purge_drafts() == 0


def test_the_purge_takes_files_that_no_row_knows_once_they_are_old(settings, world, monkeypatch) -> None:
    received = arriving.receive([sample.PDF], name="a.pdf")
    assert purge_drafts() == 0 and stored(settings)
    monkeypatch.setattr(storing, "LEFT_FOR", timedelta(days=-1))
    purge_drafts()
    assert not storage.exists(received.sha256)


# Sending in, certifying -----------------------------------------------------------------------------------------------


def test_sending_in_freezes_what_was_sent_and_the_checks(world, obligation) -> None:
    add_file(obligation, world.lead)
    round_one = send(obligation, world.contributor)
    obligation.duty.checks = ["Another check"]
    obligation.duty.save()
    round_one.refresh_from_db()
    assert [item["kind"] for item in round_one.items] == ["file", "statement"]
    assert round_one.frozen[0].sha256 == arriving.receive([sample.PDF], name="a.pdf").sha256
    assert round_one.checks == ["The date is right", "It is complete"]
    assert not Evidence.objects.drafts().exists()


def test_nothing_is_sent_in_without_evidence_and_nothing_changes(world, obligation) -> None:
    with pytest.raises(NotNow, match="Add evidence first"):
        actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    assert fresh(obligation).sent_on is None and not Submission.objects.exists() and not AuditEntry.objects.exists()


def test_sent_in_twice_is_one_round(world, obligation) -> None:
    send(obligation, world.lead)
    with pytest.raises(NotNow, match="waiting for review"):
        actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    assert Submission.objects.count() == 1


def test_the_clock_stops_on_the_day_it_was_done_and_runs_again_when_sent_back(world) -> None:
    late = make_obligation(world.body, due_on=date(2016, 10, 10))
    waiting = send(late, world.lead, done_on=date(2016, 10, 9))
    assert fresh(late).status(TODAY).timing is Timing.ON_TIME
    give_back(waiting, world.assurer)
    state = fresh(late).status(TODAY)
    assert (state.evidence, state.timing, state.days_late) == (EvidenceState.SENT_BACK, Timing.PASSED, 7)


def test_a_reviewed_duty_cannot_be_certified(world, obligation) -> None:
    with pytest.raises(NotNow, match="reviewed by an assurer"):
        actions.certify(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)


def test_certifying_settles_it_at_once_with_or_without_evidence(world, certified) -> None:
    made = actions.certify(obligation=certified, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    assert (made.decision, made.items, made.decided_done_on) == ("certified", [], TODAY)
    assert fresh(certified).status(TODAY).evidence is EvidenceState.CERTIFIED


def test_certifying_sends_the_drafts_in(world, certified) -> None:
    draft = add_statement(certified, world.contributor)
    actions.certify(obligation=certified, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    draft.refresh_from_db()
    assert draft.sent_on == TODAY


def test_the_lead_certifies_what_a_contributor_sent_in_as_the_same_round(world, certified) -> None:
    waiting = send(certified, world.contributor, achieved=False)
    actions.certify(obligation=certified, done_on=date(2016, 10, 5), note="", by=world.lead.user, today=TODAY)
    waiting.refresh_from_db()
    assert (waiting.decision, waiting.decided_by, waiting.decided_done_on) == (
        "certified", world.lead.user, date(2016, 10, 5)
    )  # fmt: skip
    assert fresh(certified).achieved is False and Submission.objects.count() == 1


def test_many_are_certified_together_or_not_at_all(world) -> None:
    rule = make_rule(proof="certified")
    rows = [make_obligation(world.body, rule, period=f"Q{n}") for n in (1, 2, 3)]
    actions.certify(obligation=rows[2], done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    with pytest.raises(NotNow, match="Nothing was certified"):
        actions.certify_many(obligations=rows, done_on=TODAY, by=world.lead.user, today=TODAY)
    assert Submission.objects.count() == 1
    assert actions.certify_many(obligations=rows[:2], done_on=TODAY, by=world.lead.user, today=TODAY) == 2


def test_done_in_the_future_is_refused(world, certified) -> None:
    with pytest.raises(NotNow, match="future"):
        actions.certify(obligation=certified, done_on=date(2016, 10, 18), note="", by=world.lead.user, today=TODAY)


# Deciding -------------------------------------------------------------------------------------------------------------


def test_evidence_seen_needs_every_check(world, obligation) -> None:
    waiting = send(obligation, world.lead)
    with pytest.raises(NotNow, match="It is complete"):
        see(waiting, world.assurer, ticked=["The date is right"])
    see(waiting, world.assurer, done_on=date(2016, 10, 2))
    assert fresh(obligation).done_on == date(2016, 10, 2)
    assert obligation.status(TODAY).evidence is EvidenceState.SEEN


def test_the_second_of_two_assurers_is_told(world, obligation) -> None:
    waiting = send(obligation, world.lead)
    give_back(waiting, world.national)
    with pytest.raises(actions.AlreadyDecided) as told:
        see(waiting, world.assurer)
    assert "17 October 2016: Sent back" in str(told.value)
    assert fresh(obligation).met_on is None


def test_what_is_certified_is_never_seen_by_an_assurer_nor_marked_so(world, certified) -> None:
    waiting = send(certified, world.contributor)
    for member in (world.lead, world.national, world.assurer):
        with pytest.raises(NotNow):
            see(waiting, member)


def test_the_lead_may_send_a_contributors_certified_duty_back(world, certified) -> None:
    give_back(send(certified, world.contributor), world.lead)
    assert fresh(certified).status(TODAY).evidence is EvidenceState.SENT_BACK


def test_who_may_decide(world, obligation) -> None:
    """National, or of the body's region; never the sender, never a member of a body involved."""
    waiting = send(obligation, world.lead)
    both = make_member(Role.ASSURER, world.region)
    make_member(Role.LAY_MEMBER, world.body, user=both.user)
    sender = make_member(Role.ASSURER, world.region, user=world.lead.user)
    for member, may in [
        (world.assurer, True), (world.national, True), (world.other_assurer, False), (both, False), (sender, False),
        (world.lead, False), (world.contributor, False), (world.lay, False), (world.stranger, False),
    ]:  # fmt: skip
        reach = reach_of(member.user, TODAY)
        assert actions.may_decide(reach, waiting, TODAY) is may, member
        assert (waiting in Submission.objects.queue_of(reach, TODAY)) is may, member


def test_an_assurer_who_sent_it_in_for_another_body_does_not_decide_it(world, obligation) -> None:
    waiting = send(obligation, world.assurer)
    reach = reach_of(world.assurer.user, TODAY)
    assert not actions.may_decide(reach, waiting, TODAY) and not Submission.objects.queue_of(reach, TODAY)


@pytest.mark.parametrize("theirs", ["body", "held_by"])
def test_of_what_was_handed_over_members_of_neither_body_decide(world, theirs) -> None:
    closed = make_body("CLO", region=world.region, closed_on=date(2016, 9, 30))
    waiting = send(make_obligation(closed, held_by=world.body), world.contributor)
    assert actions.may_decide(reach_of(world.assurer.user, TODAY), waiting, TODAY)
    make_member(Role.LAY_MEMBER, getattr(waiting.obligation, theirs), user=world.assurer.user)
    reach = reach_of(world.assurer.user, TODAY)
    assert not actions.may_decide(reach, waiting, TODAY) and not Submission.objects.queue_of(reach, TODAY)


def test_the_queue_holds_exactly_what_may_be_decided(world) -> None:
    """The same rule twice: as a query and for one round. Held against each other on every shape of record."""
    moved = make_body("MOV", region=None)
    BodyOffice.objects.create(body=moved, office=world.elsewhere, kind="region", from_on=date(2013, 4, 1), to_on=TODAY)
    BodyOffice.objects.create(body=moved, office=world.region, kind="region", from_on=TODAY + timedelta(days=1))
    closed = make_body("CLO", region=world.elsewhere, closed_on=date(2016, 9, 30))
    reviewed, by_body = make_rule(), make_rule(make_duty(), proof="certified")
    theirs = make_rule(make_duty(owed_by="nhs_england"), proof="certified")
    rounds = []
    places = [(world.body, world.body), (moved, moved), (closed, world.body), (closed, None), (closed, moved)]
    for place, holder in places:
        for rule in (reviewed, by_body, theirs):
            row = make_obligation(place, rule, held_by=holder, subject=f"{place} {holder}")
            row.sent_on, row.done_on = TODAY, TODAY
            row.save()
            for_round = Submission(obligation=row, number=1, sent_by=world.lead.user, sent_on=TODAY, done_on=TODAY)
            for_round.sent_at = for_round.queued_at = "2016-10-17T09:00Z"
            for_round.save()
            rounds.append(for_round)
    for member in world.everybody():
        reach = reach_of(member.user, TODAY)
        queue = set(Submission.objects.queue_of(reach, TODAY))
        reviewed_rounds = (one for one in rounds if one.obligation.proof == "reviewed")
        assert queue == {one for one in reviewed_rounds if actions.may_decide(reach, one, TODAY)}, member
    assert len(set(Submission.objects.queue_of(reach_of(world.national.user, TODAY), TODAY))) == 5


def test_what_bodies_say_does_not_apply_reaches_the_assurers_who_may_decide(world, obligation) -> None:
    duty_actions.ask_not_applicable(obligation=obligation, why="No such service", by=world.lead.user, today=TODAY)
    for member in world.everybody():
        reach = reach_of(member.user, TODAY)
        assert (obligation in asked_not_applicable(reach, TODAY)) is actions.may_assure(reach, obligation, TODAY)
    assert asked_not_applicable(reach_of(world.assurer.user, TODAY), TODAY).count() == 1


def test_what_was_sent_in_is_decided_before_whether_it_applies(world, obligation) -> None:
    """Agreeing would close it under a round that then waits for ever."""
    duty_actions.ask_not_applicable(obligation=obligation, why="No such service", by=world.lead.user, today=TODAY)
    waiting = send(obligation, world.lead)
    agree = {"agree": True, "why": "", "by": world.assurer.user, "today": TODAY}
    with pytest.raises(NotNow, match="waiting for review"):
        duty_actions.decide_not_applicable(obligation=obligation, **agree)
    reach = reach_of(world.assurer.user, TODAY)
    assert not asked_not_applicable(reach, TODAY)
    see(waiting, world.assurer)
    with pytest.raises(NotNow, match="settled already"):
        duty_actions.decide_not_applicable(obligation=obligation, **agree)
    assert fresh(obligation).closed_on is None


def test_the_database_keeps_a_sender_from_seeing_their_own(world, obligation) -> None:
    waiting = send(obligation, world.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=waiting.pk).update(
            decision="seen", decided_by=world.lead.user, decided_on=TODAY, decided_at="2016-10-17T09:00Z"
        )


# Publishing -----------------------------------------------------------------------------------------------------------


def test_publishing_does_not_wait_for_review_but_drafts_are_never_published(world, obligation) -> None:
    draft = add_statement(obligation, world.lead)
    with pytest.raises(NotNow, match="draft"):
        actions.publish(evidence=draft, by=world.lead.user, today=TODAY)
    send(obligation, world.lead)
    assert actions.publish(evidence=draft, by=world.lead.user, today=TODAY).published_on == TODAY
    with pytest.raises(NotNow, match="already"):
        actions.publish(evidence=draft, by=world.lead.user, today=TODAY)


@pytest.mark.parametrize(
    ("duty", "step", "words"),
    [
        ({"slug": "annual-accounts"}, "draft", "Draft accounts are never published"),
        ({"public_facing": "no"}, "", "not public-facing"),
    ],
)
def test_what_is_never_published(world, duty, step, words) -> None:
    row = make_obligation(world.body, make_rule(make_duty(**duty), step=step))
    send(row, world.lead)
    with pytest.raises(NotNow, match=words):
        actions.publish(evidence=row.evidence.get(), by=world.lead.user, today=TODAY)


def test_an_embargo_is_honoured(world, obligation) -> None:
    send(obligation, world.lead)
    item, by = obligation.evidence.get(), world.lead.user
    actions.withhold(evidence=item, why="future", until=date(2016, 11, 1), by=by, today=TODAY)
    with pytest.raises(NotNow, match="held back until 1 November 2016"):
        actions.publish(evidence=item, by=by, today=TODAY)
    made = actions.publish(evidence=item, by=by, today=date(2016, 11, 1))
    assert (made.withheld, made.withheld_until) == ("", None)


def test_unpublishing_says_why_and_is_told_once(world, obligation) -> None:
    send(obligation, world.lead)
    item, by = obligation.evidence.get(), world.lead.user
    actions.publish(evidence=item, by=by, today=TODAY)
    for _ in range(2):
        actions.withhold(evidence=item, why="personal", until=None, by=by, today=TODAY)
    told = AuditEntry.objects.get(verb="unpublished").detail
    assert (told["before"]["published_on"], told["after"]["withheld"]) == (TODAY.isoformat(), "personal")
    assert not Evidence.objects.published(TODAY).exists()


def test_rounds_made_in_a_demonstration_are_marked(world, obligation, certified) -> None:
    assert send(obligation, world.lead, invented=True).is_invented
    assert actions.certify(
        obligation=certified, done_on=TODAY, note="", by=world.lead.user, today=TODAY, invented=True
    ).is_invented


def test_an_office_of_another_kind_gives_no_reach(world, obligation) -> None:
    area = make_member(Role.ASSURER, make_office("Q99", kind="area_team"))
    waiting = send(obligation, world.lead)
    assert not actions.may_decide(reach_of(area.user, TODAY), waiting, TODAY)
