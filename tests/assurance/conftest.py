"""Bodies in two regions, assurers of one and of all, on the day of the factories."""

from types import SimpleNamespace

import pytest

from bodies.access import Role
from bodies.clock import set_demonstration_day
from tests.factories import TODAY, make_body, make_member, make_office, national_office


@pytest.fixture(autouse=True)
def _day(settings, db):
    settings.DEMONSTRATION = True
    set_demonstration_day(TODAY)


@pytest.fixture
def place():
    south = make_office("Y57", name="South of England")
    north = make_office("Y54", name="North of England")
    return SimpleNamespace(
        south=south, north=north,
        chiltern=make_body("10H", name="NHS Chiltern CCG", region=south),
        kernow=make_body("11N", name="NHS Kernow CCG", region=south),
        cheshire=make_body("01C", name="NHS Eastern Cheshire CCG", region=north),
        assurer=make_member(Role.ASSURER, south), national=make_member(Role.ASSURER, national_office()),
    )  # fmt: skip


@pytest.fixture
def sign_in(client):
    def as_member(member):
        client.force_login(member.user)
        return client

    return as_member
