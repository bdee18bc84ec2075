"""A worker killed fifty times while it sweeps and sends: each flag once, each mail once or twice and the same."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import F

from bodies.access import Role
from bodies.models import Body, BodyOffice, Mail, MailChoice
from duties.models import DutyRule, Obligation
from tests.factories import TODAY, make_body, make_member, make_obligation, make_office, make_rule
from tests.faults import invariants
from tests.faults.nights import PARTS
from tests.faults.victims import KILLED, Victims, victims
from tests.post_office import PostOffice, post_office

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
NIGHT = "tests.faults.nights:night"
KILLS = 50
ENOUGH = 60  # nights in which a control must be found
DAY = timedelta(days=1)
LEASE_OVER = timedelta(hours=1)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def program(office, tmp_path) -> Iterator[Victims]:
    with victims(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{office.port}") as started:
        yield started


class World:
    """Bodies with everybody whom a flag is told, and a day after the other with something to find."""

    def __init__(self) -> None:
        region = make_office("Y57")
        self.rule: DutyRule = make_rule()
        self.bodies = [make_body(region=region) for _ in range(3)]
        self.owners = {body: make_member(Role.CONTRIBUTOR, body) for body in self.bodies}
        for body in self.bodies:
            make_member(Role.LEAD, body)
            make_member(Role.CONTRIBUTOR, body, post="Accountable officer")
        for _ in range(2):
            assurer = make_member(Role.ASSURER, region)
            MailChoice.objects.create(person=assurer.user, frequency=MailChoice.Frequency.DAILY)
        assert BodyOffice.objects.count() == len(self.bodies)
        self.today = TODAY

    @transaction.atomic
    def next_day(self) -> str:
        """Let a day begin on which some fall late and some fall due soon; and the mail of the day before may go."""
        self.today += DAY
        for body in self.bodies:
            for number in range(12):
                self._make(body, f"late {number}", due_on=self.today - DAY)
            for number in range(6):
                self._make(body, f"soon {number}", due_on=self.today + 10 * DAY, soon_on=self.today)
        return str(self.today)

    def _make(self, body: Body, subject: str, **dates: date) -> None:
        owner = self.owners[body] if subject.endswith(("1", "3", "5")) else None
        make_obligation(body, self.rule, subject=f"{self.today} {subject}", owner=owner, **dates)

    def goes_on(self, program: Victims) -> None:
        """Let all be done that is left, by workers that nobody kills."""
        for _ in range(2):
            self.today += DAY
            for _ in range(2):
                leases_are_over()
                assert program.send(NIGHT, today=str(self.today))[0] == 0


def leases_are_over() -> None:
    """Let time pass for what a worker that is dead had in hand."""
    Mail.objects.waiting().exclude(claimed_until=None).update(claimed_until=F("claimed_until") - LEASE_OVER)
    Mail.objects.waiting().update(next_try_at=F("next_try_at") - LEASE_OVER)


def where(today: date) -> str:
    """In what the last victim died, by what it left."""
    if Obligation.objects.newly_late(today).exists() or Obligation.objects.newly_soon(today).exists():
        return "sweeping"
    return "sending" if Mail.objects.waiting().exists() else "elsewhere"


def how_long(program: Victims, world: World) -> dict[str, float]:
    """The seconds that each part of a night takes on this machine now."""
    today, took = world.next_day(), {}
    for part in PARTS:
        status, took[part] = program.send(NIGHT, today=today, only=part)
        assert status == 0
    return took


def test_killed_at_random_moments_each_flag_is_there_once_and_no_mail_is_lost(program, office) -> None:
    world, chance = World(), random.Random(2016)
    how_long(program, world)  # the first is slower than all that follow
    took = how_long(program, world)
    died: Counter[str] = Counter()
    while died.total() < KILLS:
        # On a new day the sweep, which comes first, is to be died in: it is quick, and has nothing to do later.
        status, today, seconds = KILLED, world.next_day(), took["sweeping"]
        while status == KILLED and died.total() < KILLS:
            status, _ = program.send(NIGHT, after=chance.uniform(0, seconds), today=today)
            seconds = sum(took.values())
            if status == KILLED:
                died[where(world.today)] += 1
                leases_are_over()
    assert min(died["sweeping"], died["sending"]) >= KILLS / 10, f"where they died shows little: {died}"
    world.goes_on(program)
    assert invariants.faults(world.today, once=True, mailed=True, received=office.received) == []
    # Who is killed twice over the same letter leaves it to an administrator, who sees it.
    assert all(mail.unknown == 2 and mail.last_error for mail in Mail.objects.given_up())
    assert Mail.objects.given_up().count() <= 2


@pytest.mark.parametrize(
    ("part", "found"), [("sweeping", "I1: obligation"), ("sending", "is marked as sent, and was never received")]
)
def test_the_control_who_works_step_by_step_is_found(program, office, part, found) -> None:
    world, chance = World(), random.Random(2016)
    seconds = how_long(program, world)[part]
    for _ in range(ENOUGH):
        today = world.next_day()
        for before in PARTS:
            if before == part:
                break
            assert program.send(NIGHT, today=today, only=before)[0] == 0
        program.send(NIGHT, today=today, only=part, naive=part, after=chance.uniform(0, seconds))
        leases_are_over()
        assert program.send(NIGHT, today=today)[0] == 0
        faults = [*invariants.flags(world.today), *invariants.mail(office.received)]
        if any(found in fault for fault in faults):
            return
    pytest.fail("No naive one was found.")
