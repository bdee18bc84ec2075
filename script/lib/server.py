"""What script/server does once .venv is there: prepare the data, then run web, worker and beat.

Everything is embedded by default (SQLite, a broker of files under var/), and runs as a demonstration unless
PRODUCTION is set. Ctrl-C, or a SIGTERM, stops all of it.
"""

import argparse
import contextlib
import datetime
import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import environ
from processes import Processes, stop_on_signals

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
# On one's own machine neither warning helps: a worker run by root, and static files served from where they lie.
UNHELPFUL = ("You're running the worker", "No directory at")
PYTHON = [sys.executable, *(f"-Wignore:{words}" for words in UNHELPFUL), "-m"]
SECONDS_TO_ANSWER = 90


def iso_date(text: str) -> str:
    """Check that `text` is a date as in 2016-10-17, and return it."""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2016-10-17") from None


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="script/server", description="Run the tracker on this machine.")
    parser.add_argument("--as-at", type=iso_date, metavar="DATE", help="the day that the demonstration takes for today")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="8000 unless told; 0 takes a free one")
    return parser.parse_args()


def free_port(wanted: int) -> int:
    """Return `wanted` if nothing listens there (a free port for 0); else say so and stop."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except (OSError, OverflowError):
            sys.exit(f"server: port {wanted} cannot be had (is it taken?): choose another with --port.")
        return probe.getsockname()[1]


def set_environment(as_at: str | None, port: int) -> None:
    """Decide between demonstration and production, from the environment, .env and the command line."""
    if (ROOT / ".env").is_file():
        environ.Env.read_env(ROOT / ".env")
    production = environ.Env().bool("PRODUCTION", default=False)
    if as_at and production:
        sys.exit("server: --as-at moves the clock of a demonstration, and PRODUCTION is set.")
    if as_at:
        os.environ["AS_AT_DATE"] = as_at
    if not production:
        os.environ.setdefault("DEMONSTRATION", "true")
    # Where the links of a mail lead, and the pages on which a demonstration shows its mail.
    if not production:
        os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    # Lines of the three processes appear as they are written, not in blocks.
    os.environ["PYTHONUNBUFFERED"] = "1"


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the data folder: two workers and two beats on one folder would do everything twice."""
    folder = Path(os.environ.get("DATA_DIR") or ROOT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit(f"server: another script/server is running on {folder}: stop it, or set DATA_DIR.")
        yield


def answers(address: str) -> bool:
    """Say whether the web server answers yet; an error page is an answer too."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def announce(address: str, processes: Processes) -> None:
    """Wait until the address answers, then print it with the demonstration's sign-ins."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not answers(address) and not processes.any_stopped():
        if time.monotonic() > deadline:
            print(f"server: {address} does not answer yet; see above.", file=sys.stderr)
            return
        time.sleep(0.1)
    if processes.any_stopped():
        return
    if environ.Env().bool("DEMONSTRATION", default=False):
        subprocess.run([sys.executable, "manage.py", "sign_ins"], check=False)
    print(f"\nserver: ready at {address}  (Ctrl-C stops it)\n", flush=True)


def run(port: int) -> int:
    """Run the three processes until one stops or somebody stops them; return the exit status."""
    listen = ["--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4"]
    # The control socket would be a file in HOME, which may not be there.
    web = ["gunicorn", "ccgtracker.wsgi", *listen, "--log-level", "warning", "--no-control-socket"]
    celery = ["celery", "--quiet", "-A", "ccgtracker"]
    # One task at a time in one process: a broker of files has no use for more, and nothing is left behind.
    alone = ["--pool", "solo", "--without-mingle", "--without-gossip", "--without-heartbeat"]
    with Processes() as processes:
        processes.start("web", [*PYTHON, *web, "--graceful-timeout", "5"])
        processes.start("worker", [*PYTHON, *celery, "worker", "--loglevel", "INFO", *alone])
        processes.start("beat", [*PYTHON, *celery, "beat", "--loglevel", "WARNING", "--pidfile="])
        announce(f"http://{HOST}:{port}/", processes)
        name, status = processes.wait_for_one()
        print(f"server: {name} stopped by itself with status {status}; stopping the rest.", file=sys.stderr)
        return status or 1


def main() -> int:
    """Prepare, run, and stop; return the exit status."""
    options = arguments()
    stop_on_signals()
    os.chdir(ROOT)
    port = free_port(options.port)
    set_environment(options.as_at, port)
    try:
        with only_one():
            prepared = subprocess.run([sys.executable, "script/lib/prepare.py"], check=False).returncode
            return prepared or run(port)
    except KeyboardInterrupt:
        print("server: stopped.", flush=True)
        return 0


if __name__ == "__main__":
    sys.exit(main())
