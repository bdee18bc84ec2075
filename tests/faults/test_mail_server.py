"""A mail server that refuses, hangs, takes half and drops the line after it took: nothing lost, nothing thrice."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from bodies.access import Role
from bodies.models import Mail, Membership, Notice
from bodies.outbox import Telling, composing, sending, tell
from tests.factories import TODAY, make_body, make_member
from tests.faults.invariants import mail
from tests.post_office import PostOffice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
PEOPLE = 120
A_WHILE = timedelta(seconds=60)
# How often in a thousand a mood shows at each command; what it answers there.
MOODS: dict[str, dict[str, tuple[int, str]]] = {
    "refuses": {"RCPT": (300, "451 later"), "CONTENT": (200, "452 full")},
    "refuses for good": {"RCPT": (100, "550 nobody here"), "GREETING": (300, "554 go away")},
    "hangs": {"GREETING": (50, "hang"), "DATA": (20, "hang"), "CONTENT": (20, "hang")},
    "takes half": {"NOOP": (200, "drop"), "MAIL": (200, "421 enough for now"), "CONTENT": (200, "451 later")},
    "drops after DATA": {"CONTENT": (200, "take, then drop"), "DATA": (100, "drop")},
    "is away, then busy": {"GREETING": (500, "drop"), "EHLO": (100, "421 busy")},
}


@pytest.fixture
def people(db) -> list[Membership]:
    body = make_body()
    return [make_member(Role.CONTRIBUTOR, body) for _ in range(PEOPLE)]


@pytest.fixture
def letters(people, monkeypatch) -> list[Mail]:
    """A digest for everybody."""
    monkeypatch.setattr(composing, "FROM_HOUR", 0)
    with transaction.atomic():
        tell(
            [
                Telling(
                    key=f"late 1 {TODAY}", person_id=one.user_id, kind="late", words="Accounts: Legal date passed",
                    url_path="/obligations/1/", body_id=one.body_id, subject_kind="duties.obligation", subject_id=1,
                    since_on=TODAY,
                )
                for one in people
            ],
            today=TODAY,
        )  # fmt: skip
    assert composing.compose(TODAY, timezone.now()) == PEOPLE
    return list(Mail.objects.all())


def in_a_mood(office: PostOffice, mood: str) -> None:
    """Let the server answer as the mood has it, by chance from a fixed seed."""
    chance = random.Random(mood)

    def answer(verb: str, count: int) -> str:
        often, said = MOODS[mood].get(verb, (0, ""))
        return said if chance.randrange(1000) < often else ""

    office.answers = answer


def time_passes() -> None:
    """Two days, for every letter that waits."""
    waiting = Mail.objects.waiting()
    for one in waiting.only("pk", "next_try_at", "claimed_until"):
        claimed = one.claimed_until and one.claimed_until - timedelta(days=2)
        waiting.filter(pk=one.pk).update(next_try_at=one.next_try_at - timedelta(days=2), claimed_until=claimed)


def send_until_settled(send=lambda: sending.send_waiting(TODAY, for_long=A_WHILE)) -> None:
    for _ in range(60):
        send()
        if not Mail.objects.waiting().exists():
            return
        time_passes()


@pytest.mark.parametrize("mood", MOODS)
def test_whatever_the_server_does_each_letter_comes_once_or_twice_or_is_given_up_in_words(
    office, letters, mood
) -> None:
    in_a_mood(office, mood)
    send_until_settled()
    assert list(mail(office.received)) == []
    assert not Notice.objects.not_mailed().exists()
    given_up = list(Mail.objects.given_up())
    assert all(one.last_error for one in given_up)
    # What was given up is what was refused for good, or was left without an answer twice.
    assert all(one.unknown == 2 or one.last_error.startswith(("550", "45")) for one in given_up)
    assert len(given_up) < PEOPLE / 3
    if mood == "drops after DATA":
        assert max(Counter(office.ids).values()) == 2


def mark_then_send() -> None:
    """Say that it is sent, and send it: as one would who never lost a line."""
    for one in Mail.objects.waiting():
        Mail.objects.filter(pk=one.pk).update(sent_at=timezone.now())
        try:
            get_connection().send_messages([sending.message_of(one)])
        except OSError:
            continue


def mark_what_came_to_its_end() -> None:
    """Send, and mark where no error came: as one would who takes an error for a letter that was not sent."""
    for one in Mail.objects.waiting():
        try:
            get_connection().send_messages([sending.message_of(one)])
        except OSError:
            continue
        Mail.objects.filter(pk=one.pk).update(sent_at=timezone.now())


@pytest.mark.parametrize(
    ("mood", "send", "found"),
    [
        ("refuses", mark_then_send, "was never received"),
        ("is away, then busy", mark_then_send, "was never received"),
        ("drops after DATA", mark_what_came_to_its_end, "was received 3 times"),
    ],
)
def test_the_control_a_naive_sender_is_found(office, letters, mood, send, found) -> None:
    in_a_mood(office, mood)
    if mood == "drops after DATA":
        office.answers = lambda verb, count: "take, then drop" if verb == "CONTENT" and count % 5 else ""
    send_until_settled(send)
    assert any(found in fault for fault in mail(office.received))
