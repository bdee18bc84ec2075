import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import Client
from jinja2 import UndefinedError

from bodies.access import Role
from bodies.web.context import NAVIGATION, PUBLIC_NAVIGATION, navigation_for


def page(response) -> str:
    return response.content.decode()


def test_every_part_of_the_kit_is_drawn(kit):
    html = page(kit.get("/parts/"))
    assert len(re.findall("<h1", html)) == 1
    assert '<span class="nhsuk-caption-l">NHS Chiltern CCG' in html
    assert "<title>Every part, NHS Chiltern CCG - Accountability tracker</title>" in html
    assert (
        '<strong class="nhsuk-tag nhsuk-tag--red tracker-tag"><span aria-hidden="true">■ </span>Legal date passed'
        in html
    )
    assert "Left out" not in html


def test_a_page_with_errors_says_so_in_its_title_and_lists_them_above_the_heading(kit):
    html = page(kit.post("/parts/", {"title": "x"}))
    assert "<title>Error: Every part" in html
    assert html.index("There is a problem") < html.index("<h1")


def test_a_question_that_is_the_heading_leaves_one_heading(kit):
    assert len(re.findall("<h1", page(kit.get("/one/")))) == 1


@pytest.mark.parametrize("address", ["/parts/", "/nowhere/", "/fails/", "/account/login/"])
def test_no_page_shows_the_nhs_logo_or_fetches_anything_from_elsewhere(kit, address):
    html = page(kit.get(address))
    assert "Accountability tracker" in html
    assert "Not an NHS service" in html
    assert "nhsuk-header__logo" not in html
    assert "M200 0v80H0V0h200Z" not in html, "the NHS logo's outline"
    assert "© NHS England" not in html
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)
    assert not re.findall(r"<img|apple-touch-icon|/assets/", html)


def test_every_script_carries_the_nonce_of_the_answer(kit):
    response = kit.get("/parts/")
    nonce = re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"]).group(1)
    scripts = re.findall(r"<script([^>]*)>", page(response))
    assert scripts
    assert all(f'nonce="{nonce}"' in attributes for attributes in scripts)
    assert " style=" not in page(response)
    assert not re.findall(r"<[^>]* on[a-z]+=", page(response)), "a handler written into the page"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "Page not found"),
        ("/account/email/", 403, "You cannot open this page"),
        ("/fails/", 500, "there is a problem with the tracker"),
    ],
)
def test_an_error_has_a_page_of_its_own(kit, address, status, words):
    response = kit.get(address)
    assert response.status_code == status
    assert words in page(response)


def test_a_form_without_its_token_says_that_nothing_was_changed(kit):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/one/")
    assert response.status_code == 403
    assert "Nothing was changed" in page(response)


def test_an_unknown_host_gets_a_plain_page(kit):
    response = kit.get("/one/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "could not be understood" in page(response)


def test_sign_up_is_closed_in_words(kit):
    assert "Accounts are made by an administrator" in page(kit.get("/account/signup/"))


def test_a_misspelt_name_is_an_error_and_an_absent_key_is_not():
    env = engines["nhsuk"].env
    for source in ("{{ mispelt }}", "{{ body.mispelt }}", "{% for x in mispelt %}{% endfor %}", "{{ mispelt|length }}"):
        with pytest.raises(UndefinedError):
            env.from_string(source).render(body=SimpleNamespace(name="x"))
    assert env.from_string("{{ row.absent }}{{ row.absent.deeper }}{{ 1 if mispelt }}").render(row={}) == ""


def test_no_role_has_more_than_five_links_and_every_role_has_some():
    assert set(NAVIGATION) == set(Role)
    assert all(len(links) <= 5 for links in [*NAVIGATION.values(), PUBLIC_NAVIGATION])


def test_the_navigation_is_the_roles_and_marks_where_one_is(kit, rf):
    request = rf.get("/evidence/confirm_many/07X/")
    request.reach = SimpleNamespace(roles={Role.LEAD, Role.LAY_MEMBER})
    links = navigation_for(request)
    assert [link["text"] for link in links] == ["Home", "Year", "Calendar", "Confirm many", "Register"]
    assert [link["active"] for link in links] == ["", "", "", "true", ""]


def test_the_demonstration_says_so_on_every_page(kit, settings, monkeypatch):
    assert "Demonstration as at" not in page(kit.get("/one/"))
    settings.DEMONSTRATION = True
    monkeypatch.setattr("bodies.clock.today", lambda: date(2016, 10, 17))
    html = page(kit.get("/one/"))
    assert "Demonstration as at 17 October 2016.</strong> Evidence shown is invented." in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_styles_name_no_other_server():
    for name in ("nhsuk/nhsuk.css", "nhsuk/nhsuk.js", "tracker.css"):
        content = Path(finders.find(name)).read_text(encoding="utf-8")
        assert "assets.nhs.uk" not in content
        assert "sourceMappingURL" not in content
    assert finders.find("nhsuk/favicons/favicon.svg") is None


def test_the_address_behind_a_button_says_so_to_whoever_opens_it(kit):
    answer = kit.get("/only-a-button/")
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "This address belongs to a button" in page(answer)
