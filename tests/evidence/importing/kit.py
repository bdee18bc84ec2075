"""Spreadsheets of evidence: rows, sheets, and the pages that take them."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from bodies.imports import running
from bodies.models import Import
from duties.models import DutyRule, Obligation
from duties.years import FinancialYear
from evidence.importing import EVIDENCE
from tests.factories import TODAY, make_duty, make_obligation, make_rule

START = "/bodies/10H/import/evidence/"
FILES = START + "files/"
TITLES = [column.title for column in EVIDENCE.columns]
LINK = "https://www.example.nhs.uk/report"


def of_year(body, start: int, *, title: str, rule=None, period: str = "", **fields) -> Obligation:
    proof = fields.pop("proof", "reviewed")
    rule = rule or DutyRule.objects.filter(duty__title=title).first() or make_rule(make_duty(title=title), proof=proof)
    year = FinancialYear(start)
    return make_obligation(
        body, rule, due_on=year.last_day + timedelta(days=60),
        **{"period_year": start, "period": period, "period_first_on": year.first_day, "period_last_on": year.last_day}
        | fields,
    )  # fmt: skip


def row(obligation: Obligation | None = None, **cells: object) -> dict[str, object]:
    """A row by column, right but for what the test says."""
    given: dict[str, object] = {"Title": "As published", "About": "27/03/2016"}
    if obligation is not None:
        given |= {"Duty": obligation.duty.title, "Year": str(FinancialYear(obligation.period_year))}
    if not {"Link", "File name", "Statement"} & set(cells):
        given["Link"] = LINK
    return given | cells


def sheet(*rows: dict[str, object]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Evidence"
    book.active.append(TITLES)
    for one in rows:
        book.active.append([one.get(title) for title in TITLES])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, *rows: dict[str, object], content: bytes = b"") -> Import:
    file = SimpleUploadedFile("history.xlsx", content or sheet(*rows))
    answer = client.post(START, {"sheet": file})
    assert answer.status_code == 302, answer.content.decode().split("<main")[1]
    return Import.objects.latest("pk")


def errors(client, *rows: dict[str, object]) -> dict[str, str]:
    """What is wrong with a sheet of one wrong row, by column."""
    return dict(upload(client, *rows).rows.get(fate="wrong").errors)


def confirm(client, imported: Import) -> str:
    page = client.post(f"/imports/{imported.pk}/confirm/", follow=True).content.decode()
    running.run(imported.pk, today=TODAY)
    return page


def import_(client, *rows: dict[str, object]) -> Import:
    imported = upload(client, *rows)
    confirm(client, imported)
    imported.refresh_from_db()
    assert imported.finished_at is not None, client.get(f"/imports/{imported.pk}/").content.decode().split("<main")[1]
    return imported


def fates(imported: Import) -> list[str]:
    return list(imported.rows.order_by("number").values_list("fate", flat=True))


def page_of(client, imported: Import, **asked: object) -> str:
    return client.get(f"/imports/{imported.pk}/", asked).content.decode()


def hold(client, *files: tuple[str, bytes]):
    return client.post(FILES, {"files": [SimpleUploadedFile(name, content) for name, content in files]}, follow=True)
