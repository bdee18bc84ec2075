"""Opening a duty that nothing opens by itself."""

import re
from datetime import date, timedelta

import pytest

from duties.models import Obligation
from tests.factories import TODAY, make_duty, make_rule

ADDRESS = "/bodies/10H/open/"


@pytest.fixture
def rule(place):
    return make_rule(
        make_duty(title="Involve the public"), opens="by hand", code="EACH_PROPOSAL", date_basis="reminder"
    )


def answers(rule, day=TODAY - timedelta(days=3), due=None, **more):
    given = {"duty": f"{rule.duty_id}:", "subject": "Closure of a walk-in centre"}
    for name, value in (("event_on", day), ("due_on", due)):
        if value:
            given |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
    return given | more


def opening(client, given, **more):
    """Send the form, then confirm the date that it showed."""
    page = client.post(ADDRESS, given).content.decode()
    button = re.search(r'<button[^>]*name="shown"[^>]*>|<button[^>]*value="[^"]*"[^>]*name="shown"[^>]*>', page)
    assert button is not None, page
    value = re.search(r'value="([^"]*)"', button[0])
    assert value is not None
    return client.post(ADDRESS, given | {"shown": value[1]}, **more)


def test_a_lead_opens_a_duty_with_its_event_and_a_date(place, sign_in, rule):
    answer = opening(sign_in(place.lead), answers(rule, due=date(2016, 12, 1)))
    opened = Obligation.objects.get()
    assert answer.headers["Location"].endswith(f"/obligations/{opened.pk}/")
    assert (opened.body, opened.due_on, opened.subject) == (
        place.body,
        date(2016, 12, 1),
        "Closure of a walk-in centre",
    )


def test_without_a_due_date_it_says_no_date_set(place, sign_in, rule):
    opening(sign_in(place.assurer), answers(rule))
    assert Obligation.objects.get().words(TODAY).word == "No date set"


def test_the_same_again_is_refused_in_words_and_keeps_what_was_typed(place, sign_in, rule):
    client = sign_in(place.lead)
    opening(client, answers(rule))
    again = opening(client, answers(rule))
    assert again.status_code == 409
    assert "This was opened already" in again.content.decode()
    assert 'value="Closure of a walk-in centre"' in again.content.decode()


def test_the_version_of_the_rule_is_the_one_in_force_on_the_day_of_the_event(place, sign_in):
    duty = make_duty()
    make_rule(
        duty, opens="by hand", code="ON_EVENT", from_on=date(2013, 4, 1), to_on=date(2016, 9, 30), proof="certified"
    )
    newer = make_rule(duty, opens="by hand", code="ON_EVENT", from_on=date(2016, 10, 1), proof="reviewed")
    opening(sign_in(place.lead), answers(newer))
    assert Obligation.objects.get().rule == newer


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"day": TODAY + timedelta(days=1)}, "today or in the past"),
        ({"day": date(2012, 1, 1)}, "did not exist on that day"),
        ({"due": date(2016, 1, 1)}, "cannot be before it happened"),
        ({"subject": ""}, "Answer “What is it about?”"),
    ],
)
def test_a_wrong_answer_says_what_to_do_and_opens_nothing(place, sign_in, rule, given, words):
    page = sign_in(place.lead).post(ADDRESS, answers(rule, **given)).content.decode()
    assert "There is a problem" in page
    assert words in page
    assert not Obligation.objects.exists()


def test_only_leads_and_assurers_in_reach_may(place, sign_in, rule):
    assert sign_in(place.contributor).get(ADDRESS).status_code == 403
    assert sign_in(place.lead).get("/bodies/01C/open/").status_code == 404
    assert sign_in(place.assurer).get("/bodies/01C/open/").status_code == 404
    assert sign_in(place.assurer).get(ADDRESS).status_code == 200


def test_the_date_that_the_rule_works_out_is_shown_with_its_working_before_it_is_opened(place, sign_in):
    rule = make_rule(make_duty(title="Publish awards"), opens="by hand", code="EVENT_PLUS_DAYS:30")
    client = sign_in(place.lead)
    page = client.post(ADDRESS, answers(rule, day=date(2016, 10, 1))).content.decode()
    assert "Monday 31 October 2016" in page
    assert "How this date was worked out" in page
    assert not Obligation.objects.exists()
    opening(client, answers(rule, day=date(2016, 10, 1)))
    assert Obligation.objects.get().due_on == date(2016, 10, 31)


def test_a_date_typed_for_a_rule_that_works_it_out_is_refused(place, sign_in):
    rule = make_rule(opens="by hand", code="EVENT_PLUS_DAYS:30")
    page = sign_in(place.lead).post(ADDRESS, answers(rule, due=date(2016, 12, 1))).content.decode()
    assert "Leave this empty: the rule of this duty works the day out" in page


def test_a_day_before_the_rule_began_is_refused(place, sign_in):
    rule = make_rule(opens="by hand", code="ON_EVENT", from_on=date(2016, 1, 1))
    page = sign_in(place.lead).post(ADDRESS, answers(rule, day=date(2015, 6, 1))).content.decode()
    assert "did not apply on that day" in page


def test_the_answers_can_be_changed_after_the_date_was_shown(place, sign_in, rule):
    page = sign_in(place.lead).post(ADDRESS, answers(rule) | {"change": "yes"}).content.decode()
    assert "Show its date" in page
    assert 'value="Closure of a walk-in centre"' in page


def test_a_date_that_is_no_longer_what_was_shown_is_shown_again(place, sign_in, rule):
    answer = sign_in(place.lead).post(ADDRESS, answers(rule) | {"shown": "2016-11-30"})
    assert answer.status_code == 409
    assert "Nothing was opened" in answer.content.decode()
    assert not Obligation.objects.exists()


def test_it_says_that_the_public_may_see_what_it_is_about(place, sign_in, rule):
    assert "name no patient" in sign_in(place.lead).get(ADDRESS).content.decode()
