"""Signing in and out, against who tries to get in, to lock somebody out or to learn who has an account."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from bodies.models import User

RIGHT = "a long enough password"
LOGIN, RESET = "/account/login/", "/account/password/reset/"
ELSEWHERE = (
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "javascript:alert(1)", "data:text/html,x", "http://[", "http:///evil.example", "https://testserver@evil.example/",
    "https://testserver.evil.example/", "\thttps://evil.example", "https://evil.example\\@testserver/", "ftp://testserver/",
)  # fmt: skip


@pytest.fixture
def owner(db) -> User:
    cache.clear()
    return User.objects.create_user("lead@example.nhs.uk", RIGHT, name="Governance lead")


def sign_in(client: Client, email: str, password: str, address: str = "192.0.2.1", **given: str):
    return client.post(LOGIN, {"login": email, "password": password, **given}, REMOTE_ADDR=address)


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_signing_in_or_out(owner, there) -> None:
    client = Client()
    assert client.get(LOGIN, {"next": there}).status_code == 200
    assert sign_in(client, owner.email, RIGHT, next=there)["Location"] == "/"
    assert client.get(LOGIN, {"next": there})["Location"] == "/"  # signed in already
    assert client.post("/account/logout/", {"next": there})["Location"] == "/register/"


def test_who_signs_in_goes_on_to_the_page_that_was_asked_for(owner) -> None:
    assert sign_in(Client(), owner.email, RIGHT, next="/year/?show=late")["Location"] == "/year/?show=late"


def test_guessing_is_stopped_and_the_owner_gets_in_from_another_address(owner) -> None:
    for _ in range(5):
        assert sign_in(Client(), owner.email, "guess").status_code == 200
    stopped = sign_in(Client(), owner.email, RIGHT)
    assert stopped.status_code in {200, 429} and "Too many" in stopped.content.decode()
    assert sign_in(Client(), owner.email, RIGHT, address="198.51.100.7").status_code == 302


def test_guessing_many_accounts_from_one_address_is_stopped(owner) -> None:
    answers = [sign_in(Client(), f"somebody{n}@example.nhs.uk", "guess") for n in range(12)]
    assert "Too many" in answers[-1].content.decode()
    assert sign_in(Client(), owner.email, RIGHT, address="198.51.100.7").status_code == 302


def test_the_limit_keeps_what_was_typed(owner) -> None:
    for _ in range(6):
        answer = sign_in(Client(), owner.email, "guess")
    assert f'value="{owner.email}"' in answer.content.decode() and "guess" not in answer.content.decode()


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(owner) -> None:
    def told(email: str) -> str:
        return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", sign_in(Client(), email, "guess").content.decode())

    assert told(owner.email) == told("nobody@example.nhs.uk")


def test_a_new_password_is_asked_for_without_saying_who_has_an_account(owner, mailoutbox) -> None:
    known = Client().post(RESET, {"email": owner.email}, follow=True)
    unknown = Client().post(RESET, {"email": "nobody@example.nhs.uk"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    nonce = r'nonce="[^"]*"'
    assert re.sub(nonce, "", known.content.decode()) == re.sub(nonce, "", unknown.content.decode())
    assert len(mailoutbox) == 2


def test_mail_is_not_sent_without_end(owner, mailoutbox) -> None:
    for _ in range(30):
        Client().post(RESET, {"email": owner.email}, REMOTE_ADDR="192.0.2.1")
    assert len(mailoutbox) <= 20


def test_the_session_is_another_one_after_signing_in_and_gone_after_signing_out(owner) -> None:
    client = Client()
    client.cookies["sessionid"] = "chosen-by-an-attacker-000000000000"
    sign_in(client, owner.email, RIGHT)
    mine = client.cookies["sessionid"]
    assert mine.value != "chosen-by-an-attacker-000000000000" and mine["httponly"] and mine["samesite"] == "Lax"
    assert client.get("/account/logout/").status_code == 200  # asks; only a press signs out
    assert client.get("/account/password/change/").status_code == 200
    client.post("/account/logout/")
    thief = Client()
    thief.cookies["sessionid"] = mine.value
    assert thief.get("/account/password/change/").status_code == 302


def test_somebody_whose_account_was_closed_is_out_at_once(owner) -> None:
    client = Client()
    sign_in(client, owner.email, RIGHT)
    User.objects.update(is_active=False)
    assert client.get("/account/password/change/").status_code == 302
    assert "/account/inactive/" in sign_in(Client(), owner.email, RIGHT)["Location"]


def test_a_changed_password_ends_the_other_sessions(owner) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, owner.email, RIGHT)
    given = {"oldpassword": RIGHT, "password1": "another long password", "password2": "another long password"}
    assert here.post("/account/password/change/", given).status_code == 302
    assert here.get("/account/password/change/").status_code == 200
    assert there.get("/account/password/change/").status_code == 302


def test_behind_a_proxy_the_address_that_it_saw_counts_and_not_one_that_was_made_up(owner, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def guess(seen: str, password: str = "guess"):
        answer = Client().post(LOGIN, {"login": owner.email, "password": password}, headers={"X-Forwarded-For": seen})
        return "Too many" if "Too many" in answer.content.decode() else answer.status_code

    assert [guess(f"203.0.113.{n}, 192.0.2.1") for n in range(6)] == [200] * 5 + ["Too many"]
    assert guess("198.51.100.7", RIGHT) == 302
