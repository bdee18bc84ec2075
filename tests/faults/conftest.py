"""A body with its people, for tests of what happens when something breaks."""

import pytest

from bodies import clock
from tests.evidence.conftest import as_, obligation, s3_keys, s3_server, world
from tests.factories import TODAY

__all__ = ["as_", "obligation", "s3_keys", "s3_server", "world"]


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
