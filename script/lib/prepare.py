"""Bring the data of this machine up to date before the server starts, saying what takes long.

Every step is safe to repeat, and quick when there is nothing to do. They run in one process, because starting
Django for each of them would take longer than the steps.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def steps() -> list[tuple[str, list[str]]]:
    """Return what is to be done, in order: words for people, and the management command."""
    from django.conf import settings

    prepared = [
        ("bringing the database up to date", ["migrate", "--verbosity", "0"]),
        ("making the table of the cache", ["createcachetable", "--verbosity", "0"]),
        ("loading the register of bodies", ["load_register"]),
        ("loading the catalogue of duties", ["load_duties"]),
    ]
    if settings.PRODUCTION:
        prepared.append(("collecting the static files", ["collectstatic", "--no-input", "--verbosity", "0"]))
    if settings.DEMONSTRATION:
        as_at = ["--as-at", settings.AS_AT_DATE] if settings.AS_AT_DATE else []
        prepared.append(("building the demonstration", ["build_demonstration", *as_at]))
    return prepared


def main() -> int:
    """Run the steps; return 1 at the first that fails, with its own words."""
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    for words, command in steps():
        print(f"server: {words} …", flush=True)
        started = time.monotonic()
        try:
            call_command(*command)
        except CommandError as error:
            print(f"server: {words} failed: {error}", file=sys.stderr)
            return 1
        if (seconds := time.monotonic() - started) > 2:
            print(f"server: … that took {seconds:.0f} seconds", flush=True)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(1)
