"""Puts the kit's own small site in place of the tracker's."""

from copy import deepcopy
from pathlib import Path

import pytest

from bodies.access import PUBLIC
from bodies.doors import DOORS


@pytest.fixture
def kit(settings, monkeypatch, client):
    """A client of the kit's small site, where nobody is signed in."""
    settings.ROOT_URLCONF = "tests.bodies.web.kit"
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    for name in ("parts", "one", "fails", "only_a_button"):
        monkeypatch.setitem(DOORS, name, PUBLIC)
    client.raise_request_exception = False
    return client
