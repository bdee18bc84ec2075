"""The pages of the outbox: one's own ledger and choices, one's own letters, and what administrators look after."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bodies import clock
from bodies.access import Role
from bodies.models import AuditEntry, Mail, MailChoice, MailHold, Notice
from bodies.outbox.composing import compose
from tests.bodies.outbox.test_composing import EIGHT
from tests.factories import TODAY, make_member, national_office


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def as_():
    def signed_in(member) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return signed_in


@pytest.fixture
def administrator(db):
    return make_member(Role.ADMINISTRATOR, national_office())


def text(answer) -> str:
    return answer.content.decode()


def pause(day) -> dict[str, str]:
    return {"paused_until_day": str(day.day), "paused_until_month": str(day.month), "paused_until_year": str(day.year)}


def test_the_page_tells_what_became_of_each_thing(says, lead, as_) -> None:
    says("late 1", words="One"), says("late 2", words="Two"), says("late 3", words="Three")
    Notice.objects.filter(key="late 3").update(no_mail_on=TODAY, no_mail_why="over")
    compose(TODAY, EIGHT)
    Mail.objects.update(sent_at=EIGHT)
    says("late 4", words="Four")
    page = text(as_(lead).get("/told/"))
    assert page.count("By mail on 17 Oct 2016, 8am") == 2
    assert "No mail: it was no longer so" in page and "Waits for the next mail" in page


def test_a_choice_is_kept_with_its_audit_row_and_shown_again(lead, as_) -> None:
    client = as_(lead)
    client.post("/told/", {"frequency": "weekly", **pause(TODAY + timedelta(10))})
    choice = MailChoice.objects.get()
    assert (choice.person, choice.frequency, choice.paused_until) == (lead.user, "weekly", TODAY + timedelta(10))
    assert AuditEntry.objects.get().verb == "chose how often they get mail"
    assert "Your mail is paused to Thursday 27 October 2016" in text(client.get("/told/"))
    client.post("/told/", {"frequency": "weekly", **pause(TODAY + timedelta(10))})
    assert AuditEntry.objects.count() == 1


def test_a_pause_ends_and_does_not_last_for_years(lead, as_) -> None:
    answer = as_(lead).post("/told/", {"frequency": "daily", **pause(TODAY + timedelta(800))})
    assert answer.status_code == 200 and "within a year" in text(answer)
    as_(lead).post("/told/", {"frequency": "daily", **pause(TODAY - timedelta(1))})
    assert MailChoice.objects.get().paused_until is None


def test_a_long_ledger_is_read_page_by_page(says, lead, as_) -> None:
    for n in range(60):
        says(f"late {n}", words=f"Thing {n:02}")
    first = text(as_(lead).get("/told/"))
    assert "Thing 59" in first and "Thing 09" not in first
    before = Notice.objects.get(key="late 10").pk
    assert f"?before={before}" in first
    assert "Thing 09" in text(as_(lead).get(f"/told/?before={before}"))


def test_a_letter_is_read_by_whom_it_is_to_and_by_nobody_else(says, lead, administrator, as_, settings) -> None:
    says()
    compose(TODAY, EIGHT)
    address = f"/told/mail/{Mail.objects.get().token}/"
    assert "Annual report, 2015/16" in text(as_(lead).get(address))
    assert as_(administrator).get(address).status_code == 404
    assert as_(make_member(Role.LEAD, lead.body)).get(address).status_code == 404
    settings.DEMONSTRATION = True  # where what it says is invented, and mail is shown on a page instead
    assert as_(administrator).get(address).status_code == 200
    assert as_(make_member(Role.LEAD, lead.body)).get(address).status_code == 404


def test_a_demonstrations_mail_is_shown_to_administrators_marked_as_invented(
    says, administrator, as_, settings
) -> None:
    settings.DEMONSTRATION = True
    says()
    compose(TODAY, EIGHT)
    page = text(as_(administrator).get("/administration/mail/"))
    assert "Demonstration: NHS Chiltern CCG" in page and "A demonstration sends no mail" in page and "invented" in page


def test_administrators_see_what_was_given_up_and_have_it_tried_again(says, lead, administrator, as_) -> None:
    says()
    compose(TODAY, EIGHT)
    Mail.objects.update(given_up_at=timezone.now(), last_error="550 nobody at <[address]>", tries=3)
    mail, client = Mail.objects.get(), as_(administrator)
    page = text(client.get("/administration/mail/"))
    assert "550 nobody" in page and mail.text not in page
    assert "letters given up" in text(client.get("/"))
    assert "could not be delivered" in text(as_(lead).get("/told/"))
    client.post(f"/administration/mail/{mail.pk}/try-again/")
    mail.refresh_from_db()
    assert (mail.given_up_at, mail.tries) == (None, 0)
    entry = AuditEntry.objects.get()
    assert entry.verb == "tried mail again" and entry.detail == {"gave_up_because": "550 nobody at <[address]>"}
    assert "not given up" in text(client.post(f"/administration/mail/{mail.pk}/try-again/", follow=True))


def test_an_administrator_sees_how_much_a_release_would_send(says, lead, administrator, as_) -> None:
    MailHold.objects.create(since_on=TODAY, made_at=timezone.now(), why="From June to October nothing was looked for.")
    says("late 1"), says("late 2")
    client = as_(administrator)
    assert "All mail is held" in text(client.get("/"))
    assert "2 things would be told to 1 person" in text(client.get("/administration/mail/"))
    client.post("/administration/mail/release/")
    assert "released on 17 October 2016" in text(client.get("/administration/mail/"))
    assert client.post("/administration/mail/release/").status_code == 404


def test_only_administrators_look_after_mail(lead, as_) -> None:
    for address in ("/administration/mail/", "/administration/mail/release/", "/administration/mail/1/try-again/"):
        assert as_(lead).post(address).status_code == 403
