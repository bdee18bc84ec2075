"""A leaver is pseudonymised: signed out, without a role or a name, and the record of what they did still verifies."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from bodies import audit, feeds, verification
from bodies.access import Role
from bodies.models import AuditEntry
from bodies.verification import verify_audit
from tests.factories import make_body, make_member, make_user

TODAY = date(2016, 10, 17)
SECRET = ("jane.doe", "Jane Doe")


@pytest.fixture
def leaver(db, monkeypatch):
    """A governance lead with a calendar address, a role to come, one that ended, and something done."""
    monkeypatch.setattr("bodies.clock.today", lambda: TODAY)
    user = make_user("jane.doe@example.org", name="Jane Doe")
    EmailAddress.objects.create(user=user, email=user.email)
    lead = make_member(Role.LEAD, make_body(), user=user)
    make_member(Role.CONTRIBUTOR, make_body(), user=user, from_on=TODAY + timedelta(days=30))
    ended = make_member(Role.CONTRIBUTOR, make_body(), user=user)
    ended.to_on = date(2016, 3, 31)
    ended.save()
    audit.record("explained", lead.body, by=user, today=TODAY, body=lead.body)
    return user


def leave(email: str = "Jane.Doe@example.org ") -> None:
    call_command("pseudonymise", email)


def test_nothing_names_them_any_more_and_what_they_did_is_still_theirs(leaver) -> None:
    feeds.make_feed(user=leaver, seen=None, today=TODAY)
    leave()
    leaver.refresh_from_db()
    assert (leaver.name, leaver.email) == (f"Leaver {leaver.pk}", f"leaver-{leaver.pk}@invalid")
    found = [
        model._meta.label
        for model in apps.get_models()
        for row in model._default_manager.values_list()
        if any(secret in str(row) for secret in SECRET)
    ]
    assert found == []
    assert AuditEntry.objects.get(verb="explained").by == leaver


def test_they_are_signed_out_and_cannot_come_back(leaver, client) -> None:
    token = feeds.make_feed(user=leaver, seen=None, today=TODAY)
    client.force_login(leaver)
    assert client.get("/account/password/change/").status_code == 200
    leave()
    assert client.get("/account/password/change/").status_code == 302
    assert feeds.owner_of(token) is None
    leaver.refresh_from_db()
    assert not leaver.is_active and not leaver.has_usable_password()


def test_their_roles_end_today_or_before_they_began(leaver) -> None:
    leave()
    assert list(leaver.memberships.values_list("to_on", flat=True)) == [
        TODAY, TODAY + timedelta(days=30), date(2016, 3, 31),
    ]  # fmt: skip
    entry = AuditEntry.objects.get(verb="pseudonymised")
    assert (entry.subject_id, entry.by, entry.detail) == (
        leaver.pk, None, {
            "before": {"is_active": True}, "after": {"is_active": False},
            "roles_ended": [one.pk for one in leaver.memberships.all()[:2]],
        },
    )  # fmt: skip


def test_the_audit_trail_verifies_before_and_after(leaver, settings) -> None:
    for _ in range(2):
        connection.check_constraints()
        assert verify_audit(settings.AUDIT_HEADS_FILE).faults == []
        if not AuditEntry.objects.filter(verb="pseudonymised").exists():
            leave()
    assert verification.last_verification("audit").count == AuditEntry.objects.count()


def test_an_unknown_address_and_a_second_time_are_refused(leaver) -> None:
    with pytest.raises(CommandError, match="No account has this"):
        leave("nobody@example.org")
    leave()
    with pytest.raises(CommandError, match="pseudonymised already"):
        leave(f"leaver-{leaver.pk}@invalid")
