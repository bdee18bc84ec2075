"""Two who tell, make or send the same mail at the same moment: it is told, made and sent once."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone

from bodies.models import Mail, MailHold, Notice
from bodies.outbox import composing, tell
from bodies.outbox.composing import compose
from bodies.outbox.sending import send_waiting
from tests.at_once import at_once
from tests.bodies.outbox.test_composing import EIGHT
from tests.bodies.outbox.test_sending import A_WHILE
from tests.factories import TODAY, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_sweeps_tell_each_person_once(telling) -> None:
    people = [make_user() for _ in range(5)]
    tellings = [telling(f"late {n}", person_id=person.pk) for n in range(20) for person in people]

    def one_way() -> int:
        with transaction.atomic():
            return tell(tellings, today=TODAY)

    def the_other() -> int:
        with transaction.atomic():
            return tell(tellings[::-1], today=TODAY)

    assert not [found for found in at_once(one_way, the_other, one_way) if isinstance(found, Exception)]
    assert Notice.objects.count() == 100


def test_two_workers_make_one_digest(says, lead) -> None:
    for n in range(10):
        says(f"late {n}")
    made = at_once(*[lambda: compose(TODAY, EIGHT)] * 3)
    assert sum(made) == 1
    assert Mail.objects.get().notices.count() == 10


def test_three_workers_send_each_letter_once(says, monkeypatch) -> None:
    monkeypatch.setattr(composing, "BETWEEN", timedelta(0))
    for n in range(60):
        says(f"sent back {n}", at_once=True)
        compose(TODAY, timezone.now())
    django_mail.outbox.clear()
    done = at_once(*[lambda: send_waiting(TODAY, for_long=A_WHILE)["sent"]] * 3)
    assert sum(done) == 60
    assert len({letter.extra_headers["Message-ID"] for letter in django_mail.outbox}) == len(django_mail.outbox) == 60


def test_two_runs_after_a_silence_hold_once(db) -> None:
    from bodies.outbox.holding import hold_after_silence
    from tests.bodies.outbox.test_holding import SWEEP, ran

    ran(TODAY.replace(month=9, day=1))
    held = at_once(*[lambda: hold_after_silence(SWEEP, today=TODAY)] * 3)
    assert held.count(True) == 1
    assert MailHold.objects.count() == 1
