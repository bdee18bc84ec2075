"""Real workers and beats on the tests' database, and servers of our own that may be killed and come again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from bodies.models import Mail, Notice
from duties.models import Obligation
from tests.faults.victims import ROOT, database_url

sys.path.append(str(ROOT / "script" / "lib"))
import services

CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "tests.faults.beating"]
MESSAGE_ID, TO = (re.compile(rf"^{header}: (.+)$", re.MULTILINE) for header in ("Message-ID", "To"))
LONGEST = 60  # seconds that a test waits for anything


@dataclass
class Machines:
    """Workers and beats, each a process of its own as on a host of its own, with one database and one broker."""

    folder: Path
    variables: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def worker(self, name: str) -> None:
        """Start a worker for both queues, with one child; a broker of files gets the pool that script/server uses."""
        is_files = self.variables["CELERY_BROKER_URL"].startswith("filesystem")
        pool = ["--pool", "solo"] if is_files else ["--pool", "prefork", "--concurrency", "1"]
        quiet = ["--without-mingle", "--without-gossip", "--without-heartbeat"]
        self.start(name, [*CELERY, "worker", "-n", f"{name}@%h", "--loglevel", "INFO", *pool, *quiet])

    def beat(self, name: str) -> None:
        """Start a beat with a file of its own, as one that somebody started on another host."""
        schedule = str(self.folder / f"{name}-schedule")
        self.start(name, [*CELERY, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", schedule])

    def wait_until(self, what: Callable[[], object], words: str) -> float:
        """Wait until something is so; returns how many seconds that took."""
        started = time.monotonic()
        while not what():
            for name, process in self.running.items():
                assert process.poll() is None, f"{name} ended by itself: {self.log_of(name)}"
            waited = time.monotonic() - started
            assert waited < LONGEST, f"waited in vain: {words}\n" + "\n".join(map(self.log_of, self.running))
            time.sleep(0.05)
        return time.monotonic() - started

    def wait_until_all_is_told(self, today: date) -> None:
        """Wait until a sweep of this day was made and every mail has left.

        On a day on which nothing new is found: what is found after the day's digest waits for the next day's.
        """
        self.wait_until(lambda: not Obligation.objects.newly_late(today).exists(), "the sweep")
        self.wait_until(lambda: not Notice.objects.not_mailed().exists(), "mail was made")
        self.wait_until(lambda: not Mail.objects.filter(sent_at=None, given_up_at=None).exists(), "mail was sent")

    def received(self) -> list[tuple[str, str]]:
        """What the mail server took: Message-ID and address, once for each time."""
        found = []
        for file in (self.folder / "mail").glob("*.log"):
            text = file.read_text()
            found += zip(MESSAGE_ID.findall(text), TO.findall(text), strict=True)
        return found

    def log_of(self, name: str) -> str:
        return f"{name}: …{(self.folder / f'{name}.log').read_text()[-2000:]}"

    def end(self, name: str) -> None:
        """Ask one to end."""
        process = self.running.pop(name)
        process.terminate()
        process.wait(15)

    def stop(self) -> None:
        """Ask all to end as systemd would: a task at work ends first."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()

    def start(self, name: str, command: list[str]) -> None:
        """Start any program as one of them."""
        with (self.folder / f"{name}.log").open("w") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | self.variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip


@contextmanager
def machines(folder: Path, *, every: float = 1.0, **variables: str) -> Iterator[Machines]:
    """Get ready for workers and beats; all are gone at the end."""
    folder.mkdir(exist_ok=True)
    mail = folder / "mail"
    made = Machines(folder, {
        "DATABASE_URL": database_url(), "DATA_DIR": str(folder), "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "EMAIL_URL": f"filemail:///{mail}", "EVERY": str(every), "PYTHONUNBUFFERED": "1", "LOG_LEVEL": "INFO",
        **variables,
    })  # fmt: skip
    try:
        yield made
    finally:
        made.stop()


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """A broker of the kind that the settings name, which nobody else uses."""
    if settings.CELERY_BROKER_URL.startswith("filesystem"):
        yield settings.CELERY_BROKER_URL  # its messages lie in DATA_DIR, which is the test's
        return
    with redis_server() as server:
        yield server.url


@contextmanager
def redis_server() -> Iterator[services.Server]:
    """A Redis of our own; where there is no wheel for it the test is skipped."""
    with _or_skip(), services.redis_server() as server:
        yield server


@contextmanager
def postgres_server() -> Iterator[services.Server]:
    """A PostgreSQL of our own, which keeps what it committed; where there is no wheel for it the test is skipped."""
    with _or_skip(), services.postgres_server() as server:
        server.stop()
        server.command += ["-c", "synchronous_commit=on"]  # throw-away ones answer before they have written
        server.start()
        yield server


@contextmanager
def _or_skip() -> Iterator[None]:
    try:
        yield
    except services.Unavailable as why:
        pytest.skip(f"no throw-away server: {why}")
