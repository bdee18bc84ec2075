"""What script/test does once .venv is there: the same suite in three parts, each in a pytest of its own.

1. SQLite and a broker of files, the embedded defaults.
2. PostgreSQL and Redis: what TEST_DATABASE_URL and TEST_REDIS_URL (or DATABASE_URL and CELERY_BROKER_URL) name,
   else throw-away servers, else what the machine runs on the standard ports.
3. tests/browser, in the Chromium that CHROMIUM names, or that is found, or that root on Debian can install.

A part that cannot run is reported. With CI=true it is a failure, unless TESTS_MAY_SKIP (a list out of postgres,
redis, browser, with commas) names it. Arguments are passed to pytest; paths decide which parts there are.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import services
from processes import stop_on_signals, stop_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent
BROWSER_TESTS = Path("tests/browser")
# What another database cannot change is run on one: the scripts, the pure rules of dates, the marks on pages, what
# pages tell of a survey's answers, and what files and spreadsheets hold.
ON_SQLITE_ALONE = [
    "tests/scripts",
    "tests/house/test_invented.py",
    "tests/house/test_imports.py",
    "tests/bodies/test_import_reading.py",
    "tests/bodies/web/test_downloads.py",
    "tests/bodies/web/test_forms.py",
    "tests/bodies/web/test_pages.py",
    "tests/bodies/web/test_text.py",
    "tests/duties/test_cases.py",
    "tests/duties/clocks",
    "tests/duties/test_deadlines.py",
    "tests/duties/test_date_properties.py",
    "tests/duties/test_explanation_words.py",
    "tests/duties/test_purity.py",
    "tests/duties/test_working_days.py",
    "tests/evidence/test_hostile_files.py",
    "tests/evidence/texts/test_reading.py",
    "tests/meetings/importing/test_any_rows.py",
    "tests/meetings/importing/test_calendars.py",
    "tests/meetings/importing/test_repeats.py",
    "tests/meetings/importing/test_words.py",
    "tests/meetings/test_facts.py",
    "tests/meetings/test_facts_properties.py",
    "tests/meetings/test_repeating.py",
    "tests/surveys/test_secrets.py",
]
# Where anybody can type anything is tried on the one that takes less: PostgreSQL, where there is one.
ON_POSTGRESQL_ALONE = ["tests/house/test_hostile.py", "tests/house/test_reach.py", "tests/house/test_requests.py"]
NOTHING_COLLECTED = 5
SKIPPABLE = {"postgres", "redis", "browser"}
OPTIONS_WITH_A_VALUE = {
    "-k",
    "-m",
    "-n",
    "-p",
    "--dist",
    "-o",
    "-c",
    "-W",
    "-r",
    "--maxfail",
    "--durations",
    "--deselect",
}
FAULTS = ["-n", "0", "-rs", "-m", "faults"]


def _file_of(text: str) -> Path:
    return Path(text.split("::", maxsplit=1)[0]).resolve()


@dataclass(frozen=True)
class Asked:
    """What pytest was asked for: paths of the browser's tests, other paths, everything else."""

    browser: list[str]
    suite: list[str]
    options: list[str]

    @classmethod
    def from_arguments(cls, arguments: list[str]) -> "Asked":
        """Tell paths (with or without ::test) from options; without a path, all tests are asked for."""
        paths, options = [], []
        for before, text in zip(["", *arguments], arguments, strict=False):
            is_path = before not in OPTIONS_WITH_A_VALUE and not text.startswith("-") and _file_of(text).exists()
            (paths if is_path else options).append(text)
        if not paths:
            return cls([str(BROWSER_TESTS)], ["tests"], options)
        folder = BROWSER_TESTS.resolve()
        browser = [text for text in paths if _file_of(text).is_relative_to(folder)]
        suite = [text for text in paths if text not in browser]
        if any(folder.is_relative_to(_file_of(text)) for text in suite):
            browser = [str(BROWSER_TESTS)]
        return cls(browser, suite, options)


@dataclass
class Report:
    """How each part went, and whether the whole may be called passed."""

    may_skip: set[str]
    is_ci: bool
    rows: list[tuple[str, str, float]] = field(default_factory=list)
    failed: bool = False
    ran: bool = False

    def add(self, part: str, exit_status: int, seconds: float) -> None:
        """Note a part that ran; a part in which nothing was asked for is no failure by itself."""
        if exit_status == NOTHING_COLLECTED:
            self.rows.append((part, "nothing to run", seconds))
            return
        self.ran = True
        self.failed |= exit_status != 0
        self.rows.append((part, "passed" if exit_status == 0 else "FAILED", seconds))

    def missing(self, part: str, name: str, why: str) -> None:
        """Note, loudly, what could not run."""
        print(f"\ntest: !!! DID NOT RUN: {part}: {why}\n", flush=True)
        refused = self.is_ci and name not in self.may_skip
        self.failed |= refused
        self.rows.append((part, "NOT RUN, a failure under CI" if refused else "NOT RUN", 0))

    def close(self) -> int:
        """Print the table and return the exit status."""
        width = max((len(part) for part, _, _ in self.rows), default=0)
        print("\ntest: part by part")
        for part, result, seconds in self.rows:
            print(f"  {part:<{width}}  {result:<14}  {seconds:4.0f} s")
        if not self.ran:
            print("test: no test ran at all")
        return 1 if self.failed or not self.ran else 0


def may_skip() -> set[str]:
    """Read TESTS_MAY_SKIP and say first of all what it allows."""
    names = {name.strip() for name in os.environ.get("TESTS_MAY_SKIP", "").split(",") if name.strip()}
    if unknown := names - SKIPPABLE:
        sys.exit(f"test: TESTS_MAY_SKIP names {', '.join(sorted(unknown))}; it knows {', '.join(sorted(SKIPPABLE))}.")
    if names:
        print(f"test: TESTS_MAY_SKIP lets these go without running: {', '.join(sorted(names))}", flush=True)
    return names


def run_pytest(arguments: list[str], environment: dict[str, str]) -> int:
    """Run pytest to its end in an environment of the defaults, so that nothing of this machine's own is touched."""
    with tempfile.TemporaryDirectory(prefix="tests-data-") as data:
        embedded = {
            "DATA_DIR": data,
            "DATABASE_URL": f"sqlite:///{data}/db.sqlite3",
            "CELERY_BROKER_URL": "filesystem://",
            "CACHE_URL": "dbcache://cache_entries",
            "PRODUCTION": "false",
            "DEMONSTRATION": "false",
            "AS_AT_DATE": "",
        }
        command = [sys.executable, "-m", "pytest", *arguments]
        process = subprocess.Popen(
            command,
            env={**os.environ, **embedded, **environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=stop_with_parent,  # noqa: PLW1509  (this program has no threads)
        )
        try:
            return process.wait()
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Interrupt pytest, so that it closes what it opened; after ten seconds kill it. Nothing that it started stays."""
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def run_part(report: Report, part: str, arguments: list[str], environment: dict[str, str]) -> None:
    """Run one part under its headline and note how it went."""
    print(f"\ntest: ===== {part} =====", flush=True)
    started = time.monotonic()
    report.add(part, run_pytest(arguments, environment), time.monotonic() - started)


@contextlib.contextmanager
def real_servers(report: Report, part: str) -> Iterator[dict[str, str]]:
    """Yield the variables that point at PostgreSQL and Redis, without those that cannot be had."""
    with contextlib.ExitStack() as stack:
        postgres, redis = services.postgres(stack), services.redis(stack)
        environment = {}
        if postgres.url:
            print(f"test: PostgreSQL: {postgres.words}", flush=True)
            environment["DATABASE_URL"] = postgres.url
        else:
            report.missing(f"{part}, PostgreSQL", "postgres", postgres.words)
        if redis.url:
            print(f"test: Redis: {redis.words}", flush=True)
            # tests/conftest.py gives each process of the tests a database of its own for the cache, from 1 on.
            environment |= {"CELERY_BROKER_URL": redis.url, "CACHE_URL": f"{redis.url.rsplit('/', 1)[0]}/1"}
        else:
            report.missing(f"{part}, Redis", "redis", redis.words)
        yield environment


def run_browser(report: Report, asked: Asked) -> None:
    """Run the browser's tests, if there are any and a browser for them."""
    part = "Browser"
    if not BROWSER_TESTS.is_dir():
        report.add(part, NOTHING_COLLECTED, 0)
        return
    try:
        chromium = services.chromium()
    except services.Unavailable as error:
        report.missing(part, "browser", str(error))
        return
    run_part(report, part, ["-n", "auto", *asked.options, *asked.browser], {"CHROMIUM": chromium})


def run_all(report: Report, asked: Asked) -> None:
    """Run the parts one after the other: two at a time would only share the cores."""
    # The longest tests begin; a core that is done takes over what waits behind them on another.
    suite = ["-n", "auto", "--dist", "worksteal", f"--ignore={BROWSER_TESTS}", *asked.options, *asked.suite]
    if asked.suite:
        with real_servers(report, "Real servers") as environment:
            elsewhere = ON_POSTGRESQL_ALONE if "DATABASE_URL" in environment else []
            run_part(report, "SQLite and a broker of files", [*_without(elsewhere), *suite], {})
            if environment:
                run_part(report, "PostgreSQL and Redis", [*_without(ON_SQLITE_ALONE), *suite], environment)
    if asked.browser:
        run_browser(report, asked)


def _without(paths: list[str]) -> list[str]:
    return [f"--ignore={path}" for path in paths]


def run_faults(report: Report, asked: Asked) -> int:
    """Run the tests marked `faults` on embedded defaults and on real servers; that there are none is no failure."""
    arguments = [*FAULTS, *asked.options, *asked.suite]
    run_part(report, "Faults, SQLite and a broker of files", arguments, {})
    with real_servers(report, "Faults, real servers") as environment:
        if environment:
            run_part(report, "Faults, PostgreSQL and Redis", arguments, environment)
    if not report.ran and not report.failed:
        print("test: there are no fault tests yet")
        return 0
    return report.close()


def main() -> int:
    """Run what was asked for; return the exit status."""
    allowed = may_skip()
    stop_on_signals()
    os.chdir(ROOT)
    arguments = sys.argv[1:]
    asked = Asked.from_arguments([text for text in arguments if text != "--faults"])
    report = Report(allowed, is_ci=os.environ.get("CI", "").lower() in ("1", "true"))
    try:
        if "--faults" in arguments:
            return run_faults(report, asked)
        run_all(report, asked)
        return report.close()
    except KeyboardInterrupt:
        print("\ntest: stopped", flush=True)
        return 130


if __name__ == "__main__":
    sys.exit(main())
