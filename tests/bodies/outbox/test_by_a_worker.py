"""From the telling to the letter by a real worker, on the broker of the settings, without beat."""

import time

import pytest
from celery.contrib.testing.worker import start_worker
from django.core import mail as django_mail

from bodies.models import Mail
from tests.house.test_tasks import broker

__all__ = ["broker"]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_wait_is_sent_within_moments_of_its_transaction(broker, says, lead) -> None:
    with start_worker(broker, perform_ping_check=False, pool="solo", queues=["default"]):
        says("sent back 1", at_once=True, words="Accounts, 2015/16: sent back")
        until = time.monotonic() + 30
        while not Mail.objects.filter(sent_at__isnull=False).exists() and time.monotonic() < until:
            time.sleep(0.05)
    (letter,) = django_mail.outbox
    assert letter.to == [lead.user.email] and letter.subject == "NHS Chiltern CCG: Accounts, 2015/16: sent back"
