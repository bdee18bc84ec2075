"""What a victim does: upload a file through the page, and die at a step of it; or as one would who does it naively."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bodies.models import User
from evidence.files import arriving, storage
from evidence.models import StoredFile
from tests.evidence.test_adding import ABOUT
from tests.factories import TODAY
from tests.faults.victims import die, dying_after, dying_before

# Every step of an upload, in the order of time.
STEPS: dict[str, tuple[str, str]] = {
    "arrived": ("before", "evidence.files.storage.incoming"),
    "half written": ("after", "evidence.files.storage.write_all"),
    "written": ("before", "evidence.files.storage.flush"),
    "flushed": ("after", "evidence.files.storage.flush"),
    "recognised": ("before", "evidence.files.storage.put"),
    "in its place": ("after", "evidence.files.storage.put"),
    "file known": ("after", "evidence.actions.drafts.stored_row"),
    "row written": ("before", "bodies.audit.record"),
    "audit row written": ("after", "bodies.audit.record"),
    "committed": ("after", "evidence.actions.add_evidence"),
}


def post(client: Client, obligation: int, content: bytes, title: str):
    """Upload a file by the page, as a browser does."""
    upload = SimpleUploadedFile("Report.txt", content)
    return client.post(f"/obligations/{obligation}/add/file/", {"file": upload, "title": title, **ABOUT})


def content_of(number: int, size: int) -> bytes:
    """A text that no other number gives."""
    line = f"Line of file {number}. ".encode()
    return (line * (size // len(line) + 1))[:size]


def upload(
    *, user: int, obligation: int, media_root: str, number: int, size: int = 100_000, step: str = "", naive: str = ""
) -> None:
    """Upload file `number`, and die at a step."""
    settings.MEDIA_ROOT = media_root
    with ExitStack() as stack:
        stack.enter_context(mock.patch("bodies.clock.today", return_value=TODAY))
        if step:
            stack.enter_context(_dying(step))
        if naive:
            stack.enter_context(mock.patch("evidence.files.arriving.receive", NAIVE[naive]))
        client = Client()
        client.force_login(User.objects.get(pk=user))
        answer = post(client, obligation, content_of(number, size), f"File {number}")
        assert answer.status_code == 302, answer.content.decode()


def _dying(step: str) -> AbstractContextManager[None]:
    when, target = STEPS[step]
    return dying_before(target) if when == "before" else dying_after(target)


def _write_in_place(chunks: Iterable[bytes], *, name: str) -> arriving.Received:
    """Write under the final name, a piece at a time; the power goes after the first."""
    content = b"".join(chunks)
    sha256 = hashlib.sha256(content).hexdigest()
    final = Path(settings.MEDIA_ROOT, storage.name_of(sha256))
    final.parent.mkdir(parents=True, exist_ok=True)
    final.write_bytes(content[: len(content) // 2])
    die()
    return arriving.Received(sha256, len(content), "text/plain")


def _row_first(chunks: Iterable[bytes], *, name: str) -> arriving.Received:
    """Write the row, then the file; the power goes between them."""
    content = b"".join(chunks)
    sha256 = hashlib.sha256(content).hexdigest()
    StoredFile.objects.create(sha256=sha256, size=len(content), content_type="text/plain")
    die()
    return arriving.Received(sha256, len(content), "text/plain")


NAIVE = {"write in place": _write_in_place, "row first": _row_first}
