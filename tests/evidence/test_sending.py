"""Check and send, certify, and confirm many."""

from __future__ import annotations

from datetime import date

import pytest

from bodies.access import Role
from duties.status import EvidenceState
from evidence import actions
from evidence.models import Submission
from tests.evidence.conftest import add_statement, send, when
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule

DONE = when("done_on", date(2016, 10, 3))


def test_the_page_lists_what_will_be_sent_and_sends_it(world, as_, obligation) -> None:
    add_statement(obligation, world.lead, title="Minutes of September")
    client, address = as_(world.contributor), f"/obligations/{obligation.pk}/send/"
    assert "Minutes of September" in client.get(address).content.decode()
    answer = client.post(address, {**DONE, "note": "See page 3"}, follow=True)
    assert "It was sent in" in answer.content.decode()
    one = Submission.objects.get()
    assert (one.done_on, one.note, one.sent_by) == (date(2016, 10, 3), "See page 3", world.contributor.user)


def test_sent_twice_by_the_same_person_is_sent_once(world, as_, obligation) -> None:
    add_statement(obligation, world.lead)
    client, address = as_(world.lead), f"/obligations/{obligation.pk}/send/"
    client.post(address, DONE)
    again = client.post(address, DONE, follow=True)
    assert again.status_code == 200 and "This was sent in, and waits for review" in again.content.decode()
    assert Submission.objects.count() == 1


def test_who_sends_what_somebody_else_has_sent_in_is_told_and_keeps_the_answers(world, as_, obligation) -> None:
    send(obligation, world.lead)
    answer = as_(world.contributor).post(f"/obligations/{obligation.pk}/send/", {**DONE, "note": "My own note"})
    assert answer.status_code == 409 and "My own note" in answer.content.decode()
    assert "waiting for review" in answer.content.decode()


def test_nothing_to_send_says_what_to_do_first(world, as_, obligation) -> None:
    page = as_(world.lead).get(f"/obligations/{obligation.pk}/send/").content.decode()
    assert "There is nothing to send yet" in page and f"/obligations/{obligation.pk}/add/" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter the date it was done, like 27 3 2017"),
        (when("done_on", date(2016, 10, 18)), "The date it was done must be today or in the past"),
        ({"done_on_day": "31", "done_on_month": "2", "done_on_year": "2016"}, "must be a real date"),
    ],
)
def test_a_wrong_day_is_refused_in_words_and_the_note_is_kept(world, as_, obligation, typed, words) -> None:
    add_statement(obligation, world.lead)
    page = as_(world.lead).post(f"/obligations/{obligation.pk}/send/", {**typed, "note": "Kept"}).content.decode()
    assert words in page and "There is a problem" in page and "Kept" in page
    assert not Submission.objects.exists()


def test_a_date_outside_the_period_warns_and_does_not_stop(world, as_, obligation) -> None:
    add_statement(obligation, world.lead, about_on=date(2014, 1, 1))
    client, address = as_(world.lead), f"/obligations/{obligation.pk}/send/"
    page = client.get(address).content.decode()
    assert "Check the dates" in page and "1 January 2014" in page
    assert client.post(address, DONE).status_code == 302
    assert Submission.objects.exists()


def test_a_report_written_between_the_end_of_its_year_and_the_due_date_needs_no_warning(world, as_) -> None:
    year = {"period_year": 2015, "period_first_on": date(2015, 4, 1), "period_last_on": date(2016, 3, 31)}
    row = make_obligation(world.body, make_rule(make_duty()), due_on=date(2016, 9, 30), **year)
    client, address = as_(world.lead), f"/obligations/{row.pk}/send/"
    add_statement(row, world.lead, about_on=date(2016, 9, 20))
    assert "Check the dates" not in client.get(address).content.decode()
    add_statement(row, world.lead, about_on=date(2016, 10, 10), title="Written after both")
    assert "Check the dates" in client.get(address).content.decode()


def test_achieved_is_asked_where_it_is_another_question_than_done(world, as_, obligation) -> None:
    limit = make_obligation(
        world.body, make_rule(make_duty(slug="breakeven", category="Finance", theme="audited accounts"))
    )
    for row in (obligation, limit):
        add_statement(row, world.lead)
    client = as_(world.lead)
    assert "Was it achieved?" not in client.get(f"/obligations/{obligation.pk}/send/").content.decode()
    address = f"/obligations/{limit.pk}/send/"
    assert "Say whether it was achieved" in client.post(address, DONE).content.decode()
    client.post(address, {**DONE, "achieved": "no"})
    assert Submission.objects.get().achieved is False


def test_the_lead_is_led_from_sending_to_certifying(world, as_, certified) -> None:
    assert as_(world.lead).get(f"/obligations/{certified.pk}/send/").url == f"/obligations/{certified.pk}/certify/"


def test_certify_and_certify_again(world, as_, certified) -> None:
    client, address = as_(world.lead), f"/obligations/{certified.pk}/certify/"
    client.post(address, DONE)
    certified.refresh_from_db()
    assert certified.status(TODAY).evidence is EvidenceState.CERTIFIED
    again = client.post(address, DONE, follow=True)
    assert "settled already" in again.content.decode() and again.status_code == 200
    assert Submission.objects.count() == 1
    other_lead = make_member(Role.LEAD, world.body)
    assert as_(other_lead).post(address, DONE).status_code == 409


def test_the_lead_sees_what_the_contributor_claimed(world, as_, certified) -> None:
    send(certified, world.contributor, done_on=date(2016, 9, 29))
    page = as_(world.lead).get(f"/obligations/{certified.pk}/certify/").content.decode()
    assert 'value="29"' in page and "send it back" in page


def test_what_nhs_england_owes_is_certified_by_a_national_assurer_alone(world, as_) -> None:
    row = make_obligation(world.body, make_rule(make_duty(owed_by="nhs_england"), proof="certified"))
    address = f"/obligations/{row.pk}/certify/"
    for member in (world.lead, world.assurer, world.contributor, world.lay):
        assert as_(member).post(address, DONE).status_code == 404
    assert "I certify for NHS England" in as_(world.national).get(address).content.decode()
    as_(world.national).post(address, DONE)
    row.refresh_from_db()
    assert row.met_how == "certified"
    assert as_(world.lead).get(f"/obligations/{row.pk}/add/").status_code == 404


# Confirm many ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(world):
    rule = make_rule(make_duty(title="Sit on the board"), proof="certified")
    return [make_obligation(world.body, rule, due_on=date(2016, 12, n), subject=f"row {n}") for n in (1, 2, 3)]


def test_the_page_groups_by_date_and_ticks_nothing(world, as_, many) -> None:
    make_obligation(world.body, many[0].rule, due_on=None, year=2016, subject="undated")
    page = as_(world.lead).get("/confirm/").content.decode()
    assert (
        page.index("Due Thursday 1 December 2016")
        < page.index("Due Friday 2 December 2016")
        < page.index("No date set")
    )
    assert page.count('name="chosen"') == 4 and " checked" not in page


def test_each_duty_shows_its_checks_beneath_it(world, as_, many) -> None:
    page = as_(world.lead).get("/confirm/").content.decode()
    for row in many:
        hint = page.split(f'value="{row.pk}"')[1].split("</div>")[0]
        assert "The date is right; It is complete" in hint


def test_each_duty_shows_what_is_sent_in_with_it_and_warns_of_another_time(world, as_, many) -> None:
    """Certifying sends the drafts in, here as on the page of one duty: nothing goes that was not shown."""
    add_statement(many[0], world.contributor, title="The plan")
    add_statement(many[1], world.contributor, title="An old plan", about_on=date(2014, 1, 1))
    page = as_(world.lead).get("/confirm/").content.decode()
    hints = [page.split(f'value="{row.pk}"')[1].split("</div>")[0] for row in many]
    assert "Sent in with it: “The plan”, about 1 October 2016" in hints[0] and "Check the date" not in hints[0]
    assert "Sent in with it: “An old plan”, about 1 January 2014" in hints[1] and "Check the date" in hints[1]
    assert "Sent in with it" not in hints[2]
    as_(world.lead).post("/confirm/", {"chosen": [row.pk for row in many], **DONE})
    assert [len(one.items) for one in Submission.objects.order_by("obligation")] == [1, 1, 0]


def test_those_ticked_are_certified_on_one_day(world, as_, many) -> None:
    answer = as_(world.lead).post("/confirm/", {"chosen": [many[0].pk, many[1].pk], **DONE}, follow=True)
    assert "2 duties were certified" in answer.content.decode()
    assert {one.decided_done_on for one in Submission.objects.all()} == {date(2016, 10, 3)}
    many[2].refresh_from_db()
    assert many[2].met_on is None


def test_the_same_page_sent_twice_certifies_once(world, as_, many) -> None:
    client, given = as_(world.lead), {"chosen": [row.pk for row in many], **DONE}
    client.post("/confirm/", given)
    again = client.post("/confirm/", given, follow=True)
    assert "These duties were certified already" in again.content.decode()
    assert Submission.objects.count() == 3


def test_all_or_none_when_one_was_settled_meanwhile(world, as_, many) -> None:
    actions.certify(obligation=many[0], done_on=TODAY, note="", by=world.lead.user, today=TODAY)
    given = {"chosen": [many[0].pk, many[1].pk], **DONE}
    page = as_(make_member(Role.LEAD, world.body)).post("/confirm/", given).content.decode()
    assert "settled or sent in meanwhile" in page and f'value="{many[1].pk}"' in page and " checked" in page
    assert Submission.objects.count() == 1


def test_nothing_ticked_is_said(world, as_, many) -> None:
    page = as_(world.lead).post("/confirm/", DONE).content.decode()
    assert "Tick at least one duty" in page and 'href="#id_chosen_0"' in page and 'id="id_chosen_0"' in page


def test_only_what_ones_own_bodies_certify_this_year_is_on_the_page(world, as_, many, obligation) -> None:
    elsewhere = make_obligation(make_body(), many[0].rule, due_on=date(2016, 12, 1))
    next_year = make_obligation(world.body, many[0].rule, due_on=date(2017, 5, 1))
    limit = make_obligation(
        world.body, make_rule(make_duty(category="Finance", theme="audited accounts"), proof="certified")
    )
    page = as_(world.lead).get("/confirm/").content.decode()
    for row in (elsewhere, next_year, limit, obligation):
        assert f'value="{row.pk}"' not in page
    answer = as_(world.lead).post("/confirm/", {"chosen": [elsewhere.pk], **DONE})
    assert answer.status_code == 200 and not Submission.objects.exists()
