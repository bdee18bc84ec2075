"""Sending mail through a mail server that behaves, and through one that does not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from bodies.models import Mail, MailHold
from bodies.outbox import composing, sending
from bodies.outbox.actions import try_again
from bodies.outbox.composing import compose
from bodies.outbox.sending import AGAIN_AFTER, LEASE, MOST_TRIES, send_waiting
from tests.factories import TODAY
from tests.post_office import PostOffice, post_office, send_there

A_WHILE = timedelta(seconds=20)


@pytest.fixture
def office(settings) -> Iterator[PostOffice]:
    with post_office() as opened:
        send_there(settings, opened)
        yield opened


@pytest.fixture
def letters(says, monkeypatch):
    """So many letters to the lead that wait to be sent."""
    monkeypatch.setattr(composing, "BETWEEN", timedelta(0))

    def make(count: int = 1) -> list[Mail]:
        for n in range(count):
            says(f"sent back {n}", at_once=True, words=f"Accounts {n}: sent back")
            compose(TODAY, timezone.now())
        return list(Mail.objects.order_by("pk"))

    return make


def send() -> dict[str, int]:
    return {name: count for name, count in send_waiting(TODAY, for_long=A_WHILE).items() if count}


def later(after: timedelta = timedelta(days=2)) -> None:
    """Let so much time pass for every letter."""
    for letter in Mail.objects.waiting():
        letter.next_try_at -= after
        if letter.claimed_until:
            letter.claimed_until -= after
        letter.save()


def test_each_letter_is_sent_once_with_its_message_id_its_text_and_html(office, letters, lead) -> None:
    made = letters(45)
    assert send() == {"sent": 45}
    assert send() == {}
    assert office.ids == [letter.message_id for letter in made]
    first = office.letters[0]
    assert first["To"] == lead.user.email and first["Subject"] == "NHS Chiltern CCG: Accounts 0: sent back"
    assert [part.get_content_type() for part in first.walk()][1:] == ["text/plain", "text/html"]
    assert office.heard["GREETING"] == 3  # one line for each batch


def test_what_the_server_refuses_for_now_is_tried_again_later_and_later(office, letters) -> None:
    (letter,) = letters()
    office.answers = lambda verb, count: "451 later" if verb == "RCPT" and count < 4 else ""
    waits = []
    for _ in range(3):
        assert send() == {"refused": 1}
        assert send() == {}
        letter.refresh_from_db()
        waits.append(letter.next_try_at - timezone.now())
        later()
    assert [round(wait / timedelta(minutes=1)) for wait in waits] == [1, 5, 30]
    assert send() == {"sent": 1}
    assert office.ids == [letter.message_id]


def test_what_is_refused_for_days_is_given_up_and_says_why(office, letters) -> None:
    office.answers = lambda verb, count: "452 full" if verb == "CONTENT" else ""
    (letter,) = letters()
    for _ in AGAIN_AFTER:
        assert send() == {"refused": 1}
        later()
    assert send() == {"given up": 1}
    letter.refresh_from_db()
    assert letter.tries == MOST_TRIES and letter.unknown == 0 and "full" in letter.last_error
    later()
    assert send() == {}


def test_an_address_that_is_none_is_given_up_at_once_and_the_rest_is_sent(office, letters) -> None:
    letters(3)
    office.answers = lambda verb, count: "550 nobody is <a.b@example.org>" if verb == "RCPT" and count == 2 else ""
    assert send() == {"sent": 2, "given up": 1}
    assert Mail.objects.given_up().get().last_error == "550 nobody is <[address]>"


def test_an_administrator_has_a_given_up_letter_sent_as_the_same(office, letters, lead) -> None:
    (letter,) = letters()
    office.answers = lambda verb, count: "550 nobody here" if verb == "RCPT" and count == 1 else ""
    send()
    try_again(mail=letter, by=lead.user, today=TODAY)
    assert send() == {"sent": 1}
    assert office.ids == [letter.message_id]


@pytest.mark.parametrize("answer", ["554 go away", "421 busy", "drop", "hang"])
@pytest.mark.parametrize("verb", ["GREETING", "MAIL"])
def test_while_the_server_is_away_everything_waits_and_nothing_counts_as_a_try(office, letters, verb, answer) -> None:
    made = letters(5)
    office.answers = lambda said, count: answer if said == verb else ""
    for _ in range(MOST_TRIES + 1):
        assert send() == {"put off": 5}
        later()
        if answer == "hang":
            break
    assert set(Mail.objects.values_list("tries", "unknown", "given_up_at", "claim")) == {(0, 0, None, "")}
    office.answers = lambda said, count: ""
    assert send() == {"sent": 5}
    assert sorted(office.ids) == sorted(letter.message_id for letter in made)


def test_where_there_is_no_server_everything_waits(office, letters, settings) -> None:
    letters(2)
    settings.EMAIL_PORT = 9
    assert send() == {"put off": 2}
    assert "refused" in Mail.objects.first().last_error


def test_a_server_that_takes_half_and_closes_the_line_gets_the_rest_on_another(office, letters) -> None:
    made = letters(20)
    # After every fifth letter the line is closed, as by a server that takes so many of one visitor.
    office.answers = lambda verb, count: "drop" if verb == "NOOP" and count % 5 == 0 else ""
    assert send() == {"sent": 20}
    assert office.ids == [letter.message_id for letter in made]


def test_a_letter_whose_line_was_dropped_after_it_was_taken_comes_at_most_twice_as_the_same(office, letters) -> None:
    made = letters(3)
    office.answers = lambda verb, count: "take, then drop" if verb == "CONTENT" and count == 2 else ""
    assert send() == {"sent": 2, "put off": 1}
    later()
    assert send() == {"sent": 1}
    second = made[1].message_id
    assert sorted(office.ids) == sorted([letter.message_id for letter in made] + [second])


def test_a_letter_that_is_taken_and_dropped_each_time_is_given_up_after_the_second(office, letters) -> None:
    (letter,) = letters()
    office.answers = lambda verb, count: "take, then drop" if verb == "CONTENT" else ""
    assert send() == {"put off": 1}
    later()
    assert send() == {"given up": 1}
    later()
    assert send() == {}
    assert office.ids == [letter.message_id] * 2
    letter.refresh_from_db()
    assert letter.last_error.startswith("It was handed over twice, and nobody knows whether it arrived.")


def test_a_claim_ends_with_its_lease_and_not_before(office, letters) -> None:
    letters()
    (claimed,) = sending._claim()  # and then its worker dies
    assert send() == {}
    Mail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert send() == {"sent": 1}
    assert claimed.claimed_until - timezone.now() > LEASE - timedelta(minutes=1)


def test_whoever_lost_the_claim_sends_nothing(office, letters) -> None:
    letters()
    batch = sending._claim()
    Mail.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert send() == {"sent": 1}
    sending._send_batch(batch, done := {"sent": 0, "put off": 0})
    assert done == {"sent": 0, "put off": 0} and len(office.letters) == 1


def test_two_who_send_at_once_claim_different_letters(office, letters) -> None:
    letters(30)
    one, two = sending._claim(), sending._claim()
    assert len(one) + len(two) == 30 and not {mail.pk for mail in one} & {mail.pk for mail in two}


def test_held_mail_does_not_leave(office, letters) -> None:
    letters(2)
    MailHold.objects.create(since_on=TODAY, made_at=timezone.now(), why="A silence")
    assert send() == {}
    assert not office.letters


def test_a_demonstration_sends_nothing(office, letters, settings) -> None:
    settings.DEMONSTRATION = True
    letters(2)
    assert send() == {}
    assert not office.heard


@pytest.mark.parametrize("how", ["switched off", "without a role"])
def test_whoever_may_no_longer_read_it_gets_nothing(office, letters, lead, how) -> None:
    letters()
    if how == "switched off":
        type(lead.user).objects.update(is_active=False)
    else:
        type(lead).objects.update(to_on=TODAY - timedelta(days=1))
    assert send() == {"given up": 1}
    assert not office.letters


def test_any_backend_of_django_sends(letters) -> None:
    letters(2)  # the tests' own backend keeps them in memory
    assert send() == {"sent": 2}
    assert len(django_mail.outbox) == 2
