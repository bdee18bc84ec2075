"""Importing the rows of one duty: drafts are added, and with the day it was done it is sent in or certified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bodies.imports.kinds import Context, Refused
from duties.actions import NotNow
from duties.models import Obligation
from evidence import actions
from evidence.actions.common import holder_of, locked
from evidence.files import arriving
from evidence.importing.there import There, key_of
from evidence.models import Evidence, HeldFile

GONE = "The file “{name}” was taken away or replaced since the check. Upload it, then the spreadsheet again."


def import_unit(plans: Sequence[dict[str, Any]], context: Context, *, kept_until: date) -> None:
    """Do what the rows of one obligation ask; what is there already is not added again. Raises Refused."""
    obligation = locked(Obligation(pk=plans[0]["obligation"]))
    there = There.of([obligation.pk])
    try:
        for plan in plans:
            if key_of(plan) not in there.uses:
                _add(obligation, plan, context, kept_until)
        done = [plan for plan in plans if plan["done_on"]]
        if done and not all(there.uses.get(key_of(plan)) for plan in plans):
            _settle(obligation, done, context)
    except NotNow as refusal:
        raise Refused(f"{obligation.title}, {obligation.about}: {refusal}") from refusal


def _add(obligation: Obligation, plan: dict[str, Any], context: Context, kept_until: date) -> None:
    """Add one piece; where the body has the very same already, for another duty, that piece is used again."""
    received = _received(plan)
    same = _same(obligation, plan)
    if same is not None:
        actions.use_again(
            obligation=obligation, evidence=[same], by=context.by, today=context.today, kept_until=kept_until
        )
        return
    content = actions.Content(received=received, file_name=plan["file_name"], url=plan["url"], text=plan["text"])
    actions.add_evidence(
        obligation=obligation, content=content, title=plan["title"], about_on=date.fromisoformat(plan["about_on"]),
        by=context.by, today=context.today, invented=context.invented, kept_until=kept_until,
    )  # fmt: skip


def _same(obligation: Obligation, plan: dict[str, Any]) -> Evidence | None:
    told = {"title": plan["title"], "about_on": plan["about_on"], "url": plan["url"], "text": plan["text"]}
    if plan["sha256"]:
        told["file__sha256"] = plan["sha256"]
    found = Evidence.objects.current().filter(body=holder_of(obligation), kind=plan["kind"], **told)
    return found.order_by("pk").first()


def _received(plan: dict[str, Any]) -> arriving.Received | None:
    """The held file, as if it had just been received."""
    if plan["kind"] != "file":
        return None
    held = HeldFile.objects.select_related("file").filter(pk=plan["held"] or 0, file__sha256=plan["sha256"]).first()
    if held is None:
        raise NotNow(GONE.format(name=plan["file_name"]))
    return arriving.Received(held.file.sha256, held.file.size, held.file.content_type)


def _settle(obligation: Obligation, done: Sequence[dict[str, Any]], context: Context) -> None:
    """Send in, or certify, as of the day that the rows give."""
    act = actions.certify if obligation.proof == "certified" else actions.send_in
    act(
        obligation=obligation, done_on=date.fromisoformat(done[0]["done_on"]), achieved=done[0]["achieved"],
        note="\n".join(dict.fromkeys(plan["note"] for plan in done if plan["note"])), by=context.by,
        today=context.today, invented=context.invented,
    )  # fmt: skip
