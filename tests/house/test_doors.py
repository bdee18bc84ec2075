"""Closed by default: every address has a row in the access table, and nobody passes a door that is not theirs."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from bodies.access import Permission, Role
from bodies.doors import DOORS
from tests.factories import make_body, make_member

SHUT = "account_"  # addresses that django-allauth brings and we do not open


def names_of(patterns: list, namespace: str = "") -> Iterator[str]:
    """Every URL name of the site, with its namespace; "" for an address without a name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_of(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or ''}"


def without_row(patterns: list) -> set[str]:
    return {name for name in names_of(patterns) if name not in DOORS and not name.startswith(SHUT)}


def test_every_address_has_a_row_in_the_access_table() -> None:
    assert not without_row(get_resolver().url_patterns)


def test_every_row_of_the_access_table_is_an_address() -> None:
    assert not set(DOORS) - set(names_of(get_resolver().url_patterns))


def test_an_address_without_a_row_is_found() -> None:
    secret = path("secret/", lambda request: None, name="secret")
    assert without_row([path("x/", include([secret]))]) == {"secret"}


def _open(request):
    raise AssertionError("the door keeper let somebody through")


urlpatterns = [path("secret/", _open, name="secret"), path("nameless/", _open), path("", include("ccgtracker.urls"))]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("address", ["/secret/", "/nameless/"])
def test_the_door_keeper_refuses_an_address_without_a_row(address: str) -> None:
    assert Client().get(address).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/account/email/", "/account/confirm-email/"])
def test_addresses_that_the_library_brings_stay_shut(address: str) -> None:
    assert Client().get(address).status_code == 403


@pytest.mark.django_db
def test_a_door_that_needs_another_role_stays_shut_and_asks_nobody_to_sign_in_again(client) -> None:
    client.force_login(make_member(Role.LAY_MEMBER, make_body()).user)
    assert client.get("/review/").status_code == 403


def test_permissions_are_all_used() -> None:
    assert {Permission.PUBLIC, Permission.SIGNED_IN} <= set(DOORS.values())
