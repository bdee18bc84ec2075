"""Ask one page of the web, safely and lightly: one answer, or the reason why there is none.

Nothing of ours goes along: no cookie, no credentials, no proxy of the environment. Each redirect is judged like a first
address. The time for the whole is limited by closing the connection under whoever drips; what is read is limited before
and after unpacking.
"""

from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from threading import Timer
from time import monotonic
from urllib.parse import urljoin

from evidence.links.addresses import (
    PORTS,
    PUBLIC_ALONE,
    Allowed,
    NoSuchHost,
    NotAsked,
    Place,
    Resolver,
    addresses_of,
    ask_the_resolver,
    place_of,
)

MOST_BYTES = 2 * 1024 * 1024
MOST_REDIRECTS = 5
MOST_ADDRESSES = 3  # of one name, tried in turn
MOVED = (301, 302, 303, 307, 308)


class NotReached(Exception):
    """No answer that says anything of the page; `why` is a key of `evidence.links.words.WHY`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Limits:
    """Seconds: for connecting, for each read, and for everything together (but for the resolver, which has its own)."""

    connect: float = 5
    read: float = 10
    whole: float = 30


@dataclass(frozen=True)
class Way:
    """How to ask: as whom, with which limits. Tests alone give another `allowed`, resolver or trust."""

    agent: str
    limits: Limits = Limits()
    allowed: Allowed = PUBLIC_ALONE
    resolve: Resolver = ask_the_resolver
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@dataclass(frozen=True)
class Answer:
    """What a page answered. `retry_after` is in seconds; `body` is what was read of it, unpacked."""

    status: int
    led_home: bool = False
    content_type: str = ""
    charset: str = ""
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    retry_after: int = 0


def ask(url: str, way: Way, *, etag: str = "", last_modified: str = "") -> Answer:
    """Ask for a page, following redirects. Raises NotAsked, NoSuchHost and NotReached.

    With what the page said of itself last time, it may answer 304: unchanged.
    """
    until = monotonic() + way.limits.whole
    headers = {"User-Agent": way.agent, "Accept": "*/*", "Accept-Encoding": "identity"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    first = place_of(url, way.allowed)
    for _ in range(MOST_REDIRECTS + 1):
        place = place_of(url, way.allowed)
        with _answer_of(place, way, headers, until) as response:
            to = response.headers.get("Location", "")
            if response.status not in MOVED or not to:
                return _read(response, led_home=place.is_home_page and not first.is_home_page)
            url = urljoin(url, to.encode("latin-1", "replace").decode(errors="replace"))  # bytes come as Latin-1
    raise NotReached("redirects")


@contextmanager
def _answer_of(place: Place, way: Way, headers: dict[str, str], until: float) -> Iterator[HTTPResponse]:
    """The head of the answer; its body can be read inside. Whatever goes wrong in there is a NotReached."""
    connection = _Pinned(place, way, until)
    try:
        connection.request("GET", place.target or "/", headers=headers)
        yield connection.getresponse()
        if connection.has_expired:
            raise NotReached("time")
    except ssl.SSLError as fault:
        raise NotReached("time" if connection.has_expired else "certificate") from fault
    except (OSError, HTTPException, ValueError, zlib.error) as fault:
        late = connection.has_expired or isinstance(fault, TimeoutError)
        raise NotReached("time" if late else "connection") from fault
    finally:
        connection.end()


class _Pinned(HTTPConnection):
    """A connection to an address that was judged, under the name that was asked for; closed when time is up."""

    def __init__(self, place: Place, way: Way, until: float) -> None:
        super().__init__(place.host, place.port)
        self.default_port = PORTS[place.scheme]  # so that Host names any other port
        self._place, self._way, self._until = place, way, until
        self._open: socket.socket | None = None
        self._alarm: Timer | None = None
        self.has_expired = False

    def connect(self) -> None:
        addresses = addresses_of(self._place, self._way.allowed, self._way.resolve)
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        self._alarm = Timer(left, self._expire)
        self._alarm.daemon = True
        self._alarm.start()
        plain = self._watched(self._first_of(addresses[:MOST_ADDRESSES]))
        plain.settimeout(self._way.limits.read)
        self.sock = plain
        if self._place.scheme == "https":
            secured = self._way.trust.wrap_socket(
                plain, server_hostname=self._place.host, do_handshake_on_connect=False
            )
            self.sock = self._watched(secured)
            secured.do_handshake()

    def _watched(self, opened: socket.socket) -> socket.socket:
        """Let the alarm close this one from now on; it may have rung while there was none."""
        self._open = opened
        if self.has_expired:
            raise TimeoutError
        return opened

    def _first_of(self, addresses: list[str]) -> socket.socket:
        fault: OSError = OSError("The name has no address.")
        for address in addresses:
            left = min(self._way.limits.connect, self._until - monotonic())
            if left <= 0:
                raise TimeoutError
            try:
                return socket.create_connection((address, self._place.port), left)
            except OSError as found:
                fault = found
        raise fault

    def _expire(self) -> None:
        """End every wait of the other thread: of all that a stranger may drip, head or body."""
        self.has_expired = True
        if self._open is not None:
            try:
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)
            except OSError:  # closed in this very moment
                return

    def end(self) -> None:
        """Close it for good. `close` is called by the library before the body is read, and must not stop the alarm."""
        if self._alarm is not None:
            self._alarm.cancel()
        self.close()
        if self._open is not None:
            self._open.close()


def _read(response: HTTPResponse, *, led_home: bool) -> Answer:
    headers = response.headers
    body = b""
    if response.status == 200:
        body = response.read(MOST_BYTES)
        if response.length and len(body) < MOST_BYTES:
            raise IncompleteRead(body)  # a part would look like a change
        body = _unpacked(body, headers.get("Content-Encoding", ""))
    return Answer(
        status=response.status, led_home=led_home, content_type=headers.get_content_type(),
        charset=headers.get_content_charset("") or "", body=body, etag=_short(headers.get("ETag", "")),
        last_modified=_short(headers.get("Last-Modified", "")), retry_after=_seconds(headers.get("Retry-After", "")),
    )  # fmt: skip


def _unpacked(body: bytes, encoding: str) -> bytes:
    """We ask for it unpacked; who packs it all the same is unpacked up to the limit, so that a bomb is no bomb."""
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return body
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(body, MOST_BYTES)


def _short(value: str) -> str:
    """What a page says of itself, if it is fit to be kept and sent back."""
    return value if len(value) <= 200 and value.isprintable() and value.isascii() else ""


def _seconds(value: str) -> int:
    """A number of seconds; a date, which is rare, is left to our own patience."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 8 else 0


__all__ = ["Answer", "Limits", "NoSuchHost", "NotAsked", "NotReached", "Way", "ask"]
