"""PostgreSQL restarted at random moments while the sweep runs: each flag once, and the worker goes on by itself."""

from __future__ import annotations

import json
import random
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from tests.faults.machines import Machines, machines, postgres_server, services
from tests.faults.victims import Victims, victims

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.faults,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could be restarted"),
]
MODULE = "tests.faults.restarting"
EVERY = 0.3  # seconds between two sweeps
ROUNDS = 40  # at most; a restart does not always meet a sweep
MET = 4
UNDER_WAY = "SELECT count(*) FROM bodies_jobrun WHERE task = 'duties.sweep' AND finished_at IS NULL"


@dataclass
class Place:
    """A PostgreSQL of our own with a worker, a beat and a program that makes and asks."""

    server: services.Server
    program: Victims
    hosts: Machines
    folder: Path
    made: int = 0

    def make_late(self, number: int) -> None:
        self.made += number
        assert self.program.send(f"{MODULE}:make_late", number=number, batch=self.made)[0] == 0

    def ask(self, what: str = "tell"):
        answer = self.folder / "answer.json"
        assert self.program.send(f"{MODULE}:{what}", to=str(answer))[0] == 0, what
        return json.loads(answer.read_text())

    def restart(self) -> None:
        """As `pg_ctl restart -m immediate`: what is not committed is gone, and every connection with it."""
        self.server.kill(signal.SIGQUIT)
        self.server.start()

    def make_late_and_meet_the_sweep(self, number: int) -> None:
        """Make so many late and wait until one more sweep is under way than were broken off so far."""
        with closing(psycopg2.connect(self.server.url)) as asking, asking.cursor() as cursor:
            asking.autocommit = True

            def under_way() -> int:
                cursor.execute(UNDER_WAY)
                return cursor.fetchone()[0]

            before = self.ask()["broken off"]
            self.make_late(number)
            deadline = time.monotonic() + 2
            while under_way() <= before and time.monotonic() < deadline:
                time.sleep(0.002)

    def is_done(self) -> bool:
        return self.ask()["to do"] == 0


@contextmanager
def place(tmp_path: Path, **variables: str) -> Iterator[Place]:
    with postgres_server() as server:
        url = server.url
        tmp_path.joinpath("program").mkdir()
        with (
            victims(tmp_path / "program", DATABASE_URL=url) as program,
            machines(tmp_path / "hosts", every=EVERY, DATABASE_URL=url, **FILES, **variables) as hosts,
        ):
            assert program.send(f"{MODULE}:prepare")[0] == 0
            yield Place(server, program, hosts, tmp_path)


# The broker of files: what it does when its server is gone is another test's matter.
FILES = {"CELERY_BROKER_URL": "filesystem://"}


def restart_at_random(where: Place, number: int, stop: int) -> int:
    """Let the sweep work and restart PostgreSQL meanwhile, until so many were broken off; returns how many were."""
    chance = random.Random(2016 + stop)
    for _ in range(ROUNDS):
        said = where.ask()
        if said["broken off"] >= stop:
            break
        where.make_late_and_meet_the_sweep(number)
        time.sleep(chance.uniform(0, 0.5 * said["longest"]))
        where.restart()
        where.hosts.wait_until(where.is_done, "the sweep after a restart")
    return where.ask()["broken off"]


def test_postgres_restarted_during_the_sweep_loses_and_doubles_nothing(tmp_path) -> None:
    with place(tmp_path) as where:
        where.make_late(1500)
        where.hosts.worker("worker")
        where.hosts.beat("beat")
        where.hosts.wait_until(where.is_done, "the first sweep")
        met = restart_at_random(where, 1500, MET)
        assert met >= MET, f"only {met} restarts met a sweep: too little was shown"
        where.hosts.stop()
        assert where.ask("check") == []
        assert where.ask()["flags"] == where.made


def test_the_control_one_who_commits_row_by_row_is_found(tmp_path) -> None:
    with place(tmp_path, NAIVE="row_by_row") as where:
        where.make_late(100)
        where.hosts.worker("worker")
        where.hosts.beat("beat")
        where.hosts.wait_until(where.is_done, "the first sweep")
        for met in range(1, ROUNDS):
            restart_at_random(where, 100, met)
            found = where.ask("check")
            # Nobody is told by this sweep, whatever happens to it.
            if any(not fault.startswith(("I3", "I1: obligation 1 ")) for fault in found):
                return
        pytest.fail("restarts broke off sweeps that commit row by row, and nothing was lost")
