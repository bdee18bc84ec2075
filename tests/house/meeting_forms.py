"""The forms of a meeting's record, with answers that are taken, for the tests that put junk into every form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetings.models import Meeting

if TYPE_CHECKING:
    from tests.house.people import Records

# Answers by choice: what is none of the choices does not come back.
BY_CHOICE = {"role", "item", "part", "papers", "quorate", "interests", "had_part2", "is_part2"}


def of_a_record(ours: Records) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every form beneath the record of a meeting: who fills it in, its address, and answers that are taken."""
    meeting = Meeting.objects.get(pk=ours.meeting.pk)
    item = ours.paper.item_id
    published = {"title": "Finance, corrected", "why": "A figure was wrong", "url": "https://a.example/new"}
    paper = {"title": "Finance", "role": "paper", "item": "", "url": "https://a.example/finance-2"}
    out = meeting.papers.get(role="paper", on__isnull=False)
    happened = {
        "expected": meeting.changed_at.isoformat(), "voting_present": "5", "voting_members": "6", "quorate": "yes",
        "posts_present": "Chair", "posts_absent": "Nurse", "public_present": "3", "interests": "declared",
        "interest-0-post": "GP member", "interest-0-what": "A partner", "interest-0-handled": "Left",
        "had_part2": "yes", "resolution": "That the public leave", "resolution_why": "A contract",
        f"decision-{item}": "Agreed",
    }  # fmt: skip
    forms = {
        "notice": ("notice", {"where": "In the library", **day("on", 10)}),
        "agenda": ("agenda", {"titles": "Budget", "part": "1"}),
        "agenda item": ("change_item", {"title": "Contract", "summary": "One", "part": "2"}),
        "publish agenda": ("publish_agenda", {"when": "before", "at": "9:30am", **day("on", 10)}),
        "add paper": ("add_paper", paper),
        "change paper": ("change_paper", {"title": "Contract", "item": str(item)}),
        "replace paper": ("replace_paper", published),
        "withdraw paper": ("withdraw_paper", {"why": "Of another meeting"}),
        "publish minutes": ("publish_paper", {"when": "before", "at": "9:30am", **day("on", 16)}),
        "what happened": ("complete", happened),
        "public question": ("add_public_question", {"question": "Why?", "answer": "So", **day("answered_on", 16)}),
        "answer to the public": (
            "change_public_question", {"question": "Why?", "answer": "So", **day("answered_on", 16)}
        ),
    }  # fmt: skip
    found = {what: ("lead", ours.address(f"meetings:{name}"), good) for what, (name, good) in forms.items()}
    right = {"at": "9:30am", "late_why": "Illness", "item": "", **day("on", 16)}
    return found | {"put a paper right": ("lead", f"/meetings/{meeting.pk}/record/papers/{out.pk}/", right)}


def day(name: str, number: int) -> dict[str, object]:
    """A day of October 2016 as the three boxes post it."""
    return {f"{name}_day": number, f"{name}_month": 10, f"{name}_year": 2016}
