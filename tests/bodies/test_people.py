"""Accounts, roles and joining: by action and by `manage.py add_person`."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bodies import actions, clock
from bodies.access import Role
from bodies.actions import Refused, give_role, join_bodies, join_body, open_account
from bodies.models import AuditEntry, Body, Membership, Office, User

pytestmark = pytest.mark.usefixtures("small_register")
TODAY = date(2016, 10, 17)
PASSWORD = "correct horse battery"


def body(code: str) -> Body:
    return Body.objects.get(code=code)


def office(code: str) -> Office:
    return Office.objects.get(code=code)


def give(user: User, role: Role, place: Body | Office, from_on: date = TODAY) -> tuple[Membership, bool]:
    return give_role(user=user, role=role, place=place, post="A post", from_on=from_on, by=None, today=TODAY)


def add(*words: str) -> str:
    out = StringIO()
    call_command("add_person", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def person(small_register) -> User:
    user, _ = open_account(email="lead@example.org", name="Lead", by=None, today=TODAY)
    return user


# Joining -------------------------------------------------------------------------------------------------------------
def test_a_body_joins_once_and_it_is_recorded(person):
    join_body(body=body("B1"), on=date(2015, 4, 1), by=person, today=TODAY)
    assert body("B1").joined_on == date(2015, 4, 1)
    entry = AuditEntry.objects.get(verb="joined")
    assert (entry.body, entry.by, entry.domain_on, entry.detail) == (
        body("B1"),
        person,
        TODAY,
        {"before": {"joined_on": None}, "after": {"joined_on": "2015-04-01"}},
    )
    with pytest.raises(Refused, match="joined on 1 April 2015"):
        join_body(body=body("B1"), on=TODAY, by=person, today=TODAY)


@pytest.mark.parametrize(("code", "day"), [("A1", date(2015, 4, 1)), ("B1", date(2015, 3, 31))])
def test_a_body_cannot_join_on_a_day_on_which_it_does_not_exist(code, day):
    with pytest.raises(Refused, match="does not exist on"):
        join_body(body=body(code), on=day, by=None, today=TODAY)
    assert body(code).joined_on is None


def test_many_bodies_join_each_on_the_day_or_its_first(django_assert_max_num_queries):
    join_body(body=body("S1"), on=date(2014, 4, 1), by=None, today=TODAY)
    with django_assert_max_num_queries(6):
        assert join_bodies(bodies=Body.objects.all(), on=date(2015, 4, 1), by=None, today=TODAY) == 3
    assert dict(Body.objects.values_list("code", "joined_on")) == {
        "A1": None,
        "A2": None,
        "B1": date(2015, 4, 1),
        "S1": date(2014, 4, 1),
        "I1": date(2022, 7, 1),
        "I2": date(2022, 7, 1),
    }
    assert AuditEntry.objects.filter(verb="joined").count() == 4
    assert join_bodies(bodies=Body.objects.all(), on=date(2015, 4, 1), by=None, today=TODAY) == 0


# Accounts and roles --------------------------------------------------------------------------------------------------
def test_an_address_has_one_account_however_it_is_written(person):
    again, is_new = open_account(email=" Lead@Example.ORG ", name="Other", by=None, today=TODAY)
    assert (again, is_new, again.name) == (person, False, "Lead")


@pytest.mark.parametrize("email", ["", "lead", "lead@", "lead example.org"])
def test_an_address_amiss_is_refused(email):
    with pytest.raises(Refused, match="is not an e-mail address"):
        open_account(email=email, name="Lead", by=None, today=TODAY)


def test_a_switched_off_account_is_refused(person):
    User.objects.update(is_active=False)
    with pytest.raises(Refused, match="switched off"):
        open_account(email=person.email, name="Lead", by=None, today=TODAY)


@pytest.mark.parametrize(("password", "words"), [("short", "at least 12"), ("new@example.org", "too similar")])
def test_a_weak_password_is_refused(password, words):
    with pytest.raises(Refused, match=words):
        open_account(email="new@example.org", name="New", password=password, by=None, today=TODAY)
    assert not User.objects.exists()


def test_a_role_is_given_once(person):
    first, is_new = give(person, Role.LEAD, body("B1"))
    again, again_is_new = give(person, Role.LEAD, body("B1"), date(2016, 11, 1))
    assert (is_new, again_is_new, again) == (True, False, first)
    assert AuditEntry.objects.filter(verb="role given").count() == 1


def test_a_role_that_ended_can_be_given_again(person):
    first, _ = give(person, Role.LEAD, body("B1"), date(2015, 4, 1))
    Membership.objects.update(to_on=date(2016, 3, 31))
    again, is_new = give(person, Role.LEAD, body("B1"))
    assert is_new
    assert again != first


@pytest.mark.parametrize(
    ("role", "place", "words"),
    [
        (Role.LEAD, "NHSE", "held in a body"),
        (Role.ASSURER, "B1", "held in an office"),
        (Role.LEAD, "A1", "closed on 31 March 2015"),
        (Role.ASSURER, "L1", "Name the region instead"),
        (Role.ADMINISTRATOR, "Y1", "of the national office"),
    ],
)
def test_a_role_in_the_wrong_place_is_refused(person, role, place, words):
    where = Body.objects.filter(code=place).first() or office(place)
    with pytest.raises(Refused, match=words):
        give(person, role, where)
    assert not Membership.objects.exists()


# The command ---------------------------------------------------------------------------------------------------------
SINCE = ("--from", "2016-04-01")
LEAD = ("lead@example.org", "--name", "Lead", *SINCE, "--post", "Governance lead", "--role", "lead", "--body", "b1")


def test_the_command_makes_an_account_and_says_how_to_get_in():
    said = add(*LEAD)
    assert said.splitlines() == [
        "Made the account of lead@example.org.",
        "Governance lead of NHS Beta CCG from 1 April 2016, as Governance lead.",
        "No password yet: they choose one by asking for a reset on the sign-in page.",
    ]
    user = User.objects.get()
    assert (user.has_usable_password(), user.is_demonstration) == (False, False)
    assert user.memberships.get().from_on == date(2016, 4, 1)


def test_the_command_again_extends_the_account():
    add(*LEAD)
    assert "Nothing to add: already" in add(*LEAD)
    words = ("LEAD@example.org", "--post", "Support", "--role", "contributor", "--body", "S1", *SINCE)
    assert "Found the account" in add(*words)
    assert [m.role for m in User.objects.get().memberships.all()] == ["lead", "contributor"]


def test_a_role_starts_on_the_domains_day_unless_told(settings):
    settings.DEMONSTRATION = True
    clock.set_demonstration_day(TODAY)
    add(*(word for word in LEAD if word not in SINCE))
    assert Membership.objects.get().from_on == TODAY


def test_the_command_takes_a_password_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))
    assert "The password is set." in add(*LEAD, "--password-stdin")
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ((*LEAD[:-1], "ZZ"), "No body has the code 'ZZ'"),
        ((*LEAD[:-2], "--office", "ZZ"), "No office has the code 'ZZ'"),
        ((*LEAD[:-2], "--office", "Y1"), "held in a body"),
        ((*LEAD, "--office", "Y1"), "not allowed with"),
        (LEAD[:-2], "--body --office is required"),
        ((*LEAD, "--from", "1 April"), "is not a date; write it as 2016-12-31"),
        (("nobody", *LEAD[1:]), "is not an e-mail address"),
        ((LEAD[0], *LEAD[3:]), "A new account needs --name"),
        ((*LEAD[:-3], "boss", *LEAD[-2:]), "invalid choice: 'boss'"),
    ],
)
def test_the_command_refuses_with_one_line_and_leaves_nothing(words, error):
    with pytest.raises(CommandError) as caught:
        add(*words)
    assert error in str(caught.value)
    assert not User.objects.exists()
    assert not AuditEntry.objects.exclude(verb="register loaded").exists()


def test_no_password_on_standard_input_is_an_error(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(""))
    with pytest.raises(CommandError, match="held no password"):
        add(*LEAD, "--password-stdin")
    assert not User.objects.exists()


def test_the_account_and_the_role_come_together_or_not_at_all(monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("the power failed")

    monkeypatch.setattr(actions.Membership.objects, "create", break_down)
    with pytest.raises(RuntimeError):
        add(*LEAD)
    assert not User.objects.exists()
