"""Processes that die in the middle: one program that forks a victim for each order, so that each costs milliseconds.

An order names a function (module:name), what it is given, and optionally a moment at which the victim is killed from
outside. A victim may also kill itself at a step, by what its own function patches: nothing of ours knows of it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
KILLED = -signal.SIGKILL


@dataclass
class Victims:
    """The program that forks, seen from the test."""

    process: subprocess.Popen[str]

    def send(self, function: str, *, after: float | None = None, **given: Any) -> tuple[int, float]:
        """Let a victim call a function; killed after so many seconds, if asked. Its exit status, and how long it took.

        A status of KILLED says that it was killed, 0 that it came to its end.
        """
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"function": function, "after": after, "given": given}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["status"], answer["seconds"]


@contextmanager
def victims(folder: Path, **variables: str) -> Iterator[Victims]:
    """Start the program on the tests' own database."""
    environment = os.environ | {"DATABASE_URL": database_url(), "DATA_DIR": str(folder), **variables}
    with (folder / "victims.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victims"], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
    try:
        yield Victims(process)
    finally:
        process.kill()
        process.communicate()


def database_url() -> str:
    """The tests' database, as a variable names it."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    password = f":{said['PASSWORD']}" if said["PASSWORD"] else ""
    return f"postgres://{said['USER']}{password}@{said['HOST']}:{said['PORT'] or 5432}/{said['NAME']}"


def die(*_: Any, **__: Any) -> None:
    """Die at once, as when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def dying_before(target: str) -> Iterator[None]:
    """Die when somebody calls this, before it does anything."""
    with mock.patch(target, die):
        yield


@contextmanager
def dying_after(target: str) -> Iterator[None]:
    """Die when this has done its work, before anything else is done."""
    module, _, name = target.rpartition(".")
    real: Callable[..., Any] = getattr(import_module(module), name)

    def then_die(*given: Any, **named: Any) -> None:
        real(*given, **named)
        die()

    with mock.patch(target, then_die):
        yield


def moments(number: int, seconds: float, seed: int) -> list[float]:
    """Random moments within the time that something takes, and a little after."""
    chance = random.Random(seed)
    return [chance.uniform(0, 1.1 * seconds) for _ in range(number)]


def _serve() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")
    django.setup()
    import ccgtracker.urls  # noqa: F401  what every victim needs is there before the first is born

    for line in sys.stdin:
        order = json.loads(line)
        module, _, name = order["function"].partition(":")
        function = getattr(import_module(module), name)  # before the fork: once for all
        started = time.monotonic()
        victim = os.fork()
        if not victim:
            _obey(function, order["given"])
        if order["after"] is not None:
            time.sleep(order["after"])
            os.kill(victim, signal.SIGKILL)
        _, status = os.waitpid(victim, 0)
        seconds = time.monotonic() - started
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "seconds": seconds}), flush=True)  # noqa: T201


def _obey(function: Callable[..., object], given: dict[str, Any]) -> None:
    """Do what was asked in a process of its own, and end it whatever comes."""
    status = 1
    try:
        function(**given)
        status = 0
    except BaseException:  # noqa: BLE001  it is told in the log, and by the status
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve()
