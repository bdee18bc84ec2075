"""Pasting a link: from the address to the evidence of one duty."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.factories import TODAY, make_duty, make_obligation, make_rule

DAY = timedelta(days=1)
URL = "https://www.chilternccg.nhs.uk/register-of-interests.pdf?v=2&x=a%20b"


def ask(client, **asked):
    return client.get("/log/", asked)


def test_a_link_offers_the_likely_duties_and_leads_to_its_evidence(place, sign_in):
    interests = make_obligation(place.body, make_rule(make_duty(title="Keep and publish registers of interests")))
    make_obligation(place.body, make_rule(make_duty(title="Have a complaints process", theme="complaints")))
    client = sign_in(place.lead)
    page = ask(client, url=URL).content.decode()
    assert "Keep and publish registers of interests" in page
    assert "Have a complaints process" not in page
    to = ask(client, url=URL, chosen="1", obligation=interests.pk).headers["Location"]
    assert to.startswith(reverse("evidence:add_kind", args=[interests.pk, "link"]) + "?url=https%3A%2F%2F")
    assert client.get(to).status_code == 200


def test_a_link_that_names_no_duty_offers_what_is_due_first(place, sign_in):
    make_obligation(place.body, make_rule(make_duty(title="Late thing")), due_on=TODAY - DAY)
    page = ask(sign_in(place.contributor), url="https://example.org/zzz").content.decode()
    assert "No word of the address names a duty" in page
    assert "Late thing" in page


def test_nothing_chosen_is_said_in_words(place, sign_in):
    make_obligation(place.body)
    page = ask(sign_in(place.lead), url="https://example.org/duty", chosen="1").content.decode()
    assert "Choose the duty that the link proves" in page


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "javascript:alert(1)", "data:text/html,x", "not an address", ""]
)
def test_only_web_addresses_are_taken_and_what_was_typed_is_kept(place, sign_in, url):
    page = ask(sign_in(place.lead), url=url).content.decode()
    assert "There is a problem" in page
    assert "http://" in page or "Enter the link" in page
    assert not url or f'value="{url}"' in page


def test_another_bodys_obligation_cannot_be_chosen(place, sign_in):
    make_obligation(place.body)
    theirs = make_obligation(place.other)
    client = sign_in(place.lead)
    answer = client.get(f"/log/?url={quote('https://example.org/duty')}&chosen=1&obligation={theirs.pk}")
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_a_lay_member_cannot_log_a_link(place, sign_in):
    assert ask(sign_in(place.lay), url=URL).status_code == 403
