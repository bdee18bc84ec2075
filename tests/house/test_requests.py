"""Requests that no browser of a person sends, and the headers of every answer."""

from __future__ import annotations

from unittest import mock

import pytest
from django.test import Client
from django.urls import get_resolver

from bodies.access import Permission
from bodies.doors import DOORS
from ccgtracker.wsgi import application
from tests.house.people import SmallDemonstration, ask, user
from tests.house.test_doors import names_of
from tests.house.test_hostile import faults_of, writes
from tests.house.test_reach import FINE, ONLY_WRITTEN

# What sends a form without signing in: the form's own cookie is all that it sets (the cookies page says so).
WITH_A_FORM = ("account_", "meetings:subscri", "meetings:end_subscription", "meetings:confirm_subscription")
# What the browser of one reader may keep, and asks for again each time (docs/decisions/doors.md).
ASKED_AGAIN = {"assurance:national", "assurance:stands_out"}
OPEN = sorted(set(names_of(get_resolver().url_patterns)) & set(DOORS))
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
BODIES = (
    ("application/json", b'{"title": "x"}'),
    ("application/json", b"{"),
    ("text/plain", b"title=x"),
    ("", b"title=x"),
    ("nonsense", b"\0\1\2"),
    ("application/xml", b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    (f"multipart/form-data; boundary={'b' * 300}", b"--b"),
    ("multipart/form-data; boundary=\xe9", b"--x"),
    (MULTIPART, b""),
    (MULTIPART, b"--x"),
    (MULTIPART, b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--"),
    (MULTIPART, PART % (b"title", b"", b"cut off")),
    (MULTIPART, PART % (b"file", b"; filename*=zzz''a.pdf", b"%PDF-1.4") + b"--x--"),
    (MULTIPART, PART % (b"file", b"; filename*=utf-8''%ED%A0%80.pdf", b"%PDF-1.4") + b"--x--"),
    (MULTIPART, PART % (b"file", b'; filename="&#0;&#xD800;.pdf"', b"%PDF-1.4") + b"--x--"),
    (MULTIPART, PART % (b"title", b"\r\nContent-Transfer-Encoding: base64", b"!!!") + b"--x--"),
    (MULTIPART, PART % (b"title", b"\r\nContent-Type: text/plain; charset=hex", b"zz") + b"--x--"),
    (f"{MULTIPART}; charset=unicode_escape", PART % (b"title", b"", b"\\ud800") + b"--x--"),
    (f"{MULTIPART}; charset=hex", PART % (b"title", b"", b"zz") + b"--x--"),
    (f"{FORM}; charset=utf-16", b"title=x"),
    (f"{FORM}; charset=zzz", b"title=x"),
    (f"{FORM}; charset*=zzz''utf-8", b"title=x"),
    (FORM, b"title=%ED%A0%80&text=%FF%FE&=&&&%%%"),
    (FORM, b"title=" + b"x" * 3_000_000),
    (FORM, b"&".join(b"f%d=1" % n for n in range(1500))),
    (MULTIPART, b"".join(PART % (b"file", b'; filename="a"', b"1") for _ in range(150)) + b"--x--"),
)


class TestRequests(SmallDemonstration):
    """Odd bodies, odd methods, no token; and what every answer carries."""

    __test__ = True

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(mock.patch("django.test.client.WSGIRequest", application.request_class))

    def test_odd_bodies_are_refused_or_read_as_an_empty_form(self) -> None:
        faults = []
        for name, who in (("evidence:add_kind", "lead"), ("evidence:change_draft", "lead"), ("account_login", "")):
            client = self.browser(who)
            for kind, body in BODIES:
                address = self.ours.address(name).replace("statement", "file")
                with writes() as written:
                    answer = ask(client, "generic", "POST", address, body, kind)
                faults += [(name, kind, body[:60], fault) for fault in [*faults_of(answer), *written]]
                if answer.status_code not in {200, 400}:
                    faults.append((name, kind, body[:60], f"status {answer.status_code}"))
        assert not faults, "\n".join(map(str, faults))

    def test_an_odd_encoding_of_an_address_is_refused_in_words(self) -> None:
        for charset in ("unicode_escape", "hex", "utf-16", "utf-7", "rot13", "punycode"):
            answer = self.browser("").get(
                "/search/?q=%5Cud800", headers={"Content-Type": f"text/plain; charset={charset}"}
            )
            assert answer.status_code == 400, charset
            assert "<h1" in answer.content.decode()

    def test_every_write_needs_its_token(self) -> None:
        for name, who in (
            *((name, "lead") for name in ("evidence:explain", "evidence:remove_draft", "evidence:confirm_many")),
            ("evidence:review", "region"), ("desk:next_day", "administrator"), ("desk:mark_seen", "region"),
            ("account_logout", "lead"), ("account_login", ""), ("account_reset_password", ""),
        ):  # fmt: skip
            client = Client(enforce_csrf_checks=True, raise_request_exception=False)
            if who:
                client.force_login(user(who))
            with writes() as written:
                answer = ask(client, "post", self.ours.address(name), {"reason": "x"})
            assert (answer.status_code, written) == (403, []), name
            assert "<h1" in answer.content.decode(), name

    def test_other_methods_are_not_allowed_anywhere(self) -> None:
        faults = []
        clients = {"lead": self.browser("lead"), "national": self.browser("national"),
                   "administrator": self.browser("administrator"), "": self.browser("")}  # fmt: skip
        for name in OPEN:
            for who, client in clients.items():
                for method in ("put", "delete", "patch", "trace"):
                    status = ask(client, method, self.ours.address(name)).status_code
                    if status not in {302, 403, 404, 405} or (status == 302 and who and name != "account_login"):
                        faults.append((name, who, method, status))
        assert not faults, "\n".join(map(str, faults))

    def test_who_pressed_a_button_signed_out_goes_on_at_its_page(self) -> None:
        page, elsewhere = "http://testserver/obligations/1/send/?x=1", "http://evil.example/obligations/"
        button = "/obligations/1/drafts/2/remove/"
        for came_from, after in ((page, "/obligations/1/send/%3Fx%3D1"), (elsewhere, button)):
            answer = self.browser("").post(button, headers={"Referer": came_from})
            assert answer["Location"] == f"/account/login/?next={after}"

    def test_every_answer_carries_its_headers(self) -> None:
        faults = []
        for who in ("", "lead", "national", "administrator"):
            client = self.browser(who)
            for name in OPEN:
                if name in ONLY_WRITTEN:
                    continue
                answer = ask(client, "get", self.ours.address(name))
                kept = name in ASKED_AGAIN and answer.status_code == 200
                faults += [(who or "nobody", name, fault) for fault in _missing(answer, bool(who), kept)]
                if not who and DOORS[name] is Permission.PUBLIC and not name.startswith(WITH_A_FORM) and answer.cookies:
                    faults.append((name, "set a cookie", str(answer.cookies)))
                head = ask(client, "head", self.ours.address(name))
                if (head.status_code, head.content if not head.streaming else b"") != (answer.status_code, b""):
                    faults.append((who, name, f"HEAD {head.status_code}, GET {answer.status_code}"))
        assert not faults, "\n".join(map(str, faults))

    def test_errors_carry_them_too(self) -> None:
        client = self.browser("region")
        for address in ("/nowhere/", "/account/email/", "/changes/?what=none"):
            answer = ask(client, "get", address)
            assert answer.status_code in FINE - {200, 302}
            assert not _missing(answer, True), address
        refused = client.get("/about/", headers={"Content-Type": "text/plain; charset=utf-16"})
        assert refused.status_code == 400 and not _missing(refused, False)


def _missing(answer: object, signed_in: bool, kept: bool = False) -> list[str]:
    """Which headers of an answer are not as they should be."""
    wanted = {
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin", "X-Robots-Tag": "noindex",
        "Content-Security-Policy": "default-src 'none'" if answer.streaming else "frame-ancestors 'none'",
        "Permissions-Policy": "camera=()",
    }  # fmt: skip
    if signed_in:
        wanted["Cache-Control"] = "private, no-cache" if kept else "no-store"
    found = [f"{name}: {answer.get(name)}" for name, value in wanted.items() if value not in answer.get(name, "")]
    if answer.streaming and "attachment" not in answer.get("Content-Disposition", ""):
        found.append("a file is shown, not downloaded")
    if "Server" in answer or "X-Powered-By" in answer:
        found.append("it tells what it runs on")
    return found


@pytest.mark.django_db
def test_outside_a_demonstration_search_engines_are_let_in(client) -> None:
    assert "X-Robots-Tag" not in client.get("/about/")
