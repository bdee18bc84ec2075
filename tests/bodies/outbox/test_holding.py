"""After a silence of more than 14 days mail is held until an administrator has looked."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bodies import clock
from bodies.access import Role
from bodies.actions import Refused
from bodies.models import AuditEntry, JobRun, Mail, MailHold, Notice
from bodies.outbox.actions import release
from bodies.outbox.holding import hold_after_silence, hold_standing
from bodies.tasks import compose_mail_task
from duties.models import Flag
from duties.tasks import sweep_task
from tests.factories import TODAY, make_member, make_obligation, national_office

SWEEP = "duties.sweep"


def ran(day: date, task: str = SWEEP) -> None:
    now = timezone.now()
    JobRun.objects.create(task=task, domain_on=day, started_at=now, finished_at=now)


@pytest.mark.parametrize(("days", "held"), [(1, False), (14, False), (15, True), (100, True)])
def test_more_than_14_days_hold_all_mail(db, days, held) -> None:
    ran(TODAY - timedelta(days))
    assert hold_after_silence(SWEEP, today=TODAY) is held
    assert (hold_standing() is not None) is held


def test_a_new_tracker_holds_nothing(db) -> None:
    assert not hold_after_silence(SWEEP, today=TODAY)


def test_a_run_that_failed_ends_no_silence(db) -> None:
    ran(TODAY - timedelta(20))
    JobRun.objects.create(
        task=SWEEP, domain_on=TODAY - timedelta(1), started_at=timezone.now(), finished_at=timezone.now(), error="no"
    )
    assert hold_after_silence(SWEEP, today=TODAY)


def test_a_silence_is_held_for_once_and_stays_released(db, lead) -> None:
    ran(TODAY - timedelta(20))
    assert hold_after_silence(SWEEP, today=TODAY)
    ran(TODAY)
    assert not hold_after_silence(SWEEP, today=TODAY)
    release(hold=MailHold.objects.get(), by=lead.user, today=TODAY)
    assert not hold_after_silence(SWEEP, today=TODAY)
    assert hold_after_silence(SWEEP, today=TODAY + timedelta(30))


def test_a_release_says_by_whom_and_is_done_once(db, lead) -> None:
    ran(TODAY - timedelta(20))
    hold_after_silence(SWEEP, today=TODAY)
    hold = MailHold.objects.get()
    release(hold=hold, by=lead.user, today=TODAY)
    with pytest.raises(Refused):
        release(hold=hold, by=lead.user, today=TODAY)
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["released all mail", "held all mail"]
    assert MailHold.objects.get().released_by == lead.user


def test_the_sweep_after_a_silence_raises_flags_and_no_mail_leaves_until_it_is_released(
    body, lead, monkeypatch, client
) -> None:
    """The sweep comes first: by the time mail is made, its own run has ended the silence."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr("bodies.tasks.send_mail_task.delay", lambda: None)
    ran(TODAY - timedelta(21))
    ran(TODAY - timedelta(1), "bodies.compose_mail")
    make_obligation(body, due_on=TODAY - timedelta(18))
    sweep_task()
    flag = Flag.objects.get(kind=Flag.Kind.LATE)
    assert flag.since_on == TODAY - timedelta(17)
    monkeypatch.setattr("bodies.outbox.composing.FROM_HOUR", 0)
    assert compose_mail_task() == 0 and not Mail.objects.exists()

    administrator = make_member(Role.ADMINISTRATOR, national_office()).user
    client.force_login(administrator)
    assert "All mail is held" in client.get("/administration/mail/").content.decode()
    client.post("/administration/mail/release/")
    waiting = Notice.objects.to(lead.user).not_mailed().count()
    assert compose_mail_task() == (1 if waiting else 0)
