"""A body with its people, for tests of what happens when something breaks."""

from collections.abc import Iterator

import pytest

from bodies import clock
from tests.evidence.conftest import as_, obligation, s3_keys, s3_server, world
from tests.factories import TODAY
from tests.post_office import PostOffice, post_office, send_there

__all__ = ["as_", "obligation", "s3_keys", "s3_server", "world"]


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def office(settings) -> Iterator[PostOffice]:
    """A mail server of the test's own, to which mail goes."""
    with post_office() as opened:
        send_there(settings, opened, timeout=0.3)
        yield opened
