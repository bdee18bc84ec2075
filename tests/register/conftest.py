"""The register as at one day."""

from collections.abc import Callable
from datetime import date

import pytest

from bodies import clock
from tests.factories import TODAY


@pytest.fixture
def as_at(db, settings) -> Callable[[date], None]:
    """The domain's day, which a test may move: as_at(date(2017, 1, 16))."""
    settings.DEMONSTRATION = True
    clock.set_demonstration_day(TODAY)
    return clock.set_demonstration_day
