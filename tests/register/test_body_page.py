"""A body's page: who it is, what passed on, and its year in the public's words."""

from datetime import date

import pytest

from bodies.models import BodyName, BodyOffice, Succession
from tests.factories import TODAY, make_body, make_duty, make_obligation, make_office, make_rule
from tests.register.kit import make_evidence

pytestmark = pytest.mark.usefixtures("as_at")
LONG_PAST = date(2016, 6, 30)


def page(client, body, **query) -> str:
    response = client.get(f"/bodies/{body.code}/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_absence_is_told_in_the_words_of_the_design(client):
    body = make_body("07X", name="NHS Enfield CCG")
    make_obligation(body, due_on=LONG_PAST, reason="Our auditor is ill.")
    html = page(client, body)
    assert "Due 30 June 2016. Nothing recorded here." in html
    assert "The body says: “Our auditor is ill.”" in html


@pytest.mark.parametrize(
    "facts",
    [
        {"sent_on": TODAY, "done_on": TODAY},
        {"sent_back_on": TODAY},
        {"sent_on": TODAY, "done_on": TODAY, "met_on": TODAY, "met_how": "certified"},
    ],
    ids=["sent in", "sent back", "certified"],
)
def test_once_a_round_was_sent_in_the_stated_reason_is_told_and_nothing_of_the_round(client, facts):
    obligation = make_obligation(due_on=LONG_PAST, **facts)
    make_evidence(
        obligation, title="Secret title", published_on=None, withheld="audit", withheld_until=date(2016, 12, 1)
    )
    html = page(client, obligation.body)
    assert "Recorded, not published." in html
    assert "The audit is not finished. Not published until 1 December 2016." in html
    assert "Secret title" not in html
    assert "Sent back" not in html


def test_the_reason_of_a_draft_is_not_told(client):
    obligation = make_obligation(due_on=LONG_PAST, sent_on=TODAY, done_on=TODAY)
    make_evidence(obligation, published_on=None, sent_on=None, withheld="legal")
    assert "No reason is stated." in page(client, obligation.body)


def test_published_items_are_shown_in_place_of_absence(client):
    obligation = make_obligation(due_on=LONG_PAST, sent_back_on=TODAY)
    make_evidence(obligation, title="The report itself")
    html = page(client, obligation.body)
    assert "The report itself" in html
    assert "Due 30 June 2016" not in html


def test_of_a_partly_public_duty_absence_is_never_told(client):
    rule = make_rule(make_duty(title="Handle requests", public_facing="partly"))
    obligation = make_obligation(rule=rule, due_on=LONG_PAST)
    assert "Handle requests" not in page(client, obligation.body)
    make_evidence(obligation, title="Disclosure log")
    html = page(client, obligation.body)
    assert "Handle requests" in html and "Disclosure log" in html


def test_of_draft_accounts_neither_the_draft_nor_its_absence_is_shown(client):
    duty = make_duty(title="Keep accounts")
    body = make_body()
    make_obligation(body, make_rule(duty, step="draft"), due_on=LONG_PAST)
    assert "Keep accounts" not in page(client, body)
    make_obligation(body, make_rule(duty, step="final"), due_on=LONG_PAST)
    assert "Keep accounts: final" in page(client, body)


def test_what_nhs_england_owes_is_never_shown_as_missing_at_a_body(client):
    rule = make_rule(make_duty(title="Assess the group", owed_by="nhs_england"))
    obligation = make_obligation(rule=rule, due_on=LONG_PAST)
    assert "Assess the group" not in page(client, obligation.body)


def test_what_a_body_that_has_not_joined_owes_is_not_shown_as_missing(client):
    obligation = make_obligation(make_body(joined_on=None), due_on=LONG_PAST)
    assert "Nothing recorded here." not in page(client, obligation.body)


def test_a_demonstration_marks_its_dates_and_what_is_invented(client):
    rule = make_rule(make_duty(title="Directed duty"), date_basis="directed", set_by="NHS England")
    obligation = make_obligation(rule=rule, due_on=LONG_PAST, date_is_demonstration=True, reason="Because.")
    html = page(client, obligation.body)
    assert "Demonstration date" in html
    assert "What is recorded here is invented for the demonstration" in html
    assert html.count("Invented for the demonstration") == 1


def test_another_year_is_read_by_its_address_and_one_without_anything_is_not_found(client):
    body = make_body("07X")
    make_obligation(body, due_on=date(2015, 6, 30))
    assert "Due 30 June 2015" not in page(client, body)
    assert "Due 30 June 2015. Nothing recorded here." in page(client, body, year="2015/16")
    for year in ("2014/15", "2015/17", "x", "\x00"):
        assert client.get("/bodies/07X/", {"year": year}).status_code == 404


def test_it_says_who_the_body_is_in_the_words_of_its_day(client):
    london, team = make_office("Y56", name="London"), make_office("Q71", kind="area_team", name="London Area Team")
    body = make_body("08Y", name="NHS Later Name CCG", region=london)
    BodyOffice.objects.create(
        body=body, office=team, kind="area_team", from_on=date(2013, 4, 1), to_on=date(2015, 3, 31)
    )
    BodyName.objects.create(
        body=body, name="NHS Name of the Day CCG", kind="name", from_on=date(2013, 4, 1), to_on=date(2017, 3, 31)
    )
    html = page(client, body)
    assert "NHS Name of the Day CCG" in html
    assert "NHS Later Name CCG" not in html
    assert "London Area Team (to 31 March 2015)" in html
    assert "From April 2015: local office not recorded" in html
    assert "How to attend a meeting held in public is not recorded yet" in html


def test_a_website_is_given_with_the_month_it_was_recorded(client):
    body = make_body("07X")
    body.website, body.website_as_at = "www.enfieldccg.nhs.uk", "2020-08"
    body.save()
    html = page(client, body)
    assert 'href="http://www.enfieldccg.nhs.uk"' in html
    assert "as recorded in August 2020" in html


@pytest.fixture
def merged():
    """Two bodies that became one on 1 April 2016, and what one of them left open."""
    last_day, first_day = date(2016, 3, 31), date(2016, 4, 1)
    old, other = (make_body(code, closed_on=last_day) for code in ("00F", "00G"))
    new = make_body("13T", opened_on=first_day)
    for body in (old, other):
        Succession.objects.create(
            predecessor=body, successor=new, effective_on=first_day, kind="ccg_merger", scope="whole"
        )
    make_obligation(old, due_on=LONG_PAST, held_by=new)
    return old, new


def test_both_bodies_say_that_obligations_passed_on(client, merged):
    old, new = merged
    html = page(client, old)
    assert "closed on 31 March 2016" in html
    assert "What it still owed passed to" in html and "/bodies/13T/" in html
    assert "NHS 13T CCG answers for it now" in html
    html = page(client, new)
    assert "also answers for what" in html
    assert "Passed on by NHS 00F CCG" in html
    assert "Due 30 June 2016. Nothing recorded here." in html


def test_where_nobody_was_named_to_answer_the_page_says_so(client):
    old = make_body("00F", closed_on=date(2016, 3, 31))
    make_obligation(old, due_on=LONG_PAST, held_by=None)
    assert "It is not recorded yet which body answers for what it left open." in page(client, old)


def test_as_at_a_day_before_it_a_closing_is_not_known(client, as_at, merged):
    old, _new = merged
    as_at(date(2016, 3, 1))
    html = page(client, old)
    assert "closed on" not in html
    assert "Became" not in html
    assert client.get("/bodies/13T/").status_code == 404


def test_a_code_may_be_typed_in_small_letters(client):
    make_body("07X")
    assert client.get("/bodies/07x/").status_code == 200


def counted(client, django_assert_max_num_queries, path) -> int:
    with django_assert_max_num_queries(30) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_page_costs_the_same_for_two_obligations_and_for_twenty(client, django_assert_max_num_queries):
    few, many = make_body("A1"), make_body("A2")
    for body, number in ((few, 2), (many, 20)):
        for _ in range(number):
            shown = make_obligation(body, make_rule(), due_on=LONG_PAST)
            make_evidence(shown)
            held = make_obligation(body, make_rule(), due_on=LONG_PAST, sent_back_on=TODAY)
            make_evidence(held, published_on=None, withheld="audit")
    costs = {body.code: counted(client, django_assert_max_num_queries, f"/bodies/{body.code}/") for body in (few, many)}
    assert costs["A1"] == costs["A2"]
