"""The queue, one round before an assurer, and what else assurers decide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bodies.access import Role
from bodies.models import AuditEntry
from duties import actions as duty_actions
from duties.status import EvidenceState
from evidence.models import Submission
from tests.evidence.conftest import give_back, moves_to_nhs_england, see, send, when
from tests.factories import TODAY, make_member, make_obligation, make_rule
from tests.guards import suspended

DONE = when("done_on", date(2016, 10, 3))
ALL = {"checks": ["0", "1"], **DONE, "outcome": "seen"}


@pytest.fixture
def waiting(world, obligation) -> Submission:
    return send(obligation, world.lead)


def test_evidence_seen(world, as_, waiting, obligation) -> None:
    client, address = as_(world.assurer), f"/review/{waiting.pk}/"
    page = client.get(address).content.decode()
    assert "The date is right" in page and "It is complete" in page and 'value="2016"' in page
    answer = client.post(address, ALL, follow=True)
    assert answer.redirect_chain == [("/review/", 302)]  # on to what waits next
    assert "It is recorded: evidence seen" in answer.content.decode()
    obligation.refresh_from_db()
    assert obligation.status(TODAY).evidence is EvidenceState.SEEN


def test_the_assurer_corrects_the_day_it_was_done(world, as_, waiting, obligation) -> None:
    as_(world.assurer).post(f"/review/{waiting.pk}/", {**ALL, **when("done_on", date(2016, 10, 1))})
    obligation.refresh_from_db()
    assert obligation.done_on == date(2016, 10, 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"checks": ["0"], **DONE, "outcome": "seen"}, "Tick every check, or send it back saying what is missing"),
        ({"checks": ["0", "1"], "outcome": "seen"}, "Enter the date it was done"),
        ({"outcome": "sent_back"}, "Say what is missing"),
        ({**ALL, "reason": "No date on page 3"}, "Send it back, or clear this box"),
        (DONE, "Choose “Evidence seen” or “Send back”"),
    ],
)
def test_half_an_answer_is_refused_in_words(world, as_, waiting, given, words) -> None:
    answer = as_(world.assurer).post(f"/review/{waiting.pk}/", given)
    assert answer.status_code == 200 and words in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.decision == ""


def test_sent_back_says_what_is_missing_to_the_body(world, as_, waiting, obligation) -> None:
    as_(world.assurer).post(f"/review/{waiting.pk}/", {"outcome": "sent_back", "reason": "No page reference"})
    page = as_(world.lead).get(f"/obligations/{obligation.pk}/").content.decode()
    assert "No page reference" in page and "Sent back" in page and "Add evidence" in page


def test_the_second_assurer_is_told_who_and_what_and_keeps_the_words(world, as_, waiting) -> None:
    see(waiting, world.national)
    given = {"outcome": "sent_back", "reason": "My long explanation"}
    answer = as_(world.assurer).post(f"/review/{waiting.pk}/", given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert (
        "Assurer, NHS England decided this on 17 October 2016: Evidence seen" in page and "My long explanation" in page
    )


def test_the_same_decision_twice_is_one_decision(world, as_, waiting) -> None:
    client = as_(world.assurer)
    client.post(f"/review/{waiting.pk}/", ALL)
    again = client.post(f"/review/{waiting.pk}/", ALL, follow=True)
    assert again.status_code == 200 and "You decided this already" in again.content.decode()


def test_the_lead_sends_back_to_a_contributor_what_the_body_certifies_itself(world, as_, certified) -> None:
    one, client = send(certified, world.contributor), as_(world.lead)
    address = f"/review/{one.pk}/"
    page = client.get(address).content.decode()
    assert "certify it</a>" in page and "Send back" in page and ">Evidence seen<" not in page
    assert client.post(address, {"outcome": "sent_back", "reason": "Page 3 is missing"}).status_code == 302
    one.refresh_from_db()
    assert (one.decision, one.reason) == ("sent_back", "Page 3 is missing")
    assert "Page 3 is missing" in as_(world.contributor).get(f"/obligations/{certified.pk}/").content.decode()


def test_who_sent_it_in_and_has_moved_to_nhs_england_reads_it_and_decides_nothing(world, as_, waiting) -> None:
    client, address = as_(moves_to_nhs_england(world.lead, world.region)), f"/review/{waiting.pk}/"
    page = client.get(address).content.decode()
    assert "Send back" not in page and "<h1" in page and "Round 1" in page
    assert client.post(address, ALL).status_code == 404
    assert "/review/several/" not in client.get("/review/").content.decode()
    waiting.refresh_from_db()
    assert waiting.decision == ""


def test_the_body_reads_the_round_and_decides_nothing(world, as_, waiting) -> None:
    for member in (world.lead, world.contributor, world.lay):
        page = as_(member).get(f"/review/{waiting.pk}/").content.decode()
        assert "What an assurer checks" in page and "Send back" not in page
        assert as_(member).post(f"/review/{waiting.pk}/", ALL).status_code == 404


def test_the_round_shows_what_was_frozen_and_not_what_it_became(world, as_, waiting, obligation) -> None:
    with suspended():
        obligation.evidence.update(title="Renamed since")
    assert "Renamed since" not in as_(world.assurer).get(f"/review/{waiting.pk}/").content.decode()


def test_the_queue_is_oldest_first_with_the_days_it_waits(world, as_, waiting) -> None:
    older = send(make_obligation(world.body), world.lead)
    with suspended():
        Submission.objects.filter(pk=older.pk).update(
            sent_on=date(2016, 10, 10), sent_at="2016-10-10T09:00Z", queued_at="2016-10-10T09:00Z"
        )
    page = as_(world.assurer).get("/review/").content.decode()
    assert '2</span> <span class="tracker-card__label">waiting' in page and "7 days" in page
    assert page.index(f"/review/{older.pk}/") < page.index(f"/review/{waiting.pk}/")
    assert f"/review/{older.pk}/" not in as_(world.other_assurer).get("/review/").content.decode()


def test_a_long_queue_goes_on_where_the_page_ended_even_when_that_row_is_decided(world, as_, monkeypatch) -> None:
    monkeypatch.setattr("evidence.views.queue.PAGE", 2)
    rule = make_rule()
    rounds = [send(make_obligation(world.body, rule, subject=f"row {n}"), world.lead) for n in range(5)]
    client, seen, address = as_(world.assurer), [], "/review/"
    while address:
        page = client.get(address).content.decode()
        seen += [one.pk for one in rounds if f'href="/review/{one.pk}/"' in page]
        last = seen[-1]
        address = f"/review/?after={last}" if f"?after={last}" in page else ""
        give_back(Submission.objects.get(pk=last), world.national)
    assert seen == [one.pk for one in rounds]
    assert client.get("/review/?after=rubbish").status_code == 404


# Does not apply, and a later date -------------------------------------------------------------------------------------


@pytest.fixture
def asks(world, obligation):
    duty_actions.ask_not_applicable(obligation=obligation, why="No such service", by=world.lead.user, today=TODAY)
    return obligation


def test_an_assurer_agrees_that_it_does_not_apply(world, as_, asks) -> None:
    client, address = as_(world.assurer), f"/obligations/{asks.pk}/does-not-apply/decide/"
    assert "No such service" in client.get(address).content.decode()
    assert address in client.get("/review/").content.decode()
    for _ in range(2):
        assert client.post(address, {"agree": "yes"}).status_code == 302
    asks.refresh_from_db()
    assert asks.status(TODAY).evidence is EvidenceState.NOT_APPLICABLE


@pytest.mark.parametrize("what", ["does-not-apply/decide/", "later-date/"])
def test_an_assurer_who_belongs_to_the_body_decides_none_of_its_dates(world, as_, obligation, what) -> None:
    duty_actions.ask_not_applicable(obligation=obligation, why="No such service", by=world.lead.user, today=TODAY)
    client, address = as_(world.assurer), f"/obligations/{obligation.pk}/{what}"
    assert client.get(address).status_code == 200
    make_member(Role.LAY_MEMBER, world.body, user=world.assurer.user)
    given = {"agree": "yes", **when("due_on", date(2017, 6, 1)), "agreed_by": "Myself"}
    assert client.get(address).status_code == 404 and client.post(address, given).status_code == 404
    obligation.refresh_from_db()
    assert (obligation.closed_on, obligation.later_agreed_on) == (None, None)


def test_not_agreeing_says_why_and_leaves_it_due(world, as_, asks) -> None:
    client, address = as_(world.assurer), f"/obligations/{asks.pk}/does-not-apply/decide/"
    assert "Say why it applies" in client.post(address, {"agree": "no"}).content.decode()
    client.post(address, {"agree": "no", "why": "It does since May"})
    asks.refresh_from_db()
    assert asks.closed_on is None and asks.not_applicable_asked_on is None
    assert "It does since May" in as_(world.lead).get(f"/obligations/{asks.pk}/").content.decode()


def test_who_decides_second_is_told_whether_it_applies(world, as_, asks) -> None:
    duty_actions.decide_not_applicable(obligation=asks, agree=True, why="", by=world.national.user, today=TODAY)
    answer = as_(world.assurer).post(
        f"/obligations/{asks.pk}/does-not-apply/decide/", {"agree": "no", "why": "My reason"}
    )
    page = answer.content.decode()
    assert (
        answer.status_code == 409 and "agreed that it does not apply on 17 October 2016" in page and "My reason" in page
    )


def test_a_later_date_is_recorded_with_who_agreed_it(world, as_) -> None:
    row = make_obligation(world.body, due_on=date(2016, 10, 10), late_since=date(2016, 10, 11))
    client, address = as_(world.assurer), f"/obligations/{row.pk}/later-date/"
    page = client.get(address).content.decode()
    assert "An Act or regulations fix this date" in page and 'value="Assurer, South"' in page
    given = {**when("due_on", date(2016, 11, 10)), "agreed_by": "Head of assurance"}
    for _ in range(2):
        assert client.post(address, given).status_code == 302
    row.refresh_from_db()
    assert (row.due_on, row.first_due_on, row.late_since) == (date(2016, 11, 10), date(2016, 10, 10), None)
    entry = AuditEntry.objects.get(verb="agreed a later date")
    assert (entry.detail["before"]["due_on"], entry.detail["after"]["due_on"]) == ("2016-10-10", "2016-11-10")
    shown = client.get(f"/obligations/{row.pk}/").content.decode()
    assert "A later date was agreed for this body" in shown and "Monday 10 October 2016" in shown


def test_a_later_date_must_be_later(world, as_, obligation) -> None:
    given = {**when("due_on", obligation.due_on - timedelta(days=1)), "agreed_by": "Me"}
    page = as_(world.assurer).post(f"/obligations/{obligation.pk}/later-date/", given).content.decode()
    assert "must be after the date it has now" in page
