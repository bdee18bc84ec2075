"""One question to the web: what a page may answer, and what a hostile one may not do to us."""

from __future__ import annotations

import gzip
import socket
import ssl
from datetime import timedelta
from time import monotonic

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from evidence.links.addresses import PUBLIC_ALONE, Allowed, NoSuchHost, NotAsked, ask_the_resolver
from evidence.links.asking import MOST_BYTES, NotReached, ask
from tests.evidence.links.site import QUICK, moved, page, running, status, way


def test_a_page_is_read_with_what_it_says_of_itself(site) -> None:
    site.pages["/minutes"] = page("<p>Minutes</p>", ETag='"one"', Last_Modified="Mon, 03 Oct 2016 10:00:00 GMT")
    found = ask(site.address("/minutes"), way())
    assert (found.status, found.body, found.content_type, found.charset) == (
        200, b"<p>Minutes</p>", "text/html", "utf-8",
    )  # fmt: skip
    assert (found.etag, found.last_modified) == ('"one"', "Mon, 03 Oct 2016 10:00:00 GMT")


def test_the_question_says_who_asks_and_carries_nothing_else(site, monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    site.pages["/"] = page(Set_Cookie="a=b")
    for _ in range(2):
        ask(site.address(), way())
    _, headers = site.asked[-1]
    assert headers["User-Agent"] == "Test/1 (me@example.org)"
    assert headers["Host"] == f"127.0.0.1:{site.port}"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


def test_an_unchanged_page_answers_lightly(site) -> None:
    site.pages["/"] = status(304)
    assert ask(site.address(), way(), etag='"one"', last_modified="Mon").status == 304
    assert site.asked[0][1]["If-None-Match"] == '"one"' and site.asked[0][1]["If-Modified-Since"] == "Mon"


def test_a_page_that_moved_is_followed(site) -> None:
    site.pages |= {"/old": moved("new?x=1"), "/new": moved(site.address("/newest"), 308), "/newest": page()}
    assert ask(site.address("/old"), way()).status == 200
    assert [path for path, _ in site.asked] == ["/old", "/new?x=1", "/newest"]


def test_being_led_to_the_front_page_is_told(site) -> None:
    site.pages |= {"/minutes": moved("/"), "/": page("Welcome")}
    assert ask(site.address("/minutes"), way()).led_home
    assert not ask(site.address("/"), way()).led_home


def test_redirects_without_end_are_given_up(site) -> None:
    site.pages["/"] = moved("/")
    with pytest.raises(NotReached, match="redirects"):
        ask(site.address(), way())
    assert len(site.asked) == 6


@pytest.mark.parametrize("code", [401, 403, 404, 410, 429, 500, 503, 204, 999])
def test_every_other_status_is_told_without_its_body(site, code) -> None:
    site.pages["/"] = status(code, Retry_After="120")
    found = ask(site.address(), way())
    assert (found.status, found.body, found.retry_after) == (code, b"", 120)


# Where it may not lead -----------------------------------------------------------------------------------------------
INSIDE = [
    "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://10.0.0.1/", "http://0/",
    "http://2130706433/", "http://0177.0.0.1/", "http://[::ffff:169.254.169.254]/", "http://localhost/",
    "file:///etc/passwd", "http://127.0.0.1:6379/", "ftp://a.example/",
]  # fmt: skip


@pytest.mark.parametrize("target", INSIDE)
def test_a_link_that_leads_inside_is_never_asked(target) -> None:
    with pytest.raises(NotAsked):
        ask(target, way(allowed=PUBLIC_ALONE))


@pytest.mark.parametrize("target", INSIDE)
def test_a_redirect_that_leads_inside_is_never_followed(site, target) -> None:
    """The filter lets the first name through; every further one is judged as it is."""
    site.pages["/"] = moved(target)
    names: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        names.append(host)
        return ["127.0.0.1"] if len(names) == 1 else ask_the_resolver(host, port)

    class FirstAlone:
        any_port = True
        private = property(lambda _: len(names) == 1)

    with pytest.raises(NotAsked):
        ask(site.address(host="trust.example"), way(allowed=FirstAlone(), resolve=resolve))
    assert len(site.asked) == 1


def test_a_name_that_answers_differently_a_moment_later_changes_nothing(site) -> None:
    """The name is asked for once, and the connection goes to the very address that was judged."""
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    site.pages["/"] = page()
    address = site.address(host="trust.example")
    with pytest.raises(NotReached):  # 8.8.8.8 has no such port; what matters is that 127.0.0.1 was not asked
        ask(address, way(allowed=Allowed(any_port=True), resolve=resolve))
    assert asked == ["trust.example"] and not site.asked


def test_a_name_that_leads_nowhere(site) -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise NoSuchHost(is_sure=True)

    with pytest.raises(NoSuchHost):
        ask("http://gone.example/", way(resolve=nowhere))


def test_the_next_address_of_a_name_is_tried(site) -> None:
    site.pages["/"] = page()
    address = site.address(host="trust.example")
    assert ask(address, way(resolve=lambda *_: ["127.0.0.2", "127.0.0.1"])).status == 200
    assert site.asked[0][1]["Host"] == f"trust.example:{site.port}"


# Who would hold us up ------------------------------------------------------------------------------------------------
def within(seconds: float, why: str, address: str, **more) -> None:
    began = monotonic()
    with pytest.raises(NotReached, match=why):
        ask(address, way(**more))
    assert monotonic() - began < seconds


def drip(site, head: bytes, one: bytes):
    """A page that says a little every now and then, for ever: each word comes in time, the whole never."""

    def dripping(handler) -> None:
        handler.wfile.write(head)
        while not site.over.wait(0.1):
            handler.wfile.write(one)

    return dripping


@pytest.mark.parametrize(
    ("head", "one"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-One: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"word "),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"word "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
)
def test_who_drips_is_cut_off(site, head, one) -> None:
    site.pages["/"] = drip(site, head, one)
    within(4, "time", site.address(), limits=QUICK)


def test_who_says_nothing_is_left(site) -> None:
    site.pages["/"] = lambda _: site.over.wait(10)
    within(4, "time", site.address(), limits=QUICK)


def test_an_endless_page_is_read_to_the_limit(site) -> None:
    def endless(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not site.over.is_set():
            handler.wfile.write(b"word " * 20_000)

    site.pages["/"] = endless
    assert len(ask(site.address(), way()).body) == MOST_BYTES


def test_a_bomb_is_unpacked_to_the_limit(site) -> None:
    bomb = gzip.compress(b"\0" * (40 * MOST_BYTES))
    assert len(bomb) < MOST_BYTES
    site.pages["/"] = page(bomb, Content_Encoding="gzip")
    assert len(ask(site.address(), way()).body) == MOST_BYTES


def test_what_was_packed_all_the_same_is_unpacked(site) -> None:
    site.pages["/"] = page(gzip.compress(b"<p>Minutes</p>"), Content_Encoding="gzip")
    assert ask(site.address(), way()).body == b"<p>Minutes</p>"
    site.pages["/"] = page(b"this is not gzip", Content_Encoding="gzip")
    within(9, "connection", site.address())


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\0\0\0\n\n", b"HTTP/1.1 banana\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n", b"HTTP/1.1 302 F\r\nLocation: http://[\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    ],
)  # fmt: skip
def test_nonsense_is_a_failed_connection(site, raw) -> None:
    site.pages["/"] = lambda handler: handler.wfile.write(raw)
    within(9, "connection", site.address())


def test_nobody_there_is_a_failed_connection(site) -> None:
    with running() as other:
        closed = other.address()
    within(9, "connection", closed)


def test_what_a_page_says_of_itself_is_kept_only_where_it_is_fit_to_be_sent_back(site) -> None:
    site.pages["/"] = page(ETag='"' + "x" * 500 + '"', Last_Modified="Mon\x01", Retry_After="soon")
    found = ask(site.address(), way())
    assert (found.etag, found.last_modified, found.retry_after) == ("", "", 0)


# Certificates --------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for trust.example that nobody but a test trusts: for the server, and as what to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "trust.example")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("trust.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem)
    )  # fmt: skip
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


def test_a_secure_site_is_asked_by_its_name_at_the_address_that_was_judged(certificate) -> None:
    server, trust = certificate
    with running(server) as site:
        site.pages["/"] = page()
        found = ask(
            site.address(host="trust.example", scheme="https"), way(trust=trust, resolve=lambda *_: ["127.0.0.1"])
        )
    assert found.status == 200


def test_a_certificate_that_is_not_the_sites_is_an_error(certificate) -> None:
    server, trust = certificate
    here = {"resolve": lambda *_: ["127.0.0.1"]}
    with running(server) as site:
        within(9, "certificate", site.address(host="trust.example", scheme="https"), **here)
        within(9, "certificate", site.address(host="other.example", scheme="https"), trust=trust, **here)
    with running() as plain:
        within(9, "certificate", plain.address(scheme="https"))


def test_a_handshake_that_never_ends_is_cut_off(certificate) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        within(4, "time", f"https://127.0.0.1:{silent.getsockname()[1]}/", limits=QUICK)
