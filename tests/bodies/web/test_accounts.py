import re

import pytest

from bodies.models import User

PASSWORD = "a long enough password"


@pytest.fixture
def person(db):
    return User.objects.create_user("lead@example.nhs.uk", PASSWORD, name="Governance lead")


def test_signing_in_and_out(kit, person):
    response = kit.post("/account/login/", {"login": "Lead@example.nhs.uk", "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == "/desk/"
    html = kit.get("/one/").content.decode()
    assert "Governance lead" in html
    assert "uccessfully" not in html, "the first screen is for what is due"
    assert re.search(r'<form class="nhsuk-header__account-form" action="/account/logout/" method="post">', html)
    assert "csrfmiddlewaretoken" in html
    assert kit.get("/account/logout/").status_code == 200, "looking at the page signs nobody out"
    assert kit.post("/account/logout/").status_code == 302
    assert "Sign in" in kit.get("/one/").content.decode()


def test_a_wrong_password_is_refused_without_saying_which_was_wrong(kit, person):
    html = kit.post("/account/login/", {"login": person.email, "password": "wrong"}).content.decode()
    assert "There is a problem" in html
    assert "<title>Error: Sign in" in html


def test_a_new_password_by_mail(kit, person, mailoutbox):
    assert kit.post("/account/password/reset/", {"email": person.email}).status_code == 302
    (mail,) = mailoutbox
    assert mail.subject == "Choose a new password for the accountability tracker"
    assert "not an NHS service" in mail.body
    link = re.search(r"http://testserver(/\S+)", mail.body).group(1)
    html = kit.get(link, follow=True).content.decode()
    assert "Choose a new password" in html
    assert len(re.findall('type="password"', html)) == 2


def test_an_address_without_an_account_gets_the_same_answer(kit, db, mailoutbox):
    response = kit.post("/account/password/reset/", {"email": "nobody@example.nhs.uk"}, follow=True)
    assert "If there is an account with that address" in response.content.decode()
    assert "no account with this address" in mailoutbox[0].body


def test_a_used_link_says_so(kit, db):
    assert "This link no longer works" in kit.get("/account/password/reset/key/1-abc/").content.decode()
