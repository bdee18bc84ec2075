"""Processes that work beside each other on the tests' database: sweeps, and people who send in meanwhile.

Each is started with an order as JSON, waits for a moment that all have in common, and tells as JSON what went wrong and
how long each thing took. A `naive` one has Django's own settings for SQLite.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.faults.victims import ROOT, database_url

SECONDS_TO_START = 4.0


@dataclass(frozen=True)
class Done:
    """What one process did: the errors that reached it, and how long each of its deeds took, in seconds."""

    errors: list[str]
    seconds: list[float]


def together(folder: Path, orders: list[dict[str, Any]], *, naive: bool = False) -> list[Done]:
    """Carry out these orders at the same time, each in a process of its own."""
    environment = os.environ | {"DATABASE_URL": database_url(), "DATA_DIR": str(folder)}
    # On a slow machine starting takes longer; then who is late begins at once.
    start = time.time() + SECONDS_TO_START
    processes = []
    for place, order in enumerate(orders):
        with (folder / f"beside-{place}.log").open("w") as log:
            processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.faults.beside", json.dumps(order | {"start": start, "naive": naive})],
                    cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True,
                )
            )  # fmt: skip
    done = []
    for place, process in enumerate(processes):
        told, _ = process.communicate(timeout=180)
        assert process.returncode == 0, (folder / f"beside-{place}.log").read_text()
        done.append(Done(**json.loads(told)))
    return done


def _sweep(today: date, *, times: int) -> list[Any]:
    from duties.sweep import sweep_beside_others

    return [lambda: sweep_beside_others(today)] * times


def _send(today: date, *, person: int, keys: list[int]) -> list[Any]:
    from bodies.models import User
    from duties.models import Obligation
    from evidence import actions

    by = User.objects.get(pk=person)

    def send(key: int) -> None:
        row = Obligation.objects.get(pk=key)
        actions.add_evidence(
            obligation=row, content=actions.Content(text="It was done."), title="Proof", about_on=today, by=by,
            today=today,
        )  # fmt: skip
        actions.send_in(obligation=row, done_on=today, note="", by=by, today=today)

    return [lambda key=key: send(key) for key in keys]


def _main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")
    django.setup()
    from django.db import DatabaseError, connection

    order = json.loads(sys.argv[1])
    if order.pop("naive"):
        connection.settings_dict["OPTIONS"].update(transaction_mode=None, timeout=5)
    start, today, what = order.pop("start"), date.fromisoformat(order.pop("today")), order.pop("what")
    deeds = {"sweep": _sweep, "send": _send}[what](today, **order)
    time.sleep(max(0.0, start - time.time()))
    errors, seconds = [], []
    for deed in deeds:
        began = time.monotonic()
        try:
            deed()
        except DatabaseError as error:
            errors.append(f"{what}: {error}")
        seconds.append(time.monotonic() - began)
    print(json.dumps({"errors": errors, "seconds": seconds}))  # noqa: T201


if __name__ == "__main__":
    _main()
