"""The harness: keeps the tests off this machine's data and off each other's. Fixtures of records live elsewhere."""

import os
import shutil
import tempfile

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import settings as hypothesis_settings

from bodies.triggers import all_guards
from tests.guards import suspended
from tests.recorded import watched

# How long an example takes depends on what else the machine does: that is no failure.
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.load_profile("here")


def pytest_configure(config: pytest.Config) -> None:
    """Give each process a database file and, for the cache, a Redis database of its own: one's clear() empties it.

    SQLite keeps the tests' data in a file, not in memory, where threads lock each other out as they never do in a file.
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder = tempfile.mkdtemp(prefix="tracker-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        database["TEST"]["NAME"] = f"{folder}/test.sqlite3"  # Django filled in the other keys already
    cache = settings.CACHES["default"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if cache["BACKEND"].endswith("RedisCache"):
        server = str(cache["LOCATION"]).rsplit("/", 1)[0]
        cache["LOCATION"] = f"{server}/{1 + int(worker) % 14}"


# What takes minutes goes first, so that no core waits for another at the end; within it, and after it, chance decides.
LONG = {"test_reach", "test_hostile", "test_requests", "test_invented", "test_demonstration", "test_every_sequence"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests once they are shuffled."""
    items.sort(key=lambda item: item.path.stem not in LONG)


_empty_the_tables = TransactionTestCase._fixture_teardown


def _empty_without_guards(case: TransactionTestCase) -> None:
    """Let a test whose transactions were real leave nothing behind: only here are the kept records deleted."""
    event = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE"
    with suspended(guard for guard in all_guards() if guard.event == event):
        _empty_the_tables(case)


TransactionTestCase._fixture_teardown = _empty_without_guards


_ask = Client.request


def _ask_and_judge(client: Client, **request: object) -> object:
    with watched():
        return _ask(client, **request)


Client.request = _ask_and_judge


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path) -> None:
    """Keep uploads in the test's own folder, and make password hashes cheap."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.AUDIT_HEADS_FILE = tmp_path / "audit-heads.csv"
    if settings.CACHES["default"]["BACKEND"].endswith("RedisCache"):
        cache.clear()  # the limits on signing in; a cache in the database goes with the test's transaction
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
