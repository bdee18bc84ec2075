"""What script/bench does once .venv is there: seed, measure, print a table, write JSON, fail where a budget is broken.

For each database (--on) and each size (--sizes: 1 is 211 bodies with nine years of obligations, about 218,000; 10 is
ten times as many bodies) a database of its own is seeded and measured by a process of its own (script/lib/benches).
A figure is a ratio to a baseline measured in the same run on the same machine, so it says the same everywhere; the
fastest of several rounds counts on both sides.

--only assuring,exporting measures these parts alone: the sweep and opening a year take most of the time at 10.
--quick measures a small register on SQLite, to see that the measuring works: its figures say little.
--control measures a tracker that does its work row by row, which must break its budgets.
PostgreSQL is what TEST_DATABASE_URL (or DATABASE_URL) names, else a throw-away one, else what the machine runs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import services
from benches import PARTS
from benches.figures import Figure, between_sizes, table
from processes import stop_on_signals, stop_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent
LIB = Path(__file__).resolve().parent
BODIES = 211
QUICK_BODIES = 8
NOTHING = "sweep, nothing newly overdue"
SAME_AT_ANY_SIZE = 1.5


def main() -> int:
    """Measure what was asked for; return the exit status."""
    asked = _asked()
    stop_on_signals()
    figures: list[Figure] = []
    unmeasured = 0
    parts = [(database, size) for database in asked.on.split(",") for size in asked.sizes.split(",")]
    try:
        for database, size in parts:
            found = _measured(database, size, asked)
            if found and len(parts) > 1:
                print(table(found), flush=True)  # already now: the others may take long
            unmeasured += not found
            figures += found
    except KeyboardInterrupt:
        print("\nbench: stopped", flush=True)
        return 130
    figures += between_sizes(figures, NOTHING, SAME_AT_ANY_SIZE)
    print(f"\n{table(figures)}")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps([figure.as_json() for figure in figures], indent=1) + "\n")
    broken = sum(not figure.passes for figure in figures)
    print(f"\nbench: {broken or 'none'} of {len(figures)} over budget; {asked.json}")
    if unmeasured:
        print(f"bench: {unmeasured} could not be measured, see above")
    return 1 if broken or unmeasured else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure what the tracker costs.")
    parser.add_argument("--on", default="sqlite,postgresql", help="which databases")
    parser.add_argument("--sizes", default="1,10", help="how many times 211 bodies")
    parser.add_argument("--only", default="", help=f"which parts: {', '.join(PARTS)}; none is all")
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json", help="where the figures go")
    parser.add_argument("--quick", action="store_true", help="a small register on SQLite only")
    parser.add_argument("--control", action="store_true", help="measure what must break its budgets")
    asked = parser.parse_args()
    if unknown := {name for name in asked.only.split(",") if name} - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}: say {', '.join(PARTS)}")
    if asked.quick:
        asked.on, asked.sizes = "sqlite", "quick"
    return asked


def _measured(database: str, size: str, asked: argparse.Namespace) -> list[Figure]:
    """The figures of one database and size; none where it failed, which it has told by then."""
    bodies = QUICK_BODIES if size == "quick" else int(size) * BODIES
    print(f"bench: {database}, {bodies:,} bodies: seeding and measuring …", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as name, _database(database, name) as url:
        file = Path(name, "figures.json")
        options = ["--overdue", "100,300" if size == "quick" else "200,2000"]
        options += ["--texts", "3000" if size == "quick" else "100000"]
        options += ["--rows", "8000" if size == "quick" else "100000"]
        options += ["--control"] if asked.control else []
        options += ["--only", asked.only] if asked.only else []
        command = [sys.executable, "-m", "benches", str(bodies), str(file), *options]
        environment = {
            "DATABASE_URL": url, "DATA_DIR": name, "PYTHONPATH": f"{ROOT}:{LIB}", "PRODUCTION": "false",
            "DEMONSTRATION": "false", "AS_AT_DATE": "",
        }  # fmt: skip
        done = subprocess.run(
            command, env={**os.environ, **environment}, check=False, stdin=subprocess.DEVNULL, cwd=ROOT,
            preexec_fn=stop_with_parent,  # this program has no threads
        )  # fmt: skip
        if done.returncode:
            return []
        found = json.loads(file.read_text())
    rows = f"{found['obligations']:,}"
    print(f"bench: {rows} obligations, in {time.monotonic() - started:.0f} s", flush=True)
    return [replace(Figure(**figure), database=database, size=rows) for figure in found["figures"]]


@contextlib.contextmanager
def _database(kind: str, folder: str) -> Iterator[str]:
    """Yield the address of an empty database that is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    if kind != "postgresql":
        sys.exit(f"bench: there is no database {kind!r} here: say sqlite, postgresql or both, with a comma.")
    with contextlib.ExitStack() as stack:
        server = services.postgres(stack)
        if not server.url:
            sys.exit(f"bench: no PostgreSQL can be had: {server.words}")
        name = f"bench_{os.getpid()}"
        _say(server.url, f"CREATE DATABASE {name}")
        try:
            yield f"{server.url.rsplit('/', 1)[0]}/{name}"
        finally:
            _say(server.url, f"DROP DATABASE {name} WITH (FORCE)")


def _say(url: str, statement: str) -> None:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
