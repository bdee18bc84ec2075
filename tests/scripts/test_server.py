"""script/server, with an application of a few lines in place of ours."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

APPLICATION = {
    "__init__.py": "from .celery import app as celery_app\n",
    "celery.py": """
from pathlib import Path
from celery import Celery
folder = Path("var/broker")
folder.mkdir(parents=True, exist_ok=True)
app = Celery("ccgtracker", broker="filesystem://")
names = ("data_folder_in", "data_folder_out", "control_folder")
app.conf.broker_transport_options = dict.fromkeys(names, str(folder))
app.conf.beat_schedule_filename = "var/beat"
""",
    "wsgi.py": """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]
""",
}


@pytest.fixture
def server(checkout: Path) -> Path:
    """A checkout whose server has nothing to prepare and little to serve."""
    for name, text in APPLICATION.items():
        (checkout / "ccgtracker").mkdir(exist_ok=True)
        (checkout / "ccgtracker" / name).write_text(text)
    (checkout / "manage.py").write_text("import sys\nprint('command:', *sys.argv[1:])\n")
    (checkout / "script" / "lib" / "prepare.py").write_text(
        "import os\nprint('prepared as at', os.environ.get('AS_AT_DATE'), os.environ.get('DEMONSTRATION'))\n"
    )
    return checkout / "script" / "server"


def alive(checkout: Path) -> list[str]:
    """The processes that stand in this checkout."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == checkout:
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def start(server: Path, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    """Start the server; return it with all that it printed until it was ready."""
    environment = {"PATH": os.environ["PATH"], "HOME": ""}
    process = subprocess.Popen(
        [server, "--port", "0", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    printed = ""
    for line in process.stdout:
        printed += line
        if "ready at" in line:
            return process, printed
    pytest.fail(f"the server did not start: {printed}")


def test_a_taken_port_gives_one_sentence(server, run):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(server, "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == f"server: port {port} cannot be had (is it taken?): choose another with --port.\n"


def test_a_wrong_date_is_refused(server, run):
    done = run(server, "--as-at", "17/10/2016")
    assert done.returncode == 2
    assert "'17/10/2016' is not a date such as 2016-10-17" in done.stdout


def test_production_has_no_clock_to_move(server, run):
    done = run(server, "--as-at", "2016-10-17", "--port", "0", PRODUCTION="true")
    assert done.returncode == 1
    assert "PRODUCTION is set" in done.stdout


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_and_stops_everything(server, number):
    checkout = server.parents[1]
    process, printed = start(server, "--as-at", "2017-04-02")
    try:
        assert "prepared as at 2017-04-02 true" in printed
        assert "command: sign_ins" in printed
        assert "Control server" not in printed, printed  # of gunicorn: it would write into HOME
        assert re.search(r"ready at http://127\.0\.0\.1:\d+/", printed)
        running = " ".join(alive(checkout))
        assert all(word in running for word in ("gunicorn", "worker", "beat"))
        process.send_signal(number)
        process.send_signal(signal.SIGTERM)  # a second one must not cut the stopping short
        assert "server: stopped." in process.communicate(timeout=20)[0]
        assert process.returncode == 0
        assert alive(checkout) == []
    finally:
        process.kill()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")
def test_nothing_is_left_when_it_is_killed_outright(server):
    checkout = server.parents[1]
    process, _ = start(server)
    process.kill()
    process.communicate(timeout=20)
    deadline = time.monotonic() + 15
    while alive(checkout) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(checkout) == []


def test_a_second_server_on_the_same_data_is_refused(server, run):
    process, _ = start(server)
    try:
        done = run(server, "--port", "0")
        assert done.returncode == 1
        assert "another script/server is running" in done.stdout
    finally:
        process.terminate()
        process.communicate(timeout=20)
