"""Evidence from a spreadsheet: the columns, what they mean, and what a row would do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from django.urls import reverse

from bodies.imports import cells
from bodies.imports.cells import short
from bodies.imports.kinds import Aside, Column, Context, Kind, Row
from bodies.web.text import date_long, date_short, plural
from duties.models import Obligation
from duties.years import FinancialYear
from evidence.about import is_outside
from evidence.files.holding import name_key
from evidence.frozen import host_of
from evidence.importing import cells as our_cells
from evidence.importing.applying import import_unit
from evidence.importing.finding import Known, find, period_cell, refusal
from evidence.importing.there import There, key_of
from evidence.models import HeldFile

DRAFTS_KEPT = timedelta(days=31)
CONTENTS = {"link": "Link", "file": "File name", "statement": "Statement"}
COLUMNS = (
    Column("body", "Body", "The code of the body it is about; empty for the body that you chose.", "10H",
           given=True, longest=8, width=8, read=our_cells.code),
    Column("duty", "Duty", "The title of the duty, or its code.", "Keep and publish registers of interests",
           required=True, given=True, width=50),
    Column("year", "Year", "The financial year that it is about.", "2015/16",
           required=True, given=True, longest=20, width=10, read=our_cells.financial_year),
    Column("period", "Period", "The quarter or month, or the name of the record. Empty for a whole year.",
           "Q2, or May 2016", given=True, longest=120, width=14, read=our_cells.period),
    Column("step", "Step", "The step, where the duty has several.", "final", given=True, longest=30, width=10),
    Column("title", "Title", "What the evidence is called.", "Annual report 2015/16, as published",
           required=True, width=40),
    Column("about_on", "About", "The day that the evidence is about: of the meeting, the report or the event.",
           "27/03/2016", required=True, longest=40, width=12, read=cells.day),
    Column("link", "Link", "The address of a page or document on the web. Fill in one of Link, File name and "
           "Statement.", "https://www.example.nhs.uk/annual-report", longest=500, width=40, read=our_cells.address),
    Column("file", "File name", "The name of a file that you uploaded before.", "Annual report 2015-16.pdf", width=30),
    Column("statement", "Statement", "What was done, when and by whom, in your own words. Do not name patients.",
           "The governing body approved the register on 27 March 2016.", longest=20_000, width=40),
    Column("done_on", "Done on", "The day it was done. The duty is then sent in to NHS England, or certified by you. "
           "Empty: the evidence stays a draft.", "30/03/2016", longest=40, width=12, read=cells.day),
    Column("achieved", "Achieved", "For the audited accounts, once done: whether the limits were kept.", "yes",
           allowed=("yes", "no"), longest=5, width=10, read=cells.yes_or_no),
    Column("note", "Note", "Anything that helps who reads what you send in.", longest=4000, width=30),
)  # fmt: skip


class EvidenceKind(Kind):
    """Evidence for duties that the body answers for; the rows of one duty are one unit."""

    name = "evidence"
    title = "Import evidence from a spreadsheet"
    file_name = "evidence"
    sheet = "Evidence"
    intro = (
        "Each row is one piece of evidence for one duty: a link, a file that you uploaded before, or a statement.",
        "With “Done on” the duty is sent in to NHS England for review, or certified by you where the body certifies.",
        f"Without “Done on” the evidence stays a draft, for {DRAFTS_KEPT.days} days: send it in from the duty's page.",
        "Nothing is published by importing it.",
    )
    filling_in = (
        "It lists what is open for the body: fill in the rows that you have something for, and leave the others as "
        "they are."
    )
    columns = COLUMNS

    def check(self, rows: Sequence[Row], context: Context) -> None:
        known = Known.of(context.body, context.today)
        about = [(row, find(row, known, context)) for row in rows]
        there = There.of({one.pk for _, one in about if one is not None}, held_for=context.body)
        for row, obligation in about:
            content = _content(row, there)
            _check_done(row, obligation, context)
            row.label = _label(row, obligation)
            if obligation is None:
                continue
            row.unit = f"obligation {obligation.pk}"
            if content is not None and row.reads("title", "about_on", "done_on", "achieved", "note"):
                row.plan = _plan(row, obligation, content)
        by_pk = {one.pk: one for _, one in about if one is not None}
        whole = sorted((row for row in rows if row.plan), key=lambda row: (row.plan["obligation"], row.number))
        for pk, unit in groupby(whole, key=lambda row: row.plan["obligation"]):
            _check_unit(list(unit), by_pk[pk], there, context)

    def apply(self, plans: Sequence[dict[str, Any]], context: Context) -> None:
        import_unit(plans, context, kept_until=context.today + DRAFTS_KEPT)

    def outcome(self, rows: Sequence[Row], context: Context) -> list[str]:
        proofs = {row.plan["obligation"]: row.plan["proof"] for row in rows if row.plan["done_on"]}
        drafts = [row for row in rows if row.plan["obligation"] not in proofs]
        certified = sum(proof == "certified" for proof in proofs.values())
        said = []
        if sent := len(proofs) - certified:
            said.append(f"{plural(sent, 'duty is', 'duties are')} sent in to NHS England for review.")
        if certified:
            said.append(
                f"{plural(certified, 'duty is', 'duties are')} certified: you certify for {context.body.name} that "
                "each was done on the day given."
            )
        if drafts:
            until = date_long(context.today + DRAFTS_KEPT)
            said.append(
                f"{plural(len(drafts), 'piece of evidence stays a draft', 'pieces of evidence stay drafts')}: what is "
                f"not sent in from its duty's page by {until} is taken away."
            )
        return [*said, "Nothing is published by this: you decide that piece by piece."]

    def to_fill_in(self, context: Context) -> Iterable[dict[str, str]]:
        for one in Known.of(context.body, context.today).obligations:
            if not refusal(one, context):
                yield {
                    "body": one.body.code, "duty": one.duty.title, "year": str(FinancialYear(one.period_year)),
                    "period": period_cell(one), "step": one.step,
                }  # fmt: skip

    def aside(self, context: Context) -> Aside:
        count = HeldFile.objects.filter(body=context.body).count()
        words = (
            f"{plural(count, 'file is', 'files are')} uploaded and can be named." if count else "None is uploaded yet."
        )
        return Aside(
            "Upload the files that it names", f"Only if your rows name files. {words}", "Upload files",
            reverse("evidence:held_files", args=[context.body.code]),
        )  # fmt: skip

    def href(self, plan: dict[str, Any]) -> str:
        return reverse("evidence:obligation", args=[plan["obligation"]]) if plan else ""


def _content(row: Row, there: There) -> dict[str, Any] | None:
    """The link, file or statement of a row; None where the row says what is wrong."""
    filled = [key for key in CONTENTS if key in row.cells]
    names = [CONTENTS[key] for key in filled]
    if not filled:
        row.refuse("link", "Fill in one of Link, File name and Statement")
    elif len(filled) > 1:
        row.refuse(filled[-1], f"Fill in only one: this row has {' and '.join(names)}. For another piece add a row")
    if len(filled) != 1 or not row.reads(*filled):
        return None
    found = {"url": "", "text": "", "held": None, "sha256": "", "file_name": ""}
    match filled[0]:
        case "link":
            return found | {"kind": "link", "url": row.values["link"]}
        case "statement":
            return found | {"kind": "statement", "text": row.values["statement"]}
    held = there.held.get(name_key(row.values["file"]))
    if held is None:
        return found | {"kind": "file", "file_name": row.values["file"]}
    return found | {"kind": "file", "held": held.pk, "sha256": held.file.sha256, "file_name": held.name}


def _check_done(row: Row, obligation: Obligation | None, context: Context) -> None:
    done_on, asks = row.values.get("done_on"), obligation is not None and obligation.duty.asks_achieved
    if done_on is not None and done_on > context.today:
        row.refuse("done_on", "The day it was done must be today or in the past")
    if not row.reads("done_on", "achieved", "note") or obligation is None:
        return
    achieved = row.values["achieved"]
    if asks and done_on is not None and achieved is None:
        row.refuse("achieved", "Write yes or no: accounts can be done and show that a limit was passed")
    if achieved is not None and not asks:
        row.refuse("achieved", "Leave this empty: it is asked of the audited accounts alone")
    elif achieved is not None and done_on is None:
        row.refuse("achieved", "Fill in “Done on” too, or leave this empty")
    if row.values["note"] and done_on is None:
        row.refuse("note", "A note goes with what is sent in: fill in “Done on” too, or leave this empty")


def _plan(row: Row, obligation: Obligation, content: dict[str, Any]) -> dict[str, Any]:
    given = row.values
    return content | {
        "obligation": obligation.pk, "proof": obligation.proof, "title": given["title"],
        "about_on": given["about_on"].isoformat(), "done_on": given["done_on"] and given["done_on"].isoformat(),
        "achieved": given["achieved"], "note": given["note"] or "",
    }  # fmt: skip


def _check_unit(rows: list[Row], obligation: Obligation, there: There, context: Context) -> None:
    """What can only be said of all rows of one duty together."""
    first_of: dict[object, int] = {}
    for row in rows:
        first = first_of.setdefault(key_of(row.plan), row.number)
        if first != row.number:
            row.refuse("", f"This says the same as row {first}. Delete one of the two")
    for key, what in (("done_on", "day"), ("achieved", "answer")):
        _check_agreement(rows, key, what)
    is_done = any(row.plan["done_on"] for row in rows)
    for row in rows:
        sent = there.uses.get(key_of(row.plan))
        row.is_here = sent is not None and (sent or not is_done)
        if not row.is_here:
            _check_new(row, obligation, there, context, is_draft=sent is not None)


def _check_agreement(rows: list[Row], key: str, what: str) -> None:
    said = [row for row in rows if row.plan[key] is not None]
    for row in said[1:]:
        if row.plan[key] != said[0].plan[key]:
            row.refuse(key, f"Give one {what} for one duty: row {said[0].number} says {said[0].cells[key]}")


def _check_new(row: Row, obligation: Obligation, there: There, context: Context, *, is_draft: bool) -> None:
    """What stands against adding this row, and what is odd about it."""
    if why := refusal(obligation, context):
        row.refuse("duty", why)
        return
    if row.plan["kind"] == "file" and row.plan["held"] is None and not is_draft:
        close = get_close_matches(name_key(row.plan["file_name"]), there.held, n=1)
        meant = f" Did you mean “{there.held[close[0]].name}”?" if close else ""
        row.refuse("file", f"No file “{short(row.plan['file_name'])}” was uploaded.{meant} Upload it, then check again")
    row.notes += _notes(row, obligation, there, is_draft=is_draft)


def _notes(row: Row, obligation: Obligation, there: There, *, is_draft: bool) -> list[str]:
    about_on, done_on = row.values["about_on"], row.values["done_on"]
    notes = [f"About {date_short(about_on)}" + (f", done on {date_short(done_on)}." if done_on else ".")]
    last = max(obligation.period_last_on, obligation.due_on or obligation.period_last_on)
    if is_outside(about_on, (), obligation.period_first_on, last):
        notes.append(
            f"Check the day that it is about: the duty is about {date_short(obligation.period_first_on)} to "
            f"{date_short(obligation.period_last_on)}."
        )
    if is_draft:
        notes.append("Here already as a draft: it is sent in.")
    others = there.drafts[obligation.pk] - is_draft
    if done_on and others > 0:
        notes.append(f"Sent in with it: {plural(others, 'other draft')} of this duty.")
    return notes


def _label(row: Row, obligation: Obligation | None) -> str:
    """What the row is about, as far as it can be told: the duty, and beneath it the evidence."""
    duty = f"{obligation.title}, {obligation.about}" if obligation else short(row.cells.get("duty", ""))
    link = row.values.get("link")  # what is no address has no host
    content = host_of(link) if link else row.cells.get("file", "") or row.cells.get("statement", "")
    return "\n".join((duty, ": ".join(short(part) for part in (row.cells.get("title", ""), content) if part)))
