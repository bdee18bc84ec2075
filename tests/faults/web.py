"""A real web server on the tests' own database, for what many people do at the same time."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from bodies.models import User
from tests.faults.victims import ROOT, database_url

HOST = "127.0.0.1"
SECONDS_TO_START = 60
TOKEN = "x" * 32  # against forged forms: the same in the cookie and in the form


@contextmanager
def serving(folder: Path, *, processes: int, naive: bool = False) -> Iterator[int]:
    """Run a server and yield the port on which it answers; `naive` as tests.faults.served has it."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    (folder / "secret-key").write_text(settings.SECRET_KEY)  # not by the environment, where a "$" means something
    environment = os.environ | {
        "DATABASE_URL": database_url(), "DATA_DIR": str(folder),
        "NAIVE": "yes" if naive else "",
    }  # fmt: skip
    command = [
        sys.executable, "-m", "gunicorn", "tests.faults.served:application()", "--bind", f"{HOST}:{port}", "--preload",
        "--workers", str(processes), "--threads", "2", "--backlog", "2048", "--timeout", "120", "--no-control-socket",
    ]  # fmt: skip
    log = folder / "web.log"
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not _answers(port):
            assert server.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


class Browser:
    """What one person's browser sends; it may be used by one thread at a time."""

    def __init__(self, port: int, person: User) -> None:
        client = Client()
        client.force_login(person)
        self._session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self._connection = http.client.HTTPConnection(HOST, port, timeout=120)

    def post(self, path: str, fields: dict[str, str]) -> int:
        """Post a form; returns the status of the answer."""
        cookies = {settings.SESSION_COOKIE_NAME: self._session, settings.CSRF_COOKIE_NAME: TOKEN}
        self._connection.request(
            "POST", path, urlencode(fields | {"csrfmiddlewaretoken": TOKEN}),
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            },
        )  # fmt: skip
        answer = self._connection.getresponse()
        answer.read()
        return answer.status

    def close(self) -> None:
        self._connection.close()
