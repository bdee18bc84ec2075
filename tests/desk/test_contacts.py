"""How anybody reaches a body: recorded by its governance lead, shown to everybody, never more than was recorded."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies import clock
from bodies.actions import Refused
from bodies.contacts import SAID, change_contact, ways_of
from bodies.models import AuditEntry, Body, Contact
from tests.factories import TODAY

URL = "/bodies/10H/contacts/edit/"
GIVEN = {
    "attend": "Come at ten.\r\nNo need to book.", "ask": "Two days before", "ask_to": "Governance office",
    "ask_email": "ask@example.org", "inform": "In writing", "inform_email": "foi@example.org",
    "inform_address": "1 Example Street\r\nExampletown", "inform_page": "https://example.org/foi",
    "complain": "Tell us", "complain_email": "complaints@example.org", "complain_phone": "+44 1632 960 001",
    "complain_page": "example.org/complaints",
}  # fmt: skip


def public(body) -> str:
    answer = Client().get(f"/bodies/{body.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def record(place, expected=0, **said):
    whole = dict.fromkeys(SAID, "") | said
    return change_contact(
        body=place.body, said=whole, expected=expected, by=place.lead.user, today=TODAY, invented=False
    )


def test_what_the_lead_records_is_on_the_public_page_at_once(place, sign_in, settings, monkeypatch):
    settings.DEMONSTRATION = False
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    assert public(place.body).count("is not recorded yet") == 4
    client = sign_in(place.lead)
    assert URL in client.get("/").content.decode()
    answer = client.post(URL, GIVEN | {"expected": "0"}, follow=True)
    assert answer.redirect_chain == [("/bodies/10H/", 302)]
    html = public(place.body)
    assert "is not recorded yet" not in html and "As the body recorded it on 17 October 2016" in html
    for words in ("Come at ten.\nNo need to book.", "To: Governance office", "Telephone: +44 1632 960 001",
                  "1 Example Street\nExampletown", 'href="mailto:ask@example.org"', 'href="https://example.org/foi"',
                  'href="https://example.org/complaints"'):  # fmt: skip
        assert words in html, words
    assert place.lead.user.email not in html and "nvented" not in html
    page = client.get(URL).content.decode()
    assert "Last changed on 17 October 2016" in page and 'value="https://example.org/complaints"' in page


def test_a_way_that_is_left_out_says_that_it_is_not_recorded(place):
    record(place, ask_email="ask@example.org")
    html = public(place.body)
    assert html.count("is not recorded yet") == 3 and "How to ask a question" not in html
    assert [way.title for way in ways_of(Contact.objects.get()) if way.is_recorded] == ["Ask"]
    assert not any(way.is_recorded for way in ways_of(None))


def test_a_demonstration_marks_it_as_invented(place, sign_in, settings):
    assert settings.DEMONSTRATION
    sign_in(place.lead).post(URL, GIVEN | {"expected": "0"})
    assert Contact.objects.get().is_invented
    assert 'on 17 October 2016. <span class="tracker-invented">Invented for the demonstration' in public(place.body)


def test_each_change_is_in_the_trail_without_addresses(place, sign_in):
    client = sign_in(place.lead)
    client.post(URL, GIVEN | {"expected": "0"})
    client.post(URL, GIVEN | {"expected": "1", "ask_email": "new@example.org", "ask": "Write to new@example.org"})
    first, second = AuditEntry.objects.filter(verb="changed how anybody reaches it").order_by("pk")
    assert (first.by, first.body, first.subject_kind) == (place.lead.user, place.body, "bodies.contact")
    assert first.detail["after"]["complain_phone"] == "+44 1632 960 001"
    assert second.detail["before"] == {"ask": "Two days before", "ask_email": "[address]"}
    assert second.detail["after"] == {"ask": "Write to [address]", "ask_email": "[address]"}
    contact = Contact.objects.get()
    assert (contact.version, contact.changed_by, contact.changed_on) == (2, place.lead.user, TODAY)


def test_saving_what_is_there_changes_nothing(place, sign_in):
    client = sign_in(place.lead)
    assert "Nothing was changed" in client.post(URL, {"expected": "0"}, follow=True).content.decode()
    assert not Contact.objects.exists()
    client.post(URL, GIVEN | {"expected": "0"})
    assert "Nothing was changed" in client.post(URL, GIVEN | {"expected": "1"}, follow=True).content.decode()
    assert AuditEntry.objects.count() == 1


def test_a_change_that_somebody_else_made_meanwhile_is_not_overwritten_unseen(place, sign_in):
    client = sign_in(place.lead)
    record(place, attend="The other lead's words")
    answer = client.post(URL, GIVEN | {"expected": "0"})
    html = answer.content.decode()
    assert answer.status_code == 409 and "changed since you opened it" in html and "No need to book." in html
    assert Contact.objects.get().attend == "The other lead's words"
    assert 'name="expected" value="1"' in html
    assert client.post(URL, GIVEN | {"expected": "1"}).status_code == 302
    with pytest.raises(Refused):
        record(place, expected=1)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("ask_email", "somebody", "Enter an e-mail address for questions, like office@example.org"),
        ("complain_email", "a@b@c.example", "Enter an e-mail address for complaints, like"),
        ("inform_page", "javascript:alert(1)", "Enter a web page that begins with http"),
        ("complain_page", "ftp://example.org/", "Enter a web page that begins with http"),
        ("complain_phone", "call us", "Enter a telephone number, like"),
        ("complain_phone", "１２３４５６７", "Enter a telephone number, like"),
        ("attend", "x" * 2001, "Shorten your answer to 2,000 characters or fewer"),
        ("inform_address", "x" * 401, "Shorten the postal address for requests to 400 characters or fewer"),
    ],
)
def test_what_is_no_address_is_refused_and_kept_as_typed(place, sign_in, field, typed, words):
    answer = sign_in(place.lead).post(URL, GIVEN | {"expected": "0", field: typed})
    html = answer.content.decode()
    assert answer.status_code == 200 and words in html and typed in html and "Two days before" in html
    assert not Contact.objects.exists()


def test_the_database_takes_no_other_page_than_one_of_the_web(place):
    with pytest.raises(IntegrityError), transaction.atomic():
        record(place, inform_page="javascript:alert(1)")


def test_what_is_typed_is_shown_as_text(place):
    record(place, attend="<script>alert(1)</script>", ask_to="<b>Office</b>")
    html = public(place.body)
    assert "<script>alert(1)" not in html and "<b>Office" not in html and "&lt;b&gt;Office" in html


def test_only_the_bodys_governance_lead_changes_it(place, sign_in):
    for member in (place.contributor, place.lay, place.assurer):
        assert sign_in(member).post(URL, GIVEN).status_code == 403
    assert sign_in(place.lead).get(f"/bodies/{place.other.code}/contacts/edit/").status_code == 404
    assert sign_in(place.lead).post(f"/bodies/{place.other.code}/contacts/edit/", GIVEN).status_code == 404
    assert not Contact.objects.exists()


def test_a_body_that_closed_sends_nobody_to_an_office_that_is_gone(place):
    record(place, attend="Come at ten")
    Body.objects.filter(pk=place.body.pk).update(closed_on=TODAY.replace(day=1))
    html = public(place.body)
    assert "Come at ten" not in html and "it holds no meetings and answers no requests" in html


def test_the_public_page_asks_no_more_for_it(place, django_assert_num_queries):
    with CaptureQueriesContext(connection) as without:
        public(place.body)
    record(place, attend="Come at ten")
    with django_assert_num_queries(len(without)):
        public(place.body)
