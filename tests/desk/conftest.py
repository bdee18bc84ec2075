"""People and bodies of the homes, on the day of the factories."""

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
    """Two bodies in two regions, with one person for each role at the first."""
    south = make_office("Y57", name="South of England")
    north = make_office("Y54", name="North of England")
    body = make_body("10H", name="NHS Chiltern CCG", region=south)
    other = make_body("01C", name="NHS Eastern Cheshire CCG", region=north)
    return SimpleNamespace(
        south=south, north=north, body=body, other=other, national=national_office(),
        lead=make_member(Role.LEAD, body, post="Head of governance"),
        contributor=make_member(Role.CONTRIBUTOR, body, post="Complaints manager"),
        lay=make_member(Role.LAY_MEMBER, body, post="Lay member for audit"),
        assurer=make_member(Role.ASSURER, south, post="Assurance manager"),
        national_assurer=make_member(Role.ASSURER, national_office(), post="National assurer"),
        administrator=make_member(Role.ADMINISTRATOR, national_office(), post="Administrator"),
    )  # fmt: skip


@pytest.fixture
def sign_in(client):
    """Sign a member in and return the client."""

    def as_member(member):
        client.force_login(member.user)
        return client

    return as_member
