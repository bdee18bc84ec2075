"""The harness: keeps the tests off this machine's data and off each other's. Fixtures of records live elsewhere."""

import os

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

# How long an example takes depends on what else the machine does: that is no failure.
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.load_profile("here")


def pytest_configure() -> None:
    """Give each process of pytest-xdist a Redis database of its own for the cache: one's clear() empties it."""
    cache = settings.CACHES["default"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if cache["BACKEND"].endswith("RedisCache"):
        server = str(cache["LOCATION"]).rsplit("/", 1)[0]
        cache["LOCATION"] = f"{server}/{1 + int(worker) % 14}"


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path) -> None:
    """Keep uploads in the test's own folder, and make password hashes cheap."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
