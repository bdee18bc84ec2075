"""Letters to an address without an account: sent like any other, unsubscribed with one press, and forgotten."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from bodies.access import Role
from bodies.actions import Refused
from bodies.models import AuditEntry, Mail, MailHold
from bodies.outbox import composing, forget, one_click, sending, write_to
from bodies.outbox.actions import try_again
from bodies.outbox.composing import compose
from bodies.outbox.sending import LEASE, MOST_TRIES, send_waiting
from tests.factories import TODAY, make_member, make_user, national_office
from tests.faults import invariants
from tests.post_office import PostOffice, post_office, send_there

A_WHILE = timedelta(seconds=20)
READER = "Somebody@Example.org"
STOP = f"https://tracker.example/subscriptions/{'t' * 43}/{'s' * 120}/stop/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings) -> Iterator[PostOffice]:
    with post_office() as opened:
        send_there(settings, opened)
        yield opened


@pytest.fixture
def administrator(db):
    return make_member(Role.ADMINISTRATOR, national_office())


def write(key: str = "meeting 5 planned subscription 9", address: str = READER, **said) -> Mail:
    plain = {"subject": "A meeting was planned", "text": f"On Thursday.\n\nNo more letters: {STOP}\n",
             "html": f"<html><body><p>On Thursday.</p><a href='{STOP}'>No more letters</a></body></html>",
             "headers": one_click(STOP)}  # fmt: skip
    with transaction.atomic():
        return write_to(address=address, key=key, today=TODAY, **(plain | said))


def send() -> dict[str, int]:
    return {name: count for name, count in send_waiting(TODAY, for_long=A_WHILE).items() if count}


def later() -> None:
    ago = timezone.now() - timedelta(seconds=1)
    Mail.objects.waiting().update(next_try_at=ago)
    Mail.objects.waiting().exclude(claimed_until=None).update(claimed_until=ago)


def test_a_letter_reaches_an_address_and_its_head_says_how_to_stop_with_one_press(office) -> None:
    made = write()
    assert send() == {"sent": 1} and send() == {}
    (letter,) = office.letters
    assert letter["To"] == "somebody@example.org" and letter["Subject"] == "A meeting was planned"
    assert letter["Message-ID"] == made.message_id and letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"].strip() == f"<{STOP}>"  # whole, however long
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in letter.walk()][1:] == ["text/plain", "text/html"]
    assert not list(invariants.mail(office.received))


def test_people_and_addresses_are_written_to_in_one_round(office, says, lead, monkeypatch) -> None:
    monkeypatch.setattr(composing, "BETWEEN", timedelta(0))
    says("sent back 1", at_once=True)
    write()
    assert compose(TODAY, timezone.now()) == 1
    assert send() == {"sent": 2}
    assert {letter["To"] for letter in office.letters} == {lead.user.email, "somebody@example.org"}
    assert [letter["List-Unsubscribe-Post"] for letter in office.letters if letter["To"] == lead.user.email] == [None]
    says("sent back 2", at_once=True)  # letters to addresses are in no way of those to people
    assert compose(TODAY, timezone.now()) == 1


def test_one_key_is_one_letter_however_often_it_is_written() -> None:
    first = write()
    assert write(subject="Another") == first
    assert write("meeting 5 planned subscription 10") != first
    assert Mail.objects.count() == 2


def test_what_is_undone_is_not_written(office) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Mail.objects.exists() and send() == {}


@pytest.mark.django_db(transaction=True)
def test_writing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        write_to(address=READER, key="k", subject="s", text="t", today=TODAY)


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a@example.org\nBcc: x@example.org", f"{'a' * 300}@b.example"]
)
def test_what_is_no_address_gets_no_letter(address) -> None:
    with pytest.raises(ValidationError):
        write(address=address)


@pytest.mark.parametrize(
    "said",
    [
        {"headers": {"Bcc": "x@example.org"}}, {"headers": {"List-Unsubscribe": "<a>\r\nBcc: x@example.org"}},
        {"headers": {"List-ID": ""}}, {"key": ""}, {"key": "k" * 101}, {"key": "to somebody@example.org"},
    ],
)  # fmt: skip
def test_no_header_of_anothers_and_no_key_that_tells_who_reads_is_taken(said) -> None:
    with pytest.raises(ValueError, match="letter"):
        write(**said)


def test_a_subject_is_one_line_and_not_too_long(office) -> None:
    write(subject="Moved:\r\nBcc: x@example.org " + "long " * 60)
    assert send() == {"sent": 1}
    assert office.letters[0]["Bcc"] is None and len(Mail.objects.get().subject) <= 150


def test_what_the_server_refuses_waits_and_is_given_up_like_any_letter(office, administrator) -> None:
    letter = write()
    office.answers = lambda verb, count: "451 not <somebody@example.org> now" if verb == "RCPT" else ""
    for _ in range(MOST_TRIES - 1):
        assert send() == {"refused": 1} and send() == {}
        later()
    assert send() == {"given up": 1}
    given_up = Mail.objects.given_up().get()
    assert given_up == letter and given_up.last_error == "451 not <[address]> now"
    office.answers = lambda verb, count: ""
    try_again(mail=given_up, by=administrator.user, today=TODAY)
    assert send() == {"sent": 1} and office.ids == [letter.message_id]


def test_a_letter_taken_and_left_without_an_answer_comes_at_most_twice_as_the_same(office) -> None:
    letter = write()
    office.answers = lambda verb, count: "take, then drop" if verb == "CONTENT" else ""
    assert send() == {"put off": 1}
    later()
    assert send() == {"given up": 1}
    assert office.ids == [letter.message_id] * 2


def test_while_mail_is_held_or_in_a_demonstration_nothing_leaves(office, settings) -> None:
    write()
    hold = MailHold.objects.create(since_on=TODAY, made_at=timezone.now(), why="A silence")
    assert send() == {}
    hold.delete()
    settings.DEMONSTRATION = True
    assert send() == {} and not office.heard


def test_a_demonstrations_letter_says_so_once(settings) -> None:
    settings.DEMONSTRATION = True
    made = write()
    again = write("k", subject=made.subject, text=made.text, html=made.html)
    for letter in (made, again):
        assert letter.subject == "Demonstration: A meeting was planned"
        assert letter.text.count("what it says of bodies is invented") == 1
        assert letter.html.count("what it says of bodies is invented") == 1


def test_whoever_is_forgotten_is_in_no_letter_old_or_waiting(office) -> None:
    old = write("one")
    assert send() == {"sent": 1}
    waiting, others = write("two"), write("three", address="other@example.org")
    assert forget(address=" SOMEBODY@example.org ", today=TODAY) == 2
    assert send() == {"sent": 1}
    assert [letter["To"] for letter in office.letters] == ["somebody@example.org", "other@example.org"]
    for letter in (old, waiting):
        letter.refresh_from_db()
        assert (letter.address, letter.text, letter.html, letter.headers) == ("", "", "", {})
        assert letter.forgotten_at and not letter.claim
    assert old.sent_at and not old.given_up_at and waiting.given_up_at and not waiting.sent_at
    others.refresh_from_db()
    assert others.address == "other@example.org" and others.text
    assert not list(invariants.mail([(others.message_id, others.address)]))
    rows = AuditEntry.objects.filter(verb="forgot whom a letter was to", subject_kind="bodies.mail")
    assert {row.subject_id for row in rows} == {old.pk, waiting.pk}
    assert "somebody" not in str(list(rows.values()))
    assert forget(address=READER, today=TODAY) == 0
    assert forget(address="", today=TODAY) == 0


def test_whoever_wants_no_more_of_one_thing_keeps_getting_the_others(office) -> None:
    stopped, others = write("meeting 5 planned subscription 9"), write("meeting 5 planned subscription 19")
    assert forget(address=READER, about="subscription 9", today=TODAY) == 1
    assert send() == {"sent": 1} and office.ids == [others.message_id]
    stopped.refresh_from_db()
    assert stopped.forgotten_at and not stopped.address


def test_whoever_is_forgotten_while_a_letter_is_in_hand_does_not_get_it(office) -> None:
    write()
    batch = sending._claim()
    forget(address=READER, today=TODAY)
    done = {"sent": 0, "put off": 0, "given up": 0, "refused": 0}
    sending._send_batch(batch, done)
    assert not office.letters and not any(done.values())
    assert batch[0].claimed_until - timezone.now() <= LEASE


def test_a_forgotten_letter_is_not_offered_again_and_nobody_can_have_it_sent(administrator) -> None:
    letter = write()
    forget(address=READER, today=TODAY)
    assert not Mail.objects.given_up().exists()
    with pytest.raises(Refused, match="taken out"):
        try_again(mail=letter, by=administrator.user, today=TODAY)


def test_administrators_never_see_an_address_in_full(administrator, settings) -> None:
    client = Client()
    client.force_login(administrator.user)
    letter = write()
    Mail.objects.update(given_up_at=timezone.now(), last_error="550 nobody", tries=1)
    page = client.get("/administration/mail/").content.decode()
    assert "s…@example.org" in page and "somebody@" not in page and STOP not in page
    assert client.get(f"/told/mail/{letter.token}/").status_code == 404
    settings.DEMONSTRATION = True  # where letters are shown instead of sent
    for address in ("/administration/mail/", f"/told/mail/{letter.token}/"):
        page = client.get(address).content.decode()
        assert "s…@example.org" in page and "somebody@" not in page
    forget(address=READER, today=TODAY)
    assert "an address that was taken out" in client.get("/administration/mail/").content.decode()


def test_the_database_keeps_what_was_written_but_for_forgetting_all_of_it() -> None:
    write()
    now = timezone.now()
    for change in (
        {"text": "Other"}, {"address": "other@example.org"}, {"headers": {}}, {"text": "", "html": ""},
        {"text": "", "html": "", "headers": {}, "address": "", "forgotten_at": now, "subject": "Other"},
        {"text": "", "html": "", "headers": {"a": "b"}, "address": "", "forgotten_at": now},
        {"person": make_user()}, {"forgotten_at": now}, {"address": ""},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Mail.objects.update(**change)
    forget(address=READER, today=TODAY)
    for change in ({"forgotten_at": None}, {"text": "Again"}, {"address": READER}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mail.objects.update(**change)


def test_a_letter_to_a_person_cannot_be_forgotten(says, lead) -> None:
    says("late 1", at_once=True)
    compose(TODAY, timezone.now())
    assert forget(address=lead.user.email, today=TODAY) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.update(forgotten_at=timezone.now(), text="", html="")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="what an empty table plans says something here")
def test_letters_to_an_address_are_found_by_their_index() -> None:
    plan = Mail.objects.filter(person=None, address=READER).order_by().explain()
    assert "mail_to_an_address" in plan
