"""A site on this machine that answers as a test says, and remembers what it was asked."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from evidence.links.addresses import Allowed
from evidence.links.asking import Limits, Way

Page = Callable[[BaseHTTPRequestHandler], None]
OF_THIS_MACHINE = Allowed(private=True, any_port=True)
QUICK = Limits(connect=0.5, read=0.5, whole=0.6)


class Site:
    """Pages by path. `asked` holds the requests: path and headers."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = Event()  # for pages that would go on for ever

    def address(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Who asks may go away in the middle: that is what some tests are about."""


@contextmanager
def running(certificate: ssl.SSLContext | None = None) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            self.close_connection = True
            with suppress(OSError):
                site.pages.get(self.path.split("?")[0], status(404))(self)

        def log_message(self, *_: object) -> None:
            pass

    server = _Quiet(("127.0.0.1", 0), Handler)
    if certificate is not None:
        server.socket = certificate.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = Site(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def way(**more: object) -> Way:
    """How tests ask: this machine and any port are allowed."""
    return Way(**({"agent": "Test/1 (me@example.org)", "allowed": OF_THIS_MACHINE} | more))


def answer(handler: BaseHTTPRequestHandler, code: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(code)
    for name, value in {"Content_Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def page(body: bytes | str = "<p>Minutes</p>", kind: str = "text/html; charset=utf-8", **headers: str) -> Page:
    content = body.encode() if isinstance(body, str) else body
    return lambda handler: answer(handler, 200, content, Content_Type=kind, **headers)


def status(code: int, **headers: str) -> Page:
    return lambda handler: answer(handler, code, **headers)


def moved(to: str, code: int = 302) -> Page:
    return status(code, Location=to)
