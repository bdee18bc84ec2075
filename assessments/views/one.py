"""The page of one assessment: where it stands, what was judged and why, and the next thing for whoever looks."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.course import SETTLED_INSIDE, WRITABLE, State
from assessments.evidence_seen import looked_at
from assessments.missing import missing_to_propose, missing_to_publish
from assessments.models import Assessment
from assessments.reading import told_of
from assessments.views.common import Asked, asked
from bodies.models import User
from evidence.people import Posts


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one assessment: its assurers see everything, its body what was sent to it."""
    to, today = asked(request, pk), request.today  # type: ignore[attr-defined]
    assessment = to.assessment
    rounds = list(assessment.rounds.all()) if to.who.may_assess else []
    state = assessment.state(today)
    return render(request, "assessments/one.html", {
        "asked": to, "who": to.who, "one": assessment, "told": told_of(assessment, today), "state": state,
        "words": assessment.words(today), "rounds": rounds, "posts": _posts(assessment),
        "evidence": list(looked_at(assessment)) if to.who.may_assess else [],
        "may": _may(to, state, request.user.pk, today), "lacks": _lacks(to, state, today),
        "newer": _newer(to, today), "is_yearly": not assessment.period,
    })  # fmt: skip


def _may(to: Asked, state: State, user_id: int | None, today: date) -> set[str]:
    """What this person may do now; each view and action asks it again."""
    found: set[str] = set()
    if to.who.may_assess:
        found |= _as_assurer(to.assessment, state, user_id)
    by_on = to.assessment.comment_by_on
    if to.who.may_comment and state in (State.WITH_BODY, State.HEARD) and by_on is not None and today <= by_on:
        found.add("comment")
    return found


def _as_assurer(assessment: Assessment, state: State, user_id: int | None) -> set[str]:
    found: set[str] = set()
    if state in WRITABLE:
        found |= {"write", "propose"} | ({"discard"} if not assessment.rounds.all() else set())
    if state is State.PROPOSED and assessment.proposed_by_id != user_id:
        found.add("moderate")
    if state is State.AGREED:
        found.add("send")
    if state in SETTLED_INSIDE:
        found.add("moderate_again")
    if state is State.HEARD:
        found.add("publish")
    if assessment.published_on is None:
        found.add("consult")
    elif state is not State.REPLACED:
        found.add("correct")
    return found


def _lacks(to: Asked, state: State, today: date) -> list[str]:
    """What has to be done before its next step; told to assurers."""
    if not to.who.may_assess:
        return []
    if state in WRITABLE:
        return missing_to_propose(to.assessment, {one.unit: one for one in to.assessment.judgements.all()}, today)
    if state in SETTLED_INSIDE:
        return missing_to_publish(to.assessment, list(to.assessment.consultations.all()), today)
    return []


def _newer(to: Asked, today: date) -> Assessment | None:
    """The version that corrects it, where this reader may know of that."""
    newer = Assessment.objects.filter(supersedes=to.assessment)
    return (newer if to.who.may_assess else newer.seen_in_body(today)).first()


def _posts(assessment: Assessment) -> Posts:
    """The people of it by their posts; two statements."""
    keys = {
        assessment.begun_by_id, assessment.proposed_by_id, assessment.agreed_by_id, assessment.shown_by_id,
        assessment.commented_by_id, assessment.published_by_id,
    }  # fmt: skip
    for row in assessment.rounds.all():
        keys |= {row.proposed_by_id, row.decided_by_id, row.reopened_by_id}
    return Posts(User.objects.filter(pk__in=keys - {None}))
