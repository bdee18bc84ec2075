"""The forms of a governing body's posts, with answers that are taken, for the tests that put junk into every form."""

from __future__ import annotations

from typing import Any

from tests.house.meeting_forms import day
from tests.house.people import Records

# Answers by choice: what is none of the choices does not come back.
BY_CHOICE = {"kind", "votes", "interim"}


def of_posts(ours: Records) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every form of posts: who fills it in, its address, and answers that are taken."""
    post = {"kind": "other", "title": "Director of strategy", "votes": "no", **day("from_on", 3)}
    held = {"interim": "yes", "holder": "As published", **day("from_on", 5)}
    return {
        "add a post": ("lead", ours.address("desk:add_post"), post),
        "change a post": ("lead", ours.address("desk:change_post"), post | {"title": "Director of plans"}),
        "appoint": ("lead", ours.address("desk:appoint"), held),
        "change a holder": ("lead", ours.address("desk:change_appointment"), held),
    }
