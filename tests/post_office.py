"""A mail server of one's own, on this machine, that misbehaves as it is told: a few words of SMTP (RFC 5321)."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

HANGS = 30  # seconds, longer than any client of a test waits


@dataclass
class PostOffice:
    """What arrived, and how the server answers.

    `answers` gives, for the verb of a command ("GREETING" on connecting, "CONTENT" after a letter) and how often it was
    heard, another answer than "all is well"; "drop" closes the line without a word, "hang" says nothing for long, and
    "take, then drop" keeps the letter and closes the line.
    """

    port: int = 0
    letters: list[Message] = field(default_factory=list)
    answers: Callable[[str, int], str] = lambda verb, count: ""
    heard: dict[str, int] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what arrived, in order, repeats too."""
        return [str(letter["Message-ID"]) for letter in self.letters]

    @property
    def received(self) -> list[tuple[str, str]]:
        """The Message-ID and the recipient of everything that arrived, as tests/faults/invariants.py asks for them."""
        return [(str(letter["Message-ID"]), str(letter["To"])) for letter in self.letters]

    def answer(self, verb: str) -> str:
        count = self.heard[verb] = self.heard.get(verb, 0) + 1
        return self.answers(verb, count)


PLAIN = {
    "GREETING": "220 here", "EHLO": "250 here", "HELO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok",
    "DATA": "354 go on", "CONTENT": "250 taken", "RSET": "250 ok", "NOOP": "250 ok", "QUIT": "221 bye",
}  # fmt: skip


class _Talk(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        try:
            self._talk()
        except (ConnectionError, OSError):
            return

    def _talk(self) -> None:
        if not self._say("GREETING"):
            return
        for line in self.rfile:
            verb = line[:4].decode("ascii", "replace").upper().strip()
            if not self._say(verb) or verb == "QUIT":
                return
            if verb == "DATA" and self.said.startswith("354") and not self._take():
                return

    def _take(self) -> bool:
        content = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            content += line[1:] if line.startswith(b"..") else line
        else:
            return False
        office: PostOffice = self.server.office
        answer = office.answer("CONTENT")
        if not answer or answer.startswith(("2", "take")):
            office.letters.append(message_from_bytes(content))
        return self._write(answer.removeprefix("take, then ") or PLAIN["CONTENT"])

    def _say(self, verb: str) -> bool:
        return self._write(self.server.office.answer(verb) or PLAIN.get(verb, "502 what?"))

    def _write(self, answer: str) -> bool:
        """Answer; False where the line is to be closed."""
        self.said = answer
        if answer == "hang":
            self.server.office.over.wait(HANGS)
        if answer in ("drop", "hang"):
            return False
        self.wfile.write(answer.encode() + b"\r\n")
        return not answer.startswith("421")


def send_there(settings: Any, office: PostOffice, *, timeout: float = 0.5) -> None:
    """Let Django's own SMTP backend send to this server; `timeout` is in seconds."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, timeout
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Open one on a free port."""
    office = PostOffice()
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        server.office = office  # type: ignore[attr-defined]
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield office
        finally:
            office.over.set()
            server.shutdown()
            thread.join()
