"""The forms of the logs, with answers that are taken, for the tests that put junk into every form."""

from __future__ import annotations

from typing import Any

from tests.house.meeting_forms import day
from tests.house.people import Records

# Answers by choice: what is none of the choices does not come back.
BY_CHOICE = {"law", "channel", "owner", "code", "codes", "reason", "list", "why", "kind"}
NEW = {
    "subject": "Spending on agency staff",
    "reference": "FOI/77",
    "waiting_on": "Finance",
    "owner": "",
    "entry_key": "k",
}


def of_the_logs(ours: Records) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every form of the logs: who fills it in, its address, and answers that are taken."""
    request, complaint = ours.request, ours.complaint
    code, at, to = ours.body.code, f"/requests/{request.pk}/", f"/complaints/{complaint.pk}/"
    answer = request.events.get()
    corrected = {**NEW, "reference": request.reference, "expected": str(request.version)}
    del corrected["entry_key"]
    forms = {
        "log a request": (
            f"/bodies/{code}/requests/new/", NEW | {"law": "foi", "channel": "email", **day("received_on", 3)},
        ),
        "correct a request": (f"{at}correct/", corrected | {"law": "eir", "channel": "phone", **day("received_on", 3)}),
        "review asked for": (f"{at}record/review_asked/", day("on", 17)),
        "correct an answer": (
            f"{at}events/{answer.pk}/", {"code": "part", "codes": "s40", "words": "A table", **day("on", 14)},
        ),
        "lateness of a request": (f"{at}lateness/", {"reason": "waiting", "late_words": "A director was away"}),
        "publish a disclosure": (
            f"{at}publish/", {"title": "Agency staff", "text": "The sum", "link": "https://a.example/foi"},
        ),
        "withhold a disclosure": (f"{at}withhold/", {"why": "narrow"}),
        "topic": (f"/bodies/{code}/requests/lists/", {"list": "topic", "name": "Car parks"}),
        "log a complaint": (
            f"/bodies/{code}/complaints/new/",
            NEW | {"kind": "complaint", "channel": "letter", "came_from": "The trust", **day("received_on", 3),
                   **day("happened_on", 1), **day("known_on", 2)},
        ),
        "quick add": (
            f"/bodies/{code}/complaints/new/?quick=1",
            {"kind": "contact", "channel": "phone", "subject": "A question", "entry_key": "q",
             **day("received_on", 17)},
        ),
        "agree a plan": (f"{to}record/plan_agreed/", {"words": "A letter", **day("on", 17), **day("until_on", 28)}),
        "respond": (f"{to}record/responded/", {"code": "upheld", "words": "A new letter", **day("on", 17)}),
        "lateness of a complaint": (f"{to}lateness/", {"reason": "capacity", "late_words": "A vacancy"}),
        "report of a year": (
            f"/bodies/{code}/complaints/report/write/?year=2015/16",
            {"subjects": "Waiting", "importance": "Letters", "action": "A new template", "expected": ""},
        ),
        "KO41a sent": (f"/returns/{ours.ko41a.pk}/sent/", day("sent_on", 17)),
        "list of complaints": (f"/bodies/{code}/complaints/lists/", {"list": "subject", "name": "Waiting"}),
    }  # fmt: skip
    return {what: ("lead", address, good) for what, (address, good) in forms.items()}
