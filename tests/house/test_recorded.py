"""The gate over every request of every test (tests.recorded), shown red and shown green."""

import pytest
from django.db import transaction

from bodies import audit
from bodies.models import Body, User
from tests.factories import TODAY, make_body, make_user
from tests.recorded import Unrecorded, watched


def rename(body: Body) -> None:
    Body.objects.filter(pk=body.pk).update(name="NHS Other CCG")


def test_a_change_that_nobody_recorded_is_refused(db) -> None:
    body = make_body()
    with pytest.raises(Unrecorded, match="changed bodies_body without a row"), watched():
        rename(body)


def test_a_change_that_was_recorded_or_undone_is_not(db) -> None:
    body = make_body()
    with watched():
        rename(body)
        audit.record("renamed", body, by=None, today=TODAY)
    with watched(), transaction.atomic():
        rename(body)
        transaction.set_rollback(True)


def test_the_moment_of_signing_in_is_no_change_of_the_record_and_the_password_is(db) -> None:
    user = make_user()
    with watched():
        user.save(update_fields=["last_login"])
    with pytest.raises(Unrecorded, match="bodies_user"), watched():
        User.objects.filter(pk=user.pk).update(password="other")


def test_an_address_in_the_audit_trail_is_refused(db) -> None:
    user = make_user("somebody@example.org")
    with pytest.raises(Unrecorded, match=r"not addresses: somebody@example\.org"), watched():
        audit.record("account made", user, by=None, today=TODAY, email=user.email)
