"""What the address narrows a log to, whom it serves, and what it says of names and of whom it is not for."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from bodies.access import Role
from casework.actions import add_term
from tests.casework.conftest import TODAY, happen, make_complaint, make_request
from tests.factories import make_member

REQUESTS, COMPLAINTS = "/bodies/10H/requests/", "/bodies/10H/complaints/"


def listed(client, address: str) -> set[str]:
    """The references that a log lists."""
    page = client.get(address).content.decode()
    return set(re.findall(r'href="/(?:requests|complaints)/\d+/"[^>]*>\s*([^\s<]+)', page))


def test_each_filter_narrows_the_log_of_requests(place, sign_in) -> None:
    client, body = sign_in(place.foi), place.body
    topic = add_term(body=body, list_name="topic", name="Finance", by=place.foi.user, today=TODAY)
    make_request(body, date(2016, 10, 3), reference="A", subject="Agency staff", topics=(topic,))
    make_request(body, date(2016, 10, 4), reference="B", law="eir", subject="Energy used", waiting_on="Estates")
    make_request(body, date(2016, 3, 31), reference="C", subject="Long ago")
    happen(
        make_request(body, date(2016, 10, 5), reference="D", subject="Contracts"),
        "answered",
        date(2016, 10, 6),
        code="granted",
    )
    waits = make_request(body, date(2016, 10, 6), reference="E", subject="Minutes")
    happen(waits, "clarification_asked", date(2016, 10, 7))
    for asked, expected in {
        "": "ABCE", "?show=late": "C", "?show=waiting": "E", "?show=closed": "D", "?show=all": "ABCDE",
        "?year=2015/16": "C", "?year=2016/17": "ABE", "?what=eir": "B", f"?term={topic.pk}": "A",
        "?q=agency": "A", "?q=estates": "B", "?q=energy+estates": "B", "?q=energy+agency": "",
    }.items():  # fmt: skip
        assert listed(client, f"{REQUESTS}{asked}") == set(expected), asked


def test_each_filter_narrows_the_log_of_complaints(place, sign_in) -> None:
    client, body = sign_in(place.complaints), place.body
    subject = add_term(body=body, list_name="subject", name="Access", by=place.lead.user, today=TODAY)
    make_complaint(body, date(2016, 10, 3), reference="A", terms=(subject,))
    make_complaint(body, date(2016, 10, 14), reference="B", kind="mp_letter")
    happen(make_complaint(body, date(2016, 10, 4), reference="C"), "withdrawn", date(2016, 10, 5))
    make_complaint(body, date(2016, 2, 1), reference="D")
    for asked, expected in {
        "": "ABD", "?show=late": "AD", "?show=closed": "C", "?show=all": "ABCD", "?what=mp_letter": "B",
        f"?term={subject.pk}": "A", "?year=2015/16": "D",
    }.items():  # fmt: skip
        assert listed(client, f"{COMPLAINTS}{asked}") == set(expected), asked


def test_whoever_serves_two_bodies_keeps_the_logs_of_both(place, sign_in) -> None:
    make_member(Role.FOI_OFFICER, place.other, user=place.foi.user)
    make_request(place.body, reference="HERE")
    make_request(place.other, reference="THERE")
    client = sign_in(place.foi)
    assert listed(client, REQUESTS) == {"HERE"}
    assert listed(client, "/bodies/11N/requests/") == {"THERE"}
    home = client.get("/").content.decode()
    assert REQUESTS in home and "/bodies/11N/requests/" in home


@pytest.mark.parametrize(
    ("who", "address"),
    [("foi", REQUESTS), ("foi", f"{REQUESTS}new/"), ("foi", f"{REQUESTS}new/?quick=1"),
     ("complaints", COMPLAINTS), ("complaints", f"{COMPLAINTS}new/"), ("complaints", f"{COMPLAINTS}new/?quick=1")],
)  # fmt: skip
def test_every_way_to_log_says_that_nobodys_name_belongs_there_and_asks_for_none(place, sign_in, who, address) -> None:
    page = unescape(sign_in(getattr(place, who)).get(address).content.decode())
    assert "Nobody’s name, address or date of birth belongs here, and there is no field for one" in page
    asked = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page))
    assert not [one for one in asked if re.search(r"name|address|birth|phone|mail|nhs|postcode", one)]
    assert ("subject access" in page) is (who == "foi")
