"""Logs as files, and the pages that take them."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bodies.imports import running
from bodies.models import Import, ImportRow
from tests.casework.conftest import TODAY

REQUEST = {"reference": "FOI-1", "received": "2016-10-03", "channel": "E-mail", "subject": "Spending on agency staff"}
COMPLAINT = {"reference": "C-1", "received": "2016-10-03", "channel": "Letter", "subject": "A delayed decision"}
RIGHT = {"requests": REQUEST, "complaints": COMPLAINT}


def listed(*rows: dict[str, object]) -> bytes:
    """A CSV with every column that a row fills in."""
    titles = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    table = csv.DictWriter(out, titles)
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


def send(client: Client, kind: str, content: bytes, name: str = "log.csv", code: str = "10H") -> Any:
    return client.post(f"/bodies/{code}/import/{kind}/", {"sheet": SimpleUploadedFile(name, content)})


def upload(client: Client, kind: str, *rows: dict[str, object], content: bytes = b"", name: str = "log.csv",
           code: str = "10H") -> Import:  # fmt: skip
    answer = send(client, kind, content or listed(*rows), name, code)
    assert answer.status_code == 302, answer.content.decode().split("<main")[1]
    return Import.objects.latest("pk")


def check(client: Client, kind: str, /, **cells: object) -> ImportRow:
    """What becomes of one row, right but for what the test says."""
    return upload(client, kind, RIGHT[kind] | cells).rows.get()


def errors(client: Client, kind: str, /, **cells: object) -> dict[str, str]:
    """What is wrong with a row, by column."""
    return dict(check(client, kind, **cells).errors)


def notes(client: Client, kind: str, /, **cells: object) -> str:
    row = check(client, kind, **cells)
    assert not row.errors, row.errors
    return " ".join(row.notes)


def import_(client: Client, kind: str, *rows: dict[str, object], content: bytes = b"", name: str = "log.csv",
            code: str = "10H", today: date = TODAY) -> Import:  # fmt: skip
    imported = upload(client, kind, *rows, content=content, name=name, code=code)
    client.post(f"/imports/{imported.pk}/confirm/")
    running.run(imported.pk, today=today)
    imported.refresh_from_db()
    assert imported.finished_at is not None, [(row.fate, row.errors) for row in imported.rows.all()]
    return imported


def fates(imported: Import) -> list[str]:
    return list(imported.rows.order_by("number").values_list("fate", flat=True))
