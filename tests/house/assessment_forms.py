"""The records and forms of assessments, for the tests that ask every address as everybody and put junk into forms."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from assessments import actions
from assessments.models import Assessment
from bodies.access import reach_of
from bodies.models import Body, User
from duties.years import FinancialYear
from tests.house.demonstration import TODAY
from tests.house.meeting_forms import day

if TYPE_CHECKING:
    from tests.house.people import Records

# Answers by choice: what is none of the choices does not come back.
BY_CHOICE = {"headline", "decision", "pieces"} | {
    f"value_{unit}".split("-")[-1]  # the tests ask by what follows the last hyphen
    for unit in ("well-led", "performance", "finance", "planning", "delegated")
}
OF_ONE = (
    "one", "write", "evidence", "add_board", "no_board", "discard", "propose", "moderate", "moderate_again", "send",
    "comment", "publish", "correct",
)  # fmt: skip
LISTS = ("list", "list_csv", "list_xlsx")


def an_assessment(body: Body, proposer: User, second: User, secret: str) -> tuple[Assessment, Assessment]:
    """A quarter that was sent to the body, with a board and a round that was sent back; and the draft of another."""
    who: dict[str, Any] = {"by": proposer, "today": TODAY}
    moderates: dict[str, Any] = {"reach": reach_of(second, TODAY), "by": second, "today": TODAY}
    shown, draft = (
        actions.begin(body=body, year=FinancialYear(2015), period=period, invented=True, **who)
        for period in ("Q3", "Q4")
    )
    actions.write(assessment=draft, summary=f"{secret}-judged-draft", **who)
    judged = {unit.slug: actions.Judged("", f"{secret}-assessment-reasons") for unit in shown.sheet.units}
    actions.write(assessment=shown, summary=f"{secret}-assessment-summary", judged=judged, **who)
    actions.propose(assessment=shown, **who)
    actions.send_back(assessment=shown, reason=f"{secret}-judged-reason", **moderates)
    actions.propose(assessment=shown, **who)
    actions.agree(assessment=shown, note=f"{secret}-judged-note", **moderates)
    actions.add_board(assessment=shown, board=f"{secret}-board", asked_on=TODAY, **who)
    shown = actions.send_to_body(assessment=shown, comment_by_on=TODAY + timedelta(days=9), **who)
    draft.refresh_from_db()
    return shown, draft


def arguments(records: Records) -> dict[str, list[object]]:
    """What the addresses of assessments take to be about a body."""
    shown = records.assessment
    found: dict[str, list[object]] = {f"assessments:{name}": [shown.pk] for name in OF_ONE}
    board = shown.consultations.get().pk
    found |= {f"assessments:{name}": [shown.pk, board] for name in ("change_board", "remove_board")}
    found |= {f"assessments:{name}": [records.body.code] for name in ("of_body", "begin")}
    return found | {"register:body_assessments": [records.body.code]}


def of_assessments(ours: Records) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every form of assessments: who fills it in, its address, and answers that are taken."""
    draft, shown = (Assessment.objects.get(pk=one.pk) for one in (ours.assessment_draft, ours.assessment))
    of_home = Assessment.objects.filter(body=ours.body)
    published, waiting = of_home.get(year=2015, period=""), of_home.get(year=2016, period="Q2")
    judged = {f"why_{unit.slug}": "Reasons" for unit in draft.sheet.units}
    words = {f"value_{unit.slug}": unit.scale.values[0].key for unit in draft.sheet.units}
    return {
        "begin an assessment": (
            "region", f"/bodies/{ours.body.code}/assessed/begin/", {"year": "2015/16", "period": "Q1"},
        ),
        "write an assessment": (
            "region", f"/assessments/{draft.pk}/write/",
            {"summary": "Well", "expected": draft.changed_at.isoformat(), **judged, **words},
        ),
        "board consulted": (
            "region", f"/assessments/{draft.pk}/boards/",
            {"board": "The county", "said": "Fair", **day("asked_on", 3), **day("replied_on", 4)},
        ),
        "no board consulted": ("region", f"/assessments/{draft.pk}/boards/none/", {"why": "None was named"}),
        "moderate an assessment": (
            "national", f"/assessments/{waiting.pk}/moderate/", {"decision": "back", "reason": "More reasons"},
        ),
        "moderate again": ("region", f"/assessments/{shown.pk}/moderate-again/", {"why": "It was uneven"}),
        "comment on an assessment": ("lead", f"/assessments/{shown.pk}/comment/", {"words": "We agree"}),
        "correct an assessment": ("region", f"/assessments/{published.pk}/correct/", {"why": "A sum was wrong"}),
    }  # fmt: skip
