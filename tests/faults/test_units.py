"""The systemd units of docs/operations.md: what they start is well, and is found when it is not."""

from __future__ import annotations

import json
import re
import shlex
import socket
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from bodies import jobs
from bodies.models import Heartbeat
from tests.faults.machines import Machines, broker, machines
from tests.faults.victims import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
UNIT = re.compile(r"```ini\n# (\S+)\n(.*?)```", re.DOTALL)
PARTS = ("web", "worker", "beat", "jobs")


def command_of(unit: str, *, instance: str = "", port: int = 0) -> list[str]:
    """What a unit of the document starts, here in place of there, as systemd would read it."""
    units = dict(UNIT.findall((ROOT / "docs/operations.md").read_text()))
    (line,) = re.findall(r"^ExecStart=(.+)$", units[unit], re.MULTILINE)
    line = line.replace("/srv/tracker", shlex.quote(str(ROOT))).replace("%i", instance).replace("%%", "%")
    return shlex.split(line.replace(":8000", f":{port}"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def health(port: int, part: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/{part}/", timeout=10) as answer:
            return answer.status, json.load(answer)["status"]
    except urllib.error.HTTPError as answer:
        return answer.code, json.load(answer)["status"]
    except OSError:
        return 0, ""


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def hosts(tmp_path: Path, port: int):
    with broker(tmp_path) as url, machines(tmp_path / "hosts", CELERY_BROKER_URL=url) as made:
        made.start("web", command_of("tracker-web.service", port=port))
        for queue in ("default", "slow"):
            made.start(queue, command_of("tracker-worker@.service", instance=queue))
        made.start("beat", command_of("tracker-beat.service"))
        yield made


def test_what_the_units_start_is_well_and_is_found_when_it_is_gone(hosts: Machines, port: int) -> None:
    hosts.wait_until(lambda: all(health(port, part) == (200, "ok") for part in PARTS), "all are well")
    for gone, part in (("beat", "beat"), ("slow", "worker")):
        hosts.end(gone)
        # As if it had been gone for minutes.
        name = jobs.BEAT if gone == "beat" else jobs.worker_of(gone)
        Heartbeat.objects.filter(name=name).update(at=timezone.now() - jobs.LATE_AFTER - timedelta(seconds=1))
        assert health(port, part) == (503, "late")
    assert health(port, "web") == (200, "ok")
