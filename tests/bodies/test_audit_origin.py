"""From where: the audit trail keeps the address, the command or the job with each entry."""

import runpy
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from bodies import audit
from bodies.access import Role
from bodies.models import AuditEntry
from bodies.origin import LONGEST, coming_from, origin
from duties.tasks import sweep_task
from tests.factories import TODAY, make_body, make_member, make_obligation

ROOT = Path(__file__).resolve().parents[2]


def last() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


@pytest.fixture
def press(db, client):
    """A button that somebody presses; gives what was recorded."""
    client.force_login(make_member(Role.LEAD, make_body()).user)

    def pressed(**headers: str) -> str:
        feed = last().subject_id if AuditEntry.objects.exists() else ""
        answer = client.post(reverse("desk:feed_settings"), {"seen": feed}, **headers)
        assert answer.status_code in (200, 302), answer.content
        return last().origin

    return pressed


def test_what_is_done_in_a_browser_comes_from_its_address(press) -> None:
    assert press(REMOTE_ADDR="10.0.0.7") == "web 10.0.0.7"


def test_a_proxy_that_is_trusted_says_the_address_and_another_does_not(press, settings) -> None:
    assert press(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.7") == "web 10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert press(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 192.0.2.7") == "web 192.0.2.7"


def test_an_address_that_cannot_be_told_stops_nothing(press, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    assert press(HTTP_X_FORWARDED_FOR="192.0.2.7") == "web"


@pytest.mark.django_db(transaction=True)
def test_what_a_command_does_comes_from_the_command(monkeypatch) -> None:
    make_body("10H", joined_on=None)
    monkeypatch.setattr(sys, "argv", ["manage.py", "join_body", "10H", "--on", "2016-04-01"])
    runpy.run_path(str(ROOT / "manage.py"), run_name="__main__")
    assert (last().verb, last().origin) == ("joined", "command join_body")


def test_what_a_job_does_comes_from_the_job(db) -> None:
    make_obligation(due_on=TODAY)
    assert sweep_task()["late"] == 1
    assert last().origin == "job duties.sweep"


def test_outside_of_them_it_is_not_known_and_a_long_one_is_cut(db) -> None:
    with coming_from(lambda: "x" * 99):
        assert origin() == "x" * LONGEST
    assert audit.record("joined", make_body(), by=None, today=TODAY).origin == ""
