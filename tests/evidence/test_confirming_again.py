"""Last year's evidence of a standing duty is carried forward by confirming it, which is its own act."""

from __future__ import annotations

from datetime import date

import pytest

from bodies.models import AuditEntry, Succession
from duties.models import Obligation
from evidence import actions
from evidence.models import Evidence
from tests.evidence.conftest import add_statement, count, see, when
from tests.factories import TODAY, make_body, make_duty, make_obligation, make_rule

LAST_YEAR = {
    "due_on": date(2016, 3, 31), "period_year": 2015, "period_first_on": date(2015, 4, 1),
    "period_last_on": date(2016, 3, 31),
}  # fmt: skip
WORDS = "No later version was approved"


@pytest.fixture
def rule(db):
    """A standing duty, looked at once a year."""
    return make_rule(make_duty(title="Publish the constitution"), date_basis="reminder")


@pytest.fixture
def before(world, rule) -> Obligation:
    """Last year's, seen with one piece of evidence."""
    return seen(world, make_obligation(world.body, rule, **LAST_YEAR))


@pytest.fixture
def now(world, rule, before) -> Obligation:
    return make_obligation(world.body, rule, due_on=date(2017, 3, 31))


def seen(world, obligation: Obligation, title: str = "Constitution") -> Obligation:
    add_statement(obligation, world.lead, title=title, about_on=date(2014, 5, 1))
    sent = actions.send_in(obligation=obligation, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    see(sent, world.assurer)
    return obligation


def page(client, obligation: Obligation, what: str = "") -> str:
    return client.get(f"/obligations/{obligation.pk}/{what}").content.decode()


OFFER = "Confirm that it still holds"


def test_the_lead_is_offered_what_proved_the_year_before(world, as_, now) -> None:
    shown = page(as_(world.lead), now)
    assert "Evidence of 2015/16: “Constitution”." in shown and OFFER in shown
    for member in (world.contributor, world.lay, world.assurer):
        assert OFFER not in page(as_(member), now)
    assert as_(world.contributor).get(f"/obligations/{now.pk}/confirm-again/").status_code == 403


def test_confirming_is_an_act_of_its_own(world, as_, now, before) -> None:
    client, address = as_(world.lead), f"/obligations/{now.pk}/confirm-again/"
    shown = page(client, now, "confirm-again/")
    assert "I confirm for NHS Chiltern CCG that what is ticked still holds on 17 October 2016." in shown
    assert "About 1 May 2014" in shown
    assert "Tick at least one piece" in client.post(address, {"words": WORDS}).content.decode()
    piece = Evidence.objects.get()
    answer = client.post(address, {"chosen": piece.pk, "words": WORDS}, follow=True)
    assert answer.redirect_chain == [(f"/obligations/{now.pk}/send/", 302)]
    use = piece.uses.get(obligation=now)
    assert (use.confirmed_from, use.used_on, use.sent_on, use.confirmed_words) == (before, TODAY, None, WORDS)
    assert Evidence.objects.get().about_on == date(2014, 5, 1), "what it is about stays"
    shown = answer.content.decode()
    assert "Confirmed again on 17 October 2016, from 2015/16" in shown
    assert "Check the dates" not in shown
    assert "“Constitution” is about 1 May 2014, outside of this period. It was confirmed again for it" in shown
    recorded = AuditEntry.objects.get(verb="confirmed again")
    assert (recorded.subject_id, recorded.detail["obligation"]) == (piece.pk, now.pk)
    now.refresh_from_db()
    assert now.gathering_on == TODAY


def test_the_page_and_the_round_say_by_whom_and_from_when(world, as_, now) -> None:
    client, piece = as_(world.lead), Evidence.objects.get()
    client.post(f"/obligations/{now.pk}/confirm-again/", {"chosen": piece.pk, "words": WORDS})
    told = "Confirmed again on Monday 17 October 2016 by Governance lead, from 2015/16."
    assert told in page(client, now) and WORDS in page(client, now) and OFFER not in page(client, now)
    assert told not in page(as_(world.assurer), now), "not before it is sent in"
    client.post(f"/obligations/{now.pk}/send/", when("done_on", TODAY))
    sent = now.submissions.get()
    assert (sent.frozen[0].confirmed_from, sent.frozen[0].confirmed_on) == ("2015/16", TODAY)
    assert "Confirmed again on 17 October 2016, from 2015/16" in as_(world.assurer).get(
        f"/review/{sent.pk}/"
    ).content.decode()  # fmt: skip
    shown = page(as_(world.assurer), now)
    assert told in shown
    assert f"Governance lead confirmed that evidence of 2015/16 still holds: “{WORDS}”." in shown
    see(sent, world.assurer)


def test_the_same_form_twice_confirms_once(world, as_, now) -> None:
    piece = Evidence.objects.get()
    uses = [piece.uses.get()]
    for expected in (1, 0):
        assert expected == actions.confirm_again(obligation=now, uses=uses, words="", by=world.lead.user, today=TODAY)
    assert AuditEntry.objects.filter(verb="confirmed again").count() == 1
    shown = as_(world.lead).get(f"/obligations/{now.pk}/confirm-again/", follow=True).content.decode()
    assert "There is no evidence of the period before" in shown


def test_what_was_withdrawn_since_is_not_carried(world, as_, now) -> None:
    actions.withdraw_evidence(evidence=Evidence.objects.get(), why="Wrong", by=world.lead.user, today=TODAY)
    assert OFFER not in page(as_(world.lead), now)
    assert as_(world.lead).post(f"/obligations/{now.pk}/confirm-again/", {"chosen": 1}).status_code == 302
    assert not now.evidence_uses.exists()


def test_only_the_period_before_counts_and_only_when_it_was_met(world, as_, rule, before) -> None:
    skipped = make_obligation(
        world.body, rule, due_on=date(2017, 3, 31), period_year=2016, period_first_on=date(2016, 4, 1),
        period_last_on=date(2017, 3, 31),
    )  # fmt: skip
    after = make_obligation(world.body, rule, due_on=date(2018, 3, 31))
    assert OFFER in page(as_(world.lead), skipped)
    assert OFFER not in page(as_(world.lead), after), "the one before it was not met"


def test_what_is_done_anew_every_year_is_not_carried(world, as_) -> None:
    report = make_rule(make_duty(title="Annual report"), date_basis="directed")
    seen(world, make_obligation(world.body, report, **LAST_YEAR))
    assert OFFER not in page(as_(world.lead), make_obligation(world.body, report, due_on=date(2017, 3, 31)))


def test_nothing_is_offered_once_something_was_added_or_sent(world, as_, now) -> None:
    add_statement(now, world.lead)
    assert OFFER not in page(as_(world.lead), now)
    actions.send_in(obligation=now, done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    assert as_(world.lead).get(f"/obligations/{now.pk}/confirm-again/").status_code == 302


def test_what_the_body_took_over_is_carried_and_what_others_have_is_not(world, as_, rule) -> None:
    old, other = make_body(closed_on=date(2016, 9, 30)), make_body()
    Succession.objects.create(
        predecessor=old, successor=world.body, effective_on=date(2016, 10, 1), kind="ccg_merger", scope="whole"
    )
    for body, title in ((old, "Old constitution"), (other, "Another constitution")):
        row = make_obligation(body, rule, **LAST_YEAR)
        add_statement(row, world.lead, title=title)
        see(actions.send_in(obligation=row, done_on=TODAY, note="", by=world.lead.user, today=TODAY), world.national)
    shown = page(as_(world.lead), make_obligation(world.body, rule, due_on=date(2017, 3, 31)))
    assert "“Old constitution”" in shown and "Another constitution" not in shown


def test_the_page_asks_as_much_for_many_as_for_few(world, as_, rule) -> None:
    first = make_obligation(world.body, rule, **LAST_YEAR)
    add_statement(first, world.lead, title="One")
    see(actions.send_in(obligation=first, done_on=TODAY, note="", by=world.lead.user, today=TODAY), world.assurer)
    now = make_obligation(world.body, rule, due_on=date(2017, 3, 31))
    client = as_(world.lead)
    few = count(lambda: page(client, now)), count(lambda: page(client, now, "confirm-again/"))
    again = make_rule(make_duty(), date_basis="reminder")
    much = make_obligation(world.body, again, **LAST_YEAR)
    for n in range(10):
        add_statement(much, world.lead, title=f"No {n}")
    see(actions.send_in(obligation=much, done_on=TODAY, note="", by=world.lead.user, today=TODAY), world.assurer)
    then = make_obligation(world.body, again, due_on=date(2017, 3, 31))
    assert (count(lambda: page(client, then)), count(lambda: page(client, then, "confirm-again/"))) == few
