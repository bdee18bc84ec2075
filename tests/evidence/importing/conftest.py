"""A lead who imports, and what there is to import for. No worker is told: a test runs an import itself."""

from __future__ import annotations

import pytest

from bodies import tasks
from bodies.imports import running
from duties.models import Obligation
from tests.evidence.importing.kit import of_year


@pytest.fixture(autouse=True)
def _nobody_is_told(monkeypatch) -> None:
    monkeypatch.setattr(tasks.run_import_task, "delay", lambda pk: None)
    monkeypatch.setattr(running, "PAUSE", 0)


@pytest.fixture
def client(world, as_):
    return as_(world.lead)


@pytest.fixture
def report(world) -> Obligation:
    """The annual report on 2015/16: reviewed."""
    return of_year(world.body, 2015, title="Publish the annual report")


@pytest.fixture
def plan(world) -> Obligation:
    """A plan that the body certifies."""
    return of_year(world.body, 2015, title="Have a plan", proof="certified")
