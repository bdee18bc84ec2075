"""Opening a duty that nothing opens by itself."""

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


def test_a_lead_opens_a_duty_with_its_event_and_a_date(place, sign_in, rule):
    answer = sign_in(place.lead).post(ADDRESS, answers(rule, due=date(2016, 12, 1)))
    opened = Obligation.objects.get()
    assert answer.headers["Location"].endswith(f"/obligations/{opened.pk}/")
    assert (opened.body, opened.due_on, opened.subject) == (
        place.body,
        date(2016, 12, 1),
        "Closure of a walk-in centre",
    )


def test_without_a_due_date_it_says_no_date_set(place, sign_in, rule):
    sign_in(place.assurer).post(ADDRESS, answers(rule))
    assert Obligation.objects.get().words(TODAY).word == "No date set"


def test_the_same_again_is_refused_in_words_and_keeps_what_was_typed(place, sign_in, rule):
    client = sign_in(place.lead)
    client.post(ADDRESS, answers(rule))
    again = client.post(ADDRESS, answers(rule))
    assert again.status_code == 409
    assert "This was opened already" in again.content.decode()
    assert 'value="Closure of a walk-in centre"' in again.content.decode()


def test_the_version_of_the_rule_is_the_one_in_force_on_the_day_of_the_event(place, sign_in):
    duty = make_duty()
    make_rule(
        duty, opens="by hand", code="ON_EVENT", from_on=date(2013, 4, 1), to_on=date(2016, 9, 30), proof="certified"
    )
    newer = make_rule(duty, opens="by hand", code="ON_EVENT", from_on=date(2016, 10, 1), proof="reviewed")
    sign_in(place.lead).post(ADDRESS, answers(newer))
    assert Obligation.objects.get().rule == newer


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"day": TODAY + timedelta(days=1)}, "today or in the past"),
        ({"day": date(2012, 1, 1)}, "did not apply on that day"),
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
