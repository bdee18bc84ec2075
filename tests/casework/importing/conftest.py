"""The officers of a body, signed in. No worker is told: a test runs an import itself."""

from __future__ import annotations

import pytest
from django.test import Client

from bodies import clock, tasks
from bodies.imports import running
from tests.casework.conftest import TODAY


@pytest.fixture(autouse=True)
def _here(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(tasks.run_import_task, "delay", lambda pk: None)
    monkeypatch.setattr(running, "PAUSE", 0)


@pytest.fixture
def officer(place, sign_in) -> Client:
    return sign_in(place.foi)


@pytest.fixture
def manager(place, sign_in) -> Client:
    return sign_in(place.complaints)
