"""Lists of meetings, as files, and the pages that take them."""

from __future__ import annotations

import csv
import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bodies.imports import running
from bodies.models import Import
from meetings.models import Meeting
from tests.factories import TODAY

START = "/bodies/10H/import/meetings/"
TITLES = ("ods_code", "kind", "date", "weekday", "time", "place", "status", "note")


def row(**cells: object) -> dict[str, object]:
    """A row by column, right but for what the test says."""
    return {"ods_code": "10H", "kind": "governing_body", "date": "2016-09-15", "status": "held"} | cells


def listed(*rows: dict[str, object], titles: tuple[str, ...] = TITLES) -> bytes:
    out = io.StringIO()
    table = csv.DictWriter(out, titles)
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*events: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Anybody//EN\r\n" + "".join(events) + "END:VCALENDAR").encode()


def send(client: Client, content: bytes, name: str = "dates.csv"):
    return client.post(START, {"sheet": SimpleUploadedFile(name, content)})


def upload(client: Client, *rows: dict[str, object], content: bytes = b"", name: str = "dates.csv") -> Import:
    answer = send(client, content or listed(*rows), name)
    assert answer.status_code == 302, answer.content.decode().split("<main")[1]
    return Import.objects.latest("pk")


def errors(client: Client, **cells: object) -> dict[str, str]:
    """What is wrong with a list of one row, by column."""
    return dict(upload(client, row(**cells)).rows.get().errors)


def notes(client: Client, **cells: object) -> str:
    return " ".join(upload(client, row(**cells)).rows.get().notes)


def import_(client: Client, *rows: dict[str, object], content: bytes = b"", name: str = "dates.csv",
            today: date = TODAY) -> Import:  # fmt: skip
    imported = upload(client, *rows, content=content, name=name)
    client.post(f"/imports/{imported.pk}/confirm/")
    running.run(imported.pk, today=today)
    imported.refresh_from_db()
    assert imported.finished_at is not None, page_of(client, imported).split("<main")[1]
    return imported


def fates(imported: Import) -> list[str]:
    return list(imported.rows.order_by("number").values_list("fate", flat=True))


def page_of(client: Client, imported: Import) -> str:
    return client.get(f"/imports/{imported.pk}/").content.decode()


def only() -> Meeting:
    return Meeting.objects.select_related("body").get()
