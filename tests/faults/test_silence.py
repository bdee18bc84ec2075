"""A week without beat, and three: flags bear their true days, one digest tells of all, old mail waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from bodies import clock
from bodies import tasks as mail_tasks
from bodies.access import Role
from bodies.models import Body, MailHold, Membership
from bodies.outbox import composing
from bodies.outbox.actions import release
from duties import tasks as duty_tasks
from duties.models import Flag, Obligation
from duties.sweep import Swept
from tests.factories import TODAY, make_body, make_member, make_obligation, make_office, national_office
from tests.faults.invariants import faults, flags, told, trail
from tests.post_office import PostOffice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
DAY = timedelta(days=1)
Runs = Callable[[date], None]
Letters = list[tuple[str, str]]


@pytest.fixture
def body() -> Body:
    region = make_office("Y57")
    made = make_body("10H", region=region)
    make_member(Role.CONTRIBUTOR, made, post="Accountable officer")
    make_member(Role.ASSURER, region)
    return made


@pytest.fixture
def lead(body) -> Membership:
    return make_member(Role.LEAD, body)


@pytest.fixture
def beat(monkeypatch, office) -> Runs:
    """Do what beat does in a day, on that day."""
    monkeypatch.setattr(composing, "FROM_HOUR", 0)
    for task in (mail_tasks.compose_mail_task, mail_tasks.send_mail_task):
        monkeypatch.setattr(task, "delay", lambda: None)  # wake-ups: beat does it anyway

    def run(today: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: today)
        for _ in range(2):  # an hour later it does it again
            duty_tasks.sweep_task()
            mail_tasks.compose_mail_task()
            mail_tasks.send_mail_task()

    return run


def a_row_for_each_day(body: Body, first: date, days: int) -> list[Obligation]:
    """Obligations of which one falls due on each day."""
    return [make_obligation(body, due_on=first + n * DAY) for n in range(days)]


def digests(letters: Letters, member: Membership) -> int:
    """How many of these letters somebody got."""
    return Counter(to for _, to in letters)[member.user.email]


def true_days(rows: list[Obligation]) -> bool:
    late = dict(Flag.objects.filter(kind="late").values_list("obligation", "since_on"))
    return late == {row.pk: row.due_on + DAY for row in rows if row.due_on}


def without(days: int, beat: Runs, body: Body, office: PostOffice) -> tuple[list[Obligation], date, Letters]:
    """Beat runs, is silent while something falls due each day, and runs again.

    Gives what fell due, the day on which beat runs again, and what was received then.
    """
    rows = a_row_for_each_day(body, TODAY, days)
    beat(TODAY)
    before = len(office.letters)
    again = TODAY + days * DAY
    beat(again)
    return rows, again, office.received[before:]


def test_after_a_week_without_beat_flags_bear_their_true_days_and_one_digest_tells_of_all(
    body, lead, beat, office
) -> None:
    rows, today, letters = without(7, beat, body, office)
    assert true_days(rows)
    assert digests(letters, lead) == 1
    assert not MailHold.objects.exists()
    assert faults(today, mailed=True, received=office.received) == []


def test_the_control_a_sweep_of_what_fell_due_yesterday_is_found(body, lead, beat, office, monkeypatch) -> None:
    def of_yesterday(today: date) -> Swept:
        found = list(Obligation.objects.newly_late(today).filter(due_on=today - DAY))
        for row in found:
            Obligation.objects.filter(pk=row.pk).update(late_since=today)
            row.flags.create(kind="late", since_on=today, raised_at=timezone.now())
        return Swept(late=len(found))

    monkeypatch.setattr(duty_tasks, "sweep_beside_others", of_yesterday)
    rows, today, _ = without(7, beat, body, office)
    assert not true_days(rows)
    assert sum("has 0 live flags 'late', not 1" in fault for fault in faults(today)) == 6


def test_the_control_a_digest_for_each_missed_day_is_found(body, lead, beat, office, monkeypatch) -> None:
    def for_each_day(one: composing.Addressee, today: date, now: datetime) -> int:
        rows = composing._waiting(one)
        days = sorted({row.since_on for row in rows})
        return sum(
            composing._make(
                one, f"{day} {today} {one.person.pk}", [row for row in rows if row.since_on == day], today, now
            )
            for day in days
        )

    monkeypatch.setattr(composing, "_digest", transaction.atomic(for_each_day))
    _, _, letters = without(7, beat, body, office)
    assert digests(letters, lead) == 7


def test_after_three_weeks_flags_are_raised_and_mail_is_held_until_somebody_releases_it(
    body, lead, beat, office
) -> None:
    rows, today, letters = without(21, beat, body, office)
    assert true_days(rows) and letters == []
    beat(today + DAY)
    assert [*flags(today + DAY), *trail(), *told(today + DAY)] == []
    before = len(office.letters)

    administrator = make_member(Role.ADMINISTRATOR, national_office()).user
    release(hold=MailHold.objects.get(), by=administrator, today=today + DAY)
    beat(today + DAY)
    assert digests(office.received[before:], lead) == 1
    monday = today + 7 * DAY  # when the assurer gets what became so since
    beat(monday)
    assert faults(monday, mailed=True, received=office.received) == []
    assert not MailHold.objects.filter(released_at=None).exists()


def test_the_control_without_a_hold_old_mail_leaves_at_once(body, lead, beat, office, monkeypatch) -> None:
    for place in (duty_tasks, mail_tasks.holding):
        monkeypatch.setattr(place, "hold_after_silence", lambda task, *, today: False)
    _, _, letters = without(21, beat, body, office)
    assert digests(letters, lead) == 1
