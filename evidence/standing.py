"""What one person may do with one obligation on a day: the page shows it, and every view asks it before it acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bodies.access import Permission, Reach, can
from duties.models import Obligation, OwedBy
from evidence.actions import may_assure
from evidence.actions.common import holder_of, is_settled, may_see
from evidence.models import CallIn, Submission


@dataclass(frozen=True)
class Standing:
    """A person before an obligation. Every `may_…` follows from the person's roles, not from how far it has come."""

    may_see: bool
    sees_drafts: bool
    may_add: bool
    may_lead: bool  # certify, publish, assign, explain, ask, dispute
    may_assure: bool
    may_certify: bool


@dataclass(frozen=True)
class NextStep:
    """The one green button. `url_name` is one of this room; `of` is the id that its address takes."""

    text: str
    url_name: str
    of: int


def standing(reach: Reach, obligation: Obligation, today: date) -> Standing:
    """Where a person stands. `offices` of both bodies should be prefetched: then no query."""
    involved = {obligation.body, holder_of(obligation)}
    holder = obligation.held_by  # of a body that was split nobody acts until a holder is named
    is_theirs = obligation.owed_by == OwedBy.NHS_ENGLAND
    may_add = holder is not None and not is_theirs and can(reach, Permission.ADD_EVIDENCE, holder, today)
    may_lead = holder is not None and not is_theirs and can(reach, Permission.CERTIFY, holder, today)
    return Standing(
        may_see=may_see(reach, obligation, today),
        sees_drafts=any(can(reach, Permission.SEE_DRAFTS, body, today) for body in involved),
        may_add=may_add,
        may_lead=may_lead,
        may_assure=may_assure(reach, obligation, today),
        may_certify=obligation.proof == "certified" and (reach.is_national() if is_theirs else may_lead),
    )


def next_step(
    who: Standing, obligation: Obligation, *, has_drafts: bool, waiting: Submission | None, may_decide: bool,
    call: CallIn | None = None,
) -> NextStep | None:  # fmt: skip
    """The next thing for this person; None when it is somebody else's turn, or nobody's. `call` is an open one."""
    if is_settled(obligation):
        return None if call is None else _of_a_call(who, call, waiting, may_decide=may_decide)
    if who.may_assure and obligation.not_applicable_asked_on is not None and waiting is None:
        return NextStep("Decide whether it applies", "decide_not_applicable", obligation.pk)
    if who.may_certify:
        return NextStep("Certify", "certify", obligation.pk)
    if waiting is not None:
        return NextStep("Review", "review", waiting.pk) if may_decide else None
    if not who.may_add or obligation.proof not in ("reviewed", "certified"):
        return None
    if has_drafts:
        return NextStep("Check and send", "check", obligation.pk)
    return NextStep("Add evidence", "add", obligation.pk)


def may_call_in(who: Standing, obligation: Obligation) -> bool:
    """Whether this person may ask to see the evidence of it, were it not asked already."""
    return who.may_assure and obligation.met_how == "certified" and obligation.closed_on is None


def _of_a_call(who: Standing, call: CallIn, waiting: Submission | None, *, may_decide: bool) -> NextStep | None:
    """What is to be done while NHS England asks to see the evidence of something certified."""
    if waiting is not None:
        return NextStep("Review", "review", waiting.pk) if may_decide else None
    if who.may_add:
        return NextStep("Show the evidence", "call", call.pk)
    return NextStep("Look at the evidence", "call", call.pk) if who.may_assure else None


def waiting_words(who: Standing, obligation: Obligation) -> str:
    """What to say where there is no button; empty when the status says enough."""
    if is_settled(obligation):
        return ""
    if obligation.held_by is None:
        return "The body was split, and nobody was named yet who answers for this. An administrator names the holder."
    if obligation.sent_on is not None and (who.may_add or who.may_assure):
        by = "the governance lead of the body" if obligation.proof == "certified" else "an assurer at NHS England"
        return f"This was sent in. It is now the turn of {by}."
    if obligation.proof == "recorded" and who.may_add:
        return "The record's own dates settle this: nothing is sent in for it."
    return ""
