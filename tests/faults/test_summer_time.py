"""The clock goes on an hour, or back: each day begins at midnight in England, each job runs once, each flag is true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery.beat import ScheduleEntry
from celery.schedules import crontab
from django.utils import timezone

from bodies import clock
from bodies import tasks as mail_tasks
from bodies.access import Role
from bodies.models import Mail, MailChoice, Membership
from ccgtracker.beat import jobs
from ccgtracker.celery import app
from duties import tasks as duty_tasks
from duties.models import Flag
from tests.factories import make_body, make_member, make_obligation, make_office, make_rule
from tests.faults.invariants import faults, flags

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
LONDON = ZoneInfo("Europe/London")
CHANGES = {"on": date(2016, 3, 27), "back": date(2016, 10, 30)}  # both at 01:00 UTC on a Sunday
DAY, STEP = timedelta(days=1), timedelta(minutes=20)
real_today = clock.today  # before any fixture puts another in its place


@pytest.fixture(autouse=True)
def _by_the_wall(monkeypatch) -> None:
    """The domain's day is that of the wall, as in production; wake-ups are lost, and beat does it anyway."""
    monkeypatch.setattr(clock, "today", real_today)
    for task in (mail_tasks.compose_mail_task, mail_tasks.send_mail_task):
        monkeypatch.setattr(task, "delay", lambda: None)


def moments(sunday: date) -> Iterator[datetime]:
    """From Saturday evening to Monday morning, by a clock that nobody changes."""
    moment = datetime(sunday.year, sunday.month, sunday.day, tzinfo=UTC) - timedelta(hours=3)
    while moment < datetime(sunday.year, sunday.month, sunday.day, tzinfo=UTC) + timedelta(hours=32):
        yield moment
        moment += STEP


def in_england(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def work(sunday: date) -> None:
    """Things that fall due, are late and escalate on the days around the change."""
    region = make_office("Y57")
    body = make_body(region=region)
    make_member(Role.LEAD, body)
    make_member(Role.ASSURER, region)
    rule = make_rule(lead_days=3)
    for days in range(-18, 5):
        make_obligation(body, rule, due_on=sunday + days * DAY, subject=str(days))


def run_the_jobs() -> None:
    duty_tasks.sweep_task()
    mail_tasks.compose_mail_task()
    mail_tasks.send_mail_task()


@pytest.mark.parametrize("way", CHANGES)
def test_every_flag_is_raised_at_midnight_in_england_and_every_day_has_one_digest(way, office) -> None:
    sunday = CHANGES[way]
    work(sunday)
    for moment in moments(sunday):
        with time_machine.travel(moment, tick=False):
            run_the_jobs()
        assert list(flags(in_england(moment))) == [], moment
    assert faults(in_england(moment), mailed=True, received=office.received) == []
    digests = Counter(Mail.objects.filter(key__contains=str(sunday)).values_list("person", flat=True))
    assert set(digests.values()) == {1}


@pytest.mark.parametrize("way", CHANGES)
def test_a_machine_that_slept_over_the_change_raises_the_same(way, office) -> None:
    sunday = CHANGES[way]
    work(sunday)
    first, *_, last = moments(sunday)
    for moment in (first, last):
        with time_machine.travel(moment, tick=False):
            run_the_jobs()
        assert list(flags(in_england(moment))) == []
    assert Flag.objects.filter(kind="late", since_on=sunday).exists()


def test_a_clock_that_was_three_days_ahead_or_a_day_behind_leaves_nothing_untrue_when_it_is_right(office) -> None:
    sunday = CHANGES["on"]
    work(sunday)
    for member in Membership.objects.filter(role="assurer"):
        MailChoice.objects.create(person=member.user, frequency=MailChoice.Frequency.DAILY)
    noon = datetime(sunday.year, sunday.month, sunday.day, 12, tzinfo=UTC)
    for days in (0, 3, 0, -1, 0, 1, 2, 3, 4, 5):
        with time_machine.travel(noon + days * DAY, tick=False):
            run_the_jobs()
        assert list(flags(sunday + days * DAY)) == [], days
    assert faults(sunday + 5 * DAY, mailed=True, received=office.received) == []
    assert len(set(office.ids)) == len(office.ids)


def test_the_control_a_day_that_begins_at_midnight_elsewhere_is_found(office, monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: timezone.now().astimezone(UTC).date())
    sunday = CHANGES["back"]
    work(sunday)
    found = []
    for moment in moments(sunday):
        with time_machine.travel(moment, tick=False):
            duty_tasks.sweep_task()
        found += flags(in_england(moment))
    assert any("has 0 live flags 'late', not 1" in one for one in found)


def how_often(schedule: object, sunday: date) -> int:
    """How often beat runs something from Saturday noon to Sunday noon."""
    start = datetime(sunday.year, sunday.month, sunday.day, 12, tzinfo=LONDON) - DAY
    end = datetime(sunday.year, sunday.month, sunday.day, 12, tzinfo=LONDON)
    moment, count = start.astimezone(UTC), 0
    with time_machine.travel(moment, tick=False) as traveller:
        entry = ScheduleEntry("one", "task", app.now(), 0, schedule, app=app)
        while moment < end.astimezone(UTC):
            traveller.move_to(moment)
            if entry.is_due().is_due:
                entry, count = entry.next(), count + 1
            moment += timedelta(minutes=1)
    return count


@pytest.mark.parametrize("way", CHANGES)
def test_what_runs_every_night_runs_once_and_what_runs_every_hour_every_hour(way) -> None:
    hours = {"on": 23, "back": 25}[way]
    for job in jobs(demonstration=False):
        if not isinstance(job.when.schedule, crontab) or job.overdue_after > 2 * DAY:
            continue  # by seconds, which no clock changes; or by weeks
        every_hour = job.overdue_after < DAY
        wanted = range(hours - 1, hours + 1) if every_hour else range(1, 2)
        assert how_often(job.when.schedule, CHANGES[way]) in wanted, job.name


@pytest.mark.parametrize("way", CHANGES)
def test_the_control_what_runs_three_times_a_night_is_counted_three_times(way) -> None:
    assert how_often(crontab(hour="0,1,3", minute=30), CHANGES[way]) == 3
