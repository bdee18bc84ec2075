"""The duties: core ones first, the version in force today first, and how sure we are."""

from datetime import date

import pytest

from duties.words import CONFIDENCE_SENTENCES
from tests.factories import make_duty, make_obligation, make_rule
from tests.register.kit import make_evidence

pytestmark = pytest.mark.usefixtures("as_at")


def read(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_begins_with_core_duties_under_the_headline_themes_and_opens_to_all(client):
    make_rule(make_duty(title="Core duty", theme="complaints"))
    make_rule(make_duty(title="Wider duty", theme="complaints", tier="wider", category="Complaints"))
    make_rule(make_duty(title="Core without theme", theme="", category="Finance"))
    first, every = read(client, "/duties/"), read(client, "/duties/?show=all")
    assert "Core duty" in first and "Wider duty" not in first and "Core without theme" not in first
    assert all(title in every for title in ("Core duty", "Wider duty", "Core without theme"))
    assert every.index("Core without theme") < every.index("Wider duty"), "Finance comes before Complaints"


def test_a_duty_of_later_law_stands_apart(client):
    make_rule(make_duty(title="Board duty"), regime="ICB", from_on=date(2022, 7, 1), to_on=None)
    assert "Board duty" not in read(client, "/duties/")
    every = read(client, "/duties/?show=all")
    assert every.index("Not in force on 17 October 2016") < every.index("Board duty")


def test_the_page_begins_with_plain_english_and_the_version_in_force_today(client):
    duty = make_duty("report", plain="Everybody may read it.", notes="A note.", evidence="The report.")
    make_rule(duty, to_on=date(2022, 4, 13), legal_basis="Then section", when="By 31 March")
    make_rule(duty, from_on=date(2022, 4, 14), legal_basis="Later section")
    html = read(client, "/duties/report/")
    order = [
        "Everybody may read it.",
        "Then section",
        "By 31 March",
        "Then and later",
        "Later section",
        "The report.",
        "A note.",
    ]
    assert [html.index(words) for words in order] == sorted(html.index(words) for words in order)


@pytest.mark.parametrize("confidence", ["CONFIRMED", "MIXED", "RECALLED"])
def test_it_says_how_sure_we_are(client, confidence):
    make_rule(make_duty("report"), confidence=confidence)
    assert CONFIDENCE_SENTENCES[confidence] in read(client, "/duties/report/")


def test_it_says_who_fixes_the_date_and_who_owes_it(client):
    duty = make_duty("assess", owed_by="nhs_england")
    make_rule(duty, date_basis="directed", set_by="NHS Digital")
    html = read(client, "/duties/assess/")
    assert "NHS Digital sets this date." in html
    assert "NHS England owes this" in html


def test_local_policy_and_what_explains_only_are_shown_as_such(client):
    make_rule(make_duty("ours", nature="policy"), opens="rule", date_basis="", proof="", code="")
    html = read(client, "/duties/ours/")
    assert "Local policy: a suggestion of ours, not law." in html
    assert "Nothing is sent in for it on its own." in html


def test_a_duty_not_in_force_says_so(client):
    make_rule(make_duty("old"), to_on=date(2014, 3, 31))
    assert "It is not in force on 17 October 2016." in read(client, "/duties/old/")


def test_what_was_published_for_it_is_listed_unless_it_is_not_public_facing(client):
    for slug, public_facing in (("shown", "partly"), ("hidden", "no")):
        rule = make_rule(make_duty(slug, public_facing=public_facing))
        make_evidence(make_obligation(rule=rule), title="Published item")
    assert "Published item" in read(client, "/duties/shown/")
    assert "Published item" not in read(client, "/duties/hidden/")


def test_the_list_costs_the_same_for_two_duties_and_for_thirty(client, django_assert_num_queries):
    for number in (2, 28):
        for _ in range(number):
            make_rule()
        for path in ("/duties/", "/duties/?show=all"):
            with django_assert_num_queries(3):  # the day, the duties, their rules
                read(client, path)
