"""A worker that dies while it makes an export: the file is there wholly or not at all; another run makes it whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from assurance import tasks
from assurance.exports import running
from assurance.models import Export
from bodies.access import Role, reach_of
from bodies.models import AuditEntry, Notice
from tests.assurance.exporting import ask, content, rows
from tests.factories import TODAY, make_body, make_member, make_obligation, make_office, make_rule
from tests.faults.exporting import STEPS
from tests.faults.victims import KILLED, Victims, moments, victims

pytestmark = pytest.mark.django_db(transaction=True)
RUN = "tests.faults.exporting:run"


@pytest.fixture(scope="module")
def program(tmp_path_factory, django_db_setup) -> Iterator[Victims]:
    with victims(tmp_path_factory.mktemp("victims")) as started:
        yield started


@pytest.fixture
def asked(monkeypatch):
    """Ask for an export of so many rows of several bodies, of which no worker was told."""
    monkeypatch.setattr(tasks.make_export, "delay", lambda pk: None)

    def make(number: int, form: str = "csv") -> Export:
        office, rule = make_office(), make_rule()
        member = make_member(Role.ASSURER, office)
        bodies = [make_body(region=office) for _ in range(6)]
        for subject in range(number):
            make_obligation(bodies[subject % len(bodies)], rule, subject=f"row {subject}")
        return ask(member, form=form)

    return make


def half_there(export: Export) -> list[str]:
    """What of a file is there while it is not, by whatever one asks."""
    export.refresh_from_db()
    reach = reach_of(export.asked_by, TODAY)
    told = (
        AuditEntry.objects.filter(verb="made an export", subject_id=export.pk).count(),
        Notice.objects.filter(key=f"export {export.pk}").count(),
        Export.objects.fetchable(export.asked_by, reach).filter(pk=export.pk).count(),
    )
    if export.finished_at is None:
        return [f"not finished: {told}"] if export.parts.exists() or any(told) else []
    whole = (len(content(export)), hashlib.sha256(content(export)).hexdigest()) == (export.size, export.sha256)
    return [] if whole and told == (1, 1, 1) else [f"finished: {whole}, {told}"]


def let_go(export: Export) -> None:
    """As if so long had passed that whoever had it is taken for dead, and as if it was begun for the first time."""
    long_ago = timezone.now() - running.LEASE - timedelta(seconds=1)
    Export.objects.filter(pk=export.pk, claimed_at__isnull=False).update(claimed_at=long_ago, runs=0)


def assert_whole(export: Export, number: int) -> None:
    assert half_there(export) == []
    assert export.finished_at is not None
    assert len({row["Obligation"] for row in rows(export)}) == len(rows(export)) == export.rows_done == number


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_killed_at_any_step_nothing_is_half_there_and_another_run_makes_it_whole(program, asked, form) -> None:
    export = asked(30, form)
    for step in STEPS:
        status, _ = program.send(RUN, export=export.pk, step=step)
        assert status == KILLED, step
        assert half_there(export) == [] and export.finished_at is None, step
        assert program.send(RUN, export=export.pk)[0] == 0 and not export.finished_at, step  # it may be at it still
        let_go(export)
    assert program.send(RUN, export=export.pk)[0] == 0
    assert_whole(export, 30)
    assert program.send(RUN, export=export.pk)[0] == 0
    assert_whole(export, 30)


def test_the_control_one_who_puts_parts_there_as_they_come_is_found(program, asked) -> None:
    export = asked(30)
    assert program.send(RUN, export=export.pk, naive=True)[0] == KILLED
    assert half_there(export) != []


@pytest.mark.faults
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_killed_at_random_moments(program, asked, form) -> None:
    export, kills = asked(200, form), 0
    _, nearly_all = program.send(RUN, export=export.pk, step="not committed yet")
    member = export.asked_by.memberships.get()
    for moment in moments(40, nearly_all, seed=2016):
        export = ask(member, form=form)  # the same, until one was whole before it was killed
        let_go(export)
        kills += program.send(RUN, export=export.pk, after=moment)[0] == KILLED
        assert half_there(export) == []
    assert kills > 20, "most came to their end before they were killed: nothing was shown"
    export = ask(member, form=form)
    let_go(export)
    assert program.send(RUN, export=export.pk)[0] == 0
    assert_whole(export, 200)
