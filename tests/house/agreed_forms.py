"""The forms of agreed actions, with answers that are taken, for the tests that put junk into every form."""

from __future__ import annotations

from typing import Any

from tests.house.meeting_forms import day
from tests.house.people import Records

BY_CHOICE = {"side", "decision", "version"}
GOOD = {
    "meeting": "Quarter 2 assurance meeting",
    "what": "Send the plan",
    "side": "body",
    "owner": "",
    "owner_post": "Chair",
    **day("agreed_on", 3),
    **day("due_on", 28),
}


def of_actions(ours: Records) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every form of agreed actions: who fills it in, its address, and answers that are taken."""
    at = f"/agreed/{ours.agreed.pk}/"
    return {
        "enter an action": ("region", f"/agreed/with/{ours.body.code}/add/", GOOD),
        "correct an action": ("region", f"{at}change/", GOOD | {"version": str(ours.agreed.version)}),
        "note on an action": ("lead", f"{at}note/", {"text": "The draft is written"}),
        "action is done": ("lead", f"{at}done/", day("done_on", 17)),
        "decide an action": ("region", f"{at}decide/", {"decision": "drop", "why": "Not needed", **day("done_on", 17)}),
    }
